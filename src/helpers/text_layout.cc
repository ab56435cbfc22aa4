#include <string>

#include "java.h"
#include "wiremock.h"

// Texts in columns: center, ljust, rjust, abbreviate, wordWrap. Widths count UTF-16 units.
namespace mimus::helpers {
namespace {

using handlebars::HelperRow;
using Use = HelperRow::Use;

constexpr std::int64_t kMostWidth = 1'000'000;

// `count` units of the padding, over and over.
std::string padding(std::string_view pad, std::size_t count) {
  std::string out;
  const std::size_t units = java_length(pad);
  if (units == 0) return out;
  for (; count >= units; count -= units) out += pad;
  return out.append(pad.substr(0, byte_of(pad, count)));
}

enum class Side { kLeft, kRight, kBoth };

Result<Value> justified(Call& call, Side side) {
  if (call.hash("size").is_nothing()) {
    return thrown(call, "java.lang.NullPointerException", "found 'null', expected 'size'");
  }
  MIMUS_TRY(const std::int64_t size, integer_option(call, "size", 0));
  if (size > kMostWidth) return call.fail("a width of more than 1,000,000");
  const std::string_view text = call.text(subject(call));
  const std::string_view pad =
      call.hash("pad").is_nothing() ? std::string_view(" ") : call.text(call.hash("pad"));
  const auto length = static_cast<std::int64_t>(java_length(text));
  if (size <= length) return Value::text(text);
  const auto missing = static_cast<std::size_t>(size - length);
  const std::size_t left = side == Side::kRight ? missing : side == Side::kBoth ? missing / 2 : 0;
  return call.made(padding(pad, left) + std::string(text) + padding(pad, missing - left));
}

Result<Value> center(Call& call) {
  return justified(call, Side::kBoth);
}
Result<Value> left_justified(Call& call) {
  return justified(call, Side::kLeft);
}
Result<Value> right_justified(Call& call) {
  return justified(call, Side::kRight);
}

Result<std::size_t> width(Call& call) {
  const Value value = call.arg(1);
  if (value.is_nothing())
    return thrown(call, "java.lang.NullPointerException", "found 'null', expected 'width'");
  if (value.kind() != Value::Kind::kInteger) return class_cast(call, value, "java.lang.Integer");
  return static_cast<std::size_t>(std::max<std::int64_t>(value.as_integer(), 0));
}

Result<Value> abbreviate(Call& call) {
  MIMUS_TRY(const std::size_t most, width(call));
  const std::string_view text = call.text(0);
  if (most < 4)
    return thrown(call, "java.lang.IllegalArgumentException", "Minimum abbreviation width is 4");
  if (java_length(text) <= most) return Value::text(text);
  return call.made(std::string(text.substr(0, byte_of(text, most - 3))) + "...");
}

// Breaks at the last blank that fits, else at the next one; one blank goes for each break.
std::string wrapped(std::string_view text, std::size_t most) {
  std::string out;
  while (!text.empty()) {
    const std::string_view reach = text.substr(0, byte_of(text, most + 1));
    if (reach.starts_with(' ')) {
      text.remove_prefix(1);
      continue;
    }
    if (java_length(text) <= most) break;
    std::size_t blank = reach.rfind(' ');
    if (blank == std::string_view::npos) blank = text.find(' ', byte_of(text, most));
    if (blank == std::string_view::npos) break;
    out.append(text.substr(0, blank)) += '\n';
    text.remove_prefix(blank + 1);
  }
  return out.append(text);
}

Result<Value> word_wrap(Call& call) {
  MIMUS_TRY(const std::size_t most, width(call));
  return call.made(wrapped(call.text(0), std::max<std::size_t>(most, 1)));
}

constexpr HelperRow kRows[] = {
    {"center", &center, "{{center 'abc' size=9 pad='*'}}", "the text in the middle of a width",
     Use::kInline, true},
    {"ljust", &left_justified, "{{ljust 'abc' size=9}}", "the text at the left of a width",
     Use::kInline, true},
    {"rjust", &right_justified, "{{rjust 'abc' size=9}}", "the text at the right of a width",
     Use::kInline, true},
    {"abbreviate", &abbreviate, "{{abbreviate 'hello world' 8}}",
     "the text cut to a width with three dots at its end", Use::kInline, true},
    {"wordWrap", &word_wrap, "{{wordWrap 'Joel is a slug' 5}}", "the text in lines of a width",
     Use::kInline, true},
};

}  // namespace

handlebars::HelperTable layout_rows() {
  return kRows;
}

}  // namespace mimus::helpers
