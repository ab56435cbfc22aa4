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

// What the real WireMock answered: tests/wiremock, part of the repository. The stubs ("cookies.json") or the requests with
// their answers ("cookies.expect.json").
inline std::filesystem::path recorded_path(std::string_view name) {
  return std::filesystem::path(MIMUS_SOURCE_DIR) / "tests/wiremock" / name;
}
inline std::string read_recorded(std::string_view name) {
  const std::filesystem::path path = recorded_path(name);
  EXPECT_TRUE(std::filesystem::exists(path)) << path;
  return read_file(path);
}

}  // namespace mimus

#define MIMUS_SHARED_FILE(name, relative)                                               \
  if (!std::filesystem::exists(::mimus::shared_path(relative)))                         \
    GTEST_SKIP() << "no " << ::mimus::shared_path(relative) << ": public suite absent"; \
  const std::string name = ::mimus::read_file(::mimus::shared_path(relative))
