#include "comparing.h"

#include "date_value.h"

namespace mimus::helpers {
namespace {

using handlebars::Entry;
using handlebars::entry_of;
using handlebars::size_of;

bool equal_entries(const Value& a, const Value& b, bool by_name, Arena& arena) {
  const std::size_t size = size_of(a);
  if (size != size_of(b)) return false;
  for (std::size_t i = 0; i < size; ++i) {
    const Entry left = entry_of(a, i, arena);
    Value right;
    for (std::size_t j = by_name ? 0 : i; by_name ? j < size : j == i; ++j) {
      const Entry candidate = entry_of(b, j, arena);
      if (by_name && candidate.name != left.name) continue;
      right = candidate.value;
      break;
    }
    if (!java_equals(left.value, right, arena)) return false;
  }
  return true;
}

int sign(double a, double b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

}  // namespace

bool java_equals(const Value& a, const Value& b, Arena& arena) {
  if (a.is_nothing() || b.is_nothing()) return a.is_nothing() && b.is_nothing();
  if (a.is_number() && b.is_number()) {
    if (a.kind() == Value::Kind::kInteger && b.kind() == Value::Kind::kInteger)
      return a.as_integer() == b.as_integer();
    return a.to_double() == b.to_double();
  }
  if (a.is_text() && b.is_text()) return a.as_text() == b.as_text();
  if (a.is_bool() && b.is_bool()) return a.as_bool() == b.as_bool();
  const DateValue *first = a.if_object<DateValue>(), *second = b.if_object<DateValue>();
  if (first && second) return first->instant() == second->instant();
  if (a.is_list_like() && b.is_list_like()) return equal_entries(a, b, false, arena);
  if (a.is_map_like() && b.is_map_like()) return equal_entries(a, b, true, arena);
  return a.same(b);
}

Result<int> java_compare(const Call& call, const Value& a, const Value& b) {
  const DateValue *first = a.if_object<DateValue>(), *second = b.if_object<DateValue>();
  const bool comparable = a.is_number() || a.is_text() || a.is_bool() || first;
  if (!comparable) {
    return thrown(call, "java.lang.IllegalArgumentException",
                  "Not a comparable: " + std::string(java_text(call, a)));
  }
  if (b.is_nothing()) return null_pointer(call, "Object.getClass()", "right");
  if (a.is_number() && b.is_number()) return sign(*a.to_double(), *b.to_double());
  if (a.is_text() && b.is_text())
    return a.as_text().compare(b.as_text()) < 0 ? -1 : a.as_text() == b.as_text() ? 0 : 1;
  if (a.is_bool() && b.is_bool())
    return static_cast<int>(a.as_bool()) - static_cast<int>(b.as_bool());
  if (first && second)
    return first->instant() < second->instant()    ? -1
           : first->instant() == second->instant() ? 0
                                                   : 1;
  return class_cast(call, b, java_class(a));
}

}  // namespace mimus::helpers
