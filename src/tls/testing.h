#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "authority.h"
#include "mint.h"

namespace mimus::tls {

inline WallTime real_now() { return std::chrono::system_clock::now(); }

// A folder of its own; gone with its owner.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "mimus-tls-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

// What must be there; else the test ends here.
template <class T>
T must(Result<T> result) {
  if (!result) {
    ADD_FAILURE() << describe(result.error());
    std::abort();
  }
  return *std::move(result);
}

inline Authority authority_in(const Folder& folder, WallTime now = real_now()) {
  return must(Authority::open(folder.path() / "ca", now, "laptop"));
}

}  // namespace mimus::tls
