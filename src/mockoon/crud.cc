#include "crud.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "json/document.h"
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

// Sets a member at a path of names, making objects on the way.
void set_at(json::Value& value, std::string_view path, json::Value id) {
  json::Value* at = &value;
  while (true) {
    if (!at->is_object()) *at = json::Object();
    NamedPath split = split_name(path);
    json::Value& member = at->get_object()[split.name];
    if (split.path.empty()) {
      member = std::move(id);
      return;
    }
    at = &member;
    path = path.substr(path.size() - split.path.size());
  }
}

std::optional<json::Value> id_of(const json::Value& item, std::string_view key) {
  return item.is_object() ? find_at(item, key) : std::nullopt;
}

// By String(item[key]), or by index where items are no objects.
std::optional<std::size_t> find_item(const json::Array& all, const CrudAsk& ask, Arena& arena) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].is_object()) {
      if (std::to_string(i) == ask.id) return i;
      continue;
    }
    const auto id = id_of(all[i], ask.key);
    if (id && javascript_text(*id, arena) == ask.id) return i;
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

void merge_into(json::Value& target, const json::Value& body) {
  if (target.is_object() && body.is_object()) {
    for (const auto& member : body.get_object()) target.get_object()[member.key()] = member.value();
  } else if (target.is_array() && body.is_array()) {
    for (const json::Value& one : body.get_array()) target.get_array().push_back(one);
  } else {
    target = body;
  }
}

CrudAnswer create(Memory::Value& value, const CrudAsk& ask) {
  json::Value made = body_of(ask);
  if (value == nullptr || !value->is_array()) {
    value = share(made);
    return {value, 201, {}, {}};
  }
  json::Value all = *value;
  if (made.is_object() && !id_of(made, ask.key)) set_at(made, ask.key, next_id(all.get_array(), ask));
  all.get_array().push_back(made);
  value = share(std::move(all));
  return {share(std::move(made)), 201, {}, {}};
}

CrudAnswer replace_all(Memory::Value& value, const CrudAsk& ask, bool merge) {
  json::Value made = value == nullptr ? json::Value() : *value;
  if (merge) {
    merge_into(made, body_of(ask));
  } else {
    made = body_of(ask);
  }
  value = share(std::move(made));
  return {value, 200, {}, {}};
}

CrudAnswer change_item(Memory::Value& value, const CrudAsk& ask, Arena& arena) {
  if (value == nullptr || !value->is_array()) return replace_all(value, ask, ask.call == CrudCall::kMerge);
  const auto place = find_item(value->get_array(), ask, arena);
  if (!place) return nothing(404);
  json::Value all = *value;
  json::Value& item = all.get_array()[*place];
  if (ask.call == CrudCall::kMerge) {
    merge_into(item, body_of(ask));
  } else {
    json::Value made = body_of(ask);
    auto id = id_of(item, ask.key);
    if (made.is_object() && id && !id_of(made, ask.key)) set_at(made, ask.key, *std::move(id));
    item = std::move(made);
  }
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
      return replace_all(value, ask, false);
    case CrudCall::kMergeAll:
      return replace_all(value, ask, true);
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
