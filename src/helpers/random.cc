#include <charconv>
#include <cmath>
#include <vector>

#include "base/uuid.h"
#include "intl/decimal.h"
#include "java.h"
#include "text/encoding.h"
#include "wiremock.h"

// randomValue, randomInt, randomDecimal, pickRandom: from the chance of the call, so a seed repeats
// them.
namespace mimus::helpers {
namespace {

using handlebars::HelperRow;
using Use = HelperRow::Use;

struct Alphabet {
  std::string_view type, letters;
};
constexpr std::string_view kSymbols =
    "!\"#$%&'()*+,-./"
    "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
constexpr Alphabet kAlphabets[] = {
    {"ALPHANUMERIC", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"},
    {"ALPHABETIC", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"},
    {"NUMERIC", "0123456789"},
    {"HEXADECIMAL", "0123456789abcdef"},
};

std::string_view alphabet(std::string_view type) {
  for (const Alphabet& row : kAlphabets) {
    if (row.type == type) return row.letters;
  }
  return kSymbols;
}

constexpr std::int64_t kMostLength = 10'000'000;

Result<Value> random_value(Call& call) {
  MIMUS_TRY(const std::int64_t length, integer_option(call, "length", 36));
  MIMUS_TRY(const bool uppercase, boolean_option(call, "uppercase", false));
  const Value type = call.hash("type");
  const std::string_view name =
      type.is_nothing() ? std::string_view("ALPHANUMERIC") : call.text(type);
  if (length < 0) {
    return thrown(call, "java.lang.IllegalArgumentException",
                  "Requested random string length " + std::to_string(length) + " is less than 0.");
  }
  if (length > kMostLength) return call.fail("a random text of more than 10,000,000 characters");
  const Chance chance = call.chance();
  std::string text;
  if (name == "UUID") {
    text = Uuid::random(chance).text();
  } else {
    const std::string_view letters = alphabet(name);
    for (std::int64_t i = 0; i < length; ++i) {
      text += letters[chance.fork(static_cast<std::uint64_t>(i)).below(letters.size())];
    }
  }
  for (char& byte : text) {
    if (uppercase && byte >= 'a' && byte <= 'z') byte = static_cast<char>(byte - 'a' + 'A');
    if (!uppercase && byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return call.made(text);
}

Result<double> bound(const Call& call, std::string_view name, double otherwise) {
  const Value value = call.hash(name);
  if (value.is_nothing()) return otherwise;
  if (const auto number = value.to_double()) return *number;
  const std::string_view text = call.text(value);
  const auto number = intl::Decimal::parse(text);
  if (number) return number->to_double();
  return thrown(call, "java.lang.NumberFormatException",
                "For input string: \"" + std::string(text) + "\"");
}

Error empty_range(const Call& call) {
  return thrown(call, "java.lang.IllegalArgumentException", "bound must be greater than origin");
}

Result<Value> random_int(Call& call) {
  MIMUS_TRY(const double lower, bound(call, "lower", INT32_MIN));
  MIMUS_TRY(const double upper, bound(call, "upper", INT32_MAX));
  const auto low = static_cast<std::int64_t>(std::clamp(lower, -2147483648.0, 2147483647.0));
  const auto high = static_cast<std::int64_t>(std::clamp(upper, -2147483648.0, 2147483647.0));
  if (low >= high) return empty_range(call);
  return Value::number(call.chance().between(low, high - 1));
}

Result<Value> random_decimal(Call& call) {
  MIMUS_TRY(const double lower, bound(call, "lower", 4.9e-324));
  MIMUS_TRY(const double upper, bound(call, "upper", 1.7976931348623157e308));
  if (!(lower < upper)) return empty_range(call);
  const double share = call.chance().uniform();
  const double number = lower * (1 - share) + upper * share;
  return Value::number(number < upper ? number : lower);
}

Result<Value> pick_random(Call& call) {
  std::vector<Value> from;
  if (call.size() == 1 && call.arg(0).is_list_like()) {
    for (std::size_t i = 0; i < handlebars::size_of(call.arg(0)); ++i) {
      from.push_back(handlebars::entry_of(call.arg(0), i, call.arena()).value);
    }
  } else if (call.size() == 0) {
    return complaint(
        call, "Must specify either a single list argument or a set of single value arguments.");
  } else {
    from.assign(call.args().begin(), call.args().end());
  }
  const Chance chance = call.chance();
  if (call.hash("count").is_nothing()) {
    if (from.empty())
      return thrown(call, "java.lang.IllegalArgumentException", "bound must be positive");
    return from[chance.below(from.size())];
  }
  MIMUS_TRY(const std::int64_t wanted, integer_option(call, "count", 1));
  const auto count =
      std::min(static_cast<std::size_t>(std::max<std::int64_t>(wanted, 0)), from.size());
  const std::span<Value> picked = call.values(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::swap(from[i], from[i + chance.fork(i).below(from.size() - i)]);
    picked[i] = from[i];
  }
  return Value::list(picked);
}

constexpr HelperRow kRows[] = {
    {"randomValue", &random_value, "{{randomValue length=8 type='HEXADECIMAL' uppercase=true}}",
     "random characters: ALPHANUMERIC, ALPHABETIC, NUMERIC, ALPHANUMERIC_AND_SYMBOLS, UUID or "
     "HEXADECIMAL"},
    {"randomInt", &random_int, "{{randomInt lower=5 upper=9}}",
     "a random whole number; the upper bound is excluded"},
    {"randomDecimal", &random_decimal, "{{randomDecimal lower=1 upper=2}}",
     "a random decimal number"},
    {"pickRandom", &pick_random, "{{pickRandom 'a' 'b'}}, {{pickRandom list count=2}}",
     "one of the values, or several different ones as a list"},
};

}  // namespace

handlebars::HelperTable random_rows() {
  return kRows;
}

}  // namespace mimus::helpers
