#include "crud.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include "json/document.h"
#include "text/encoding.h"
#include "value_path.h"

namespace mimus::mockoon {
namespace {

constexpr CrudRow kRows[] = {
    {CrudCall::kList, "get", false, false},       {CrudCall::kGet, "get", true, false},
    {CrudCall::kCreate, "post", false, true},     {CrudCall::kReplaceAll, "put", false, true},
    {CrudCall::kReplace, "put", true, true},      {CrudCall::kMergeAll, "patch", false, true},
    {CrudCall::kMerge, "patch", true, true},      {CrudCall::kDeleteAll, "delete", false, true},
    {CrudCall::kDelete, "delete", true, true},
};

Memory::Value share(json::Value value) {
  return std::make_shared<const json::Value>(std::move(value));
}

CrudAnswer nothing(int status) {
  return {share(json::Object()), status, {}, {}};
}

// The body as a value of its own memory: it outlives the request. What a client sends without one is an empty object.
json::Value body_of(const CrudAsk& ask) {
  return ask.body == nullptr ? json::Value(json::Object()) : json::own(*ask.body);
}

// Sets a member at a path of names, making objects on the way. What stands there and is no object stays, and nothing is set.
void set_at(json::Object& object, std::string_view path, json::Value id) {
  json::Object* at = &object;
  while (true) {
    const NamedPath split = split_name(path);
    if (split.path.empty()) {
      (*at)[split.name] = std::move(id);
      return;
    }
    json::Value* member = at->if_contains(split.name);
    if (member == nullptr) member = &at->emplace(split.name, json::Object()).first->value();
    at = member->if_object();
    if (at == nullptr) return;
    path = path.substr(path.size() - split.path.size());
  }
}

std::optional<json::Value> id_of(const json::Value& item, std::string_view key) {
  return item.is_object() ? find_at(item, key) : std::nullopt;
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
    const auto id = id_of(all[i], ask.key);
    if (id && !id->is_null() && javascript_text(*id, arena) == ask.id) return i;
  }
  return std::nullopt;
}

json::Value next_id(const json::Array& all, const CrudAsk& ask) {
  std::optional<double> highest;
  for (const json::Value& item : all) {
    const auto id = id_of(item, ask.key);
    if (id && id->is_number()) highest = std::max(highest.value_or(-INFINITY), id->to_number<double>());
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

CrudAnswer create(Memory::Value& value, const CrudAsk& ask) {
  json::Value made = body_of(ask);
  if (value == nullptr || !value->is_array()) {
    value = share(made);
    return {value, 201, {}, {}};
  }
  json::Value all = *value;
  if (made.is_object() && !id_of(made, ask.key)) set_at(made.get_object(), ask.key, next_id(all.get_array(), ask));
  all.get_array().push_back(made);
  value = share(std::move(all));
  return {share(std::move(made)), 201, {}, {}};
}

CrudAnswer replace_all(Memory::Value& value, const CrudAsk& ask) {
  value = share(body_of(ask));
  return {value, 200, {}, {}};
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
  return {value, 200, {}, {}};
}

// What an item becomes: of an object the members of the body alone, and its own id when they have none.
json::Value replaced(const json::Value& item, const CrudAsk& ask) {
  json::Value body = body_of(ask);
  if (!item.is_structured()) return body;
  json::Object made;
  spread_into(made, body);
  auto id = id_of(item, ask.key);
  if (id && !id_of(body, ask.key)) set_at(made, ask.key, *std::move(id));
  return made;
}

CrudAnswer change_item(Memory::Value& value, const CrudAsk& ask, Arena& arena) {
  if (value == nullptr || !value->is_array()) return ask.call == CrudCall::kMerge ? merge_all(value, ask) : replace_all(value, ask);
  const auto place = find_item(value->get_array(), ask, arena);
  if (!place) return nothing(404);
  json::Value all = *value;
  json::Value& item = all.get_array()[*place];
  item = ask.call == CrudCall::kMerge ? merged(item, body_of(ask)) : replaced(item, ask);
  CrudAnswer answer{share(item), 200, {}, {}};
  value = share(std::move(all));
  return answer;
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
  if (value == nullptr || !value->is_array()) return {value, {}, {}, {}};
  const auto place = find_item(value->get_array(), ask, arena);
  if (!place) return nothing(404);
  return {share(value->get_array()[*place]), {}, {}, {}};
}

CrudAnswer get_list(const Memory::Value& value, const CrudAsk& ask, Arena& arena) {
  if (value == nullptr || !value->is_array() || ask.query == nullptr) return {value, {}, {}, {}};
  Listed listed = list(value->get_array(), *ask.query, arena);
  return {share(std::move(listed.rows)), {}, listed.total, listed.filtered};
}

}  // namespace

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
      return create(value, ask);
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
