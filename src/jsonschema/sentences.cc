#include "sentences.h"

#include <algorithm>

#include "base/code_points.h"
#include "formats.h"

namespace mimus::jsonschema {
namespace {

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

// The front of a text, up to whole code points.
std::string shortened(std::string text) {
  constexpr std::size_t kMost = 60;
  if (text.size() <= kMost) return text;
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

std::string is(const json::Value& value) {
  return ", is " + excerpt(value);
}

std::string one_of(const std::vector<json::Value>& values) {
  constexpr std::size_t kMost = 12;
  std::string text;
  for (std::size_t i = 0; i < std::min(values.size(), kMost); ++i) {
    if (i > 0) text += ", ";
    text += excerpt(values[i]);
  }
  if (values.size() > kMost) text += ", … (" + std::to_string(values.size()) + " in all)";
  return text;
}

struct KindRow {
  unsigned kinds;
  std::string_view name;
};
constexpr unsigned bit(boost::json::kind kind) {
  return 1u << static_cast<unsigned>(kind);
}
constexpr KindRow kKinds[] = {
    {bit(boost::json::kind::null), "null"},      {bit(boost::json::kind::bool_), "a boolean"},
    {bit(boost::json::kind::int64), "a number"}, {bit(boost::json::kind::string), "a string"},
    {bit(boost::json::kind::array), "an array"}, {bit(boost::json::kind::object), "an object"},
};

}  // namespace

std::string quoted(std::string_view text) {
  std::string out;
  json::write_string(shortened(std::string(text)), out);
  return out;
}

std::string excerpt(const json::Value& value) {
  if (value.is_object() && !value.get_object().empty()) {
    return "an object with " + counted(value.get_object().size(), "member", "members");
  }
  if (value.is_array() && !value.get_array().empty()) {
    return "an array of " + counted(value.get_array().size(), "element", "elements");
  }
  if (value.is_string()) return quoted(value.get_string());
  return json::write(value);
}

std::string type_sentence(const Node& node, const json::Value& value) {
  std::string wanted;
  for (const KindRow& row : kKinds) {
    if ((node.kinds & row.kinds) == 0) continue;
    const bool number = row.kinds == bit(boost::json::kind::int64);
    if (!wanted.empty()) wanted += " or ";
    wanted += number && node.whole ? "a whole number" : row.name;
  }
  if (wanted.empty()) return "no value is allowed here" + is(value);
  return "must be " + wanted + is(value);
}

std::string sentence(const Program& program, const Check& check, const json::Value& value) {
  const auto number = [&] { return excerpt(program.constants[check.a]); };
  const std::size_t size = value.is_string()   ? count_code_points(value.get_string())
                           : value.is_array()  ? value.get_array().size()
                           : value.is_object() ? value.get_object().size()
                                               : 0;
  const auto sized = [&](std::string_view bound, std::string_view one, std::string_view many) {
    return "must have at " + std::string(bound) + " " + counted(check.a, one, many) + ", has " +
           std::to_string(size);
  };
  switch (check.op) {
    case Op::kConst:
      return "must be " + excerpt(program.constants[check.a]) + is(value);
    case Op::kEnum:
      return "must be one of " + one_of(program.enums[check.a].values) + is(value);
    case Op::kNot:
      return "must not be what the schema under \"not\" describes" + is(value);
    case Op::kMinimum:
      return "must be at least " + number() + is(value);
    case Op::kExclusiveMinimum:
      return "must be more than " + number() + is(value);
    case Op::kMaximum:
      return "must be at most " + number() + is(value);
    case Op::kExclusiveMaximum:
      return "must be less than " + number() + is(value);
    case Op::kMultipleOf:
      return "must be a multiple of " + number() + is(value);
    case Op::kMinLength:
      return sized("least", "character", "characters");
    case Op::kMaxLength:
      return sized("most", "character", "characters");
    case Op::kMinItems:
      return sized("least", "element", "elements");
    case Op::kMaxItems:
      return sized("most", "element", "elements");
    case Op::kMinProperties:
      return sized("least", "member", "members");
    case Op::kMaxProperties:
      return sized("most", "member", "members");
    case Op::kPattern:
      return "must match " + shortened(program.patterns[check.a].source) + is(value);
    case Op::kFormat:
    case Op::kNumberFormat:
      return "must be " + std::string(program.formats[check.a]->summary) + is(value);
    default:
      return "is not what the schema describes";
  }
}

}  // namespace mimus::jsonschema
