#pragma once

#include <string>
#include <string_view>

namespace mimus::mockoon {

// "get" -> "GET"
inline std::string upper(std::string_view text) {
  std::string made(text);
  for (char& c : made) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return made;
}

}  // namespace mimus::mockoon
