#include <algorithm>
#include <charconv>
#include <memory>
#include <span>
#include <vector>

#include "java_json.h"
#include "jsonpath/path.h"
#include "text/encoding.h"
#include "wiremock.h"

// jsonMerge, jsonRemove, jsonArrayAdd. They work on values with spelled numbers, which never
// change: an edit makes new ones.
namespace mimus::helpers {
namespace {

using handlebars::Entry;
using handlebars::HelperRow;
using jsonpath::Path;
using Use = HelperRow::Use;

std::string quoted(std::string_view text) {
  return "('" + std::string(text) + "')";
}

Value compact(const Call& call, const Value& value) {
  std::string out;
  handlebars::append_json(value, call.dialect(), call.arena(), out);
  return call.made(out);
}

Value list_of(const Call& call, const std::vector<Value>& items) {
  const std::span<Value> all = call.values(items.size());
  std::copy(items.begin(), items.end(), all.begin());
  return Value::list(all);
}

Value map_of(const Call& call, const std::vector<Entry>& members) {
  const std::span<Entry> all = call.entries(members.size());
  std::copy(members.begin(), members.end(), all.begin());
  return Value::map(all);
}

// The text of a block or of the argument at `index`; nothing when it is no text.
Result<std::optional<std::string_view>> json_text(Call& call, std::size_t index) {
  if (call.is_block() && call.size() <= index) {
    MIMUS_TRY(const std::string_view inside, call.captured_block());
    return std::optional(inside);
  }
  if (!call.arg(index).is_text()) return std::optional<std::string_view>();
  return std::optional(call.arena().copy(call.arg(index).as_text()));
}

// ---- jsonMerge
// Members of both objects that are objects are merged, others are the second one's.
Value merged(const Call& call, const Value& base, const Value& add, bool remove_nulls) {
  std::vector<Entry> members(base.as_map().begin(), base.as_map().end());
  for (const Entry& entry : add.as_map()) {
    const auto known = std::ranges::find(members, entry.name, &Entry::name);
    const bool both = known != members.end() && known->value.kind() == Value::Kind::kMap &&
                      entry.value.kind() == Value::Kind::kMap;
    const Value value = both ? merged(call, known->value, entry.value, remove_nulls) : entry.value;
    if (known != members.end()) {
      known->value = value;
    } else {
      members.push_back({entry.name, value});
    }
  }
  if (remove_nulls)
    std::erase_if(members, [](const Entry& entry) { return entry.value.is_nothing(); });
  return map_of(call, members);
}

Result<Value> json_merge(Call& call) {
  if (!call.arg(0).is_text()) return complaint(call, "Base JSON parameter must be a string");
  const std::string_view base = call.arena().copy(call.arg(0).as_text());
  MIMUS_TRY(const auto add, json_text(call, 1));
  if (!add) return complaint(call, "JSON to merge must be a string");
  MIMUS_TRY(const bool remove_nulls, boolean_option(call, "removeNulls", false));
  const auto first = read_spelled(base, call.arena());
  if (!first) return complaint(call, "Base JSON is not valid JSON " + quoted(base));
  if (first->kind() != Value::Kind::kMap)
    return complaint(call, "Base JSON is not a JSON object " + quoted(base));
  const auto second = read_spelled(*add, call.arena());
  if (!second) return complaint(call, "JSON to merge is not valid JSON " + quoted(*add));
  if (second->kind() != Value::Kind::kMap)
    return complaint(call, "JSON to merge is not a JSON object " + quoted(*add));
  return compact(call, merged(call, *first, *second, remove_nulls));
}

// ---- places
using Steps = std::span<const jsonpath::Step>;

// The value with `change` applied at a place: it takes the value there and gives the new one,
// absent to remove it.
template <class Change>
Value changed(const Call& call, const Value& value, Steps steps, const Change& change) {
  if (steps.empty()) return change(value);
  const jsonpath::Step& step = steps.front();
  if (value.kind() == Value::Kind::kMap && step.is_name()) {
    std::vector<Entry> members;
    for (const Entry& entry : value.as_map()) {
      const Value now = entry.name == step.name()
                            ? changed(call, entry.value, steps.subspan(1), change)
                            : entry.value;
      if (!now.is_absent()) members.push_back({entry.name, now});
    }
    return map_of(call, members);
  }
  if (value.kind() != Value::Kind::kList || step.is_name()) return value;
  std::vector<Value> items;
  for (std::size_t i = 0; i < value.as_list().size(); ++i) {
    const Value& item = value.as_list()[i];
    const Value now = i == step.index() ? changed(call, item, steps.subspan(1), change) : item;
    if (!now.is_absent()) items.push_back(now);
  }
  return list_of(call, items);
}

// Places in an order in which they can be removed one after the other: later elements first.
bool removed_before(const jsonpath::Node& a, const jsonpath::Node& b) {
  for (std::size_t i = 0; i < std::min(a.steps.size(), b.steps.size()); ++i) {
    const jsonpath::Step& left = a.steps[i];
    const jsonpath::Step& right = b.steps[i];
    if (left.is_name() != right.is_name()) return left.is_name();
    if (left.is_name() && left.name() != right.name()) return left.name() > right.name();
    if (!left.is_name() && left.index() != right.index()) return left.index() > right.index();
  }
  return a.steps.size() > b.steps.size();
}

Result<Value> json_remove(Call& call) {
  if (!call.arg(0).is_text()) return complaint(call, "Input JSON must be a string");
  const std::string_view text = call.arena().copy(call.arg(0).as_text());
  if (call.size() != 2 || !call.arg(1).is_text()) {
    return complaint(call, "A single JSONPath expression parameter must be supplied");
  }
  const auto value = read_spelled(text, call.arena());
  const auto document = json::parse(text);
  if (!value || !document)
    return complaint(call, "Input JSON string is not valid JSON " + quoted(text));
  const std::string_view expression = call.arg(1).as_text();
  const auto path = Path::compile(expression, jsonpath::Dialect::kJayway);
  if (!path)
    return complaint(call,
                     "JSONPath parameter is not a valid JSONPath expression " + quoted(expression));
  auto places = path->locate(*document);
  const bool whole = places && std::ranges::any_of(*places, [](const jsonpath::Node& node) {
                       return node.steps.empty();
                     });
  if (!places || whole)
    return complaint(
        call, "Delete operation cannot be applied to JSONPath expression " + quoted(expression));
  std::ranges::sort(*places, removed_before);
  Value left = *value;
  for (const jsonpath::Node& place : *places) {
    left = changed(call, left, place.steps, [](const Value&) { return Value(); });
  }
  return compact(call, left);
}

// ---- jsonArrayAdd
Result<std::optional<std::size_t>> most_items(Call& call, std::string_view& why) {
  const Value value = call.hash("maxItems");
  if (value.is_nothing()) return std::optional<std::size_t>();
  if (value.kind() != Value::Kind::kInteger)
    why = "maxItems option must be an integer";
  else if (value.as_integer() < 0)
    why = "maxItems option integer must be positive";
  else
    return std::optional(static_cast<std::size_t>(value.as_integer()));
  return std::optional<std::size_t>();
}

Value appended(const Call& call, const Value& list, const Value& item, bool flatten,
               std::optional<std::size_t> most) {
  std::vector<Value> items(list.as_list().begin(), list.as_list().end());
  if (flatten && item.kind() == Value::Kind::kList) {
    items.insert(items.end(), item.as_list().begin(), item.as_list().end());
  } else {
    items.push_back(item);
  }
  if (most && items.size() > *most)
    items.erase(items.begin(), items.end() - static_cast<std::ptrdiff_t>(*most));
  return list_of(call, items);
}

// Where the list is: steps of the place that jsonPath= finds, none for the whole document.
Result<std::vector<jsonpath::Step>> target(Call& call, const json::Value& document,
                                           std::string_view base, std::string& why) {
  const Value option = call.hash("jsonPath");
  std::vector<jsonpath::Step> steps;
  if (option.is_nothing()) {
    if (!document.is_array()) why = "Target JSON is not a JSON array " + quoted(base);
    return steps;
  }
  if (!option.is_text()) {
    why = "jsonPath option must be a string";
    return steps;
  }
  const auto path = Path::compile(option.as_text(), jsonpath::Dialect::kJayway);
  if (!path) {
    why = "jsonPath option is not valid JSONPath expression " + quoted(option.as_text());
    return steps;
  }
  auto places = path->locate(document);
  if (places && places->size() == 1 && places->front().value->is_array())
    return std::vector<jsonpath::Step>(places->front().steps.begin(), places->front().steps.end());
  why = "Target JSON is not a JSON array (root: '" + std::string(base) + "', jsonPath: '" +
        std::string(option.as_text()) + "')";
  return steps;
}

Result<Value> json_array_add(Call& call) {
  if (!call.arg(0).is_text()) return complaint(call, "Base JSON must be a string");
  const std::string_view base = call.arena().copy(call.arg(0).as_text());
  MIMUS_TRY(const auto item_text, json_text(call, 1));
  if (!item_text) return complaint(call, "Item-to-add JSON must be a string");
  std::string_view bad_option;
  MIMUS_TRY(const std::optional<std::size_t> most, most_items(call, bad_option));
  if (!bad_option.empty()) return complaint(call, bad_option);
  MIMUS_TRY(const bool flatten, boolean_option(call, "flatten", false));
  const auto value = read_spelled(base, call.arena());
  const auto document = json::parse(base);
  if (!value || !document) return complaint(call, "Base JSON is not valid JSON " + quoted(base));
  const auto item = read_spelled(*item_text, call.arena());
  if (!item) return complaint(call, "Item-to-add JSON is not valid JSON " + quoted(*item_text));
  std::string why;
  MIMUS_TRY(const std::vector<jsonpath::Step> steps, target(call, *document, base, why));
  if (!why.empty()) return complaint(call, why);
  const auto add = [&](const Value& list) { return appended(call, list, *item, flatten, most); };
  return compact(call, changed(call, *value, steps, add));
}

constexpr HelperRow kRows[] = {
    {"jsonMerge", &json_merge,
     "{{jsonMerge base add removeNulls=true}}, {{#jsonMerge base}}…{{/jsonMerge}}",
     "two JSON objects as one, member by member", Use::kEither},
    {"jsonRemove", &json_remove, "{{jsonRemove json '$.a'}}", "JSON without what a JSONPath finds"},
    {"jsonArrayAdd", &json_array_add,
     "{{jsonArrayAdd json item jsonPath='$.list' maxItems=10 flatten=true}}",
     "a JSON list with one item more; the oldest go beyond maxItems", Use::kEither},
};

}  // namespace

handlebars::HelperTable json_edit_rows() {
  return kRows;
}

}  // namespace mimus::helpers
