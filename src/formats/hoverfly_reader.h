#pragma once

#include <string_view>

#include "base/result.h"
#include "formats/formats.h"

namespace mimus::formats {

// Simulations of Hoverfly, schema v3 to v5.x: {"data": {"pairs": […]}, "meta": {"schemaVersion": "v5"}}. Matchers exact, glob, regex,
// json, jsonpartial, jsonpath, xml, xpath, array, negate; state of one key as a scenario; delays of pairs and of
// globalActions; templates with their request's words put into ours. The destination is a condition on the host where a
// simulation has several. Errors: kSyntax with line and column; kInvalid when there are no pairs.
Result<Imported> read_hoverfly(std::string_view text);

}  // namespace mimus::formats
