#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "json/json.h"

namespace mimus::mockoon {

// An object of a file, read member by member: what is missing is the default, what is of a wrong type too, with a warning that
// names its place. Borrows the object and the list of warnings.
class Members {
 public:
  Members(const json::Object& object, std::string pointer, std::vector<Error>& warnings)
      : object_(&object), pointer_(std::move(pointer)), warnings_(&warnings) {}

  const std::string& pointer() const { return pointer_; }
  std::string at(std::string_view key) const { return pointer_ + "/" + json::escape_pointer(key); }

  std::string text(std::string_view key, std::string_view otherwise = "") const {
    const json::Value* found = find(key);
    if (found == nullptr || found->is_null()) return std::string(otherwise);
    if (const json::String* text = found->if_string()) return {text->data(), text->size()};
    repaired(key, "a string", otherwise.empty() ? "\"\"" : "\"" + std::string(otherwise) + "\"");
    return std::string(otherwise);
  }

  bool flag(std::string_view key, bool otherwise) const {
    const json::Value* found = find(key);
    if (found == nullptr || found->is_null()) return otherwise;
    if (found->is_bool()) return found->get_bool();
    if (*found == json::Value("true") || *found == json::Value("false")) return *found == json::Value("true");
    repaired(key, "true or false", otherwise ? "true" : "false");
    return otherwise;
  }

  // A whole number within the bounds, or a text of one, which Mockoon takes, too.
  std::int64_t number(std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most) const {
    const json::Value* found = find(key);
    if (found == nullptr || found->is_null()) return otherwise;
    if (const auto number = as_number(*found); number && *number >= static_cast<double>(least) && *number <= static_cast<double>(most)) {
      return static_cast<std::int64_t>(*number);
    }
    repaired(key, "a number from " + std::to_string(least) + " to " + std::to_string(most), std::to_string(otherwise));
    return otherwise;
  }

  // One of the names, by its place; a value that is none is the first.
  template <std::size_t kCount>
  std::size_t choice(std::string_view key, const std::string_view (&names)[kCount]) const {
    const std::string given = text(key, names[0]);
    for (std::size_t i = 0; i < kCount; ++i) {
      if (names[i] == given) return i;
    }
    std::string list;
    for (const std::string_view name : names) list += (list.empty() ? "'" : ", '") + std::string(name) + "'";
    repaired(key, "one of " + list, "'" + std::string(names[0]) + "'");
    return 0;
  }

  // Calls visit(Members) for each object of an array.
  template <class Visit>
  void each(std::string_view key, Visit&& visit) const {
    const json::Value* found = find(key);
    if (found == nullptr || found->is_null()) return;
    const json::Array* array = found->if_array();
    if (array == nullptr) return repaired(key, "a list", "empty");
    for (std::size_t i = 0; i < array->size(); ++i) {
      const std::string place = at(key) + "/" + std::to_string(i);
      const json::Object* object = (*array)[i].if_object();
      if (object != nullptr) {
        visit(Members(*object, place, *warnings_));
      } else {
        warn(place, "this must be an object", "it is left out");
      }
    }
  }

  Members inside(std::string_view key) const {
    static const json::Object kNone;
    const json::Value* found = find(key);
    const json::Object* object = found == nullptr ? nullptr : found->if_object();
    return {object == nullptr ? kNone : *object, at(key), *warnings_};
  }

  bool has(std::string_view key) const { return find(key) != nullptr; }
  void warn(std::string pointer, std::string message, std::string hint = {}) const {
    Error warning = invalid(std::move(message), std::move(hint));
    warning.where.pointer = std::move(pointer);
    warnings_->push_back(std::move(warning));
  }

 private:
  static std::optional<double> as_number(const json::Value& value) {
    if (value.is_number()) return value.to_number<double>();
    const json::String* text = value.if_string();
    if (text == nullptr) return std::nullopt;
    auto parsed = json::parse(*text);
    return parsed && parsed->is_number() ? std::optional(parsed->to_number<double>()) : std::nullopt;
  }
  const json::Value* find(std::string_view key) const { return object_->if_contains(key); }
  void repaired(std::string_view key, const std::string& wanted, const std::string& used) const {
    warn(at(key), "'" + std::string(key) + "' must be " + wanted, "it is taken for " + used);
  }

  const json::Object* object_;
  std::string pointer_;
  std::vector<Error>* warnings_;
};

}  // namespace mimus::mockoon
