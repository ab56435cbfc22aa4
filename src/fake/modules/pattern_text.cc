#include "pattern_text.h"

#include "js_text.h"

namespace mimus::fake {
namespace {

bool digit_at(std::u16string_view text, std::size_t at) {
  return at < text.size() && text[at] >= u'0' && text[at] <= u'9';
}

// The number at `at`, which moves behind it.
std::optional<double> take_number(std::u16string_view text, std::size_t& at) {
  std::string digits;
  for (; digit_at(text, at); ++at) digits += static_cast<char>(text[at]);
  if (digits.empty()) return std::nullopt;
  return parse_digits(digits);
}

bool take(std::u16string_view text, std::size_t& at, char16_t c) {
  if (at >= text.size() || text[at] != c) return false;
  ++at;
  return true;
}

}  // namespace

std::optional<Braces> braces_at(std::u16string_view text, std::size_t begin) {
  std::size_t at = begin;
  if (!take(text, at, u'{')) return std::nullopt;
  const auto min = take_number(text, at);
  if (!min) return std::nullopt;
  if (take(text, at, u'}')) return Braces{at - begin, false, *min, *min};
  if (!take(text, at, u',')) return std::nullopt;
  const auto max = take_number(text, at);
  if (!max || !take(text, at, u'}')) return std::nullopt;
  return Braces{at - begin, true, *min, *max};
}

std::optional<Repeated> find_repeat(std::u16string_view text, Repeat kind) {
  for (std::size_t brace = text.find(u'{', 1); brace != text.npos;
       brace = text.find(u'{', brace + 1)) {
    if (is_line_end(text[brace - 1])) continue;
    const auto braces = braces_at(text, brace);
    if (!braces || braces->ranged != (kind == Repeat::kRange)) continue;
    return Repeated{brace - 1,      braces->size + 1, text[brace - 1],
                    braces->ranged, braces->min,      braces->max};
  }
  return std::nullopt;
}

void splice(Engine& engine, std::u16string& text, std::size_t begin, std::size_t size,
            std::u16string_view with) {
  if (static_cast<double>(text.size() + with.size()) > Engine::kMostItems) {
    return engine.fail("the text becomes too long", {}, Code::kLimit);
  }
  text.replace(begin, size, with);
}

void replace_repeat(Engine& engine, std::u16string& text, const Repeated& found, double count) {
  if (!(count <= Engine::kMostItems))
    return engine.fail("the text becomes too long", {}, Code::kLimit);
  splice(engine, text, found.begin, found.size,
         std::u16string(static_cast<std::size_t>(count), found.character));
}

std::optional<NumberRange> find_number_range(std::u16string_view text) {
  for (std::size_t begin = text.find(u'['); begin != text.npos;
       begin = text.find(u'[', begin + 1)) {
    std::size_t at = begin + 1;
    const auto min = take_number(text, at);
    if (!min || !take(text, at, u'-')) continue;
    const auto max = take_number(text, at);
    if (max && take(text, at, u']')) return NumberRange{begin, at - begin, *min, *max};
  }
  return std::nullopt;
}

}  // namespace mimus::fake
