#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "content_coding.h"

namespace mimus::http {

// Removes one coding. The limit is watched while decoding: a bomb never grows beyond it. Errors: kSyntax for data that
// is broken, cut short or followed by something else; kLimit.
Result<std::string> inflate(Coding coding, std::string_view bytes, std::size_t limit);

}  // namespace mimus::http
