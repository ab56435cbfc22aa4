#pragma once

#include <string_view>

#include "base/result.h"
#include "recorded.h"

namespace mimus::formats {

// A Postman collection, v1, v2.0 or v2.1, with its folders: each saved answer ("example") with the request that it was
// saved with; a request without any is one whose answer is not known. Variables of the collection are resolved; what
// stays open matches anything: {{id}} or :id in a path is a capture, in a query a parameter that has to be there, in a host it is left
// out. Authentication and scripts are not taken over, which the report says. Newman's reports hold a collection, too.
//
// Errors: kSyntax with line and column; kInvalid for what is no collection (an environment, data).
Result<Recordings> read_postman(std::string_view text);

}  // namespace mimus::formats
