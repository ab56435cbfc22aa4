#include "methods.h"

#include <vector>

#include "rows.h"
#include "text/suggest.h"

namespace mimus::fake {

std::span<const Module> modules() {
  static const Module kModules[] = {
      {"airline", airline_methods()},   {"animal", animal_methods()},
      {"book", book_methods()},         {"color", color_methods()},
      {"commerce", commerce_methods()}, {"company", company_methods()},
      {"database", database_methods()}, {"datatype", datatype_methods()},
      {"date", date_methods()},         {"finance", finance_methods()},
      {"food", food_methods()},         {"git", git_methods()},
      {"hacker", hacker_methods()},     {"helpers", helpers_methods()},
      {"image", image_methods()},       {"internet", internet_methods()},
      {"location", location_methods()}, {"lorem", lorem_methods()},
      {"music", music_methods()},       {"number", number_methods()},
      {"person", person_methods()},     {"phone", phone_methods()},
      {"science", science_methods()},   {"string", string_methods()},
      {"system", system_methods()},     {"vehicle", vehicle_methods()},
      {"word", word_methods()},
  };
  return kModules;
}

const Method* find_python_method(std::string_view name);  // compat/providers.cc

const Method* find_method(std::string_view name) {
  const std::size_t dot = name.find('.');
  if (dot == name.npos) return find_alias(name) == nullptr ? find_python_method(name) : nullptr;
  for (const Module& module : modules()) {
    if (module.name != name.substr(0, dot)) continue;
    for (const Method& method : module.methods) {
      if (method.name == name.substr(dot + 1)) return &method;
    }
  }
  return find_python_method(name);
}

std::string Method::full_name() const {
  std::string full(module);
  full += '.';
  full += name;
  return full;
}

Error unknown_method(std::string_view name) {
  std::vector<std::string> names;
  for (const auto table : {modules(), python_modules()}) {
    for (const Module& module : table) {
      for (const Method& method : module.methods) names.push_back(method.full_name());
    }
  }
  std::vector<std::string_view> candidates(names.begin(), names.end());
  const std::string_view nearest = text::nearest(name, candidates);
  // A method's own name, with the module wrong or missing, is as good a hint.
  std::string hint = nearest.empty() ? "" : "did you mean '" + std::string(nearest) + "'?";
  const std::string_view last = name.substr(name.rfind('.') == name.npos ? 0 : name.rfind('.') + 1);
  for (std::size_t i = 0; hint.empty() && i < candidates.size(); ++i) {
    if (candidates[i].ends_with(last) &&
        candidates[i][candidates[i].size() - last.size() - 1] == '.') {
      hint = "did you mean '" + names[i] + "'?";
    }
  }
  if (hint.empty()) hint = "person.fullName, for example";
  Error error =
      invalid("there is no fake data method '" + std::string(name) + "'", std::move(hint));
  error.code = Code::kNotFound;
  return error;
}

std::string_view type_name(Type type) {
  switch (type) {
    case Type::kNumber:
      return "number";
    case Type::kRange:
      return "number or {\"min\": a, \"max\": b}";
    case Type::kBoolean:
      return "boolean";
    case Type::kText:
      return "string";
    case Type::kChoice:
      return "string";
    case Type::kDate:
      return "date: ISO 8601 text or milliseconds since 1970";
    case Type::kCharacters:
      return "string or list of strings";
    case Type::kList:
      return "list";
    case Type::kTexts:
      return "list of strings";
    case Type::kObject:
      return "object";
    case Type::kInteger:
      return "whole number, or its digits as a string";
    case Type::kPattern:
      return "string or {\"$regex\": \"…\", \"flags\": \"i\"}";
    case Type::kTemplate:
      return "template: a string or a list of strings";
    case Type::kPoint:
      return "[latitude, longitude]";
  }
  return "";
}

std::string_view returns_name(Returns returns) {
  switch (returns) {
    case Returns::kText:
      return "string";
    case Returns::kNumber:
      return "number";
    case Returns::kBoolean:
      return "boolean";
    case Returns::kDate:
      return "Date";
    case Returns::kDates:
      return "Date[]";
    case Returns::kBigInt:
      return "bigint";
    case Returns::kObject:
      return "object";
    case Returns::kNumbers:
      return "number[]";
    case Returns::kAny:
      return "any";
  }
  return "";
}

}  // namespace mimus::fake
