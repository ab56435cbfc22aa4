#include "terminal.h"

#include <cstdio>

#include <unistd.h>

#include <cstdlib>

namespace mimus::cli {

Terminal::Terminal(int descriptor)
    : colours_(::isatty(descriptor) == 1 && std::getenv("NO_COLOR") == nullptr) {}

std::string Terminal::paint(std::string_view code, std::string_view text) const {
  if (!colours_) return std::string(text);
  return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
}

void print_problem(const Error& error) {
  std::fprintf(stderr, "%s %s\n", Terminal(STDERR_FILENO).red("error:").c_str(), describe(error).c_str());
}

}  // namespace mimus::cli
