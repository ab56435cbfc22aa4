#include "input_file.h"

#include <iostream>
#include <iterator>

#include "base/read_file.h"

namespace mimus::cli {

Result<std::string> read_input(const std::string& file) {
  if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  return read_file(file);
}

}  // namespace mimus::cli
