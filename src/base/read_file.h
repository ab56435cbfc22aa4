#pragma once

#include <filesystem>
#include <string>

#include "result.h"

namespace mimus {

// All bytes of a file. Errors: Code::kIo with the file's name.
Result<std::string> read_file(const std::filesystem::path& file);

}  // namespace mimus
