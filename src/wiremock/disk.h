#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mimus::wiremock {

// Whole files. Errors: kNotFound, kIo with what errno says.
Result<std::string> read_whole(const std::filesystem::path& path);
// Makes the folders on the way. Readers see the old file or the new one, never a part.
Status write_whole(const std::filesystem::path& path, std::string_view bytes);
Status remove_file(const std::filesystem::path& path);  // also when there is none

}  // namespace mimus::wiremock
