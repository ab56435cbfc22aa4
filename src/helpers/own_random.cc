#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/uuid.h"
#include "decimal.h"
#include "host.h"
#include "own.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::Complaint;
using handlebars::HelperRow;
using handlebars::KnownArgument;
using handlebars::Value;

// RFC 9562 §5.7: 48 bits of milliseconds, then chance.
Uuid time_ordered(Call& call) {
  Uuid uuid = Uuid::random(call.chance());
  auto left =
      static_cast<std::uint64_t>(std::chrono::floor<std::chrono::milliseconds>(host_of(call).now())
                                     .time_since_epoch()
                                     .count());
  for (std::size_t i = 6; i-- > 0; left >>= 8) uuid.bytes[i] = static_cast<std::uint8_t>(left);
  uuid.bytes[6] = static_cast<std::uint8_t>(0x70 | (uuid.bytes[6] & 0x0F));
  return uuid;
}

Result<Value> uuid(Call& call) {
  const std::int64_t version = call.size() == 0 ? 4 : call.arg(0).to_integer().value_or(0);
  if (version == 4) return call.made(Uuid::random(call.chance()).text());
  if (version == 7) return call.made(time_ordered(call).text());
  return call.fail("there is no uuid of version " + std::string(call.text(0)),
                   "write {{uuid}} or {{uuid 7}}");
}

// What random draws between, both ends included.
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
    return Complaint{"'" + printed + "' is not a number of at most 15 digits", std::string(kHint),
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

// As a block, the inside so often; as a value true so often.
Result<Value> chance(Call& call) {
  const auto probability = call.arg(0).to_double();
  if (!probability || !(*probability >= 0 && *probability <= 1))
    return call.fail("chance takes a number from 0 to 1",
                     "write {{#chance 0.1}}…{{else}}…{{/chance}}");
  const bool happens = call.chance().happens(*probability);
  if (!call.is_block()) return Value::boolean(happens);
  MIMUS_TRY_DONE(happens ? call.block() : call.inverse());
  return Value();
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"uuid", &uuid, "{{uuid}}", "a random UUID; {{uuid 7}}: one that sorts by time"},
    {"random", &random, "{{random 1 6}}",
     "a number between the two, both included, with as many decimals as they have", Use::kInline,
     false, nullptr, &check_random},
    {"chance", &chance, "{{#chance 0.1}}…{{else}}…{{/chance}}",
     "the inside with that probability; true or false as a value", Use::kEither},
};

}  // namespace

handlebars::HelperTable own_random() {
  return kRows;
}

}  // namespace mimus::helpers
