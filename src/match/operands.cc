#include "operands.h"

namespace mimus::match {

std::string_view kind_name(const json::Value& value) {
  switch (value.kind()) {
    case boost::json::kind::null: return "null";
    case boost::json::kind::bool_: return "a boolean";
    case boost::json::kind::string: return "a string";
    case boost::json::kind::array: return "an array";
    case boost::json::kind::object: return "an object";
    default: return "a number";
  }
}

Error wants(std::string_view what, const json::Value& got, std::string hint) {
  return invalid("expected " + std::string(what) + ", got " + std::string(kind_name(got)), std::move(hint));
}

Result<std::string> text_operand(const Test& test, Setting setting) {
  const json::Value& operand = test.operand;
  if (const json::String* string = operand.if_string()) return std::string(view(*string));
  if (setting.manner == Manner::kWireMock) return invalid(test.key + " operand must be a non-null string");
  if (operand.is_number() || operand.is_bool()) return json::write(operand);
  return wants("a string", operand, operand.is_null() ? "write {\"absent\": true} for a missing value" : "");
}

Result<double> number_operand(const json::Value& operand) {
  if (!operand.is_number()) return wants("a number", operand);
  return operand.to_number<double>();
}

Result<bool> flag_option(const Test& test, std::string_view name) {
  const json::Value* value = test.options.if_contains(name);
  if (value == nullptr || value->is_null()) return false;
  if (value->is_bool()) return value->get_bool();
  if (value->is_string() && (value->get_string() == "true" || value->get_string() == "false")) {
    return value->get_string() == "true";
  }
  Error error = wants("true or false", *value);
  error.message = std::string(name) + ": " + error.message;
  return error;
}

Result<std::string> text_option(const Test& test, std::string_view name, std::string_view otherwise) {
  const json::Value* value = test.options.if_contains(name);
  if (value == nullptr || value->is_null()) return std::string(otherwise);
  if (const json::String* string = value->if_string()) return std::string(view(*string));
  Error error = wants("a string", *value);
  error.message = std::string(name) + ": " + error.message;
  return error;
}

Result<Matchers> compile_beside(const json::Object& object, std::string_view but, Setting setting) {
  json::Object rest;
  for (const auto& member : object) {
    if (member.key() != but) rest.insert(member);
  }
  return Matchers::compile(json::Value(std::move(rest)), setting);
}

Result<std::vector<Matchers>> compile_each(const json::Value& operand, Setting setting) {
  std::vector<Matchers> nested;
  const json::Array* array = operand.if_array();
  if (array == nullptr) return wants("an array", operand, "write [a, b]");
  for (const json::Value& item : *array) {
    MIMUS_TRY(Matchers one, Matchers::compile(item, setting));
    nested.push_back(std::move(one));
  }
  return nested;
}

}  // namespace mimus::match
