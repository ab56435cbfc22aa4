#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/error.h"
#include "stub/stub_set.h"

namespace mimus::serve {

// Compiles all, in their order and with as many threads as it is worth. `orders` has each one's
// place among those of equal priority: CompiledStub::compile(). Errors carry the file, line and
// pointer of the stub's origin; stubs with errors are left out.
std::vector<stub::StubPtr> compile_stubs(std::vector<stub::Stub> stubs,
                                         std::span<const std::int64_t> orders,
                                         std::vector<Error>& errors);

}  // namespace mimus::serve
