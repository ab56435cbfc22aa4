#pragma once

#include <span>
#include <vector>

#include "facts/request_facts.h"
#include "match/path_pattern.h"
#include "serve/state.h"
#include "stub/compiled_stub.h"

namespace mimus::serve {

class Circumstances;

// The captures as the templates of a stub see them: percent-decoded, of WireMock's dialect as they
// were received.
std::span<const facts::NameValue> captures_of(const stub::CompiledStub& stub,
                                              const match::Captures& captures, Arena& arena);

// The changes that a stub makes in the state, its values rendered for this request from
// circumstances.view(). Errors: those of the templates, with the change in front: "set 'cart.size':
// …".
Result<std::vector<State::Change>> render_assignments(const stub::CompiledStub& stub,
                                                      facts::RequestFacts& facts,
                                                      const match::Captures& captures,
                                                      Circumstances& circumstances);

}  // namespace mimus::serve
