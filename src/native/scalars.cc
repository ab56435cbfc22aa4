#include "scalars.h"

#include <cmath>

namespace mimus::native {

std::string_view kind_of(const json::Value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return "null";
    case boost::json::kind::bool_:
      return value.get_bool() ? "true" : "false";
    case boost::json::kind::string:
      return "a string";
    case boost::json::kind::array:
      return "a list";
    case boost::json::kind::object:
      return "an object";
    default:
      return "a number";
  }
}

std::optional<std::string_view> read_text(Faults& faults, const json::Value& value,
                                          const Place& at) {
  if (value.is_string()) return std::string_view(value.get_string());
  faults.wrong_type(at, "a string", value);
  return std::nullopt;
}

std::optional<bool> read_flag(Faults& faults, const json::Value& value, const Place& at) {
  if (value.is_bool()) return value.get_bool();
  faults.wrong_type(at, "true or false", value);
  return std::nullopt;
}

namespace {

std::optional<double> as_double(const json::Value& value) {
  if (value.is_int64()) return static_cast<double>(value.get_int64());
  if (value.is_uint64()) return static_cast<double>(value.get_uint64());
  if (value.is_double()) return value.get_double();
  return std::nullopt;
}

void out_of_bounds(Faults& faults, const json::Value& value, const Place& at,
                   const Bounds& bounds) {
  faults.error(at, at.name() + " must be " + std::string(bounds.wanted),
               "got " + json::write(value));
}

}  // namespace

std::optional<double> read_number(Faults& faults, const json::Value& value, const Place& at,
                                  const Bounds& bounds) {
  const std::optional<double> number = as_double(value);
  if (!number) {
    faults.wrong_type(at, bounds.wanted, value);
    return std::nullopt;
  }
  if (*number >= bounds.low && *number <= bounds.high) return number;  // false for NaN
  out_of_bounds(faults, value, at, bounds);
  return std::nullopt;
}

std::optional<std::int64_t> read_integer(Faults& faults, const json::Value& value, const Place& at,
                                         const Bounds& bounds) {
  const std::optional<double> number = read_number(faults, value, at, bounds);
  if (!number) return std::nullopt;
  if (value.is_int64()) return value.get_int64();
  if (*number == std::floor(*number)) return static_cast<std::int64_t>(*number);
  out_of_bounds(faults, value, at, bounds);
  return std::nullopt;
}

std::optional<std::string> scalar_text(const json::Value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_number() || value.is_bool()) return json::write(value);
  return std::nullopt;
}

}  // namespace mimus::native
