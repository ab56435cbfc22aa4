#include "crud.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include "json/document.h"
#include "text/encoding.h"

namespace mimus::mockoon {
namespace {

constexpr CrudRow kRows[] = {
    {CrudCall::kList, "get", false, false},       {CrudCall::kGet, "get", true, false},
    {CrudCall::kCreate, "post", false, true},     {CrudCall::kReplaceAll, "put", false, true},
    {CrudCall::kReplace, "put", true, true},      {CrudCall::kMergeAll, "patch", false, true},
    {CrudCall::kMerge, "patch", true, true},      {CrudCall::kDeleteAll, "delete", false, true},
    {CrudCall::kDelete, "delete", true, true},
};

CrudAnswer whole(const Memory::Value& value, std::optional<int> status) {
  return {.body = value, .status = status};
}

CrudAnswer nothing(int status) {
  return whole(share(json::Object()), status);
}

// An item of the list that `value` is.
CrudAnswer item_of(const Memory::Value& value, std::size_t place, std::optional<int> status) {
  return {.body = value, .part = &value->get_array()[place], .status = status};
}

// The body as a value of its own memory: it outlives the request. What a client sends without one is an empty object.
json::Value body_of(const CrudAsk& ask) {
  return ask.body == nullptr ? json::Value(json::Object()) : json::own(*ask.body);
}

// Sets a member at a path of names, making objects on the way. What stands there and is no object stays, and nothing is set.
void set_at(json::Object& object, const ValuePath& path, json::Value id) {
  json::Object* at = &object;
  const std::vector<std::string>& names = path.names();
  for (std::size_t i = 0; i + 1 < names.size(); ++i) {
    json::Value* member = at->if_contains(names[i]);
    if (member == nullptr) member = &at->emplace(names[i], json::Object()).first->value();
    at = member->if_object();
    if (at == nullptr) return;
  }
  if (!names.empty()) (*at)[names.back()] = std::move(id);
}

const json::Value* id_of(const json::Value& item, const CrudAsk& ask, Arena& arena) {
  return item.is_object() ? ask.key->find(item, arena) : nullptr;
}

// parseInt of JavaScript, and 0 for what is no number.
std::int64_t index_of(std::string_view text) {
  text = text::trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  return end.ec == std::errc() ? number : 0;
}

// By String(item[key]), or by index where items are scalars.
std::optional<std::size_t> find_item(const json::Array& all, const CrudAsk& ask, Arena& arena) {
  const std::int64_t index = index_of(ask.id);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].is_structured()) {
      if (static_cast<std::int64_t>(i) == index) return i;
      continue;
    }
    const json::Value* id = id_of(all[i], ask, arena);
    if (id != nullptr && !id->is_null() && javascript_text(*id, arena) == ask.id) return i;
  }
  return std::nullopt;
}

json::Value next_id(const json::Array& all, const CrudAsk& ask, Arena& arena) {
  std::optional<double> highest;
  for (const json::Value& item : all) {
    const json::Value* id = id_of(item, ask, arena);
    if (id != nullptr && id->is_number()) highest = std::max(highest.value_or(-INFINITY), id->to_number<double>());
  }
  constexpr double kMost = 9e15;
  if (highest && *highest < kMost && *highest > -kMost) {
    const double next = *highest + 1;
    return std::trunc(next) == next ? json::Value(static_cast<std::int64_t>(next)) : json::Value(next);
  }
  return ask.fresh_id ? ask.fresh_id() : json::Value();
}

// {...target, ...value} of JavaScript: the elements of a list are members "0", "1" …; a scalar has none.
void spread_into(json::Object& target, const json::Value& value) {
  if (const json::Object* object = value.if_object()) {
    for (const auto& member : *object) target[member.key()] = member.value();
  } else if (const json::Array* array = value.if_array()) {
    for (std::size_t i = 0; i < array->size(); ++i) target[std::to_string(i)] = (*array)[i];
  }
}

json::Value merged(const json::Value& value, json::Value body) {
  if (!value.is_structured()) return body;
  json::Object made;
  spread_into(made, value);
  spread_into(made, body);
  return made;
}

CrudAnswer create(Memory::Value& value, const CrudAsk& ask, Arena& arena) {
  json::Value made = body_of(ask);
  if (value == nullptr || !value->is_array()) {
    value = share(std::move(made));
    return whole(value, 201);
  }
  json::Value all = *value;
  json::Array& items = all.get_array();
  if (made.is_object() && id_of(made, ask, arena) == nullptr) set_at(made.get_object(), *ask.key, next_id(items, ask, arena));
  items.push_back(std::move(made));
  value = share(std::move(all));
  return item_of(value, value->get_array().size() - 1, 201);
}

CrudAnswer replace_all(Memory::Value& value, const CrudAsk& ask) {
  value = share(body_of(ask));
  return whole(value, 200);
}

// Lists are joined, members merged.
CrudAnswer merge_all(Memory::Value& value, const CrudAsk& ask) {
  json::Value body = body_of(ask);
  if (value != nullptr && value->is_array() && body.is_array()) {
    json::Value all = *value;
    for (json::Value& one : body.get_array()) all.get_array().push_back(std::move(one));
    value = share(std::move(all));
  } else {
    value = share(value == nullptr ? std::move(body) : merged(*value, std::move(body)));
  }
  return whole(value, 200);
}

// What an item becomes: of an object the members of the body alone, and its own id when they have none.
json::Value replaced(const json::Value& item, const CrudAsk& ask, Arena& arena) {
  json::Value body = body_of(ask);
  if (!item.is_structured()) return body;
  json::Object made;
  spread_into(made, body);
  const json::Value* id = id_of(item, ask, arena);
  if (id != nullptr && id_of(body, ask, arena) == nullptr) set_at(made, *ask.key, *id);
  return made;
}

CrudAnswer change_item(Memory::Value& value, const CrudAsk& ask, Arena& arena) {
  if (value == nullptr || !value->is_array()) return ask.call == CrudCall::kMerge ? merge_all(value, ask) : replace_all(value, ask);
  const auto place = find_item(value->get_array(), ask, arena);
  if (!place) return nothing(404);
  json::Value all = *value;
  json::Value& item = all.get_array()[*place];
  item = ask.call == CrudCall::kMerge ? merged(item, body_of(ask)) : replaced(item, ask, arena);
  value = share(std::move(all));
  return item_of(value, *place, 200);
}

CrudAnswer remove_item(Memory::Value& value, const CrudAsk& ask, Arena& arena) {
  if (value == nullptr || !value->is_array()) {
    value = nullptr;
    return nothing(200);
  }
  const auto place = find_item(value->get_array(), ask, arena);
  if (!place) return nothing(404);
  json::Value all = *value;
  json::Array& items = all.get_array();
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(*place));
  value = share(std::move(all));
  return nothing(200);
}

CrudAnswer get_item(const Memory::Value& value, const CrudAsk& ask, Arena& arena) {
  if (value == nullptr || !value->is_array()) return whole(value, {});
  const auto place = find_item(value->get_array(), ask, arena);
  return place ? item_of(value, *place, {}) : nothing(404);
}

CrudAnswer get_list(const Memory::Value& value, const CrudAsk& ask, Arena& arena) {
  CrudAnswer answer = whole(value, {});
  if (value == nullptr || !value->is_array() || ask.query == nullptr) return answer;
  Listed listed = list(value->get_array(), *ask.query, arena);
  answer.rows = std::move(listed.rows);
  answer.total = listed.total;
  answer.filtered = listed.filtered;
  return answer;
}

}  // namespace

std::string CrudAnswer::text(Arena& arena) const {
  if (!rows) return body_text(part != nullptr ? part : body.get(), arena);
  std::string made = "[";
  for (const json::Value* row : *rows) {
    if (made.size() > 1) made += ',';
    append_javascript_json(*row, arena, made);
  }
  return made + "]";
}

std::span<const CrudRow> crud_rows() {
  return kRows;
}

CrudAnswer crud(Memory::Value& value, const CrudAsk& ask, Arena& arena) {
  switch (ask.call) {
    case CrudCall::kList:
      return get_list(value, ask, arena);
    case CrudCall::kGet:
      return get_item(value, ask, arena);
    case CrudCall::kCreate:
      return create(value, ask, arena);
    case CrudCall::kReplaceAll:
      return replace_all(value, ask);
    case CrudCall::kMergeAll:
      return merge_all(value, ask);
    case CrudCall::kReplace:
    case CrudCall::kMerge:
      return change_item(value, ask, arena);
    case CrudCall::kDeleteAll:
      value = nullptr;
      return nothing(200);
    case CrudCall::kDelete:
      return remove_item(value, ask, arena);
  }
  return nothing(404);
}

}  // namespace mimus::mockoon
