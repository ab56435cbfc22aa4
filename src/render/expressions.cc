#include "expressions.h"

#include "base/uuid.h"
#include "helpers/host.h"
#include "text/dates.h"

namespace mimus::render {
namespace {

using handlebars::Call;
using handlebars::Value;

// As Uuid::text() has it, straight into the arena.
Result<Value> uuid(Call& call) {
  constexpr char kDigits[] = "0123456789abcdef";
  constexpr std::size_t kSize = 36;
  const Uuid made = Uuid::random(call.chance());
  char* const text = call.arena().allocate(kSize);
  char* at = text;
  for (std::size_t i = 0; i < made.bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *at++ = '-';
    *at++ = kDigits[made.bytes[i] >> 4];
    *at++ = kDigits[made.bytes[i] & 15];
  }
  return Value::text({text, kSize});
}

Result<Value> now(Call& call) {
  return call.made(text::iso8601(helpers::host_of(call).now()));
}

Result<Value> date(Call& call) {
  const std::string now = text::iso8601(helpers::host_of(call).now(), 0);
  return call.made(std::string_view(now).substr(0, now.find('T')));
}

using Use = handlebars::HelperRow::Use;
constexpr handlebars::HelperRow kRows[] = {
    {"uuid", &uuid, "{{uuid}}", "a random UUID", Use::kInline, false, nullptr, nullptr, true},
    {"now", &now, "{{now}}", "date and time, ISO 8601 in UTC with milliseconds", Use::kInline,
     false, nullptr, nullptr, true},
    {"date", &date, "{{date}}", "the date in UTC, YYYY-MM-DD", Use::kInline, false, nullptr, nullptr, true},
};

}  // namespace

handlebars::HelperTable our_expressions() {
  return kRows;
}

}  // namespace mimus::render
