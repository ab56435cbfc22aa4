#pragma once

#include "json/json.h"
#include "serve/world.h"

namespace mimus::admin {

// What came of a test that had this world to itself:
//
//   {"requests": 12, "matched": 11,
//    "verifications": [{"what", "expected", "found", "passed"}], "verified": true,
//    "unverified": [{"id", "method", "url", "status", "route"}],   // matched, and no check was about them
//    "unmatched": [the same, with "closest"],
//    "unused": [{"id", "route"}]}                                  // stubs of the session's own that nobody asked
//
// Lists hold the oldest 100 of each, and "…Count" says how many there are. `before`: the stubs that it began with.
json::Object report(const serve::World& world, const stub::StubSet& before);

}  // namespace mimus::admin
