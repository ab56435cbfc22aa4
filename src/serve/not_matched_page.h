#pragma once

#include <cstddef>
#include <string>

#include "facts/request_facts.h"
#include "stub/compiled_stub.h"

namespace mimus::serve {

// What WireMock tells who asks for what no stub answers: the nearest stub on the left, the request
// on the right, and a word for each line that differs (reference: wiremock-stubs.md §6):
//
//   POST                                 | POST
//   /orders/new                          | /orders/nwe                    <<<<< URL does not match
//
// `state`: where the stub's scenario is now; of a stub without one it does not matter. `width`:
// columns of the table.
inline constexpr std::size_t kPageWidth = 119;
std::string not_matched_page(const stub::CompiledStub& nearest, facts::RequestFacts& facts,
                             const std::string& state, std::size_t width = kPageWidth);

}  // namespace mimus::serve
