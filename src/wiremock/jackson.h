#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "json/json.h"

namespace mimus::wiremock {

// Values and complaints as Jackson has them, which reads WireMock's documents: what is nearly right
// is taken (200 for "200", "5" for 5), and errors are in its words. Pointers of errors begin at the
// value; under() puts them in place.

inline std::string_view view(const json::String& string) {
  return {string.data(), string.size()};
}

Result<std::string> text_of(const json::Value& value);  // a number or boolean is its text
Result<std::int64_t> whole_of(const json::Value& value,
                              std::string_view type = "int");  // "5" and 5.7 are 5
Result<double> number_of(const json::Value& value);
Result<bool> flag_of(const json::Value& value);  // "true" is true
Result<const json::Object*> object_of(const json::Value& value, std::string_view type);
Result<const json::Array*> array_of(const json::Value& value, std::string_view type);

// Unrecognized field "zzz" (class …), not marked as ignorable; did you mean …?
Error unrecognized(std::string_view field, std::string_view java_class,
                   std::span<const std::string_view> known);
// Cannot deserialize value of type `…` from String "x": not one of the values accepted for Enum
// class: [A, B]
Error not_in_enum(const json::Value& value, std::string_view java_class,
                  std::span<const std::string_view> names);

// The member, unless it is missing or null.
const json::Value* given(const json::Object& object, std::string_view name);

Error under(std::string_view pointer, Error error);
inline Error under_member(std::string_view name, Error error) {
  return under("/" + json::escape_pointer(name), std::move(error));
}
inline Error under_index(std::size_t index, Error error) {
  return under("/" + std::to_string(index), std::move(error));
}

}  // namespace mimus::wiremock

// MIMUS_TRY for what is read at a member: its errors get the pointer of the member in front.
#define MIMUS_TRY_AT(decl, name, expr) \
  MIMUS_TRY_AT_NAMED_(MIMUS_CONCAT_(mimus_try_, __LINE__), decl, name, expr)
#define MIMUS_TRY_AT_NAMED_(tmp, decl, name, expr)                                \
  auto tmp = (expr);                                                              \
  if (!tmp) return ::mimus::wiremock::under_member(name, std::move(tmp).error()); \
  decl = *std::move(tmp)
