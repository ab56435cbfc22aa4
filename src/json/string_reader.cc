#include "string_reader.h"

namespace mimus::json {

bool StringReader::uncommon_string(const char* start, std::string_view& text) {
  bool in_scratch = false;
  while (true) {
    if (at_ == end_) return fail("the text ends inside a string", "'\"' is missing");
    const auto byte = static_cast<unsigned char>(*at_);
    if (byte == '"') break;
    if (byte >= 0x80) {
      if (!wide_run()) return false;
    } else if (byte == '\\') {
      if (!in_scratch) scratch_.clear();
      in_scratch = true;
      scratch_.append(start, at_);
      if (!escape()) return false;
      start = at_;
    } else {
      return fail(found() + " inside a string",
                  byte == '\n' ? "write it as \\n" : "write it as an escape");
    }
    skip();
  }
  if (in_scratch) scratch_.append(start, at_);
  text = in_scratch ? std::string_view(scratch_) : std::string_view(start, at_);
  ++at_;
  return true;
}

// Rare: no hurry.
bool StringReader::single_quoted(std::string_view& text) {
  scratch_.clear();
  for (++at_; at_ != end_ && *at_ != '\'';) {
    const auto byte = static_cast<unsigned char>(*at_);
    if (byte == '\\' && end_ - at_ >= 2 && at_[1] == '\'') {
      scratch_ += '\'';
      at_ += 2;
    } else if (byte == '\\') {
      if (!escape()) return false;
    } else if (byte < 0x20) {
      return fail(found() + " inside a string", "write it as an escape");
    } else {
      const std::size_t length = byte < 0x80 ? 1 : wide_sequence(at_, end_);
      if (length == 0) return fail("not UTF-8");
      scratch_.append(at_, length);
      at_ += length;
    }
  }
  if (at_ == end_) return fail("the text ends inside a string", "'\'' is missing");
  ++at_;
  text = scratch_;
  return true;
}

bool StringReader::wide_run() {
  do {
    const std::size_t length = wide_sequence(at_, end_);
    if (length == 0) return fail("not UTF-8");
    at_ += length;
  } while (at_ != end_ && static_cast<unsigned char>(*at_) >= 0x80);
  return true;
}

bool StringReader::escape() {
  const char* const backslash = at_++;
  if (at_ == end_) return fail("the text ends inside a string", "'\"' is missing");
  switch (*at_++) {
    case '"':
      scratch_ += '"';
      return true;
    case '\\':
      scratch_ += '\\';
      return true;
    case '/':
      scratch_ += '/';
      return true;
    case 'b':
      scratch_ += '\b';
      return true;
    case 'f':
      scratch_ += '\f';
      return true;
    case 'n':
      scratch_ += '\n';
      return true;
    case 'r':
      scratch_ += '\r';
      return true;
    case 't':
      scratch_ += '\t';
      return true;
    case 'u':
      return unicode_escape(backslash);
    default:
      at_ = backslash;
      return fail("unknown escape in a string", "a backslash itself is written \\\\");
  }
}

bool StringReader::unicode_escape(const char* backslash) {
  std::uint32_t code = 0;
  if (!hex4(code)) return false;
  if (code >= 0xD800 && code <= 0xDFFF) {
    std::uint32_t low = 0;
    const bool pair = code < 0xDC00 && end_ - at_ >= 2 && at_[0] == '\\' && at_[1] == 'u';
    if (pair) {
      at_ += 2;
      if (!hex4(low)) return false;
    }
    if (!pair || low < 0xDC00 || low > 0xDFFF) {
      at_ = backslash;
      return fail("half of a surrogate pair", "a character beyond U+FFFF takes two \\u escapes");
    }
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  }
  append_utf8(code);
  return true;
}

bool StringReader::hex4(std::uint32_t& code) {
  for (int i = 0; i < 4; ++i, ++at_) {
    const char c = at_ == end_ ? ' ' : *at_;
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return fail("expected four hexadecimal digits after \\u");
    code = code * 16 + static_cast<std::uint32_t>(digit);
  }
  return true;
}

void StringReader::append_utf8(std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { scratch_ += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | code >> 6);
  } else {
    if (code < 0x10000) {
      put(0xE0 | code >> 12);
    } else {
      put(0xF0 | code >> 18);
      put(0x80 | (code >> 12 & 0x3F));
    }
    put(0x80 | (code >> 6 & 0x3F));
  }
  put(0x80 | (code & 0x3F));
}

}  // namespace mimus::json
