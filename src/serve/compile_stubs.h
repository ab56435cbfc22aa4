#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "stub/stub_set.h"

namespace mimus::serve {

struct Place {
  std::int64_t order = 0;  // among those of equal priority
  WallTime born{};         // when the stub was added
};

// Compiles all, in their order and with as many threads as it is worth. `places` has each one's:
// CompiledStub::compile(). Errors carry the file, line and
// pointer of the stub's origin; stubs with errors are left out.
std::vector<stub::StubPtr> compile_stubs(std::vector<stub::Stub> stubs,
                                         std::span<const Place> places, std::vector<Error>& errors);

}  // namespace mimus::serve
