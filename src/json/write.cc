#include <algorithm>
#include <charconv>
#include <cmath>

#include "json.h"
#include "number_text.h"
#include "scan.h"

namespace mimus::json {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

void append_unicode_escape(unsigned unit, std::string& out) {
  const char escape[] = {
      '\\', 'u', kHex[unit >> 12], kHex[unit >> 8 & 15], kHex[unit >> 4 & 15], kHex[unit & 15]};
  out.append(escape, sizeof escape);
}

void append_escape(char c, std::string& out) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      append_unicode_escape(static_cast<unsigned char>(c), out);
  }
}

// One code point beyond ASCII as one or two escapes. Bytes that are not UTF-8 become U+FFFD.
const char* append_wide_escaped(const char* at, const char* end, std::string& out) {
  const std::size_t length = wide_sequence(at, end);
  if (length == 0) {
    append_unicode_escape(0xFFFD, out);
    return at + 1;
  }
  unsigned code = static_cast<unsigned char>(*at) & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i)
    code = code << 6 | (static_cast<unsigned char>(at[i]) & 0x3Fu);
  if (code >= 0x10000) {
    append_unicode_escape(0xD800 + ((code - 0x10000) >> 10), out);
    code = 0xDC00 + ((code - 0x10000) & 0x3FF);
  }
  append_unicode_escape(code, out);
  return at + length;
}

template <Stop stop>
void append_string(std::string_view text, std::string& out) {
  const char* at = text.data();
  const char* const end = at + text.size();
  out += '"';
  while (true) {
    const char* const plain = skip_plain<stop>(at, end);
    out.append(at, plain);
    if (plain == end) break;
    if (static_cast<unsigned char>(*plain) >= 0x80) {
      at = append_wide_escaped(plain, end, out);
    } else {
      append_escape(*plain, out);
      at = plain + 1;
    }
  }
  out += '"';
}

template <class Integer>
void append_integer(Integer number, std::string& out) {
  char text[24];
  out.append(text, std::to_chars(text, text + sizeof text, number).ptr);
}

class Writer {
 public:
  Writer(std::string& out, const WriteOptions& options)
      : out_(out),
        indent_(static_cast<std::size_t>(std::max(options.indent, 0))),
        ascii_(options.ascii) {}

  void value(const Value& value, std::size_t depth) {
    switch (value.kind()) {
      case boost::json::kind::null:
        out_ += "null";
        break;
      case boost::json::kind::bool_:
        out_ += value.get_bool() ? "true" : "false";
        break;
      case boost::json::kind::int64:
        append_integer(value.get_int64(), out_);
        break;
      case boost::json::kind::uint64:
        append_integer(value.get_uint64(), out_);
        break;
      case boost::json::kind::double_:
        write_number(value.get_double(), out_);
        break;
      case boost::json::kind::string:
        string(value.get_string());
        break;
      case boost::json::kind::array:
        array(value.get_array(), depth);
        break;
      case boost::json::kind::object:
        object(value.get_object(), depth);
        break;
    }
  }

 private:
  void array(const Array& array, std::size_t depth) {
    out_ += '[';
    const char* separator = "";
    for (const Value& element : array) {
      out_ += separator;
      separator = ",";
      line(depth + 1);
      value(element, depth + 1);
    }
    if (!array.empty()) line(depth);
    out_ += ']';
  }

  void object(const Object& object, std::size_t depth) {
    out_ += '{';
    const char* separator = "";
    for (const auto& [name, member] : object) {
      out_ += separator;
      separator = ",";
      line(depth + 1);
      string(name);
      out_ += indent_ > 0 ? ": " : ":";
      value(member, depth + 1);
    }
    if (!object.empty()) line(depth);
    out_ += '}';
  }

  void string(std::string_view text) {
    if (ascii_) {
      append_string<Stop::kEscapesAndWide>(text, out_);
    } else {
      append_string<Stop::kEscapes>(text, out_);
    }
  }

  void line(std::size_t depth) {
    if (indent_ > 0) out_.append(1, '\n').append(depth * indent_, ' ');
  }

  std::string& out_;
  const std::size_t indent_;
  const bool ascii_;
};

}  // namespace

void write(const Value& value, std::string& out, const WriteOptions& options) {
  Writer(out, options).value(value, 0);
}

std::string write(const Value& value, const WriteOptions& options) {
  std::string out;
  write(value, out, options);
  return out;
}

void write_string(std::string_view text, std::string& out) {
  append_string<Stop::kEscapes>(text, out);
}

void write_number(double number, std::string& out) {
  if (!std::isfinite(number)) {
    out += "null";  // as JavaScript does
    return;
  }
  if (number == 0) {
    out += std::signbit(number) ? "-0.0" : "0.0";
    return;
  }
  const std::size_t start = out.size();
  append_shortest(number, out);
  if (out.find_first_of(".e", start) == out.npos) out += ".0";
}

}  // namespace mimus::json
