#pragma once

#include "forward.h"
#include "match/path_pattern.h"
#include "render/template.h"
#include "world.h"

namespace mimus::serve {

// By the template of `stub`, a proxy with one: it sees the request and what the upstream answered as {{response.status}},
// {{response.headers.Name}} and {{response.body}}. Borrows the request and its arena; `stub` has to be held. Errors: the template's.
Rewrite rewriting(World& world, const stub::CompiledStub& stub, const render::Scope& scope, const match::Captures& captures);

}  // namespace mimus::serve
