#include "diff.h"

#include <algorithm>
#include <string>

#include "equal.h"

namespace mimus::json {
namespace {

void compare(const Value& expected, const Value& actual, std::vector<std::string>& path,
             std::vector<Difference>& found);

void compare_child(std::string token, const Value* expected, const Value* actual,
                   std::vector<std::string>& path, std::vector<Difference>& found) {
  path.push_back(std::move(token));
  if (expected != nullptr && actual != nullptr) {
    compare(*expected, *actual, path, found);
  } else {
    found.push_back({Pointer(path), expected, actual});
  }
  path.pop_back();
}

void compare(const Value& expected, const Value& actual, std::vector<std::string>& path,
             std::vector<Difference>& found) {
  if (expected.is_object() && actual.is_object()) {
    const Object& left = expected.get_object();
    const Object& right = actual.get_object();
    for (const auto& member : left) {
      compare_child(member.key(), &member.value(), right.if_contains(member.key()), path, found);
    }
    for (const auto& member : right) {
      if (!left.contains(member.key()))
        compare_child(member.key(), nullptr, &member.value(), path, found);
    }
  } else if (expected.is_array() && actual.is_array()) {
    const Array& left = expected.get_array();
    const Array& right = actual.get_array();
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      compare_child(std::to_string(i), i < left.size() ? &left[i] : nullptr,
                    i < right.size() ? &right[i] : nullptr, path, found);
    }
  } else if (!equivalent(expected, actual)) {
    found.push_back({Pointer(path), &expected, &actual});
  }
}

}  // namespace

std::vector<Difference> diff(const Value& expected, const Value& actual) {
  std::vector<Difference> found;
  std::vector<std::string> path;
  compare(expected, actual, path, found);
  return found;
}

std::string_view kind_name(const Value* value) {
  if (value == nullptr) return "nothing";
  switch (value->kind()) {
    case boost::json::kind::null:
      return "null";
    case boost::json::kind::bool_:
      return "boolean";
    case boost::json::kind::string:
      return "string";
    case boost::json::kind::array:
      return "array";
    case boost::json::kind::object:
      return "object";
    default:
      return "number";
  }
}

Patch patch_between(const Value& from, const Value& to) {
  std::vector<Patch::Operation> operations;
  std::vector<Patch::Operation> removals;
  for (Difference& difference : diff(from, to)) {
    if (difference.actual == nullptr) {
      removals.push_back({.op = Patch::Op::kRemove, .path = std::move(difference.pointer)});
    } else {
      const Patch::Op op = difference.expected == nullptr ? Patch::Op::kAdd : Patch::Op::kReplace;
      operations.push_back(
          {.op = op, .path = std::move(difference.pointer), .value = *difference.actual});
    }
  }
  // From the back, so that no index moves before its turn.
  std::move(removals.rbegin(), removals.rend(), std::back_inserter(operations));
  return Patch(std::move(operations));
}

}  // namespace mimus::json
