#include <charconv>
#include <vector>

#include "java.h"
#include "wiremock.h"

// array, arrayAdd, arrayRemove, arrayJoin.
namespace mimus::helpers {
namespace {

using handlebars::entry_of;
using handlebars::HelperRow;
using handlebars::size_of;
using Use = HelperRow::Use;

Value list_of(const Call& call, const std::vector<Value>& items) {
  const std::span<Value> values = call.values(items.size());
  std::copy(items.begin(), items.end(), values.begin());
  return Value::list(values);
}

std::vector<Value> items_of(const Call& call, const Value& list) {
  std::vector<Value> items;
  for (std::size_t i = 0; i < size_of(list); ++i)
    items.push_back(entry_of(list, i, call.arena()).value);
  return items;
}

Result<Value> array(Call& call) {
  return list_of(call, {call.args().begin(), call.args().end()});
}

// Where position= points; nothing: it complains with `why`.
std::optional<std::size_t> position(const Call& call, std::size_t end, std::size_t most,
                                    std::string_view& why) {
  const Value value = call.hash("position");
  if (value.is_nothing()) return end;
  const std::string_view word = call.text(value);
  if (word == "start") return 0;
  if (word == "end") return end;
  std::int64_t index = 0;
  const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), index);
  if (error != std::errc() || stop != word.data() + word.size()) {
    why = "position must be 'start', 'end' or an integer";
    return std::nullopt;
  }
  if (index < 0 || static_cast<std::uint64_t>(index) > most) {
    why =
        "position must be greater than or equal to 0 and less than or equal to the size of the "
        "list";
    return std::nullopt;
  }
  return static_cast<std::size_t>(index);
}

Error not_a_list(const Call& call, const Value& value) {
  if (value.is_nothing()) return null_pointer(call, "java.util.Collection.toArray()", "c");
  const std::string from(java_class(value));
  return thrown(call, "java.lang.ClassCastException",
                "class " + from + " cannot be cast to class java.util.List (" + from +
                    " and java.util.List are in module java.base of loader 'bootstrap')");
}

Result<Value> array_add(Call& call) {
  const Value list = subject(call);
  if (!list.is_list_like()) return not_a_list(call, list);
  if (call.size() < 2)
    return complaint(call, "Missing required parameter: additional value to add to list");
  std::vector<Value> items = items_of(call, list);
  std::string_view why;
  const auto at = position(call, items.size(), items.size(), why);
  if (!at) return complaint(call, why);
  items.insert(items.begin() + static_cast<std::ptrdiff_t>(*at), call.arg(1));
  return list_of(call, items);
}

Result<Value> array_remove(Call& call) {
  const Value list = subject(call);
  if (!list.is_list_like()) return not_a_list(call, list);
  std::vector<Value> items = items_of(call, list);
  std::string_view why;
  const auto at = position(call, items.size() - 1, items.size(), why);
  if (!at) return complaint(call, why);
  if (*at >= items.size()) {
    const std::string index =
        items.empty() && call.hash("position").is_nothing() ? "-1" : std::to_string(*at);
    return thrown(call, "java.lang.IndexOutOfBoundsException",
                  "Index " + index + " out of bounds for length " + std::to_string(items.size()));
  }
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(*at));
  return list_of(call, items);
}

Result<std::string> joined(Call& call, const std::vector<Value>& items,
                           std::string_view separator) {
  std::string out(call.text(call.hash("prefix")));
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += separator;
    if (!call.is_block()) {
      out += java_text(call, items[i]);
      continue;
    }
    const Value params[] = {items[i], Value::number(static_cast<std::int64_t>(i))};
    MIMUS_TRY(const std::string_view text,
              call.captured_block({.context = items[i], .params = params, .number = i}));
    out += text;
  }
  return out.append(call.text(call.hash("suffix")));
}

// arrayJoin ',' list and arrayJoin ',' 'a' 'b'; a block renders each item.
Result<Value> array_join(Call& call) {
  if (!call.arg(0).is_text()) return complaint(call, "Separator parameter must be a String");
  if (call.size() < 2) return complaint(call, "The parameter must be list");
  std::vector<Value> items(call.args().begin() + 1, call.args().end());
  if (items.size() == 1 && items[0].is_list_like()) items = items_of(call, items[0]);
  if (items.empty()) return Value::text("");
  MIMUS_TRY(const std::string text, joined(call, items, call.arg(0).as_text()));
  return call.made(text);
}

constexpr HelperRow kRows[] = {
    {"array", &array, "{{array 1 'b' true}}", "a list of the arguments"},
    {"arrayAdd", &array_add, "{{arrayAdd list 3 position='start'}}", "the list with one value more",
     Use::kInline},
    {"arrayRemove", &array_remove, "{{arrayRemove list position=0}}",
     "the list with one value less", Use::kInline},
    {"arrayJoin", &array_join,
     "{{arrayJoin ',' list}}, {{#arrayJoin ',' list as |item|}}…{{/arrayJoin}}",
     "values with a separator between them; prefix= and suffix= around", Use::kEither},
};

}  // namespace

handlebars::HelperTable list_rows() {
  return kRows;
}

}  // namespace mimus::helpers
