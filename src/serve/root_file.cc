#include "root_file.h"

#include <algorithm>
#include <fstream>

namespace mimus::serve {

namespace fs = std::filesystem;

std::optional<fs::path> find_inside(std::string_view path, const std::string& root) {
  std::error_code failure;
  if (root.empty()) return std::nullopt;
  const fs::path base = fs::canonical(root, failure);
  if (failure) return std::nullopt;
  if (path.find('\0') != std::string_view::npos) return std::nullopt;
  while (path.starts_with('/')) path.remove_prefix(1);
  const fs::path real = fs::canonical(base / fs::path(path), failure);
  if (failure) return std::nullopt;
  const auto [in_base, unused] = std::mismatch(base.begin(), base.end(), real.begin(), real.end());
  if (in_base != base.end()) return std::nullopt;
  return real;
}

Result<std::string> read_inside(std::string_view path, const std::string& root, std::size_t most) {
  const Error missing{Code::kNotFound, "there is no file '" + std::string(path) + "' inside the root", {}, {}};
  const auto real = find_inside(path, root);
  std::error_code failure;
  if (!real || !fs::is_regular_file(*real, failure)) return missing;
  const std::uintmax_t size = fs::file_size(*real, failure);
  if (failure) return missing;
  if (size > most) {
    return Error{Code::kLimit, "the file '" + std::string(path) + "' is larger than a template's output may be",
                 "raise --template-max-output", {}};
  }
  std::ifstream in(*real, std::ios::binary);
  std::string bytes(static_cast<std::size_t>(size), '\0');
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size))) return missing;
  return bytes;
}

}  // namespace mimus::serve
