#pragma once

#include <string>

#include "decimal.h"

namespace mimus::intl {

// One specifier of a format: %[index$][flags][width][.precision]conversion.
struct Specifier {
  std::string text;  // as written
  int index = 0;     // 1-based; 0: the next one; -1: the one before
  std::string flags;
  int width = -1, precision = -1;
  char conversion = 's';  // lower case
  bool upper = false;

  bool has(char flag) const { return flags.find(flag) != std::string::npos; }
};

std::string format_integer(std::int64_t value, const Specifier& specifier);  // d, o, x
std::string format_decimal(double value, const Specifier& specifier);        // f, e, g

}  // namespace mimus::intl
