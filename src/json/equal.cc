#include "equal.h"

#include <algorithm>
#include <cmath>

namespace mimus::json {
namespace {

bool same_number(double real, const Value& integer) {
  // The comparison is exact: a double without fraction within 64 bits converts to its integer.
  if (real != std::floor(real)) return false;
  constexpr double kTwo63 = 9223372036854775808.0;
  if (real >= -kTwo63 && real < kTwo63) return Value(static_cast<std::int64_t>(real)) == integer;
  return real >= kTwo63 && real < 2 * kTwo63 && Value(static_cast<std::uint64_t>(real)) == integer;
}

}  // namespace

bool equivalent(const Value& a, const Value& b) {
  if (a.is_double() && b.is_number() && !b.is_double()) return same_number(a.get_double(), b);
  if (b.is_double() && a.is_number() && !a.is_double()) return same_number(b.get_double(), a);
  if (a.is_array() && b.is_array()) {
    const Array& left = a.get_array();
    const Array& right = b.get_array();
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), equivalent);
  }
  if (a.is_object() && b.is_object()) {
    const Object& left = a.get_object();
    const Object& right = b.get_object();
    return left.size() == right.size() &&
           std::all_of(left.begin(), left.end(), [&](const auto& member) {
             const Value* other = right.if_contains(member.key());
             return other != nullptr && equivalent(member.value(), *other);
           });
  }
  return a == b;  // scalars: int64 and uint64 by value
}

}  // namespace mimus::json
