#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace mimus::cli {

// Makes the folders on the way. Readers see the old file or the new one, never a part; a link stays one, and to what is no file ("/dev/stdout")
// is simply written. Whether it changed; the same bytes are not written again. Errors: of the file system, and nothing is left behind then.
Result<bool> replace_file(const std::filesystem::path& file, std::string_view bytes);

// Could files be made in this folder, or, where it is not there yet, could it? Tries. Errors: what is in the way.
Status try_folder(const std::filesystem::path& folder);

// Half files of replace_file() in programs that are no more.
void remove_leftovers(const std::filesystem::path& folder);

}  // namespace mimus::cli
