#pragma once

#include <string>
#include <vector>

#include "json/json.h"
#include "stub/stub.h"

namespace mimus::formats {

// What a stub listens for as a mapping's `request`, but for its method: urlPath, urlPathPattern, queryParameters … What stands
// elsewhere in a mapping, a probability, goes to `mapping`; a condition without a word there to `lost`.
json::Object wiremock_request(const stub::Stub& stub, json::Object& mapping, std::vector<std::string>& lost);

}  // namespace mimus::formats
