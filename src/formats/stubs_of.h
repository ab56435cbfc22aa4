#pragma once

#include "formats/formats.h"
#include "recorded.h"

namespace mimus::formats {

// Exchanges as stubs, in the order in which requests were first seen: one stub for each distinct request, which is
//
//   * the method, the path and the query parameters;
//   * the host, where the same request went to several hosts;
//   * the body, where requests that are equal otherwise had different bodies and different answers. JSON bodies are
//     compared as JSON, forms by their fields, other texts and bytes as they are; multipart bodies never, because their
//     boundaries are chosen at random.
//
// Equal requests with different answers become one stub that gives these in order, and the last one from then on.
// Bodies are what was recorded, byte by byte. Fields that belong to the connection, and the date, are left out; what looks like
// an {{expression}} in a recording is just text. Deterministic: the same exchanges give the same stubs and ids.
//
// An exchange without response is left out, but for those with the failure kUnknown (commands and collections
// that hold requests alone): these are answered with an empty 200, and the report says so.

Imported stubs_of(Recordings recordings);

}  // namespace mimus::formats
