#include "json_text.h"

#include <algorithm>

#include "json/json.h"
#include "text/encoding.h"

namespace mimus::render {

void append_quoted(std::string_view text, std::string& out) {
  if (text::is_valid_utf8(text)) {
    json::write_string(text, out);
  } else {
    json::write_string(text::to_valid_utf8(text), out);
  }
}

void escape_tail(std::string& out, std::size_t from) {
  const std::string_view tail = std::string_view(out).substr(from);
  const auto plain = [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f &&
           c != '"' && c != '\\';
  };
  if (std::all_of(tail.begin(), tail.end(), plain)) return;
  const std::string text(tail);
  out.resize(from);
  append_quoted(text, out);
  out.erase(from, 1);
  out.pop_back();
}

}  // namespace mimus::render
