#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace mimus {

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A file of ../shared (public suites, reference cases). They are not part of the repository, so a
// test that needs an absent one skips and says so:
//
//   MIMUS_SHARED_FILE(text, "conformance/llhttp/cases.json");
inline std::filesystem::path shared_path(std::string_view relative) {
  return std::filesystem::path(MIMUS_SHARED_DIR) / relative;
}

}  // namespace mimus

#define MIMUS_SHARED_FILE(name, relative)                                               \
  if (!std::filesystem::exists(::mimus::shared_path(relative)))                         \
    GTEST_SKIP() << "no " << ::mimus::shared_path(relative) << ": public suite absent"; \
  const std::string name = ::mimus::read_file(::mimus::shared_path(relative))
