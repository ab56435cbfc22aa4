#include "scalar.h"

#include "json/number_text.h"
#include "json/pointer.h"

namespace mimus::collections {
namespace {

int sign(int comparison) { return comparison < 0 ? -1 : comparison > 0 ? 1 : 0; }

}  // namespace

Scalar Scalar::of(const json::Value* value) {
  if (value == nullptr || value->is_null()) return {};
  if (value->is_bool()) return {Kind::kBool, value->get_bool() ? 1.0 : 0.0, {}};
  if (value->is_number()) return {Kind::kNumber, value->to_number<double>(), {}};
  if (value->is_string()) return {Kind::kText, 0, std::string(value->get_string())};
  return {Kind::kOther, 0, json::write(*value)};
}

int Scalar::compare(const Scalar& a, const Scalar& b) {
  if (a.kind != b.kind) return a.kind < b.kind ? -1 : 1;
  if (a.kind == Kind::kText || a.kind == Kind::kOther) return sign(a.text.compare(b.text));
  return a.number < b.number ? -1 : b.number < a.number ? 1 : 0;
}

std::optional<double> read_number(std::string_view text) {
  if (text.empty() || text.size() > 64) return std::nullopt;
  const auto value = json::parse(text);
  if (!value || !value->is_number()) return std::nullopt;
  const char first = text.front();
  const char last = text.back();
  const bool bare = (first == '-' || (first >= '0' && first <= '9')) && last >= '0' && last <= '9';
  return bare ? std::optional(value->to_number<double>()) : std::nullopt;
}

Operand Operand::of(std::string text) {
  Operand operand;
  operand.number = read_number(text);
  if (text == "true" || text == "false") operand.flag = text == "true";
  operand.null = text == "null";
  operand.text = std::move(text);
  return operand;
}

std::optional<Scalar> Operand::as(Scalar::Kind kind) const {
  switch (kind) {
    case Scalar::Kind::kNothing:
      return null ? std::optional(Scalar()) : std::nullopt;
    case Scalar::Kind::kBool:
      return flag ? std::optional(Scalar{kind, *flag ? 1.0 : 0.0, {}}) : std::nullopt;
    case Scalar::Kind::kNumber:
      return number ? std::optional(Scalar{kind, *number, {}}) : std::nullopt;
    case Scalar::Kind::kText:
      return Scalar{kind, 0, text};
    case Scalar::Kind::kOther:
      break;
  }
  return std::nullopt;
}

bool Operand::equals(const json::Value* value) const {
  const Scalar found = Scalar::of(value);
  const auto wanted = as(found.kind);
  return wanted && *wanted == found;
}

const json::Value* member_at(const json::Value& row, std::string_view path) {
  if (const json::Object* object = row.if_object()) {
    if (const json::Value* whole = object->if_contains(path)) return whole;
    const std::size_t dot = path.find('.');
    if (dot == path.npos) return nullptr;
    const json::Value* part = object->if_contains(path.substr(0, dot));
    return part == nullptr ? nullptr : member_at(*part, path.substr(dot + 1));
  }
  const json::Array* list = row.if_array();
  if (list == nullptr) return nullptr;
  const std::string_view step = path.substr(0, path.find('.'));
  const auto index = json::array_index(step);
  if (!index || *index >= list->size()) return nullptr;
  return step.size() == path.size() ? &(*list)[*index]
                                    : member_at((*list)[*index], path.substr(step.size() + 1));
}

std::string id_text(const json::Value& id) {
  if (const json::String* text = id.if_string()) return std::string(*text);
  if (!id.is_double()) return json::write(id);
  std::string out;
  json::append_shortest(id.get_double(), out);
  return out;
}

}  // namespace mimus::collections
