#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cursor.h"
#include "scan.h"

namespace mimus::json {

// The strings of JSON: escapes decoded, UTF-8 checked (unless the text is known to be UTF-8).
class StringReader : protected Cursor {
 protected:
  StringReader(std::string_view text, bool utf8_known) : Cursor(text), utf8_known_(utf8_known) {}

  // A string's text: a view of the input when it has no escapes, else of scratch_.
  bool string(std::string_view& text) {
    const char* const start = ++at_;
    skip();
    if (at_ != end_ && *at_ == '"') [[likely]] {
      text = std::string_view(start, at_++);
      return true;
    }
    return uncommon_string(start, text);
  }
  // The same between single quotes, in which \' is one more escape.
  bool single_quoted(std::string_view& text);

  std::string scratch_;

 private:
  void skip() {
    at_ = utf8_known_ ? skip_plain<Stop::kEscapes>(at_, end_)
                      : skip_plain<Stop::kEscapesAndWide>(at_, end_);
  }
  bool uncommon_string(const char* start, std::string_view& text);
  bool wide_run();
  bool escape();
  bool unicode_escape(const char* backslash);
  bool hex4(std::uint32_t& code);
  void append_utf8(std::uint32_t code);

  const bool utf8_known_;
};

}  // namespace mimus::json
