#pragma once

#include <vector>

#include "call.h"
#include "stub/stub_set.h"

namespace mimus::wiremock_admin {

// What becomes of mapping files when stubs change. Without a root directory nothing is kept, and
// nothing is amiss.

// Gives a persistent stub its file, before the stub is taken. A stub that stands in a file beside
// others is read-only: 500.
Or<Done> find_place(const Side& side, stub::Stub& stub);
// Writes a persistent stub to its file.
Or<Done> keep(const Side& side, const stub::Stub& stub);
// Deletes the file of a stub that is gone; `always`: also when the stub was not persistent.
Or<Done> forget(const Side& side, const stub::CompiledStub& stub, bool always = false);
// Does it stand in a mapping file beside others?
bool is_read_only(const stub::CompiledStub& stub);

}  // namespace mimus::wiremock_admin
