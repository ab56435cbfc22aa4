#include "compare.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

namespace mimus::jsonpath {
namespace {

using json::Value;

constexpr double kTwo63 = 9223372036854775808.0;

std::partial_ordering compare_integers(const Value& a, const Value& b) {
  if (a.is_int64() && b.is_int64()) return a.get_int64() <=> b.get_int64();
  if (a.is_uint64() && b.is_uint64()) return a.get_uint64() <=> b.get_uint64();
  if (b.is_int64()) return 0 <=> compare_integers(b, a);
  if (a.get_int64() < 0) return std::partial_ordering::less;
  return static_cast<std::uint64_t>(a.get_int64()) <=> b.get_uint64();
}

// An integer and a double: the double's whole part fits an integer exactly, or it lies beyond all of them.
std::partial_ordering compare_mixed(const Value& integer, double real) {
  if (std::isnan(real)) return std::partial_ordering::unordered;
  if (real >= 2 * kTwo63) return std::partial_ordering::less;
  if (real < -kTwo63) return std::partial_ordering::greater;
  const double whole = std::trunc(real);
  const Value rounded = whole < kTwo63 ? Value(static_cast<std::int64_t>(whole)) : Value(static_cast<std::uint64_t>(whole));
  const std::partial_ordering order = compare_integers(integer, rounded);
  return order != 0 ? order : whole <=> real;
}

// Scalars and sizes; for containers `deeper` says that their children decide.
bool equal_here(const Value& a, const Value& b, bool& deeper) {
  deeper = false;
  if (a.is_number()) return b.is_number() && compare_numbers(a, b) == 0;
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case boost::json::kind::bool_: return a.get_bool() == b.get_bool();
    case boost::json::kind::string: return a.get_string() == b.get_string();
    case boost::json::kind::array: deeper = true; return a.get_array().size() == b.get_array().size();
    case boost::json::kind::object: deeper = true; return a.get_object().size() == b.get_object().size();
    default: return true;   // null
  }
}

std::size_t bytes_of(const Value& value) { return value.is_string() ? value.get_string().size() : 0; }

std::partial_ordering order(const Value& left, const Value& right) {
  if (left.is_number() && right.is_number()) return compare_numbers(left, right);
  if (left.is_string() && right.is_string()) {
    // Bytes of UTF-8 sort as their code points do.
    return left.get_string().compare(right.get_string()) <=> 0;
  }
  return std::partial_ordering::unordered;
}

bool is_ordered(Relation relation, const Value& left, const Value& right) {
  const std::partial_ordering between = order(left, right);
  switch (relation) {
    case Relation::kLess: return between < 0;
    case Relation::kLessOrEqual: return between <= 0;
    case Relation::kGreater: return between > 0;
    default: return between >= 0;
  }
}

std::optional<Value> number_in(const json::String& text) {
  auto value = json::parse(text);
  if (!value || !value->is_number()) return std::nullopt;
  return *std::move(value);
}

// Jayway's ==: a string equals the number that it spells.
bool loosely_equal(const Value& left, const Value& right, Budget& budget) {
  if (left.is_string() && right.is_number()) {
    const auto number = number_in(left.get_string());
    return number && compare_numbers(*number, right) == 0;
  }
  if (left.is_number() && right.is_string()) return loosely_equal(right, left, budget);
  return equal(left, right, budget);
}

bool contains(const json::Array& list, const Value& wanted, Budget& budget) {
  return std::any_of(list.begin(), list.end(), [&](const Value& one) { return loosely_equal(one, wanted, budget); });
}

bool all_in(const json::Array& some, const json::Array& list, Budget& budget) {
  return std::all_of(some.begin(), some.end(), [&](const Value& one) { return contains(list, one, budget); });
}

bool any_in(const json::Array& some, const json::Array& list, Budget& budget) {
  return std::any_of(some.begin(), some.end(), [&](const Value& one) { return contains(list, one, budget); });
}

std::optional<std::size_t> size_of(const Value& value) {
  if (value.is_string()) return code_points(value.get_string());
  if (value.is_array()) return value.get_array().size();
  if (value.is_object()) return value.get_object().size();
  return std::nullopt;
}

bool has_size(const Value& value, const Value& wanted) {
  const std::optional<std::size_t> size = size_of(value);
  return size && wanted.is_number() && compare_numbers(Value(*size), wanted) == 0;
}

bool is_empty(const Value& value, const Value& wanted) {
  const std::optional<std::size_t> size = size_of(value);
  return size && wanted.is_bool() && (*size == 0) == wanted.get_bool();
}

bool holds_part(const Value& left, const Value& right, Budget& budget) {
  if (left.is_string() && right.is_string()) {
    return std::string_view(left.get_string()).find(std::string_view(right.get_string())) != std::string_view::npos;
  }
  return left.is_array() && contains(left.get_array(), right, budget);
}

}  // namespace

std::partial_ordering compare_numbers(const Value& a, const Value& b) {
  if (a.is_double() && b.is_double()) return a.get_double() <=> b.get_double();
  if (b.is_double()) return compare_mixed(a, b.get_double());
  if (a.is_double()) return 0 <=> compare_mixed(b, a.get_double());
  return compare_integers(a, b);
}

bool equal(const Value& a, const Value& b, Budget& budget) {
  bool deeper = false;
  if (!equal_here(a, b, deeper)) return false;
  if (!deeper) return budget.spend_for_bytes(bytes_of(a));
  std::vector<std::pair<const Value*, const Value*>> pending{{&a, &b}};
  const auto same = [&](const Value& left, const Value& right) {
    if (!equal_here(left, right, deeper) || !budget.spend_for_bytes(bytes_of(left))) return false;
    if (deeper) pending.emplace_back(&left, &right);
    return true;
  };
  while (!pending.empty()) {
    const auto [left, right] = pending.back();
    pending.pop_back();
    if (left->is_array()) {
      const json::Array& one = left->get_array();
      if (!std::equal(one.begin(), one.end(), right->get_array().begin(), same)) return false;
    } else {
      for (const auto& member : left->get_object()) {
        const Value* other = right->get_object().if_contains(member.key());
        if (other == nullptr || !same(member.value(), *other)) return false;
      }
    }
  }
  return true;
}

bool holds(Relation relation, const Value* left, const Value* right, Budget& budget) {
  if (relation == Relation::kNotEqual) return !holds(Relation::kEqual, left, right, budget);
  const bool with_equal = relation == Relation::kEqual || relation == Relation::kLessOrEqual ||
                          relation == Relation::kGreaterOrEqual;
  if (left == nullptr || right == nullptr) return with_equal && left == right;
  if (relation == Relation::kEqual) return equal(*left, *right, budget);
  if (!budget.spend_for_bytes(bytes_of(*left))) return false;
  if (is_ordered(relation, *left, *right)) return true;
  return with_equal && equal(*left, *right, budget);
}

bool holds_loosely(Relation relation, const Value* left, const Value* right, Budget& budget) {
  const bool both = left != nullptr && right != nullptr;
  switch (relation) {
    case Relation::kNotEqual: return !both || !loosely_equal(*left, *right, budget);
    case Relation::kNotSame: return !both || !equal(*left, *right, budget);
    case Relation::kNotIn: return !both || !right->is_array() || !contains(right->get_array(), *left, budget);
    default: break;
  }
  if (!both) return false;
  const bool lists = left->is_array() && right->is_array();
  switch (relation) {
    case Relation::kEqual: return loosely_equal(*left, *right, budget);
    case Relation::kSame: return equal(*left, *right, budget);
    case Relation::kIn: return right->is_array() && contains(right->get_array(), *left, budget);
    case Relation::kContains: return holds_part(*left, *right, budget);
    case Relation::kAll: return lists && all_in(right->get_array(), left->get_array(), budget);
    case Relation::kSize: return has_size(*left, *right);
    case Relation::kEmpty: return is_empty(*left, *right);
    case Relation::kSubsetOf: return lists && all_in(left->get_array(), right->get_array(), budget);
    case Relation::kAnyOf: return lists && any_in(left->get_array(), right->get_array(), budget);
    case Relation::kNoneOf: return lists && !any_in(left->get_array(), right->get_array(), budget);
    default: return is_ordered(relation, *left, *right);
  }
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

}  // namespace mimus::jsonpath
