#include "authority.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "certificate.h"
#include "keystore.h"
#include "text/dates.h"

namespace mimus::tls {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;

constexpr days kLife{3652};        // ten years
constexpr days kBackdated{1};      // clocks of clients that go behind
constexpr std::size_t kLongestCommonName = 64;

fs::path key_file(const fs::path& folder) { return folder / "ca-key.pem"; }

// Two processes that start at once make one authority: the second waits and finds it.
class FolderLock {
 public:
  explicit FolderLock(const fs::path& folder)
      : file_(::open((folder / ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)) {
    while (file_ >= 0 && ::flock(file_, LOCK_EX) != 0 && errno == EINTR) {
    }
  }
  ~FolderLock() {
    if (file_ >= 0) ::close(file_);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  bool held() const { return file_ >= 0; }

 private:
  int file_;
};

// Whole or not at all, and from the first moment with this mode.
Status write_file(const fs::path& path, std::string_view text, mode_t mode) {
  const std::string beside = path.string() + ".new";
  ::unlink(beside.c_str());
  const int file = ::open(beside.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode);
  if (file < 0) return io_error("cannot write '" + beside + "'", errno);
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t wrote = ::write(file, text.data() + done, text.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) break;
    done += static_cast<std::size_t>(wrote);
  }
  const bool kept = done == text.size() && ::fchmod(file, mode) == 0 && ::fsync(file) == 0;
  const int why = errno;
  ::close(file);
  if (!kept || ::rename(beside.c_str(), path.c_str()) != 0) {
    ::unlink(beside.c_str());
    return io_error("cannot write '" + path.string() + "'", kept ? errno : why);
  }
  return Done{};
}

Status make_folder(const fs::path& folder) {
  if (folder.empty()) {
    return invalid("there is no place for the certificate authority: neither XDG_DATA_HOME nor HOME is set", "name one with --ca-dir DIR");
  }
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) {
    Error error = io_error("cannot make the folder of the certificate authority, '" + folder.string() + "'", failure.value());
    error.hint = "name another one with --ca-dir DIR";
    return error;
  }
  return Done{};
}

bool is_authority(const Identity& identity) {
  X509* const certificate = identity.data().certificate.get();
  return X509_check_ca(certificate) > 0;
}

}  // namespace

fs::path Authority::usual_folder() {
  const char* const data = std::getenv("XDG_DATA_HOME");
  if (data != nullptr && *data == '/') return fs::path(data) / "mimus" / "ca";
  const char* const home = std::getenv("HOME");
  if (home != nullptr && *home != '\0') return fs::path(home) / ".local" / "share" / "mimus" / "ca";
  return {};
}

Result<Authority> Authority::read(const fs::path& folder, WallTime now) {
  const fs::path certificate = folder / "ca.pem";
  const fs::path key = key_file(folder);
  struct stat about {};
  std::error_code failure;
  if (folder.empty() || !fs::exists(certificate, failure) || ::stat(key.c_str(), &about) != 0) {
    return Error{Code::kNotFound, "there is no certificate authority in '" + folder.string() + "'", "mimus ca new makes one", {}};
  }
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return invalid("the key of the certificate authority, '" + key.string() + "', may be read by others",
                   "chmod 600 it; if somebody did, mimus ca new --replace");
  }
  MIMUS_TRY(Identity identity, Identity::from_files(certificate, key));
  if (!is_authority(identity)) return invalid("'" + certificate.string() + "' is no certificate authority", "mimus ca new --replace makes one");
  if (identity.facts().not_after <= now) {
    return invalid("the certificate authority in '" + folder.string() + "' has expired", "mimus ca new --replace, and let clients trust the new one");
  }
  return Authority(std::move(identity), folder);
}

Result<Authority> Authority::make(const fs::path& folder, WallTime now, const std::string& host) {
  auto data = std::make_shared<IdentityData>();
  data->key = make_key();
  if (!data->key) return Error{Code::kIo, "cannot make a key: " + last_failure(), "", {}};
  const std::string date = ", " + text::iso8601(now).substr(0, 10) + ")";
  const std::string begin = "Mimus CA (";
  const Subject subject{"Mimus", begin + host.substr(0, kLongestCommonName - begin.size() - date.size()) + date};
  MIMUS_TRY(data->certificate, make_root(data->key.get(), subject, now - kBackdated, now + kLife));
  Identity identity(std::move(data));
  // The certificate last: without it there is none yet.
  MIMUS_TRY_DONE(write_file(key_file(folder), identity.key_pem(), 0600));
  MIMUS_TRY_DONE(write_file(folder / "ca.pem", identity.certificate_pem(), 0644));
  return Authority(std::move(identity), folder);
}

Result<Authority> Authority::open(const fs::path& folder, WallTime now, const std::string& host) {
  auto there = read(folder, now);
  if (there || there.error().code != Code::kNotFound) return there;
  MIMUS_TRY_DONE(make_folder(folder));
  const FolderLock lock(folder);
  if (!lock.held()) {
    return Error{Code::kIo, "cannot write to the folder of the certificate authority, '" + folder.string() + "'", "name another one with --ca-dir DIR", {}};
  }
  there = read(folder, now);
  if (there || there.error().code != Code::kNotFound) return there;
  return make(folder, now, host);
}

Result<Authority> Authority::replace(const fs::path& folder, WallTime now, const std::string& host) {
  MIMUS_TRY_DONE(make_folder(folder));
  const FolderLock lock(folder);
  std::error_code ignored;
  fs::remove(folder / "ca.pem", ignored);  // never a certificate beside a key that is not its own
  return make(folder, now, host);
}

Result<Authority> Authority::of(Identity identity) {
  if (!is_authority(identity)) {
    return invalid("the certificate of " + identity.facts().subject + " is no certificate authority", "one with basicConstraints CA:TRUE");
  }
  return Authority(std::move(identity), {});
}

}  // namespace mimus::tls
