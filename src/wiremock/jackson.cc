#include "jackson.h"

#include <charconv>
#include <cmath>

#include "text/suggest.h"

namespace mimus::wiremock {
namespace {

// "Object value (token `JsonToken.START_OBJECT`)": how Jackson names what it found.
std::string found(const json::Value& value) {
  switch (value.kind()) {
    case boost::json::kind::object:
      return "Object value (token `JsonToken.START_OBJECT`)";
    case boost::json::kind::array:
      return "Array value (token `JsonToken.START_ARRAY`)";
    case boost::json::kind::string:
      return "String " + json::write(value);
    case boost::json::kind::bool_:
      return "Boolean value (token `JsonToken.VALUE_" +
             std::string(value.get_bool() ? "TRUE" : "FALSE") + "`)";
    case boost::json::kind::null:
      return "Null value (token `JsonToken.VALUE_NULL`)";
    default:
      return std::string(value.is_double() ? "Floating-point" : "Integer") + " value (" +
             json::write(value) + ")";
  }
}

Error cannot(std::string_view type, const json::Value& value, std::string_view more = {}) {
  return invalid("Cannot deserialize value of type `" + std::string(type) + "` from " +
                 found(value) + std::string(more));
}

}  // namespace

Result<std::string> text_of(const json::Value& value) {
  if (const json::String* string = value.if_string()) return std::string(view(*string));
  if (value.is_number() || value.is_bool()) return json::write(value);
  return cannot("java.lang.String", value);
}

Result<std::int64_t> whole_of(const json::Value& value, std::string_view type) {
  if (value.is_int64()) return value.get_int64();
  if (value.is_double() && std::abs(value.get_double()) < 9e15)
    return static_cast<std::int64_t>(value.get_double());
  if (const json::String* string = value.if_string()) {
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(string->begin(), string->end(), number);
    if (failure == std::errc() && end == string->end()) return number;
    return cannot(type, value, ": not a valid `" + std::string(type) + "` value");
  }
  return cannot(type, value);
}

Result<double> number_of(const json::Value& value) {
  if (value.is_number()) return value.to_number<double>();
  if (const json::String* string = value.if_string()) {
    double number = 0;
    const auto [end, failure] = std::from_chars(string->begin(), string->end(), number);
    if (failure == std::errc() && end == string->end() && std::isfinite(number)) return number;
    return cannot("double", value, ": not a valid `double` value");
  }
  return cannot("double", value);
}

Result<bool> flag_of(const json::Value& value) {
  if (value.is_bool()) return value.get_bool();
  if (value.is_string() && (value.get_string() == "true" || value.get_string() == "false")) {
    return value.get_string() == "true";
  }
  return cannot("java.lang.Boolean", value,
                value.is_string() ? ": only \"true\" or \"false\" recognized" : "");
}

Result<const json::Object*> object_of(const json::Value& value, std::string_view type) {
  if (const json::Object* object = value.if_object()) return object;
  return cannot(type, value);
}

Result<const json::Array*> array_of(const json::Value& value, std::string_view type) {
  if (const json::Array* array = value.if_array()) return array;
  return cannot(type, value);
}

Error unrecognized(std::string_view field, std::string_view java_class,
                   std::span<const std::string_view> known) {
  Error error = invalid("Unrecognized field \"" + std::string(field) + "\" (class " +
                        std::string(java_class) + "), not marked as ignorable");
  if (const std::string_view near = text::nearest(field, known); !near.empty()) {
    error.hint = "did you mean '" + std::string(near) + "'?";
  }
  error.where.pointer = "/" + json::escape_pointer(field);
  return error;
}

Error not_in_enum(const json::Value& value, std::string_view java_class,
                  std::span<const std::string_view> names) {
  std::string list;
  for (const std::string_view name : names) list += (list.empty() ? "" : ", ") + std::string(name);
  return cannot(java_class, value,
                ": not one of the values accepted for Enum class: [" + list + "]");
}

const json::Value* given(const json::Object& object, std::string_view name) {
  const json::Value* value = object.if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

Error under(std::string_view pointer, Error error) {
  error.where.pointer.insert(0, pointer);
  return error;
}

}  // namespace mimus::wiremock
