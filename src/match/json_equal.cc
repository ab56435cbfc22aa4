#include "json_equal.h"

#include <algorithm>

namespace mimus::match {
namespace {

bool numbers_equal(const json::Value& a, const json::Value& b) {
  if (a.is_double() || b.is_double()) return a.to_number<double>() == b.to_number<double>();
  return a == b;  // of integers, Boost.JSON compares the value
}

bool objects_equal(const json::Object& a, const json::Object& b) {
  return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&b](const auto& member) {
           const json::Value* other = b.if_contains(member.key());
           return other != nullptr && json_equal(member.value(), *other);
         });
}

}  // namespace

bool json_equal(const json::Value& a, const json::Value& b) {
  if (a.is_number() && b.is_number()) return numbers_equal(a, b);
  if (a.kind() != b.kind()) return false;
  if (const json::Object* object = a.if_object()) return objects_equal(*object, b.get_object());
  if (const json::Array* array = a.if_array()) {
    const json::Array& other = b.get_array();
    return std::equal(array->begin(), array->end(), other.begin(), other.end(), json_equal);
  }
  return a == b;
}

}  // namespace mimus::match
