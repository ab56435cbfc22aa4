#include "read_file.h"

#include <cerrno>
#include <cstdio>
#include <memory>

namespace mimus {

Result<std::string> read_file(const std::filesystem::path& file) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(file.c_str(), "rb"), &std::fclose);
  if (in == nullptr) return io_error("cannot open '" + file.string() + "'", errno);
  std::string bytes;
  std::error_code unknown;  // of a pipe
  const std::uintmax_t size = std::filesystem::file_size(file, unknown);
  if (!unknown) bytes.reserve(static_cast<std::size_t>(size));
  char piece[1 << 16];
  for (std::size_t got; (got = std::fread(piece, 1, sizeof piece, in.get())) > 0;) bytes.append(piece, got);
  if (std::ferror(in.get()) != 0) return io_error("cannot read '" + file.string() + "'", errno);
  return bytes;
}

}  // namespace mimus
