#include "input_file.h"

#include <cerrno>
#include <cstdio>
#include <iostream>
#include <iterator>

namespace mimus::cli {

Result<std::string> read_input(const std::string& file) {
  if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::FILE* in = std::fopen(file.c_str(), "rb");
  if (in == nullptr) return io_error("cannot open '" + file + "'", errno);
  std::string text;
  char piece[1 << 16];
  for (std::size_t got; (got = std::fread(piece, 1, sizeof piece, in)) > 0;)
    text.append(piece, got);
  const bool bad = std::ferror(in) != 0;
  std::fclose(in);
  if (bad) return io_error("cannot read '" + file + "'", EIO);
  return text;
}

}  // namespace mimus::cli
