#include "arguments.h"

#include <charconv>
#include <string>
#include <vector>

#include "ask.h"
#include "text/suggest.h"

namespace mimus::fakeapi {
namespace {

using fake::Type;

std::optional<json::Value> number(std::string_view text) {
  auto value = json::parse(text);
  if (!value || !value->is_number()) return std::nullopt;
  return *std::move(value);
}

Error does_not_fit(const fake::Param& param, std::string_view text) {
  return invalid("'" + std::string(text) + "' is not right for '" + std::string(param.name) + "'",
                 "a " + std::string(fake::type_name(param.type)));
}

bool looks_like_json(std::string_view text) { return text.starts_with('{') || text.starts_with('['); }

// "3", "3-9", "-5..5".
std::optional<json::Value> range(std::string_view text) {
  if (auto one = number(text)) return one;
  const std::size_t dots = text.find("..");
  const std::size_t cut = dots != text.npos ? dots : text.find('-', 1);
  if (cut == text.npos) return std::nullopt;
  const auto low = number(text.substr(0, cut));
  const auto high = number(text.substr(cut + (dots != text.npos ? 2 : 1)));
  if (!low || !high) return std::nullopt;
  return json::Object{{"min", *low}, {"max", *high}};
}

json::Array split(std::string_view text) {
  json::Array items;
  while (true) {
    const std::size_t comma = text.find(',');
    items.emplace_back(text.substr(0, comma));
    if (comma == text.npos) return items;
    text.remove_prefix(comma + 1);
  }
}

// "52.5,13.4"
std::optional<json::Value> point(std::string_view text) {
  json::Array numbers;
  for (const json::Value& item : split(text)) {
    const auto one = number(item.get_string());
    if (!one) return std::nullopt;
    numbers.push_back(*one);
  }
  return json::Value(std::move(numbers));
}

std::optional<json::Value> read_as(Type type, std::string_view text) {
  switch (type) {
    case Type::kNumber: return number(text);
    case Type::kRange: return range(text);
    case Type::kBoolean:
      if (text == "true" || text == "1" || text.empty()) return json::Value(true);
      if (text == "false" || text == "0") return json::Value(false);
      return std::nullopt;
    case Type::kDate:
      if (auto milliseconds = number(text)) return milliseconds;
      return json::Value(text);
    case Type::kList:
    case Type::kTexts: return json::Value(split(text));
    case Type::kPoint: return point(text);
    case Type::kObject: return std::nullopt;  // JSON only
    default: return json::Value(text);
  }
}

Result<json::Value> read_one(const fake::Param& param, std::string_view text) {
  if (looks_like_json(text) && param.type != Type::kText && param.type != Type::kTemplate) {
    if (auto value = json::parse(text)) return *std::move(value);
  }
  if (auto value = read_as(param.type, text)) return *std::move(value);
  return does_not_fit(param, text);
}

// All values that the query has for it: one, or those of a list one by one.
Result<std::optional<json::Value>> read_param(const fake::Param& param, std::span<const facts::NameValue> query) {
  std::vector<std::string_view> given;
  for (const facts::NameValue& one : query) {
    if (one.name == param.name) given.push_back(one.value);
  }
  if (given.empty()) return std::optional<json::Value>();
  const bool list = param.type == Type::kList || param.type == Type::kTexts || param.type == Type::kCharacters;
  if (given.size() > 1 && !list) return invalid("'" + std::string(param.name) + "' is given twice", "give it once");
  if (given.size() == 1) {
    MIMUS_TRY(json::Value value, read_one(param, given.front()));
    return std::optional<json::Value>(std::move(value));
  }
  json::Array items;
  for (const std::string_view text : given) items.emplace_back(text);
  return std::optional<json::Value>(std::move(items));
}

bool is_common(std::string_view name) {
  for (const Parameter& parameter : common_parameters()) {
    if (parameter.name == name) return true;
  }
  return false;
}

Status check_names(const fake::Method& method, std::span<const facts::NameValue> query) {
  std::vector<std::string_view> known;
  for (const fake::Param& param : method.params) known.push_back(param.name);
  for (const facts::NameValue& one : query) {
    if (is_common(one.name) || std::ranges::find(known, one.name) != known.end()) continue;
    known.push_back("args");
    for (const Parameter& parameter : common_parameters()) known.push_back(parameter.name);
    return invalid(method.full_name() + " has no parameter '" + std::string(one.name) + "'",
                   text::did_you_mean(one.name, known));
  }
  return Done{};
}

Result<json::Array> read_raw(std::string_view text) {
  auto value = json::parse(text);
  if (!value) return std::move(value).error();
  if (!value->is_array()) return invalid("args is not a JSON array", R"(args=[{"min":1,"max":6}])");
  return std::move(value->get_array());
}

}  // namespace

Result<json::Array> read_arguments(const fake::Method& method, std::span<const facts::NameValue> query) {
  for (const facts::NameValue& one : query) {
    if (one.name == "args") return read_raw(one.value);
  }
  MIMUS_TRY_DONE(check_names(method, query));
  json::Array arguments;
  json::Object options;
  for (std::size_t i = 0; i < method.params.size(); ++i) {
    const fake::Param& param = method.params[i];
    MIMUS_TRY(std::optional<json::Value> value, read_param(param, query));
    if (i >= method.positional) {
      if (value) options[param.name] = *std::move(value);
    } else if (value) {
      while (arguments.size() < i) arguments.push_back(nullptr);  // left out before it
      arguments.push_back(*std::move(value));
    }
  }
  if (options.empty()) return arguments;
  while (arguments.size() < method.positional) arguments.push_back(nullptr);
  arguments.push_back(std::move(options));
  return arguments;
}

}  // namespace mimus::fakeapi
