#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>

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

// The end of a string, written to by pointer. It grows with what this buffer has written, so that
// many short texts can be appended to one string; what is too much is cut off at the end.
class Buffer {
 public:
  explicit Buffer(std::string& out) : out_(out), start_(out.size()), size_(start_) {}
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { out_.resize(size_); }

  // Room for so many more bytes: where to write them. commit() says where they end.
  char* room(std::size_t bytes) {
    if (out_.size() - size_ < bytes) [[unlikely]]
      grow(bytes);
    return out_.data() + size_;
  }
  void commit(const char* end) { size_ = static_cast<std::size_t>(end - out_.data()); }
  void put(char c) {
    *room(1) = c;
    ++size_;
  }
  void put(std::string_view text) {
    std::memcpy(room(text.size()), text.data(), text.size());
    size_ += text.size();
  }
  void fill(char c, std::size_t count) {
    std::memset(room(count), c, count);
    size_ += count;
  }

 private:
  [[gnu::noinline]] void grow(std::size_t bytes) {
    constexpr std::size_t kLeast = 64;
    out_.resize(size_ + std::max(bytes + kLeast, 2 * (size_ - start_)));
  }

  std::string& out_;
  const std::size_t start_;
  std::size_t size_;
};

// Copies plain bytes until one that is not; both move on.
template <Stop stop>
void copy_plain(const char*& at, const char* end, Buffer& out) {
  char* to = out.room(static_cast<std::size_t>(end - at) + 16);
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16, to += 16) {
    const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes);
    if (const unsigned mask = not_plain<stop>(bytes); mask != 0) {
      const int count = std::countr_zero(mask);
      at += count;
      return out.commit(to + count);
    }
  }
#endif
  const char* const stopped = skip_plain<stop>(at, end);
  const auto count = static_cast<std::size_t>(stopped - at);
  std::memcpy(to, at, count);
  at = stopped;
  out.commit(to + count);
}

template <Stop stop>
void put_string(std::string_view text, Buffer& out) {
  const char* at = text.data();
  const char* const end = at + text.size();
  out.put('"');
  while (true) {
    copy_plain<stop>(at, end, out);
    if (at == end) break;
    std::string escaped;
    if (static_cast<unsigned char>(*at) >= 0x80) {
      at = append_wide_escaped(at, end, escaped);
    } else {
      append_escape(*at++, escaped);
    }
    out.put(escaped);
  }
  out.put('"');
}

// Is the text written as it stands? Eight bytes at a time: a byte below n is found by the borrow of
// x - n.
bool is_plain(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101u;
  constexpr std::uint64_t kHighs = 0x8080808080808080u;
  const auto below = [](std::uint64_t x, std::uint64_t n) { return (x - kOnes * n) & ~x & kHighs; };
  const auto special = [&](std::uint64_t bytes) {
    return below(bytes, 0x20) | below(bytes ^ (kOnes * '"'), 1) | below(bytes ^ (kOnes * '\\'), 1);
  };
  const auto read = [](const char* from, auto word) {
    std::memcpy(&word, from, sizeof word);
    return word;
  };
  const char* at = text.data();
  const char* const end = at + text.size();
  std::uint64_t found = 0;
  if (text.size() >= 8) {  // the last eight overlap those before them
    for (; end - at > 8; at += 8) found |= special(read(at, std::uint64_t{}));
    return (found | special(read(end - 8, std::uint64_t{}))) == 0;
  }
  if (text.size() >= 4) {
    return special(std::uint64_t{read(at, std::uint32_t{})} << 32 | read(end - 4, std::uint32_t{})) == 0;
  }
  for (; at != end; ++at) {
    found |= static_cast<unsigned char>(*at) < 0x20 || *at == '"' || *at == '\\' ? 1 : 0;
  }
  return found == 0;
}

template <class Integer>
void put_integer(Integer number, Buffer& out) {
  char* const to = out.room(24);
  out.commit(std::to_chars(to, to + 24, number).ptr);
}

// Whole numbers, and those of up to three decimals (prices): their digits are those of an integer.
// They read back the same by division, which rounds correctly (2^53 and 1000 are exact), and fewer
// decimals would not, so they are the shortest. Nothing done: another number.
bool put_simple(double number, Buffer& out) {
  constexpr double kExact = 9e12;
  if (!(std::fabs(number) < kExact)) return false;
  const auto thousandths = static_cast<std::int64_t>(std::nearbyint(number * 1000));
  if (static_cast<double>(thousandths) / 1000 != number || number == 0) return false;
  char* to = out.room(32);
  if (thousandths < 0) *to++ = '-';
  const auto size = static_cast<std::uint64_t>(thousandths < 0 ? -thousandths : thousandths);
  to = std::to_chars(to, to + 24, size / 1000).ptr;
  const auto rest = static_cast<unsigned>(size % 1000);
  *to++ = '.';
  *to++ = static_cast<char>('0' + rest / 100);
  if (rest % 100 != 0) *to++ = static_cast<char>('0' + rest / 10 % 10);
  if (rest % 10 != 0) *to++ = static_cast<char>('0' + rest % 10);
  out.commit(to);
  return true;
}

void put_number(double number, Buffer& out) {
  if (!std::isfinite(number)) return out.put("null");  // as JavaScript does
  if (number == 0) return out.put(std::signbit(number) ? "-0.0" : "0.0");
  if (put_simple(number, out)) return;
  constexpr double kLeast = 1e-6;  // from here ECMAScript writes no exponent
  constexpr double kExact = 9e15;  // up to here to_chars writes the shortest digits, no more
  const double size = std::fabs(number);
  if (size >= kLeast && size < kExact) {
    char* const to = out.room(40);
    char* const end = std::to_chars(to, to + 40, number, std::chars_format::fixed).ptr;
    out.commit(end);
    if (number == std::trunc(number)) out.put(".0");
    return;
  }
  std::string text;
  append_shortest(number, text);
  out.put(text);
  if (text.find_first_of(".e") == text.npos) out.put(".0");
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
        out_.put("null");
        break;
      case boost::json::kind::bool_:
        out_.put(value.get_bool() ? std::string_view("true") : std::string_view("false"));
        break;
      case boost::json::kind::int64:
        put_integer(value.get_int64(), out_);
        break;
      case boost::json::kind::uint64:
        put_integer(value.get_uint64(), out_);
        break;
      case boost::json::kind::double_:
        put_number(value.get_double(), out_);
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
    out_.put('[');
    bool first = true;
    for (const Value& element : array) {
      if (!std::exchange(first, false)) out_.put(',');
      line(depth + 1);
      value(element, depth + 1);
    }
    if (!first) line(depth);
    out_.put(']');
  }

  void object(const Object& object, std::size_t depth) {
    out_.put('{');
    bool first = true;
    for (const auto& [name, member] : object) {
      if (!std::exchange(first, false)) out_.put(',');
      line(depth + 1);
      string(name);
      out_.put(':');
      if (indent_ > 0) out_.put(' ');
      value(member, depth + 1);
    }
    if (!first) line(depth);
    out_.put('}');
  }

  void string(std::string_view text) {
    if (ascii_) {
      put_string<Stop::kEscapesAndWide>(text, out_);
    } else {
      put_string<Stop::kEscapes>(text, out_);
    }
  }

  void line(std::size_t depth) {
    if (indent_ == 0) return;
    out_.put('\n');
    out_.fill(' ', depth * indent_);
  }

  Buffer out_;
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
  constexpr std::size_t kShort = 256;
  if (text.size() <= kShort && is_plain(text)) {  // as most are: no buffer has to be set up
    const std::size_t at = out.size();
    out.append(text.size() + 2, '"');
    text.copy(out.data() + at + 1, text.size());
    return;
  }
  Buffer buffer(out);
  put_string<Stop::kEscapes>(text, buffer);
}

void write_number(double number, std::string& out) {
  Buffer buffer(out);
  put_number(number, buffer);
}

}  // namespace mimus::json
