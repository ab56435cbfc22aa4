#include <algorithm>
#include <cmath>

#include "javascript.h"
#include "mockoon.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::Entry;
using handlebars::HelperRow;
using handlebars::Value;

// How often: a number, or by chance between two, both included.
Result<std::int64_t> turns_of(Call& call) {
  if (call.size() < 1 || call.size() > 2)
    return call.fail("The repeat helper requires a numeric param");
  constexpr double kMost = 1e15;
  const auto whole = [&](std::size_t i) {
    const double number = javascript::number(call.arg(i), call);
    return std::isnan(number)
               ? 0
               : static_cast<std::int64_t>(std::ceil(std::clamp(number, -kMost, kMost)));
  };
  const std::int64_t low = whole(0);
  if (call.size() == 1) return low;
  const std::int64_t high = whole(1);
  return call.chance().fork("repeat").between(std::min(low, high), std::max(low, high));
}

// Each turn ends with a comma and a line's end, the last one with the line's end alone, whatever
// blanks and comma the template itself has there.
void separate(std::string& content, bool last) {
  content.resize(javascript::trimmed_end(content));
  const bool comma = content.ends_with(',');
  if (!last && !comma) content += ',';
  if (last && comma) content.pop_back();
  content += '\n';
}

Result<Value> repeat(Call& call) {
  MIMUS_TRY(const std::int64_t turns, turns_of(call));
  const bool commas = !(call.hash("comma").is_bool() && !call.hash("comma").as_bool());
  std::string content;
  for (std::int64_t i = 0; i < turns; ++i) {
    const bool last = i == turns - 1;
    const Entry data[] = {{"index", Value::number(i)},
                          {"total", Value::number(turns)},
                          {"first", Value::boolean(i == 0)},
                          {"last", Value::boolean(last)}};
    MIMUS_TRY(const std::string_view turn,
              call.captured_block({.data = data, .number = static_cast<std::uint64_t>(i)}));
    content += turn;
    if (commas) separate(content, last);
    if (content.size() > call.rendering().limits.max_output)
      return Error{
          Code::kLimit, "the template's output is too large", "raise --template-max-output", {}};
  }
  return call.made_safe(content);
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"repeat", &repeat, "{{#repeat 2 5}}{ \"n\": {{@index}} }{{/repeat}}",
     "the inside so many times, or by chance between two numbers, with commas between "
     "(comma=false: without)",
     Use::kBlock, false, nullptr, nullptr, false, true},
};

}  // namespace

handlebars::HelperTable mockoon_blocks() {
  return kRows;
}

}  // namespace mimus::helpers
