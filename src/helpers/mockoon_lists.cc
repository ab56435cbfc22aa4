#include <algorithm>
#include <cmath>
#include <vector>

#include "javascript.h"
#include "mockoon.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::Entry;
using handlebars::HelperRow;
using handlebars::Value;

std::vector<Value> items_of(Call& call, const Value& list) {
  std::vector<Value> items;
  for (std::size_t i = 0; i < handlebars::size_of(list); ++i)
    items.push_back(handlebars::entry_of(list, i, call.arena()).value);
  return items;
}

Value list_of(Call& call, std::span<const Value> items) {
  const auto kept = call.values(items.size());
  std::copy(items.begin(), items.end(), kept.begin());
  return Value::list(kept);
}

const Value kNothing = Value::text("");

Result<Value> array(Call& call) {
  return list_of(call, call.args());
}

// Handlebars.js reads named arguments from the last to the first, and objects keep that order.
Result<Value> object(Call& call) {
  const auto members = call.entries(call.hash().size());
  std::copy(call.hash().rbegin(), call.hash().rend(), members.begin());
  return Value::map(members);
}

Result<Value> object_merge(Call& call) {
  if (call.size() == 0) return kNothing;
  std::vector<Entry> merged;
  for (const Value& argument : call.args()) {
    if (!argument.is_map_like()) continue;
    for (std::size_t i = 0; i < handlebars::size_of(argument); ++i) {
      const Entry entry = handlebars::entry_of(argument, i, call.arena());
      const auto known = std::find_if(merged.begin(), merged.end(),
                                      [&](const Entry& other) { return other.name == entry.name; });
      if (known == merged.end()) {
        merged.push_back(entry);
      } else {
        known->value = entry.value;
      }
    }
  }
  const auto members = call.entries(merged.size());
  std::copy(merged.begin(), merged.end(), members.begin());
  return Value::map(members);
}

Result<Value> join(Call& call) {
  const Value list = call.arg(0);
  if (!list.is_list_like()) return list;
  const std::string_view separator = call.arg(1).is_text() ? call.text(1) : std::string_view(", ");
  std::string joined;
  for (std::size_t i = 0; i < handlebars::size_of(list); ++i) {
    if (i > 0) joined += separator;
    joined += call.text(handlebars::entry_of(list, i, call.arena()).value);
  }
  return call.made(joined);
}

Result<Value> slice(Call& call) {
  if (!call.arg(0).is_list_like()) return kNothing;
  const std::vector<Value> items = items_of(call, call.arg(0));
  const std::size_t from = javascript::bound(javascript::number(call.arg(1), call), items.size());
  const std::size_t to = call.arg(2).is_number()
                             ? javascript::bound(*call.arg(2).to_double(), items.size())
                             : items.size();
  return list_of(call, std::span(items).subspan(from, to > from ? to - from : 0));
}

Result<Value> len(Call& call) {
  const Value value = call.arg(0);
  const std::size_t size = value.is_text()        ? javascript::length(value.as_text())
                           : value.is_list_like() ? handlebars::size_of(value)
                                                  : 0;
  return Value::number(static_cast<std::int64_t>(size));
}

Result<Value> reverse(Call& call) {
  if (!call.arg(0).is_list_like()) return kNothing;
  std::vector<Value> items = items_of(call, call.arg(0));
  std::reverse(items.begin(), items.end());
  return list_of(call, items);
}

// By `key` of each element, or by the elements themselves. The first one's kind decides: texts as
// people sort them, all else as numbers. Downwards is upwards turned round, those that are equal
// too.
Value sorted(Call& call, std::vector<Value> items, std::string_view key, std::string_view order) {
  const auto of = [&](const Value& item) {
    return key.empty() ? item : handlebars::member(item, key, call.dialect(), call.arena());
  };
  const bool texts = of(items[0]).is_text();
  std::stable_sort(items.begin(), items.end(), [&](const Value& a, const Value& b) {
    if (texts) return javascript::locale_compare(call.text(of(a)), call.text(of(b))) < 0;
    // What is no number counts as the smallest: an order that holds together, whatever is in the
    // list.
    const double x = javascript::number(of(a), call);
    const double y = javascript::number(of(b), call);
    return std::isnan(x) ? !std::isnan(y) : x < y;
  });
  if (order == "desc" || order == "DESC") std::reverse(items.begin(), items.end());
  return list_of(call, items);
}

Result<Value> sort(Call& call) {
  if (!call.arg(0).is_list_like()) return kNothing;
  std::vector<Value> items = items_of(call, call.arg(0));
  if (items.empty() || items[0].is_map_like() || items[0].is_list_like()) return call.arg(0);
  return sorted(call, std::move(items), {}, call.text(1));
}

Result<Value> sort_by(Call& call) {
  if (!call.arg(0).is_list_like()) return kNothing;
  std::vector<Value> items = items_of(call, call.arg(0));
  const std::string_view key = call.text(1);
  if (items.empty() || !items[0].is_map_like() || key.empty()) return call.arg(0);
  if (!truthy(handlebars::member(items[0], key, call.dialect(), call.arena()))) return call.arg(0);
  return sorted(call, std::move(items), key, call.text(2));
}

// Lists one after the other when the first is a list, else texts.
Result<Value> concat(Call& call) {
  if (!call.arg(0).is_list_like()) {
    std::string joined;
    for (const Value& argument : call.args()) joined += call.text(argument);
    return call.made(joined);
  }
  std::vector<Value> items;
  for (const Value& argument : call.args()) {
    const std::vector<Value> more =
        argument.is_list_like() ? items_of(call, argument) : std::vector{argument};
    items.insert(items.end(), more.begin(), more.end());
  }
  return list_of(call, items);
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"array", &array, "{{join (array 'a' 'b')}}", "a list of its arguments", Use::kInline, true},
    {"object", &object, "{{stringify (object a=1)}}", "an object of its named arguments",
     Use::kInline, true},
    {"objectMerge", &object_merge, "{{stringify (objectMerge (object a=1) (bodyRaw))}}",
     "the members of several objects; later ones win"},
    {"join", &join, "{{join (array 'a' 'b') '; '}}", "the elements as one text, ', ' between them"},
    {"slice", &slice, "{{slice (array 1 2 3 4) 1 3}}",
     "the elements from one index to before another"},
    {"len", &len, "{{len (array 1 2)}}", "how many elements or characters; 0 for all else"},
    {"reverse", &reverse, "{{reverse (array 1 2 3)}}", "the list turned round"},
    {"sort", &sort, "{{sort (array 3 1 2) 'desc'}}", "a list of numbers or texts in order"},
    {"sortBy", &sort_by, "{{sortBy (dataRaw 'users') 'age' 'desc'}}",
     "a list of objects in the order of a member"},
    {"concat", &concat, "{{concat 'a' @index 'b'}}",
     "texts in a row; lists in a row when the first is a list"},
};

}  // namespace

handlebars::HelperTable mockoon_lists() {
  return kRows;
}

}  // namespace mimus::helpers
