#pragma once

#include <string>

#include "base/result.h"

namespace mimus::cli {

// All of a file, or of standard input for "-". Errors: of the file system.
Result<std::string> read_input(const std::string& file);

}  // namespace mimus::cli
