#pragma once

#include <string>
#include <string_view>

#include "json/json.h"

namespace mimus::formats {

// Lenient looks into documents of others: a member that is not there, or is something else, is nothing.
inline const json::Value* member(const json::Value& value, std::string_view key) {
  const json::Object* object = value.if_object();
  const json::Value* found = object == nullptr ? nullptr : object->if_contains(key);
  return found == nullptr || found->is_null() ? nullptr : found;
}

// A text, or a number or a boolean as text; "" for anything else.
inline std::string text_of(const json::Value& value) {
  if (const json::String* text = value.if_string()) return {text->data(), text->size()};
  return value.is_number() || value.is_bool() ? json::write(value) : std::string();
}
inline std::string text_at(const json::Value& value, std::string_view key) {
  const json::Value* found = member(value, key);
  return found == nullptr ? std::string() : text_of(*found);
}

inline double number_at(const json::Value& value, std::string_view key, double otherwise) {
  const json::Value* found = member(value, key);
  return found != nullptr && found->is_number() ? found->to_number<double>() : otherwise;
}

inline bool flag_at(const json::Value& value, std::string_view key) {
  const json::Value* found = member(value, key);
  return found != nullptr && found->is_bool() && found->get_bool();
}

// An array, or an empty one.
inline const json::Array& list_at(const json::Value& value, std::string_view key) {
  static const json::Array kNone;
  const json::Value* found = member(value, key);
  return found != nullptr && found->is_array() ? found->get_array() : kNone;
}

// An object, or an empty one.
inline const json::Object& object_at(const json::Value& value, std::string_view key) {
  static const json::Object kNone;
  const json::Value* found = member(value, key);
  return found != nullptr && found->is_object() ? found->get_object() : kNone;
}

}  // namespace mimus::formats
