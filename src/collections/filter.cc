#include <algorithm>

#include "query.h"
#include "text/encoding.h"

namespace mimus::collections {
namespace {

constexpr OperatorName kOperators[] = {
    {"eq", Operator::kEqual, "equal; without an operator the same"},
    {"ne", Operator::kNotEqual, "not equal"},
    {"gt", Operator::kGreater, "greater"},
    {"gte", Operator::kGreaterEqual, "greater or equal"},
    {"lt", Operator::kLess, "less"},
    {"lte", Operator::kLessEqual, "less or equal"},
    {"in", Operator::kIn, "one of these, between commas"},
    {"nin", Operator::kNotIn, "none of these"},
    {"like", Operator::kLike, "a regular expression somewhere in the text, in any case"},
    {"contains", Operator::kContains, "this text inside, in any case; of a list: this element"},
    {"start", Operator::kStart, "begins with this, in any case"},
    {"end", Operator::kEnd, "ends with this, in any case"},
    {"exists", Operator::kExists, "true: it is there and not null; false: it is not"},
};

std::string lower_text(const json::Value& value) {
  return text::to_lower_ascii(value.is_string() ? std::string(value.get_string()) : id_text(value));
}

bool is_simple(const json::Value* value) { return value != nullptr && !value->is_object() && !value->is_array(); }

bool has_order(const json::Value* value, const Operand& operand, Operator op) {
  const Scalar found = Scalar::of(value);
  if (found.kind != Scalar::Kind::kNumber && found.kind != Scalar::Kind::kText) return false;
  const auto wanted = operand.as(found.kind);
  if (!wanted) return false;
  const int order = Scalar::compare(found, *wanted);
  switch (op) {
    case Operator::kGreater: return order > 0;
    case Operator::kGreaterEqual: return order >= 0;
    case Operator::kLess: return order < 0;
    default: return order <= 0;
  }
}

bool contains(const json::Value* value, const Operand& operand) {
  if (value == nullptr) return false;
  if (const json::Array* list = value->if_array())
    return std::any_of(list->begin(), list->end(), [&](const json::Value& each) { return operand.equals(&each); });
  return is_simple(value) && lower_text(*value).find(text::to_lower_ascii(operand.text)) != std::string::npos;
}

bool any(std::span<const Operand> operands, const json::Value* value) {
  return std::any_of(operands.begin(), operands.end(), [&](const Operand& each) { return each.equals(value); });
}

}  // namespace

std::span<const OperatorName> operators() { return kOperators; }

bool Filter::holds(const json::Value& row) const {
  const json::Value* value = member_at(row, path);
  const Operand& first = operands.front();
  switch (op) {
    case Operator::kEqual:
    case Operator::kIn:
      return any(operands, value);
    case Operator::kNotEqual:
    case Operator::kNotIn:
      return !any(operands, value);
    case Operator::kGreater:
    case Operator::kGreaterEqual:
    case Operator::kLess:
    case Operator::kLessEqual:
      return has_order(value, first, op);
    case Operator::kLike:
      return is_simple(value) && pattern->search(value->is_string() ? std::string(value->get_string()) : id_text(*value)) ==
                                     regex::Regex::Outcome::kYes;
    case Operator::kContains:
      return contains(value, first);
    case Operator::kStart:
      return is_simple(value) && lower_text(*value).starts_with(text::to_lower_ascii(first.text));
    case Operator::kEnd:
      return is_simple(value) && lower_text(*value).ends_with(text::to_lower_ascii(first.text));
    case Operator::kExists:
      return (value != nullptr && !value->is_null()) == first.flag.value_or(true);
  }
  return false;
}

bool has_text(const json::Value& value, std::string_view lower) {
  if (const json::Object* members = value.if_object())
    return std::any_of(members->begin(), members->end(), [&](const auto& each) { return has_text(each.value(), lower); });
  if (const json::Array* list = value.if_array())
    return std::any_of(list->begin(), list->end(), [&](const json::Value& each) { return has_text(each, lower); });
  return !value.is_null() && lower_text(value).find(lower) != std::string::npos;
}

json::Value project(const json::Value& row, std::span<const std::string> fields) {
  json::Value out = json::Object();
  for (const std::string& field : fields) {
    const json::Value* value = member_at(row, field);
    if (value == nullptr) continue;
    json::Object* into = &out.get_object();
    std::string_view rest = field;
    if (!row.get_object().contains(field)) {
      for (std::size_t dot; (dot = rest.find('.')) != rest.npos; rest.remove_prefix(dot + 1)) {
        json::Value& next = (*into)[rest.substr(0, dot)];
        if (!next.is_object()) next = json::Object();
        into = &next.get_object();
      }
    }
    (*into)[rest] = *value;
  }
  return out;
}

}  // namespace mimus::collections
