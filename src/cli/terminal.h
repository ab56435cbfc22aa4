#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace mimus::cli {

// Colours for people, nothing for pipes and files (and with NO_COLOR set, see no-color.org).
class Terminal {
 public:
  explicit Terminal(int descriptor);
  std::string bold(std::string_view text) const { return paint("1", text); }
  std::string dim(std::string_view text) const { return paint("2", text); }
  std::string red(std::string_view text) const { return paint("31", text); }
  std::string green(std::string_view text) const { return paint("32", text); }
  std::string yellow(std::string_view text) const { return paint("33", text); }
  std::string cyan(std::string_view text) const { return paint("36", text); }

 private:
  std::string paint(std::string_view code, std::string_view text) const;
  bool colours_;
};

// "error: shop.har:5:3: …" on standard error.
void print_problem(const Error& error);

}  // namespace mimus::cli
