#include "path_function.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace mimus::jsonpath {
namespace {

using json::Value;

void add_numbers(const Value& value, std::vector<double>& out) {
  if (value.is_number()) out.push_back(value.to_number<double>());
}

// An array's numbers, or the number itself.
void add_all_numbers(const Value& value, std::vector<double>& out) {
  if (!value.is_array()) return add_numbers(value, out);
  for (const Value& one : value.get_array()) add_numbers(one, out);
}

std::optional<Value> aggregate(PathFunction function, const std::vector<double>& numbers) {
  if (numbers.empty()) return std::nullopt;
  const auto count = static_cast<double>(numbers.size());
  double sum = 0;
  double squares = 0;
  for (const double number : numbers) {
    sum += number;
    squares += number * number;
  }
  double result = sum;
  switch (function) {
    case PathFunction::kMin: result = *std::min_element(numbers.begin(), numbers.end()); break;
    case PathFunction::kMax: result = *std::max_element(numbers.begin(), numbers.end()); break;
    case PathFunction::kAvg: result = sum / count; break;
    case PathFunction::kStddev: {   // of the whole population
      result = std::sqrt(std::max(0.0, squares / count - sum * sum / count / count));
      break;
    }
    default: break;
  }
  if (!std::isfinite(result)) return std::nullopt;
  return Value(result);
}

// Strings of arrays and of arguments; in an argument's array the others by their text.
Value concatenation(const Value& model, std::span<const Value> arguments) {
  std::string text;
  if (model.is_array()) {
    for (const Value& one : model.get_array()) {
      if (one.is_string()) text += one.get_string();
    }
  }
  for (const Value& argument : arguments) {
    if (argument.is_string()) text += argument.get_string();
    if (!argument.is_array()) continue;
    for (const Value& one : argument.get_array()) {
      if (one.is_string()) {
        text += one.get_string();
      } else if (!one.is_null()) {
        json::write(one, text);
      }
    }
  }
  return Value(json::String(text));
}

Value length(const Value& model, std::span<const Value> arguments) {
  const Value& measured = arguments.empty() ? model : arguments.front();
  if (measured.is_array()) return Value(static_cast<std::int64_t>(measured.get_array().size()));
  if (measured.is_object()) return Value(static_cast<std::int64_t>(measured.get_object().size()));
  return Value(nullptr);
}

Value keys(const Value& model) {
  if (!model.is_object()) return Value(nullptr);
  json::Array names;
  for (const auto& member : model.get_object()) names.emplace_back(member.key());
  return Value(std::move(names));
}

Value appended(const Value& model, std::span<const Value> arguments) {
  Value out = model;
  if (out.is_array()) out.get_array().insert(out.get_array().end(), arguments.begin(), arguments.end());
  return out;
}

// Negative: from the end.
std::optional<Value> element(const Value& model, double index) {
  if (!model.is_array()) return std::nullopt;
  const json::Array& array = model.get_array();
  const double at = index < 0 ? index + static_cast<double>(array.size()) : index;
  if (!(at >= 0) || at >= static_cast<double>(array.size())) return std::nullopt;
  return array[static_cast<std::size_t>(at)];
}

}  // namespace

std::optional<Value> call(PathFunction function, const Value& model, std::span<const Value> arguments) {
  switch (function) {
    case PathFunction::kLength:
    case PathFunction::kSize: return length(model, arguments);
    case PathFunction::kKeys: return keys(model);
    case PathFunction::kConcat: return concatenation(model, arguments);
    case PathFunction::kAppend: return appended(model, arguments);
    case PathFunction::kFirst: return element(model, 0);
    case PathFunction::kLast: return element(model, -1);
    case PathFunction::kIndex:
      if (!arguments[0].is_number()) return std::nullopt;
      return element(model, arguments[0].to_number<double>());
    case PathFunction::kMin:
    case PathFunction::kMax:
    case PathFunction::kAvg:
    case PathFunction::kSum:
    case PathFunction::kStddev: break;
  }
  std::vector<double> numbers;
  if (model.is_array()) add_all_numbers(model, numbers);
  for (const Value& argument : arguments) add_all_numbers(argument, numbers);
  return aggregate(function, numbers);
}

}  // namespace mimus::jsonpath
