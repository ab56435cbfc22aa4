#pragma once

#include <string_view>

#include "base/result.h"
#include "recorded.h"

namespace mimus::formats {

// An HTTP archive, HAR 1.1 or 1.2, as Chrome, Firefox, Safari, Charles, Insomnia, mitmproxy and Mimus write it: {"log":
// {"entries": […]}}. Tolerant: members may be missing, numbers may stand for texts, fields joined by line feeds come
// apart. Bodies in base64 are decoded, also those of requests; a body that is still compressed is inflated. A body
// that was not recorded (content.size without text) is empty, which the report says. Reads back what exchange::write_har() wrote.
//
// Errors: kSyntax with line and column; kInvalid when there is no log, or its entries are no list.
Result<Recordings> read_har(std::string_view text);

}  // namespace mimus::formats
