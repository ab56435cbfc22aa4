#include "fits_double.h"

#include <algorithm>

namespace mimus::json {

bool fits_double(std::string_view text) {
  constexpr std::size_t kDigitsKept = 15, kLongest = 40;
  const std::size_t e = std::min(text.find_first_of("eE"), text.size());
  std::size_t exponent = std::min(e + 1, text.size());
  if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-')) ++exponent;
  if (e > kLongest || text.size() - exponent > 2) return false;
  std::size_t significant = 0, zeros = 0;
  for (const char c : text.substr(0, e)) {
    if (c < '0' || c > '9') continue;
    zeros = c == '0' ? zeros + 1 : 0;
    if (significant > 0 || c != '0') ++significant;
  }
  return significant <= kDigitsKept + std::min(zeros, significant);
}

}  // namespace mimus::json
