#include "bucket_edit.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "data_path.h"
#include "javascript.h"
#include "json/pointer.h"

namespace mimus::helpers {
namespace {

using Segments = std::vector<std::string>;
constexpr std::size_t kMostGrowth = 10'000;

json::Value* child(json::Value& parent, const std::string& segment) {
  if (json::Object* object = parent.if_object()) return object->if_contains(segment);
  json::Array* array = parent.if_array();
  const auto index = array ? json::array_index(segment) : std::nullopt;
  return index && *index < array->size() ? &(*array)[*index] : nullptr;
}

json::Value* find(json::Value& document, const Segments& path) {
  json::Value* at = &document;
  for (const std::string& segment : path) {
    if (at != nullptr) at = child(*at, segment);
  }
  return at;
}

// The place at the path, made if need be; nullptr when something on the way is no container.
Result<json::Value*> place(json::Value& document, const Segments& path) {
  json::Value* at = &document;
  for (const std::string& segment : path) {
    const auto index = json::array_index(segment);
    if (at->is_null()) *at = index ? json::Value(json::Array()) : json::Value(json::Object());
    if (json::Object* object = at->if_object()) {
      at = &(*object)[segment];
      continue;
    }
    json::Array* array = at->if_array();
    if (array == nullptr || !index) return nullptr;
    if (*index >= array->size() + kMostGrowth)
      return Error{Code::kLimit, "a list grows by 10,000 elements at most", {}, {}};
    if (*index >= array->size()) array->resize(*index + 1);
    at = &(*array)[*index];
  }
  return at;
}

Status set(json::Value& document, const Segments& path, const json::Value* value) {
  MIMUS_TRY(json::Value * at, place(document, path));
  if (at != nullptr) *at = value == nullptr ? json::Value(nullptr) : *value;
  return Done();
}

Status push(json::Value& document, const Segments& path, const json::Value* value) {
  json::Value* at = find(document, path);
  if (at != nullptr && at->is_array())
    at->get_array().push_back(value == nullptr ? json::Value(nullptr) : *value);
  return Done();
}

Status remove(json::Value& document, const Segments& path, const json::Value*) {
  if (path.empty()) {
    document = nullptr;
    return Done();
  }
  json::Value* parent = find(document, Segments(path.begin(), path.end() - 1));
  if (parent == nullptr || child(*parent, path.back()) == nullptr) return Done();
  if (json::Object* object = parent->if_object()) {
    object->erase(path.back());
  } else {
    json::Array& array = parent->get_array();
    array.erase(array.begin() + static_cast<std::ptrdiff_t>(*json::array_index(path.back())));
  }
  return Done();
}

// Number(value) of a document's scalar.
double number(const json::Value& value) {
  if (value.is_number()) return value.to_number<double>();
  if (value.is_bool()) return value.get_bool() ? 1 : 0;
  if (value.is_null()) return 0;
  if (!value.is_string()) return std::numeric_limits<double>::quiet_NaN();
  return javascript::number(std::string_view(value.get_string()));
}

Status count(json::Value& document, const Segments& path, const json::Value* value, double sign) {
  json::Value* at = find(document, path);
  const double given = value == nullptr ? 0 : number(*value);
  if (at == nullptr || std::isnan(number(*at)) || std::isnan(given)) return Done();
  const double sum = number(*at) + sign * (given == 0 ? 1 : given);
  const auto whole = javascript::value_of(sum).to_integer();
  *at = whole ? json::Value(*whole) : json::Value(sum);
  return Done();
}
Status increase(json::Value& document, const Segments& path, const json::Value* value) {
  return count(document, path, value, 1);
}
Status decrease(json::Value& document, const Segments& path, const json::Value* value) {
  return count(document, path, value, -1);
}

Status invert(json::Value& document, const Segments& path, const json::Value*) {
  json::Value* at = find(document, path);
  if (at != nullptr && at->is_bool()) *at = !at->get_bool();
  return Done();
}

Status merge(json::Value& document, const Segments& path, const json::Value* value) {
  json::Value* at = find(document, path);
  const bool objects = at != nullptr && at->is_object() && value != nullptr && value->is_object();
  if (!objects) return set(document, path, value);
  for (const auto& member : value->get_object()) at->get_object()[member.key()] = member.value();
  return Done();
}

struct Operation {
  std::string_view name;
  Status (*run)(json::Value&, const Segments&, const json::Value*);
};
constexpr Operation kOperations[] = {
    {"set", &set},      {"push", &push},     {"del", &remove},  {"inc", &increase},
    {"dec", &decrease}, {"invert", &invert}, {"merge", &merge},
};

}  // namespace

Status edit_bucket(json::Value& document, std::string_view operation, std::string_view path,
                   const json::Value* value) {
  const auto* known = std::find_if(std::begin(kOperations), std::end(kOperations),
                                   [&](const Operation& one) { return one.name == operation; });
  const Operation& chosen = known == std::end(kOperations) ? kOperations[0] : *known;
  return chosen.run(document, DataPath::segments(path), value);
}

}  // namespace mimus::helpers
