#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace mimus {

// A folder of its own for a test; gone with its owner.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::filesystem::path& path() const { return path_; }
  // Writes a file and the folders on its way. In one step: a reader sees the old text or the new
  // one.
  std::filesystem::path write(const std::string& name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

}  // namespace mimus
