#pragma once

#include "forward.h"
#include "render/template.h"
#include "stub/compiled_stub.h"
#include "stub/proxy.h"

namespace mimus::serve {

// The errand of a stub that is a proxy, for the request in `scope`. `response` is the stub's own: its fields are added to
// what comes back. Errors: of templates.
Result<Errand> proxy_errand(const Outward& outward, const stub::CompiledStub& stub, const stub::CompiledResponse& response,
                            const render::Scope& scope);

}  // namespace mimus::serve
