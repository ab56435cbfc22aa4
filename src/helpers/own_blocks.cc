#include <algorithm>

#include "own.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::Entry;
using handlebars::HelperRow;
using handlebars::Value;

Result<Value> repeat(Call& call) {
  const auto low = call.arg(0).to_integer();
  const auto high = call.size() > 1 ? call.arg(1).to_integer() : low;
  if (!low || !high || *low < 0 || *high < *low)
    return call.fail(
        "repeat takes how often, or from how often to how often",
        "write {{#repeat 3}}…{{/repeat}} or {{#repeat 1 5 separator=', '}}…{{/repeat}}");
  const std::int64_t turns =
      *low == *high ? *low : call.chance().fork("repeat").between(*low, *high);
  const std::string_view separator = call.text(call.hash("separator"));
  for (std::int64_t i = 0; i < turns; ++i) {
    if (i > 0) MIMUS_TRY_DONE(call.write(separator));
    const Entry data[] = {{"index", Value::number(i)},
                          {"number", Value::number(i + 1)},
                          {"total", Value::number(turns)},
                          {"first", Value::boolean(i == 0)},
                          {"last", Value::boolean(i == turns - 1)}};
    const Value params[] = {data[0].value};
    MIMUS_TRY_DONE(
        call.block({.data = data, .params = params, .number = static_cast<std::uint64_t>(i)}));
  }
  if (turns == 0) MIMUS_TRY_DONE(call.inverse());
  return Value();
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"repeat", &repeat, "{{#repeat 1 5 separator=', ' as |i|}}{{i}}{{else}}none{{/repeat}}",
     "the inside so many times, or by chance between two numbers: @index, @number, @total, @first, "
     "@last",
     Use::kBlock, false, nullptr, nullptr, false, true},
};

}  // namespace

handlebars::HelperTable own_blocks() {
  return kRows;
}

}  // namespace mimus::helpers
