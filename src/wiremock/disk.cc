#include "disk.h"

#include <unistd.h>
#include <atomic>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace mimus::wiremock {
namespace fs = std::filesystem;

Result<std::string> read_whole(const fs::path& path) {
  std::error_code failure;
  if (!fs::is_regular_file(path, failure)) {
    return Error{Code::kNotFound, "there is no file " + path.string(), "", {}};
  }
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in.good() && !in.eof()) return io_error("cannot read " + path.string(), errno);
  return bytes;
}

Status write_whole(const fs::path& path, std::string_view bytes) {
  static std::atomic<unsigned> count{0};
  std::error_code failure;
  fs::create_directories(path.parent_path(), failure);
  if (failure)
    return io_error("cannot make the folder " + path.parent_path().string(), failure.value());
  const fs::path fresh = path.parent_path() / (".mimus-" + std::to_string(::getpid()) + "-" +
                                               std::to_string(++count) + ".tmp");
  errno = 0;
  std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) {
    const int why = errno;
    fs::remove(fresh, failure);
    return io_error("cannot write " + path.string(), why);
  }
  fs::rename(fresh, path, failure);
  if (!failure) return Done{};
  const int why = failure.value();
  fs::remove(fresh, failure);
  return io_error("cannot write " + path.string(), why);
}

Status remove_file(const fs::path& path) {
  std::error_code failure;
  fs::remove(path, failure);
  if (failure && failure != std::errc::no_such_file_or_directory) {
    return io_error("cannot delete " + path.string(), failure.value());
  }
  return Done{};
}

}  // namespace mimus::wiremock
