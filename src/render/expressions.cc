#include "expressions.h"

#include <array>
#include <charconv>
#include <chrono>

#include "base/uuid.h"
#include "decimal.h"
#include "helpers/host.h"
#include "text/dates.h"

namespace mimus::render {
namespace {

using handlebars::Call;
using handlebars::Complaint;
using handlebars::KnownArgument;
using handlebars::Value;

std::string quoted(std::string_view text) {
  return "'" + std::string(text) + "'";
}

// ---- uuid, now, date, timestamp
// ----------------------------------------------------------------------------------

Result<Value> uuid(Call& call) {
  return call.made(Uuid::random(call.chance()).text());
}

Result<Value> now(Call& call) {
  return call.made(text::iso8601(helpers::host_of(call).now()));
}

Result<Value> date(Call& call) {
  const std::string now = text::iso8601(helpers::host_of(call).now(), 0);
  return call.made(std::string_view(now).substr(0, now.find('T')));
}

template <class Unit>
Value since_1970(WallTime now) {
  return Value::number(
      static_cast<std::int64_t>(std::chrono::floor<Unit>(now).time_since_epoch().count()));
}

Result<Value> timestamp(Call& call) {
  const WallTime now = helpers::host_of(call).now();
  return call.size() == 0 ? since_1970<std::chrono::seconds>(now)
                          : since_1970<std::chrono::milliseconds>(now);
}

// ---- random
// ------------------------------------------------------------------------------------------------------

struct Bounds {
  std::int64_t low = 0;  // both times 10 to the power of `decimals`
  std::int64_t high = 0;
  int decimals = 0;
};

std::optional<Decimal> decimal_of(const Value& value) {
  if (value.kind() == Value::Kind::kInteger) {
    char digits[24];
    const char* end = std::to_chars(digits, digits + sizeof digits, value.as_integer()).ptr;
    return parse_decimal({digits, static_cast<std::size_t>(end - digits)});
  }
  if (value.kind() == Value::Kind::kNumeral || value.is_text())
    return parse_decimal(value.as_text());
  if (!value.is_number()) return std::nullopt;
  std::string printed;
  handlebars::append_text(value, handlebars::kOurs, printed);
  return parse_decimal(printed);
}

// As many decimals as the bound that has more.
std::optional<Complaint> read_bounds(const Value& first, const Value& second, Bounds& out) {
  constexpr std::string_view kHint = "for example {{random 1 6}}";
  const std::optional<Decimal> decimals[2] = {decimal_of(first), decimal_of(second)};
  for (std::size_t i = 0; i < 2; ++i) {
    if (decimals[i]) continue;
    std::string printed;
    handlebars::append_text(i == 0 ? first : second, handlebars::kOurs, printed);
    return Complaint{quoted(printed) + " is not a number of at most 15 digits", std::string(kHint),
                     i};
  }
  out.decimals = std::max(decimals[0]->decimals, decimals[1]->decimals);
  const std::optional<Decimal> low = with_decimals(*decimals[0], out.decimals);
  const std::optional<Decimal> high = with_decimals(*decimals[1], out.decimals);
  if (!low || !high) {
    return Complaint{"these two numbers together have too many digits", std::string(kHint), 0};
  }
  out.low = low->digits;
  out.high = high->digits;
  if (out.low > out.high)
    return Complaint{"the first number is larger than the second", std::string(kHint), 0};
  return std::nullopt;
}

std::optional<Complaint> check_random(std::span<const KnownArgument> arguments) {
  if (arguments.size() != 2)
    return Complaint{"'random' wants two numbers", "for example {{random 1 6}}"};
  if (!arguments[0].known || !arguments[1].known) return std::nullopt;
  Bounds bounds;
  return read_bounds(arguments[0].value, arguments[1].value, bounds);
}

// -205 with two decimals: "-2.05".
std::string_view spelled(std::int64_t drawn, int decimals, std::array<char, 24>& digits) {
  char* first = digits.data() + digits.size();
  std::int64_t left = drawn < 0 ? -drawn : drawn;
  for (int place = 0; left > 0 || place <= decimals; ++place, left /= 10) {
    if (place == decimals) *--first = '.';
    *--first = static_cast<char>('0' + left % 10);
  }
  if (drawn < 0) *--first = '-';
  return {first, static_cast<std::size_t>(digits.data() + digits.size() - first)};
}

Result<Value> random(Call& call) {
  Bounds bounds;
  if (auto complaint = read_bounds(call.arg(0), call.arg(1), bounds)) {
    return call.fail(std::move(complaint->message), std::move(complaint->hint));
  }
  const std::int64_t drawn = call.chance().between(bounds.low, bounds.high);
  if (bounds.decimals == 0) return Value::number(drawn);
  std::array<char, 24> digits;
  return Value::numeral(call.arena().copy(spelled(drawn, bounds.decimals, digits)));
}

// ---- what takes no argument
// --------------------------------------------------------------------------------------

std::optional<Complaint> check_timestamp(std::span<const KnownArgument> arguments) {
  if (arguments.size() < 2) return std::nullopt;
  return Complaint{"'timestamp' takes one argument at most", "for example {{timestamp ms}}", 1};
}

using Use = handlebars::HelperRow::Use;
constexpr handlebars::HelperRow kRows[] = {
    {"uuid", &uuid, "{{uuid}}", "a random UUID"},
    {"now", &now, "{{now}}", "date and time, ISO 8601 in UTC with milliseconds"},
    {"date", &date, "{{date}}", "the date in UTC, YYYY-MM-DD"},
    {"timestamp", &timestamp, "{{timestamp}}",
     "seconds since 1970, a number; {{timestamp ms}}: milliseconds", Use::kInline, false,
     nullptr, &check_timestamp},
    {"random", &random, "{{random 1 6}}",
     "a number between the two, both included, with as many decimals as they have", Use::kInline,
     false, nullptr, &check_random},
};

}  // namespace

handlebars::HelperTable our_expressions() {
  return kRows;
}

}  // namespace mimus::render
