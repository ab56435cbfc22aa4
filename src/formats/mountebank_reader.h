#pragma once

#include <string_view>

#include "base/result.h"
#include "formats/formats.h"

namespace mimus::formats {

// Imposters of mountebank: {"imposters": […]}, or one alone, as `mb save` writes and `mb --configfile` reads them. The first stub
// whose predicates hold answers, so stubs have rising priorities. Responses come in circles, `repeat` counted; `wait`
// is a latency. Of several imposters each has its port as a condition. What is JavaScript (inject, decorate …) or a proxy is left out.
// Errors: kSyntax with line and column; kInvalid when there are no imposters.
Result<Imported> read_mountebank(std::string_view text);

}  // namespace mimus::formats
