#include <algorithm>
#include <cmath>

#include "base/uuid.h"
#include "host.h"
#include "javascript.h"
#include "own.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::HelperRow;
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

int decimals_of(const Call& call, const Value& value) {
  if (value.kind() == Value::Kind::kInteger) return 0;
  const std::string_view text = call.text(value);
  const std::size_t point = std::min(text.find('.'), text.size() - 1);
  return static_cast<int>(std::min<std::size_t>(text.size() - point - 1, 15));
}

// Both ends included, with as many decimals as the bounds are written with.
Result<Value> random(Call& call) {
  const auto low = call.arg(0).to_double();
  const auto high = call.arg(1).to_double();
  if (!low || !high || call.size() != 2)
    return call.fail("random takes two numbers", "write {{random 1 6}} or {{random 0.50 9.99}}");
  const int decimals = std::max(decimals_of(call, call.arg(0)), decimals_of(call, call.arg(1)));
  const double scale = std::pow(10, decimals);
  constexpr double kMost = 9007199254740992.0;
  if (*low > *high || std::fabs(*low * scale) > kMost || std::fabs(*high * scale) > kMost)
    return call.fail("random has no number between " + std::string(call.text(0)) + " and " +
                     std::string(call.text(1)));
  const std::int64_t steps =
      call.chance().between(std::llround(*low * scale), std::llround(*high * scale));
  if (decimals == 0) return Value::number(steps);
  return Value::numeral(
      call.arena().copy(javascript::to_fixed(static_cast<double>(steps) / scale, decimals)));
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
     "a number between the two, both included, with as many decimals as they have"},
    {"chance", &chance, "{{#chance 0.1}}…{{else}}…{{/chance}}",
     "the inside with that probability; true or false as a value", Use::kEither},
};

}  // namespace

handlebars::HelperTable own_random() {
  return kRows;
}

}  // namespace mimus::helpers
