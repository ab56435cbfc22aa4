#include "state_edit.h"

#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace mimus::serve {
namespace {

using Kind = stub::Assignment::Kind;
using Step = facts::StatePath::Step;

constexpr std::ptrdiff_t kAround = 48;  // a member or an element by itself

std::string_view kind_of(const json::Value& value) {
  if (value.is_array()) return "a list";
  if (value.is_object()) return "an object";
  if (value.is_string()) return "a text";
  if (value.is_bool()) return "true or false";
  return value.is_null() ? "null" : "a number";
}

std::string shown(const Step& step) {
  return step.name.empty() && step.index ? "element [" + std::to_string(*step.index) + "]"
                                         : "'" + step.name + "'";
}

// The text of the path before its step.
std::string before(const facts::StatePath& path, std::size_t step) {
  facts::StatePath shorter = path;
  shorter.cut(step);
  return shorter.text();
}

Error no_place(const facts::StatePath& path, std::size_t step, const json::Value* in) {
  const std::string what = in == nullptr ? "nothing yet" : std::string(kind_of(*in));
  return invalid(
      "'" + before(path, step) + "' is " + what + " and has no " + shown(path.steps()[step]),
      "elements are written from [0] on, without gaps");
}

bool is_nothing(const json::Value* value) {
  return value == nullptr || value->is_null();
}

// May something be put there? Goes on to what is there now.
bool leads(const json::Value*& at, const Step& step) {
  const bool bracket = step.name.empty() && step.index;
  if (is_nothing(at)) {
    at = nullptr;
    return !bracket || *step.index == 0;
  }
  if (const json::Array* array = at->if_array()) {
    if (!step.index) return false;
    const auto element = facts::element_at(*step.index, array->size());
    const bool is_next = *step.index == static_cast<std::int64_t>(array->size());
    at = element ? &(*array)[*element] : nullptr;
    return element || is_next;
  }
  const json::Object* object = at->if_object();
  if (object == nullptr || bracket) return false;
  at = object->if_contains(step.name);
  return true;
}

json::Value sum(const json::Value* before, const json::Value& by) {
  const bool is_number = before != nullptr && before->is_number();
  const json::Value start = is_number ? *before : json::Value(std::int64_t{0});
  if (start.is_int64() && by.is_int64()) {
    std::int64_t whole = 0;
    if (!__builtin_add_overflow(start.get_int64(), by.get_int64(), &whole)) return whole;
  }
  const double total = start.to_number<double>() + by.to_number<double>();
  constexpr double kExact = 9007199254740992.0;  // 2^53: below, a whole double is one whole number
  if (std::trunc(total) == total && std::fabs(total) < kExact)
    return static_cast<std::int64_t>(total);
  return total;
}

json::Value& go_into(json::Value& value, const Step& step) {
  if (value.is_null()) {
    if (step.name.empty() && step.index) {
      value = json::Array();
    } else {
      value = json::Object();
    }
  }
  if (json::Object* object = value.if_object()) return (*object)[step.name];
  json::Array& array = value.get_array();
  const auto element = facts::element_at(*step.index, array.size());
  return element ? array[*element] : array.emplace_back(nullptr);
}

void take_out(json::Value& value, const Step& step) {
  if (json::Object* object = value.if_object()) {
    object->erase(step.name);
    return;
  }
  json::Array& array = value.get_array();
  array.erase(array.begin() +
              static_cast<std::ptrdiff_t>(*facts::element_at(*step.index, array.size())));
}

std::ptrdiff_t signed_weight(const json::Value* value) {
  return value == nullptr ? 0 : static_cast<std::ptrdiff_t>(weight_of(*value));
}

// What is at the place, if it can be there, and how much has to be made on the way to it.
struct Spot {
  const json::Value* value = nullptr;
  std::ptrdiff_t made = 0;
};

Result<Spot> find_spot(const json::Value* value, const facts::StatePath& path) {
  Spot place{value, 0};
  for (std::size_t i = 0; i < path.steps().size(); ++i) {
    const json::Value* in = place.value;
    if (!leads(place.value, path.steps()[i])) return no_place(path, i, in);
    if (place.value == nullptr)
      place.made += kAround + static_cast<std::ptrdiff_t>(path.steps()[i].name.size());
  }
  return place;
}

}  // namespace

std::size_t weight_of(const json::Value& value) {
  std::size_t weight = sizeof(json::Value);
  if (const json::String* string = value.if_string()) return weight + string->size();
  if (const json::Array* array = value.if_array()) {
    for (const json::Value& element : *array) weight += weight_of(element);
  }
  if (const json::Object* object = value.if_object()) {
    for (const auto& member : *object)
      weight += kAround + member.key().size() + weight_of(member.value());
  }
  return weight;
}

Result<ValueEdit> prepare(const json::Value* value, Kind kind, const facts::StatePath& path,
                          json::Value operand) {
  if (kind == Kind::kRemove) {
    const json::Value* there = value;
    bool found = value != nullptr;
    for (std::size_t i = 0; found && i < path.steps().size(); ++i) {
      found = !is_nothing(there) && leads(there, path.steps()[i]) && there != nullptr;
    }
    return ValueEdit{kind, nullptr, found, found ? -signed_weight(there) : 0};
  }
  MIMUS_TRY(const Spot place, find_spot(value, path));
  switch (kind) {
    case Kind::kAdd: {
      if (!operand.is_number())
        return invalid("only a number can be added to '" + path.text() + "'; got " +
                       std::string(kind_of(operand)));
      json::Value total = sum(place.value, operand);
      const std::ptrdiff_t growth = place.made + signed_weight(&total) - signed_weight(place.value);
      return ValueEdit{kind, total, total, growth};
    }
    case Kind::kAppend: {
      if (!is_nothing(place.value) && !place.value->is_array()) {
        return invalid("'" + path.text() + "' is " + std::string(kind_of(*place.value)) +
                       " and no list");
      }
      const std::size_t before = is_nothing(place.value) ? 0 : place.value->get_array().size();
      const std::ptrdiff_t growth = place.made + signed_weight(&operand) + kAround;
      return ValueEdit{kind, std::move(operand), before + 1, growth};
    }
    default:
      const std::ptrdiff_t growth =
          place.made + signed_weight(&operand) - signed_weight(place.value);
      return ValueEdit{kind, std::move(operand), nullptr, growth};
  }
}

void carry_out(json::Value& value, const facts::StatePath& path, ValueEdit edit) {
  const std::vector<Step>& steps = path.steps();
  json::Value* at = &value;
  const std::size_t last = edit.kind == Kind::kRemove ? 1 : 0;
  for (std::size_t i = 0; i + last < steps.size(); ++i) at = &go_into(*at, steps[i]);
  if (edit.kind == Kind::kRemove) {
    take_out(*at, steps.back());
  } else if (edit.kind != Kind::kAppend) {
    *at = std::move(edit.operand);
  } else {
    if (at->is_null()) *at = json::Array();
    at->get_array().push_back(std::move(edit.operand));
  }
}

}  // namespace mimus::serve
