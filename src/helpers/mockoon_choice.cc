#include <algorithm>
#include <vector>

#include "javascript.h"
#include "mockoon.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::Entry;
using handlebars::HelperRow;
using handlebars::Value;

Value item(Call& call, const Value& list, std::size_t index) {
  return handlebars::entry_of(list, index, call.arena()).value;
}

Value as_list(Call& call, const std::vector<Value>& items) {
  const auto kept = call.values(items.size());
  std::copy(items.begin(), items.end(), kept.begin());
  return Value::list(kept);
}

// ---- by chance

// oneOf list [stringify], oneOf a b c
Result<Value> one_of(Call& call) {
  const bool list = call.arg(0).is_list_like();
  const Value choices = list ? call.arg(0) : Value::list(call.args());
  const std::size_t count = handlebars::size_of(choices);
  if (count == 0) return list ? Value() : Value::text("");
  const Value chosen = item(call, choices, call.chance().fork("one").below(count));
  return list && truthy(call.arg(1)) ? Value::safe(javascript::json_of(chosen, call)) : chosen;
}

// From min to max of them, each at most once, in any order.
Result<Value> some_of(Call& call) {
  const Value list = call.arg(0);
  if (!list.is_list_like()) return Value::text("");
  std::vector<Value> items;
  for (std::size_t i = 0; i < handlebars::size_of(list); ++i) items.push_back(item(call, list, i));
  const double low = javascript::number(call.arg(1), call);
  const double high = javascript::number(call.arg(2), call);
  if (!(low <= high)) return call.fail("someOf takes a list, a least and a greatest count");
  const std::size_t least = javascript::bound(std::max(low, 0.0), items.size());
  const std::size_t most = javascript::bound(std::max(high, 0.0), items.size());
  const Chance chance = call.chance();
  const std::size_t count = least + chance.fork("count").below(most - least + 1);
  for (std::size_t i = 0; i < count; ++i) {  // the first steps of Fisher and Yates
    std::swap(items[i], items[i + chance.fork(i).below(items.size() - i)]);
  }
  items.resize(count);
  const Value chosen = as_list(call, items);
  return truthy(call.arg(3)) ? call.made(javascript::json_of(chosen, call)) : chosen;
}

// ---- by conditions

// An object: all its members must fit those of the value. Anything else: the very same.
bool fits(Call& call, const Value& value, const Value& condition) {
  if (!condition.is_map_like()) return javascript::same(value, condition);
  if (!value.is_map_like() && !value.is_list_like()) return false;
  for (std::size_t i = 0; i < handlebars::size_of(condition); ++i) {
    const Entry wanted = handlebars::entry_of(condition, i, call.arena());
    const Value found = handlebars::member(value, wanted.name, call.dialect(), call.arena());
    if (!fits(call, found, wanted.value)) return false;
  }
  return true;
}

// Lists of conditions: any of the outermost, all of a list inside, any of a list inside that, and
// so on.
bool satisfies(Call& call, const Value& value, const Value& conditions, std::size_t first,
               bool any) {
  for (std::size_t i = first; i < handlebars::size_of(conditions); ++i) {
    const Value condition = item(call, conditions, i);
    const bool holds = condition.is_list_like() ? satisfies(call, value, condition, 0, !any)
                                                : fits(call, value, condition);
    if (holds == any) return any;
  }
  return !any;
}

Result<Value> filter(Call& call) {
  const Value list = call.arg(0);
  if (!list.is_list_like()) return Value::text("");
  if (call.size() == 1) return list;
  std::vector<Value> kept;
  for (std::size_t i = 0; i < handlebars::size_of(list); ++i) {
    const Value one = item(call, list, i);
    if (satisfies(call, one, Value::list(call.args()), 1, true)) kept.push_back(one);
  }
  return as_list(call, kept);
}

Result<Value> find(Call& call) {
  const Value list = call.arg(0);
  if (!list.is_list_like()) return Value::text("");
  for (std::size_t i = 0; i < handlebars::size_of(list); ++i) {
    const Value one = item(call, list, i);
    if (satisfies(call, one, Value::list(call.args()), 1, true)) return one;
  }
  return Value();
}

constexpr HelperRow kRows[] = {
    {"oneOf", &one_of, "{{oneOf (array 'a' 'b')}}",
     "one element of a list, or one of its arguments, by chance"},
    {"someOf", &some_of, "{{someOf (array 'a' 'b' 'c') 1 2}}",
     "some elements of a list, by chance; true: as JSON"},
    {"filter", &filter,
     "{{filter (bodyRaw 'users') (object role='admin') (array (object age=7) (object on=true))}}",
     "the elements for which any condition holds; all of those in a list must; objects compare the "
     "members they have"},
    {"find", &find, "{{lookup (find (bodyRaw 'users') (object id=7)) 'name'}}",
     "the first element for which any condition holds"},
};

}  // namespace

handlebars::HelperTable mockoon_choice() {
  return kRows;
}

}  // namespace mimus::helpers
