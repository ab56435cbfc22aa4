#include <boost/multiprecision/cpp_int.hpp>

#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

using Big = boost::multiprecision::cpp_int;

Value int_(Engine& engine, const Args& args) {
  const double min = args.number(0, 0);
  const double max = args.number(1, kMaxSafe);
  return args.has(2) ? number_int_slow(engine, min, max, args.number(2, 1))
                     : number_int(engine, min, max);
}

Value float_(Engine& engine, const Args& args) {
  const double min = args.number(0, 0);
  const double max = args.number(1, 1);
  if (args.has(2) && args.has(3)) {
    engine.fail("multipleOf and fractionDigits cannot be set together");
    return {};
  }
  if (args.has(2)) return number_digits(engine, min, max, args.number(2, 0));
  if (args.has(3)) return number_step(engine, min, max, args.number(3, 1));
  if (max < min) {
    engine.fail("max " + number_text(max) + " is less than min " + number_text(min));
    return {};
  }
  return number_real(engine, min, max);
}

template <int kRadix, int kMax>
void in_radix(Engine& engine, const Args& args, std::string& out) {
  append_radix(number_int(engine, args.number(0, 0), args.number(1, kMax)), kRadix, out);
}

// BigInt(value) of ECMAScript §21.2.1.1; false when it throws.
bool read_digits(std::string_view digits, int radix, Big& big) {
  for (const char c : digits) {
    const int digit = is_digit(c) ? c - '0' : is_letter(c) ? lower(c) - 'a' + 10 : 99;
    if (digit >= radix) return false;
    big = big * radix + digit;
  }
  return !digits.empty();
}

bool read_big(std::string_view text, Big& big) {
  constexpr std::string_view kBlanks = " \t\n\v\f\r";
  constexpr std::size_t kLongest = 10'000;
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == text.npos) return true;
  text = text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
  if (text.size() > kLongest) return false;
  if (text.size() > 2 && text[0] == '0') {
    const char kind = lower(text[1]);
    const int radix = kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 0;
    if (radix != 0) return read_digits(text.substr(2), radix, big);
  }
  const bool minus = text[0] == '-';
  if (minus || text[0] == '+') text.remove_prefix(1);
  if (!read_digits(text, 10, big)) return false;
  if (minus) big = -big;
  return true;
}

Big big_of(Engine& engine, const Args& args, std::size_t i, Big fallback) {
  if (!args.has(i)) return fallback;
  const json::Value& value = *args[i].json;
  Big big = 0;
  if (value.is_bool()) return value.get_bool() ? 1 : 0;
  if (value.is_string()) {
    if (!read_big(std::string_view(value.get_string()), big))
      engine.fail("not a whole number: " + json::write(value));
    return big;
  }
  const double number = value.to_number<double>();
  if (number != std::trunc(number)) {
    engine.fail("not a whole number: " + number_text(number));
    return big;
  }
  return Big(number);
}

Value big_int(Engine& engine, const Args& args) {
  const Big min = big_of(engine, args, 0, 0);
  const Big max = big_of(engine, args, 1, min + 999'999'999'999'999);
  if (max < min) engine.fail("max is less than min");
  const Big multiple = big_of(engine, args, 2, 1);
  if (multiple <= 0) engine.fail("multipleOf should be greater than 0");
  if (engine.failed()) return {};
  const Big low = min / multiple + (min % multiple > 0 ? 1 : 0);
  const Big high = max / multiple - (max % multiple < 0 ? 1 : 0);
  if (low == high) return BigInt{Big(low * multiple).str()};
  if (high < low) {
    engine.fail("there is no such whole number between " + min.str() + " and " + max.str());
    return {};
  }
  const Big span = high - low + 1;
  std::string digits;
  append_numeric(engine, static_cast<double>(span.str().size()), true, digits);
  Big drawn = 0;
  read_digits(digits, 10, drawn);
  return BigInt{Big((low + drawn % span) * multiple).str()};
}

void roman_numeral(Engine& engine, const Args& args, std::string& out) {
  struct Sign {
    std::string_view letters;
    int value;
  };
  constexpr Sign kSigns[] = {{"M", 1000}, {"CM", 900}, {"D", 500}, {"CD", 400}, {"C", 100},
                             {"XC", 90},  {"L", 50},   {"XL", 40}, {"X", 10},   {"IX", 9},
                             {"V", 5},    {"IV", 4},   {"I", 1}};
  const double min = args.number(0, 1);
  const double max = args.number(1, 3999);
  if (min < 1 || max > 3999) return engine.fail("Roman numerals go from 1 to 3999");
  auto rest = static_cast<int>(number_int(engine, min, max));
  for (const Sign& sign : kSigns) {
    for (; rest >= sign.value; rest -= sign.value) out += sign.letters;
  }
}

constexpr Param kInt[] = {{"min", Type::kNumber, "0"},
                          {"max", Type::kNumber, "9007199254740991"},
                          {"multipleOf", Type::kNumber, "1"}};
constexpr Param kFloat[] = {{"min", Type::kNumber, "0"},
                            {"max", Type::kNumber, "1"},
                            {"fractionDigits", Type::kNumber, "any"},
                            {"multipleOf", Type::kNumber, "any"}};
constexpr Param kBinary[] = {{"min", Type::kNumber, "0"}, {"max", Type::kNumber, "1"}};
constexpr Param kOctal[] = {{"min", Type::kNumber, "0"}, {"max", Type::kNumber, "7"}};
constexpr Param kHex[] = {{"min", Type::kNumber, "0"}, {"max", Type::kNumber, "15"}};
constexpr Param kBig[] = {{"min", Type::kInteger, "0"},
                          {"max", Type::kInteger, "min + 999999999999999"},
                          {"multipleOf", Type::kInteger, "1"}};
constexpr Param kRoman[] = {{"min", Type::kNumber, "1"}, {"max", Type::kNumber, "3999"}};

constexpr Method kMethods[] = {
    value_row("number", "bigInt", Returns::kBigInt, big_int, "A whole number of any size", kBig, 0,
              1),
    text_row("number", "binary", in_radix<2, 1>, "A whole number in binary", kBinary, 0, 1),
    value_row("number", "float", Returns::kNumber, float_, "A number", kFloat, 0, 1),
    text_row("number", "hex", in_radix<16, 15>, "A whole number in hexadecimal", kHex, 0, 1),
    value_row("number", "int", Returns::kNumber, int_, "A whole number", kInt, 0, 1),
    text_row("number", "octal", in_radix<8, 7>, "A whole number in octal", kOctal, 0, 1),
    text_row("number", "romanNumeral", roman_numeral, "A Roman numeral", kRoman, 0, 1),
};

}  // namespace

Rows number_methods() {
  return kMethods;
}

}  // namespace mimus::fake
