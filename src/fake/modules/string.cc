#include <algorithm>
#include <vector>

#include "dates.h"
#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kAlpha[] = {kUpper, kLower,
                                       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"};
constexpr std::string_view kAlphanumeric[] = {
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789abcdefghijklmnopqrstuvwxyz",
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"};
constexpr std::string_view kHexadecimal = "0123456789abcdefABCDEF";

std::string_view of(const std::string_view (&sets)[3], Casing casing) {
  return sets[static_cast<int>(casing)];
}

// Whether an `exclude` argument names this character.
bool excludes(const Args& args, std::size_t i, char c) {
  if (!args.has(i)) return false;
  if (args[i].is == Arg::Is::kText) return args[i].text.find(c) != std::string_view::npos;
  const json::Array& list = args.list(i);
  return std::any_of(list.begin(), list.end(), [&](const json::Value& item) {
    return std::string_view(item.get_string()) == std::string_view(&c, 1);
  });
}

void append_filtered(Engine& engine, double count, std::string_view set, const Args& args,
                     std::string& out) {
  if (!args.has(2)) return append_from(engine, set, count, out);
  std::string left;
  std::copy_if(set.begin(), set.end(), std::back_inserter(left),
               [&](char c) { return !excludes(args, 2, c); });
  append_from(engine, left, count, out);
}

void alpha(Engine& engine, const Args& args, std::string& out) {
  const double count = args.count(engine, 0, 1);
  if (count > 0)
    append_filtered(engine, count, of(kAlpha, args.choice(1, Casing::kMixed)), args, out);
}

void alphanumeric(Engine& engine, const Args& args, std::string& out) {
  const double count = args.count(engine, 0, 1);
  if (count > 0)
    append_filtered(engine, count, of(kAlphanumeric, args.choice(1, Casing::kMixed)), args, out);
}

void binary(Engine& engine, const Args& args, std::string& out) {
  out += args.text(1, "0b");
  append_from(engine, "01", args.count(engine, 0, 1), out);
}

void octal(Engine& engine, const Args& args, std::string& out) {
  out += args.text(1, "0o");
  append_from(engine, "01234567", args.count(engine, 0, 1), out);
}

void hexadecimal(Engine& engine, const Args& args, std::string& out) {
  out += args.text(2, "0x");
  append_hexadecimal(engine, args.count(engine, 0, 1), args.choice(1, Casing::kMixed), out);
}

void numeric(Engine& engine, const Args& args, std::string& out) {
  const double count = args.count(engine, 0, 1);
  if (!(count > 0)) return;
  const bool leading_zeros = args.flag(1, true);
  std::string digits;
  for (const char c : kDigits) {
    if (!excludes(args, 2, c)) digits += c;
  }
  if (digits.empty() || (digits == "0" && !leading_zeros))
    return engine.fail("all digits are excluded");
  double rest = count;
  if (!leading_zeros && digits[0] == '0') {
    out += digits[1 + engine.below(digits.size() - 1)];
    rest -= 1;
  }
  append_from(engine, digits, rest, out);
}

std::vector<std::string_view> characters_of(const Arg& arg) {
  std::vector<std::string_view> characters;
  if (arg.is == Arg::Is::kJson) {
    for (const json::Value& item : arg.json->get_array())
      characters.emplace_back(item.get_string());
    return characters;
  }
  for (std::string_view rest = arg.text; !rest.empty();) {
    const std::string_view before = rest;
    take_code_point(rest);
    characters.push_back(before.substr(0, before.size() - rest.size()));
  }
  return characters;
}

void from_characters(Engine& engine, const Args& args, std::string& out) {
  const double count = args.count(engine, 1, 1);
  if (!(count > 0)) return;
  const auto characters = characters_of(args[0]);
  if (characters.empty()) return engine.fail("there are no characters to choose from");
  for (double i = 1; i <= count; ++i) out += characters[engine.below(characters.size())];
}

void nanoid(Engine& engine, const Args& args, std::string& out) {
  const double count = args.count(engine, 0, 21);
  for (double length = 0; length < count; ++length) {
    const bool word = engine.next() * 64 < 62;
    append_from(engine, word ? kAlphanumeric[2] : "_-", 1, out);
  }
}

void sample(Engine& engine, const Args& args, std::string& out) {
  const double count = args.count(engine, 0, 10);
  for (double length = 0; length < count; ++length)
    out += static_cast<char>(number_int(engine, 33, 125));
}

void symbol(Engine& engine, const Args& args, std::string& out) {
  append_from(engine, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", args.count(engine, 0, 1), out);
}

void ulid(Engine& engine, const Args& args, std::string& out) {
  constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const double now = args.date(engine, 0);
  if (!(now >= 0 && now <= 281474976710655.0))
    return engine.fail("an ULID's refDate lies between 1970 and 10889");
  for (int shift = 45; shift >= 0; shift -= 5)
    out += kCrockford[static_cast<std::uint64_t>(now) >> shift & 31];
  append_from(engine, kCrockford, 16, out);
}

char hex_digit(Engine& engine) {
  return "0123456789abcdef"[static_cast<int>(engine.next() * 16)];
}
char variant_digit(Engine& engine) {
  return "89ab"[static_cast<int>(engine.next() * 4)];
}

// Where the x of `xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx` stand.
constexpr bool hex_digit_place(int i) {
  return i != 8 && i != 13 && i != 14 && i != 18 && i != 19 && i != 23;
}

// The time in 12 digits, then `7xxx-yxxx-xxxxxxxxxxxx`: every x before y, as faker-js replaces
// them.
void append_uuid7(Engine& engine, double now, std::string& out) {
  const auto time = static_cast<std::uint64_t>(std::max(now, 0.0));
  char text[36];
  for (int i = 0; i < 12; ++i)
    text[i < 8 ? i : i + 1] = "0123456789abcdef"[time >> (44 - 4 * i) & 15];
  text[8] = text[13] = text[18] = text[23] = '-';
  text[14] = '7';
  for (int i = 15; i < 36; ++i) {
    if (i != 18 && i != 19 && i != 23) text[i] = hex_digit(engine);
  }
  text[19] = variant_digit(engine);
  out.append(text, sizeof text);
}

void uuid(Engine& engine, const Args& args, std::string& out) {
  if (!args.has(0) || args[0].choice == 0) return append_uuid(engine, out);
  append_uuid7(engine, args.date(engine, 1), out);
}

constexpr Param kAlphaParams[] = {{"length", Type::kRange, "1"},
                                  {"casing", Type::kChoice, "mixed", "upper|lower|mixed"},
                                  {"exclude", Type::kCharacters, "none"}};
constexpr Param kBinary[] = {{"length", Type::kRange, "1"}, {"prefix", Type::kText, "0b"}};
constexpr Param kOctal[] = {{"length", Type::kRange, "1"}, {"prefix", Type::kText, "0o"}};
constexpr Param kFromCharacters[] = {{"characters", Type::kCharacters, "!"},
                                     {"length", Type::kRange, "1"}};
constexpr Param kHexadecimalParams[] = {{"length", Type::kRange, "1"},
                                        {"casing", Type::kChoice, "mixed", "upper|lower|mixed"},
                                        {"prefix", Type::kText, "0x"}};
constexpr Param kNumeric[] = {{"length", Type::kRange, "1"},
                              {"allowLeadingZeros", Type::kBoolean, "true"},
                              {"exclude", Type::kCharacters, "none"}};
constexpr Param kNanoid[] = {{"length", Type::kRange, "21"}};
constexpr Param kSample[] = {{"length", Type::kRange, "10"}};
constexpr Param kSymbol[] = {{"length", Type::kRange, "1"}};
constexpr Param kUlid[] = {{"refDate", Type::kDate, "now"}};
constexpr Param kUuid[] = {{"version", Type::kChoice, "4", "4|7"}, {"refDate", Type::kDate, "now"}};

constexpr Method kMethods[] = {
    text_row("string", "alpha", alpha, "Letters", kAlphaParams, 0, 0),
    text_row("string", "alphanumeric", alphanumeric, "Letters and digits", kAlphaParams, 0, 0),
    text_row("string", "binary", binary, "Binary digits", kBinary),
    text_row("string", "fromCharacters", from_characters, "Characters of a given set",
             kFromCharacters, 2),
    text_row("string", "hexadecimal", hexadecimal, "Hexadecimal digits", kHexadecimalParams),
    text_row("string", "nanoid", nanoid, "A Nano ID", kNanoid, 1),
    text_row("string", "numeric", numeric, "Digits", kNumeric, 0, 0),
    text_row("string", "octal", octal, "Octal digits", kOctal),
    text_row("string", "sample", sample, "Printable ASCII characters", kSample, 1),
    text_row("string", "symbol", symbol, "Punctuation", kSymbol, 1),
    text_row("string", "ulid", ulid, "A ULID", kUlid),
    text_row("string", "uuid", uuid, "A UUID", kUuid),
};

}  // namespace

Rows string_methods() {
  return kMethods;
}

void append_from(Engine& engine, std::string_view characters, double count, std::string& out) {
  if (!(count >= 1)) {  // helpers.multiple makes none of half a character, but looks at the set
    if (count > 0 && characters.empty()) engine.fail("there are no characters to choose from");
    return;
  }
  if (characters.empty()) return engine.fail("there are no characters to choose from");
  const auto wanted = static_cast<std::size_t>(count);
  if (characters.size() == 1) {
    out.append(wanted, characters[0]);
    return;
  }
  const std::size_t start = out.size();
  out.resize(start + wanted);
  char* at = out.data() + start;
  const double size = static_cast<double>(characters.size());
  for (std::size_t i = 0; i < wanted; ++i)
    at[i] = characters[static_cast<std::size_t>(engine.next() * size)];
}

void append_alpha(Engine& engine, double count, Casing casing, std::string& out) {
  append_from(engine, of(kAlpha, casing), count, out);
}

void append_alphanumeric(Engine& engine, double count, Casing casing, std::string& out) {
  append_from(engine, of(kAlphanumeric, casing), count, out);
}

void append_alphanumeric_without(Engine& engine, double count, Casing casing,
                                 std::string_view exclude, std::string& out) {
  char left[64];
  std::size_t size = 0;
  for (const char c : of(kAlphanumeric, casing)) {
    if (exclude.find(c) == exclude.npos) left[size++] = c;
  }
  append_from(engine, {left, size}, count, out);
}

void append_numeric(Engine& engine, double count, bool leading_zeros, std::string& out) {
  if (!(count > 0)) return;
  if (leading_zeros) return append_from(engine, kDigits, count, out);
  out += kDigits[1 + engine.below(9)];
  append_from(engine, kDigits, count - 1, out);
}

void append_hexadecimal(Engine& engine, double count, Casing casing, std::string& out) {
  const std::size_t start = out.size();
  append_from(engine, kHexadecimal, count, out);
  for (std::size_t i = start; i < out.size() && casing != Casing::kMixed; ++i) {
    out[i] = casing == Casing::kUpper ? upper(out[i]) : lower(out[i]);
  }
}

void append_uuid(Engine& engine, std::string& out) {
  char text[36];
  for (int i = 0; i < 36; ++i) text[i] = hex_digit_place(i) ? hex_digit(engine) : '-';
  text[14] = '4';
  text[19] = variant_digit(engine);
  out.append(text, sizeof text);
}

}  // namespace mimus::fake
