#pragma once

#include <string>
#include <string_view>

#include "text/encoding.h"

namespace mimus::mockoon {

// "Text/HTML; charset=utf-8" -> "text/html"
inline std::string essence_of(std::string_view content_type) {
  return text::to_lower_ascii(text::trim(content_type.substr(0, content_type.find(';'))));
}

}  // namespace mimus::mockoon
