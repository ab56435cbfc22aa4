#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mimus::serve {

// The real path of what lies inside a folder. Whatever `path` says, nothing outside is found: "..", absolute paths
// (which start at the root) and links that lead out are nothing.
//
//   find_inside("parts/a.txt", "/srv/mocks")    // "/srv/mocks/parts/a.txt"
//   find_inside("../passwd", "/srv/mocks")      // nothing
std::optional<std::filesystem::path> find_inside(std::string_view path, const std::string& root);

// The bytes of a regular file inside the root. Errors: kNotFound; kLimit when it has more than `most`.
Result<std::string> read_inside(std::string_view path, const std::string& root, std::size_t most);

}  // namespace mimus::serve
