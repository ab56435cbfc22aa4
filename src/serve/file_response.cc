#include "file_response.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "base/hash.h"
#include "http/conditional.h"
#include "root_file.h"
#include "text/dates.h"

namespace mimus::serve {
namespace {

constexpr std::uint64_t kSmallFile = 256 * 1024;
constexpr std::size_t kPiece = 64 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

// Reads [first, first + size) of a file, piece by piece.
class FileStream : public server::BodyStream {
 public:
  FileStream(Descriptor file, std::uint64_t first, std::uint64_t size)
      : file_(std::move(file)), at_(first), left_(size) {}

  Next next(std::string& out) override {
    const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left_, kPiece));
    const std::size_t before = out.size();
    out.resize(before + wanted);
    const ssize_t got = ::pread(file_.get(), out.data() + before, wanted, static_cast<off_t>(at_));
    const std::size_t bytes = got > 0 ? static_cast<std::size_t>(got) : 0;
    out.resize(before + bytes);
    at_ += bytes;
    left_ -= bytes;
    return left_ == 0 || bytes == 0 ? Next::kEnd : Next::kData;
  }

 private:
  Descriptor file_;
  std::uint64_t at_;
  std::uint64_t left_;
};

std::string read_range(const Descriptor& file, std::uint64_t first, std::uint64_t size) {
  std::string bytes(static_cast<std::size_t>(size), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::pread(file.get(), bytes.data() + done, bytes.size() - done,
                                static_cast<off_t>(first + done));
    if (got <= 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

// Negative: it cannot be opened, or is none.
Descriptor open_regular(const std::filesystem::path& path, struct stat& info) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  const bool good = file.get() >= 0 && ::fstat(file.get(), &info) == 0 && S_ISREG(info.st_mode);
  return good ? std::move(file) : Descriptor(-1);
}

void take_content(Descriptor file, std::uint64_t size, bool whole, FileAnswer& answer) {
  answer.size = size;
  if (size > kSmallFile && !whole) {
    answer.stream = std::make_unique<FileStream>(std::move(file), 0, size);
    return;
  }
  answer.body = read_range(file, 0, size);
  answer.is_text_template = true;
}

std::string content_range(const http::ByteRange& range, std::uint64_t size) {
  return "bytes " + std::to_string(range.first) + "-" + std::to_string(range.last) + "/" +
         std::to_string(size);
}

bool has(const std::vector<http::OwnedField>& fields, std::string_view name) {
  return std::ranges::any_of(fields, [&](const auto& field) { return http::same_name(field.name, name); });
}

FileAnswer missing(std::string_view path, std::vector<http::OwnedField>& fields) {
  FileAnswer answer;
  answer.status = 404;
  std::erase_if(fields, [](const auto& field) { return http::same_name(field.name, "Content-Type"); });
  fields.push_back({"Content-Type", "text/plain; charset=utf-8"});
  answer.body = "the route's file '" + std::string(path) + "' is not below its root\n";
  answer.size = answer.body.size();
  return answer;
}

// Several ranges in one answer: multipart/byteranges (RFC 9110 §14.6).
void answer_many(const Descriptor& file, const std::vector<http::ByteRange>& ranges, std::uint64_t size,
                 std::string_view type, FileAnswer& answer, std::vector<http::OwnedField>& fields) {
  char boundary[32];
  std::snprintf(boundary, sizeof boundary, "mimus%016llx",
                static_cast<unsigned long long>(hash_mix(size, ranges.front().first + ranges.size())));
  for (const http::ByteRange& range : ranges) {
    answer.body += "--" + std::string(boundary) + "\r\nContent-Type: " + std::string(type) +
                   "\r\nContent-Range: " + content_range(range, size) + "\r\n\r\n" +
                   read_range(file, range.first, range.last - range.first + 1) + "\r\n";
  }
  answer.body += "--" + std::string(boundary) + "--\r\n";
  answer.size = answer.body.size();
  std::erase_if(fields, [](const auto& field) { return http::same_name(field.name, "Content-Type"); });
  fields.push_back({"Content-Type", "multipart/byteranges; boundary=" + std::string(boundary)});
}

}  // namespace

FileAnswer answer_file(std::string_view path, const std::string& root, const http::Request& request,
                       int status, std::vector<http::OwnedField>& fields, bool whole) {
  const auto real = find_inside(path, root);
  if (!real) return missing(path, fields);
  struct stat info {};
  Descriptor file = open_regular(*real, info);
  if (file.get() < 0) return missing(path, fields);
  FileAnswer answer;
  answer.status = status;
  const auto size = static_cast<std::uint64_t>(info.st_size);
  const std::string type(http::media_type_for(real->filename().string()));
  if (!has(fields, "Content-Type")) fields.push_back({"Content-Type", type});

  const bool get = request.method == "GET" || request.method == "HEAD";
  if (get && status == 200 && !whole) {
    char tag[48];
    std::snprintf(tag, sizeof tag, "\"%llx-%llx\"", static_cast<unsigned long long>(info.st_mtim.tv_sec) * 1000000000ull +
                  static_cast<unsigned long long>(info.st_mtim.tv_nsec), static_cast<unsigned long long>(size));
    const http::Validator validator{tag, WallTime(std::chrono::seconds(info.st_mtim.tv_sec))};
    if (!has(fields, "ETag")) fields.push_back({"ETag", validator.etag});
    if (!has(fields, "Last-Modified")) {
      fields.push_back({"Last-Modified", text::http_date(validator.last_modified)});
    }
    fields.push_back({"Accept-Ranges", "bytes"});
    switch (http::evaluate(request, validator)) {
      case http::Precondition::kNotModified:
        answer.status = 304;
        return answer;
      case http::Precondition::kFailed:
        answer.status = 412;
        return answer;
      case http::Precondition::kProceed:
        break;
    }
    const http::RangeAnswer ranges = http::requested_ranges(request, size, validator);
    if (ranges.kind == http::RangeAnswer::Kind::kUnsatisfiable) {
      answer.status = 416;
      fields.push_back({"Content-Range", "bytes */" + std::to_string(size)});
      return answer;
    }
    if (ranges.kind == http::RangeAnswer::Kind::kPartial) {
      answer.status = 206;
      if (ranges.ranges.size() > 1) {
        answer_many(file, ranges.ranges, size, type, answer, fields);
        return answer;
      }
      const http::ByteRange only = ranges.ranges.front();
      fields.push_back({"Content-Range", content_range(only, size)});
      answer.size = only.last - only.first + 1;
      if (answer.size > kSmallFile) {
        answer.stream = std::make_unique<FileStream>(std::move(file), only.first, answer.size);
      } else {
        answer.body = read_range(file, only.first, answer.size);
      }
      return answer;
    }
  }
  take_content(std::move(file), size, whole, answer);
  return answer;
}

FileAnswer open_file(std::string_view path, const std::string& root, bool whole) {
  FileAnswer answer;
  answer.status = 404;
  const auto real = find_inside(path, root);
  if (!real) return answer;
  struct stat info {};
  Descriptor file = open_regular(*real, info);
  if (file.get() < 0) return answer;
  answer.status = 200;
  take_content(std::move(file), static_cast<std::uint64_t>(info.st_size), whole, answer);
  return answer;
}

FileAnswer open_file_part(std::string_view path, const std::string& root, std::uint64_t first, std::uint64_t size) {
  FileAnswer answer;
  answer.status = 404;
  const auto real = find_inside(path, root);
  if (!real) return answer;
  struct stat info {};
  Descriptor file = open_regular(*real, info);
  if (file.get() < 0) return answer;
  answer.status = 200;
  answer.size = size;
  if (size > kSmallFile) {
    answer.stream = std::make_unique<FileStream>(std::move(file), first, size);
  } else {
    answer.body = read_range(file, first, size);
  }
  return answer;
}

}  // namespace mimus::serve
