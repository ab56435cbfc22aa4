#include <bit>
#include <cmath>
#include <cstring>

#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

enum class Format { kCss, kBinary, kDecimal, kHex };
enum class Space { kRgb, kRgba, kHsl, kHsla, kHwb, kCmyk, kLab, kLch, kColor };
using Numbers = std::vector<double>;

// In the order of faker-js's enums.
constexpr std::string_view kFunctions[] = {"rgb",  "rgba", "hsl", "hsla", "hwb",
                                           "cmyk", "lab",  "lch", "color"};
constexpr std::string_view kSpaces[] = {"sRGB", "display-p3", "rec2020", "a98-rgb", "prophoto-rgb"};

// How CSS writes a colour of each space: # a number, % a percentage, @ the space's name.
constexpr std::string_view kCss[] = {
    "rgb(#, #, #)",        "rgba(#, #, #, #)", "hsl(#deg %% %%)",
    "hsl(#deg %% %% / #)", "hwb(# %% %%)",     "cmyk(%%, %%, %%, %%)",
    "lab(%% # #)",         "lch(%% # #)",      "color(@ # # #)"};

std::string css(const Numbers& numbers, Space space, std::string_view name) {
  std::string out;
  std::size_t at = 0;
  const std::string_view form = kCss[static_cast<int>(space)];
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '#')
      append_number(numbers[at++], out);
    else if (form[i] == '@')
      out += name;
    else if (form.substr(i, 2) == "%%")
      append_number(std::floor(numbers[at++] * 100 + 0.5), out);
    else
      out += form[i];
  }
  return out;
}

void append_bits(std::uint32_t number, std::string& out) {
  std::string bits;
  append_radix(number, 2, bits);
  if (bits.size() < 8) out.append(8 - bits.size(), '0');
  out += bits;
}

// Whole numbers in binary; others as the four bytes of a float.
std::string binary(const Numbers& numbers) {
  std::string out;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i != 0) out += ' ';
    if (numbers[i] == std::trunc(numbers[i])) {
      append_bits(static_cast<std::uint32_t>(static_cast<std::int64_t>(numbers[i])), out);
    } else {
      const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(numbers[i]));
      for (int shift = 24; shift >= 0; shift -= 8) append_bits(bits >> shift & 0xFF, out);
    }
  }
  return out;
}

Value formatted(Numbers numbers, Format format, Space space, std::string_view name = "sRGB") {
  if (format == Format::kCss) return css(numbers, space, name);
  if (format == Format::kBinary) return binary(numbers);
  Value::Array array;
  for (const double number : numbers) array.push_back(number);
  return array;
}

void add_steps(Engine& engine, int count, double min, double max, double step, Numbers& numbers) {
  for (int i = 0; i < count; ++i) numbers.push_back(number_step(engine, min, max, step));
}

Value rgb(Engine& engine, const Args& args) {
  const auto format = args.choice(2, Format::kHex);
  const bool alpha = args.flag(3, false);
  if (format == Format::kHex) {
    std::string text(args.text(0, "#"));
    append_hexadecimal(engine, alpha ? 8 : 6, args.choice(1, Casing::kLower), text);
    return text;
  }
  Numbers numbers;
  for (int i = 0; i < 3; ++i) numbers.push_back(number_int(engine, 0, 255));
  if (alpha) add_steps(engine, 1, 0, 1, 0.01, numbers);
  return formatted(std::move(numbers), format, alpha ? Space::kRgba : Space::kRgb);
}

Value cmyk(Engine& engine, const Args& args) {
  Numbers numbers;
  add_steps(engine, 4, 0, 1, 0.01, numbers);
  return formatted(std::move(numbers), args.choice(0, Format::kDecimal), Space::kCmyk);
}

Value hsl(Engine& engine, const Args& args) {
  const bool alpha = args.flag(1, false);
  Numbers numbers{number_int(engine, 0, 360)};
  add_steps(engine, alpha ? 3 : 2, 0, 1, 0.01, numbers);
  return formatted(std::move(numbers), args.choice(0, Format::kDecimal),
                   alpha ? Space::kHsla : Space::kHsl);
}

Value hwb(Engine& engine, const Args& args) {
  Numbers numbers{number_int(engine, 0, 360)};
  add_steps(engine, 2, 0, 1, 0.01, numbers);
  return formatted(std::move(numbers), args.choice(0, Format::kDecimal), Space::kHwb);
}

Value lab(Engine& engine, const Args& args) {
  Numbers numbers;
  add_steps(engine, 1, 0, 1, 1e-6, numbers);
  add_steps(engine, 2, -100, 100, 1e-4, numbers);
  return formatted(std::move(numbers), args.choice(0, Format::kDecimal), Space::kLab);
}

Value lch(Engine& engine, const Args& args) {
  Numbers numbers;
  add_steps(engine, 1, 0, 1, 1e-6, numbers);
  add_steps(engine, 1, 0, 230, 0.1, numbers);
  add_steps(engine, 1, 0, 360, 0.1, numbers);
  return formatted(std::move(numbers), args.choice(0, Format::kDecimal), Space::kLch);
}

Value by_color_space(Engine& engine, const Args& args) {
  Numbers numbers;
  add_steps(engine, 3, 0, 1, 1e-4, numbers);
  return formatted(std::move(numbers), args.choice(0, Format::kDecimal), Space::kColor,
                   args.text(1, "sRGB"));
}

void css_function(Engine& engine, const Args&, std::string& out) {
  out += kFunctions[engine.below(std::size(kFunctions))];
}
void css_space(Engine& engine, const Args&, std::string& out) {
  out += kSpaces[engine.below(std::size(kSpaces))];
}

constexpr Param kFormat[] = {{"format", Type::kChoice, "decimal", "css|binary|decimal"}};
constexpr Param kHsl[] = {{"format", Type::kChoice, "decimal", "css|binary|decimal"},
                          {"includeAlpha", Type::kBoolean, "false"}};
constexpr Param kBySpace[] = {
    {"format", Type::kChoice, "decimal", "css|binary|decimal"},
    {"space", Type::kChoice, "sRGB", "sRGB|display-p3|rec2020|a98-rgb|prophoto-rgb"}};
constexpr Param kRgb[] = {{"prefix", Type::kText, "#"},
                          {"casing", Type::kChoice, "lower", "upper|lower|mixed"},
                          {"format", Type::kChoice, "hex", "css|binary|decimal|hex"},
                          {"includeAlpha", Type::kBoolean, "false"}};

constexpr Method kMethods[] = {
    value_row("color", "cmyk", Returns::kNumbers, cmyk, "A CMYK colour", kFormat),
    value_row("color", "colorByCSSColorSpace", Returns::kNumbers, by_color_space,
              "A colour of a CSS colour space", kBySpace),
    text_row("color", "cssSupportedFunction", css_function, "A CSS function for colours"),
    text_row("color", "cssSupportedSpace", css_space, "A CSS colour space"),
    value_row("color", "hsl", Returns::kNumbers, hsl, "An HSL colour", kHsl),
    data_row("color", "human", color_human, "A colour's name"),
    value_row("color", "hwb", Returns::kNumbers, hwb, "An HWB colour", kFormat),
    value_row("color", "lab", Returns::kNumbers, lab, "A CIELAB colour", kFormat),
    value_row("color", "lch", Returns::kNumbers, lch, "An LCH colour", kFormat),
    value_row("color", "rgb", Returns::kAny, rgb,
              "An RGB colour, hexadecimal unless told otherwise", kRgb),
    data_row("color", "space", color_space, "A colour space's name"),
};

}  // namespace

Rows color_methods() {
  return kMethods;
}

void rgb_hex(Engine& engine, std::string& out) {
  out += '#';
  append_hexadecimal(engine, 6, Casing::kLower, out);
}

}  // namespace mimus::fake
