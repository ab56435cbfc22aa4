#include "output_file.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <fstream>
#include <string>
#include <system_error>

#include "base/read_file.h"

namespace mimus::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".tmp";

// ".mimus.yaml.4711.tmp": hidden, and nobody else's.
fs::path beside(const fs::path& file) {
  return file.parent_path() / ("." + file.filename().string() + "." + std::to_string(::getpid()) + std::string(kSuffix));
}

Error cannot_write(const fs::path& file, int why) { return io_error("cannot write '" + file.string() + "'", why); }

Status write_over(const fs::path& file, std::string_view bytes) {
  errno = 0;
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return cannot_write(file, errno != 0 ? errno : EIO);
  return Done{};
}

// 0 for another name.
pid_t writer_of(std::string_view name) {
  if (!name.starts_with('.') || !name.ends_with(kSuffix)) return 0;
  name.remove_suffix(kSuffix.size());
  const std::string_view digits = name.substr(name.rfind('.') + 1);
  pid_t writer = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), writer);
  return error == std::errc() && end == digits.data() + digits.size() ? writer : 0;
}

}  // namespace

Result<bool> replace_file(const fs::path& given, std::string_view bytes) {
  std::error_code failure;
  const fs::path file = fs::is_symlink(given, failure) && fs::exists(given, failure) ? fs::canonical(given, failure) : fs::absolute(given, failure);
  if (fs::exists(file, failure) && !fs::is_regular_file(file, failure)) {  // /dev/stdout
    MIMUS_TRY_DONE(write_over(file, bytes));
    return true;
  }
  if (fs::exists(file, failure)) {
    MIMUS_TRY(const std::string there, read_file(file));
    if (there == bytes) return false;
  }
  fs::create_directories(file.parent_path(), failure);
  if (failure) return io_error("cannot make the folder '" + file.parent_path().string() + "'", failure.value());
  const fs::path fresh = beside(file);
  Status done = write_over(fresh, bytes);
  if (done) fs::rename(fresh, file, failure);
  if (done && !failure) return true;
  const int why = failure.value();
  fs::remove(fresh, failure);
  return done ? cannot_write(file, why) : std::move(done).error();
}

Status try_folder(const fs::path& folder) {
  std::error_code failure;
  fs::path there = folder;
  while (!fs::exists(there, failure) && there.has_relative_path()) there = there.parent_path();
  if (!fs::is_directory(there, failure)) return invalid("'" + there.string() + "' is no folder");
  const fs::path probe = beside(there / "mimus");
  errno = 0;
  const bool made = std::ofstream(probe, std::ios::binary).is_open();
  const int why = errno;
  if (!made) return io_error("cannot write into the folder '" + there.string() + "'", why);
  fs::remove(probe, failure);
  return Done{};
}

void remove_leftovers(const fs::path& folder) {
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failure)) {
    const pid_t writer = writer_of(entry.path().filename().string());
    if (writer > 0 && ::kill(writer, 0) != 0 && errno == ESRCH) fs::remove(entry.path(), failure);
  }
}

}  // namespace mimus::cli
