#include "oracle_for_tests.h"
#include "samples_for_tests.h"

// Arguments of every method: each param alone with each of the values below, and all pairs of them,
// against faker-js.
namespace mimus::fake {
namespace {

// Values that fit a type, at and beyond the edges of sense. Those that faker-js refuses, we refuse,
// too.
std::string_view values_of(Type type) {
  switch (type) {
    case Type::kNumber:
      return "[-5, 0, 1, 2.5, 7, 20, 100, 1000]";
    case Type::kRange:
      return R"([0, 1, 3, 7.5, -2, {"min":2,"max":4}, {"min":5,"max":1}, {"max":2}, {"min":2,"max":8,"multipleOf":3}])";
    case Type::kBoolean:
      return "[true, false]";
    case Type::kText:
      return R"(["", "Ab c", "ö'ß .", "123", "visa", "AL", "####/L", "DE", "image/png"])";
    case Type::kDate:
      return R"(["2020-02-29T12:00:00.000Z", "1969-07-20", "2024-01-01T01:02:03+02:00", 0, 1e12, -1e13, 8.64e15])";
    case Type::kCharacters:
      return R"(["abc0", "", ["a", "1", "xy"], []])";
    case Type::kList:
      return R"([[], [1], [1, 2, 2, "x", null, 1], [{"value": 1, "weight": 2}], [{"value": "a", "weight": 0}]])";
    case Type::kTexts:
      return "[[]]";
    case Type::kObject:
      return R"([{}, {"a": 1, "2": "x", "1": null, "b": [1, "é"]}])";
    case Type::kInteger:
      return R"([5, "12", -3, true, "0x1F", " 7 ", "123456789012345678901234567890", "1.5", 2.5])";
    case Type::kPattern:
      return R"([{"$regex": "^[a-f/]$", "flags": "i"}, {"$regex": "[^a-z]{2,3}"}])";
    case Type::kTemplate:
      return R"(["{{person.firstName}}", "x", "{{no.such}}"])";
    case Type::kPoint:
      return "[[10, 20], [89.99, 179.99], [-91, 0]]";
    case Type::kChoice:
      return "[]";
  }
  return "[]";
}

json::Array candidates(const Method& method, const Param& param) {
  if (method.name == "uniqueArray" && param.type == Type::kNumber)
    return json::parse("[-5, 0, 1, 2.5, 7]")->get_array();
  // Beyond 20 digits it depends on node's version what toLocaleString takes.
  if (method.name == "amount" && param.name == "dec")
    return json::parse("[-5, 0, 1, 2.5, 7, 15, 20]")->get_array();
  if (method.name == "password" &&
      param.type == Type::kPattern) {  // faker-js tries for ever when no character fits
    return json::parse(R"([{"$regex": "^[a-f/]$", "flags": "i"}, {"$regex": "\\d"}])")->get_array();
  }
  json::Array values = json::parse(values_of(param.type))->get_array();
  if (param.choices.empty()) return values;
  for (std::string_view rest = param.choices;;) {
    const std::size_t bar = rest.find('|');
    const std::string word(rest.substr(0, bar));
    const bool number = word.find_first_not_of("0123456789") == word.npos;
    const json::Value value = number ? json::Value(std::stoi(word)) : json::Value(word);
    values.push_back(param.type == Type::kTexts ? json::Value(json::Array{value, value}) : value);
    if (bar == rest.npos) return values;
    rest.remove_prefix(bar + 1);
  }
}

// The sample arguments with params set: positional ones in their place, the others in the object
// behind them.
void set(json::Array& arguments, const Method& method, std::size_t param,
         const json::Value& value) {
  const std::size_t place = std::min<std::size_t>(param, method.positional);
  while (arguments.size() <= place) arguments.push_back(json::Object());
  if (param < method.positional)
    arguments[param] = value;
  else
    arguments[place].get_object()[method.params[param].name] = value;
}

// A later positional argument alone would leave a hole, which JSON cannot say.
bool leaves_hole(const json::Array& arguments, const Method& method, std::size_t param) {
  return std::min<std::size_t>(param, method.positional) > arguments.size();
}

void add_cases(const Method& method, const std::string& locale, std::vector<Case>& cases) {
  const std::string name = method.full_name();
  const auto add = [&](json::Array arguments) {
    cases.push_back({locale, 5, name, std::move(arguments), 4});
  };
  const json::Array base = sample_arguments(name);
  for (std::size_t i = 0; i < method.params.size(); ++i) {
    if (leaves_hole(base, method, i)) continue;
    for (const json::Value& value : candidates(method, method.params[i])) {
      json::Array arguments = base;
      set(arguments, method, i, value);
      add(arguments);
      for (std::size_t k = i + 1; k < method.params.size(); ++k) {
        for (const json::Value& other : candidates(method, method.params[k])) {
          json::Array both = arguments;
          if (leaves_hole(both, method, k)) continue;
          set(both, method, k, other);
          add(both);
        }
      }
    }
  }
  if (method.shorthand == Method::kNone || !base.empty()) return;
  for (const json::Value& value : candidates(method, method.params[method.shorthand])) {
    if (!value.is_structured()) add(json::Array{value});
  }
}

TEST(Arguments, AloneAndInPairsAgainstNode) {
  const auto node = oracle_node();
  if (!node) GTEST_SKIP() << "no node";
  std::vector<std::string> locales = {"en", "ru"};
  if (full_sweep())
    locales = {"en", "de", "ru", "zh_CN", "ja", "ka_GE", "ar", "base", "en_HK", "az"};
  std::vector<Case> cases;
  for (const Module& module : modules()) {
    for (const Method& method : module.methods) {
      for (const std::string& locale : locales) add_cases(method, locale, cases);
    }
  }
  expect_parity(*node, cases);
}

}  // namespace
}  // namespace mimus::fake
