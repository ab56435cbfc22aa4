#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "json/json.h"

namespace mimus::fake {

struct Undefined {
  friend bool operator==(Undefined, Undefined) = default;
};
struct Date {
  double ms;  // since 1970-01-01T00:00:00Z, whole
  friend bool operator==(Date, Date) = default;
};
struct BigInt {
  std::string digits;  // decimal, with '-' when below zero
  friend bool operator==(const BigInt&, const BigInt&) = default;
};

// What a method returns: JSON's kinds, and JavaScript's Date, bigint and undefined. Text from the
// data is a view of the program's image (valid forever); composed text is owned.
class Value {
 public:
  using Array = std::vector<Value>;
  using Object = std::vector<std::pair<std::string, Value>>;  // in JavaScript's order
  using State = std::variant<Undefined, std::nullptr_t, bool, double, BigInt, Date,
                             std::string_view, std::string, Array, Object>;

  Value() = default;  // undefined
  template <class T>
  requires(!std::is_same_v<std::remove_cvref_t<T>, Value> && std::is_constructible_v<State, T>)
      Value(T&& from)
      : state_(std::forward<T>(from)) {}  // NOLINT: implicit by design

  static Value from_json(const json::Value& json);  // owns its text

  template <class T>
  const T* get() const {
    return std::get_if<T>(&state_);
  }
  bool is_undefined() const { return get<Undefined>() != nullptr; }
  bool is_text() const {
    return get<std::string_view>() != nullptr || get<std::string>() != nullptr;
  }
  std::string_view text() const;                    // is_text()
  const Value* member(std::string_view key) const;  // of an Object; nullptr when there is none

  const State& state() const { return state_; }

 private:
  State state_;
};

// As JSON. Date: ISO 8601 with milliseconds and Z, as JSON.stringify. bigint: a number when it is
// within ±2^53, else a string. undefined: null (members of an object: left out). Numbers as
// JavaScript writes them: 275, 0.5, 1e+21.
void append_json(const Value& value, std::string& out);
// out[from] is '"' and what follows is text: makes a JSON string of it, which is as a rule one more quote.
void close_json_string(std::string& out, std::size_t from);
std::string to_json(const Value& value);
json::Value to_json_value(const Value& value);  // whole numbers as int64

// As JavaScript's String(value), which is what templates insert: "undefined", arrays joined with
// commas, "[object Object]"; a Date as "Tue Apr 21 2026 14:09:14 GMT+0000 (Coordinated Universal
// Time)", that is in UTC.
void append_string(const Value& value, std::string& out);
std::string to_string(const Value& value);

}  // namespace mimus::fake
