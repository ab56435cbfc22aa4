#include <algorithm>
#include <set>

#include "parts.h"
#include "regex/regex.h"
#include "rows.h"

namespace mimus::fake {
namespace {

Value nothing_to_choose(Engine& engine) {
  engine.fail("there is nothing to choose from");
  return {};
}

Value element(Engine& engine, const json::Array& list) {
  if (list.empty()) return nothing_to_choose(engine);
  return Value::from_json(list[engine.below(list.size())]);
}

Value array_element(Engine& engine, const Args& args) {
  return element(engine, args.list(0));
}

Value::Array values_of(const json::Array& list) {
  Value::Array values;
  for (const json::Value& item : list) values.push_back(Value::from_json(item));
  return values;
}

// All of them, in another order: from the end, each changes places with one before it.
void shuffle(Engine& engine, Value::Array& values) {
  for (std::size_t i = values.size(); i-- > 1;) std::swap(values[i], values[engine.below(i + 1)]);
}

Value array_elements(Engine& engine, const Args& args) {
  Value::Array values = values_of(args.list(0));
  if (values.empty()) return values;
  const double count = args.has(1) ? range_to_number(engine, args[1])
                                   : number_int(engine, 1, static_cast<double>(values.size()));
  if (engine.failed()) return {};
  const auto size = static_cast<double>(values.size());
  if (count >= size) {
    shuffle(engine, values);
    return values;
  }
  if (count <= 0) return Value::Array();
  // The last `count` places are drawn; a fraction draws one place more than it gives.
  std::size_t i = values.size();
  const double stop = size - count;
  while (static_cast<double>(i--) > stop) std::swap(values[engine.below(i + 1)], values[i]);
  values.erase(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(std::trunc(stop)));
  return values;
}

Value shuffle_(Engine& engine, const Args& args) {
  Value::Array values = values_of(args.list(0));
  shuffle(engine, values);
  return values;
}

Value enum_value(Engine& engine, const Args& args) {
  std::vector<std::string_view> keys = js_keys(args.object(0));
  std::erase_if(keys, is_numeric_text);
  if (keys.empty()) return nothing_to_choose(engine);
  return Value::from_json(args.object(0).at(keys[engine.below(keys.size())]));
}

std::optional<std::string_view> draw_key(Engine& engine, const json::Object& object) {
  const std::vector<std::string_view> keys = js_keys(object);
  if (keys.empty()) return nothing_to_choose(engine), std::nullopt;
  return keys[engine.below(keys.size())];
}

Value object_key(Engine& engine, const Args& args) {
  const auto key = draw_key(engine, args.object(0));
  return key ? Value(std::string(*key)) : Value();
}

Value object_value(Engine& engine, const Args& args) {
  const auto key = draw_key(engine, args.object(0));
  return key ? Value::from_json(args.object(0).at(*key)) : Value();
}

Value object_entry(Engine& engine, const Args& args) {
  const auto key = draw_key(engine, args.object(0));
  Value::Array entry;
  if (!key) return {};
  entry.push_back(std::string(*key));
  entry.push_back(Value::from_json(args.object(0).at(*key)));
  return entry;
}

void fake_(Engine& engine, const Args& args, std::string& out) {
  args[0].pattern->run(engine, out);
}

Value from_template(Engine& engine, const Arg& arg) {
  if (arg.is == Arg::Is::kAbsent) return {};
  std::string text;
  arg.pattern->run(engine, text);
  return text;
}

Value maybe(Engine& engine, const Args& args) {
  if (!engine.boolean(args.number(1, 0.5))) return {};
  if (!args.has(0)) engine.fail("helpers.maybe has nothing to call");
  return from_template(engine, args[0]);
}

Value multiple(Engine& engine, const Args& args) {
  const double count = args.count(engine, 1, 3);
  Value::Array values;
  std::size_t bytes = 0;
  for (double i = 1; i <= count && !engine.failed() && engine.fits(bytes); ++i) {
    values.push_back(from_template(engine, args[0]));
    bytes += values.back().is_text() ? values.back().text().size() : 1;
  }
  return values;
}

// Values of a list, each once, or of a template until there are enough or it brings nothing new a
// thousand times over.
Value unique_array(Engine& engine, const Args& args) {
  const double wanted = args.number(1, 0);
  Value::Array values;
  std::set<std::string> seen;
  const auto add = [&](Value value, bool by_identity) {
    std::string key = to_json(value);
    if (by_identity || seen.insert(std::move(key)).second) values.push_back(std::move(value));
  };
  if (args[0].is == Arg::Is::kTemplate && args[0].json->is_string()) {
    for (double i = 0; i < 1000 * wanted && static_cast<double>(values.size()) < wanted; ++i) {
      Value value = from_template(engine, args[0]);
      if (!engine.failed()) {
        add(std::move(value), false);
        continue;
      }
      if (!engine.failed_by_limit()) (void)engine.take_failure();
      break;
    }
    return values;
  }
  if (!args.has(0)) return values;
  for (const json::Value& item : args[0].json->get_array())
    add(Value::from_json(item), item.is_structured());
  shuffle(engine, values);
  const double kept = std::clamp(std::trunc(wanted), 0.0, static_cast<double>(values.size()));
  values.resize(static_cast<std::size_t>(kept));
  return values;
}

Value weighted_array_element(Engine& engine, const Args& args) {
  const json::Array& list = args.list(0);
  if (list.empty()) return nothing_to_choose(engine);
  double sum = 0;
  std::vector<double> weights;
  for (const json::Value& item : list) {
    // One without a weight makes no sum, and then the last is drawn: so it is in faker-js.
    const json::Value* weight =
        item.is_object() ? item.get_object().if_contains("weight") : nullptr;
    weights.push_back(weight != nullptr && weight->is_number() ? weight->to_number<double>()
                                                               : std::nan(""));
    if (weights.back() <= 0 || item.is_null()) {
      engine.fail("each element needs a weight above 0", "{\"value\": …, \"weight\": 2}");
      return {};
    }
    sum += weights.back();
  }
  const double drawn = number_real(engine, 0, sum);
  std::size_t at = 0;
  for (double running = weights[0]; at + 1 < list.size() && !(drawn < running);
       running += weights[at])
    ++at;
  const json::Value* value =
      list[at].is_object() ? list[at].get_object().if_contains("value") : nullptr;
  return value == nullptr ? Value() : Value::from_json(*value);
}

Value range_to_number_(Engine& engine, const Args& args) {
  return args.has(0) ? range_to_number(engine, args[0]) : number_int(engine, 0, kMaxSafe);
}

void from_reg_exp_(Engine& engine, const Args& args, std::string& out) {
  const Arg& arg = args[0];
  if (arg.is == Arg::Is::kText) return from_reg_exp(engine, arg.text, false, false, out);
  const json::Object& object = arg.json->get_object();
  const json::Value* flags = object.if_contains("flags");
  const bool ignore_case =
      flags != nullptr && std::string_view(flags->get_string()).find('i') != std::string_view::npos;
  from_reg_exp(engine, std::string_view(object.at("$regex").get_string()), true, ignore_case, out);
}

void replace_symbols_(Engine& engine, const Args& args, std::string& out) {
  replace_symbols(engine, args.text(0), out);
}

void replace_card_symbols_(Engine& engine, const Args& args, std::string& out) {
  replace_card_symbols(engine, args.text(0, "6453-####-####-####-###L"),
                       to_utf16(args.text(1, "#")), out);
}

void slugify_(Engine&, const Args& args, std::string& out) {
  slugify(args.text(0), out);
}

// Every {{key}} becomes `with`. The key is a regular expression, as in faker-js.
void replace_key(Engine& engine, std::string_view key, std::string_view with, std::string& text) {
  const auto pattern = regex::Regex::compile("\\{\\{" + std::string(key) + "\\}\\}");
  if (!pattern) return engine.fail(pattern.error().message);
  std::vector<std::string_view> groups(pattern->group_count() + 1);
  std::string out;
  std::string_view rest = text;
  while (pattern->search(rest, groups) == regex::Regex::Outcome::kYes) {
    out.append(rest.begin(), groups[0].begin()).append(with);
    rest.remove_prefix(static_cast<std::size_t>(groups[0].end() - rest.begin()));
  }
  out += rest;
  text = std::move(out);
}

void mustache(Engine& engine, const Args& args, std::string& out) {
  std::string text(args.text(0));
  for (const std::string_view key : js_keys(args.object(1))) {
    replace_key(engine, key, to_string(Value::from_json(args.object(1).at(key))), text);
  }
  out += text;
}

constexpr Param kList[] = {{"array", Type::kList, "!"}};
constexpr Param kElements[] = {{"array", Type::kList, "!"}, {"count", Type::kRange, "1 to all"}};
constexpr Param kEnum[] = {{"enumObject", Type::kObject, "!"}};
constexpr Param kObject[] = {{"object", Type::kObject, "!"}};
constexpr Param kFake[] = {{"pattern", Type::kTemplate, "!"}};
constexpr Param kPattern[] = {{"pattern", Type::kPattern, "!"}};
constexpr Param kMaybe[] = {{"callback", Type::kTemplate, "none"},
                            {"probability", Type::kNumber, "0.5"}};
constexpr Param kMultiple[] = {{"method", Type::kTemplate, "none"}, {"count", Type::kRange, "3"}};
constexpr Param kMustache[] = {{"text", Type::kText, ""}, {"data", Type::kObject, "{}"}};
constexpr Param kRange[] = {{"numberOrRange", Type::kRange, "any"}};
constexpr Param kCard[] = {{"string", Type::kText, "6453-####-####-####-###L"},
                           {"symbol", Type::kText, "#"}};
constexpr Param kString[] = {{"string", Type::kText, ""}};
constexpr Param kShuffle[] = {{"list", Type::kList, "!"}, {"inplace", Type::kBoolean, "false"}};
constexpr Param kUnique[] = {{"source", Type::kTemplate, "none"}, {"length", Type::kNumber, "0"}};

constexpr Method kMethods[] = {
    value_row("helpers", "arrayElement", Returns::kAny, array_element, "An element of a list",
              kList, 1),
    value_row("helpers", "arrayElements", Returns::kAny, array_elements, "Some elements of a list",
              kElements, 2),
    value_row("helpers", "enumValue", Returns::kAny, enum_value, "A value of an enumeration", kEnum,
              1),
    text_row("helpers", "fake", fake_, "Text with {{methods}} in it", kFake, 1),
    text_row("helpers", "fromRegExp", from_reg_exp_, "Text for a simple regular expression",
             kPattern, 1),
    value_row("helpers", "maybe", Returns::kAny, maybe, "A template's text, or nothing", kMaybe, 1,
              1),
    value_row("helpers", "multiple", Returns::kAny, multiple, "A template's text, several times",
              kMultiple, 1),
    text_row("helpers", "mustache", mustache, "Text with given {{keys}} replaced", kMustache, 2),
    value_row("helpers", "objectEntry", Returns::kAny, object_entry,
              "A member of an object: key and value", kObject, 1),
    value_row("helpers", "objectKey", Returns::kAny, object_key, "A key of an object", kObject, 1),
    value_row("helpers", "objectValue", Returns::kAny, object_value, "A value of an object",
              kObject, 1),
    value_row("helpers", "rangeToNumber", Returns::kNumber, range_to_number_,
              "The number, or one of the range", kRange, 1),
    text_row("helpers", "replaceCreditCardSymbols", replace_card_symbols_,
             "A card's number from its form", kCard, 2),
    text_row("helpers", "replaceSymbols", replace_symbols_,
             "Text with # a digit, ? a letter, * one of both", kString, 1),
    value_row("helpers", "shuffle", Returns::kAny, shuffle_, "A list in another order", kShuffle,
              1),
    text_row("helpers", "slugify", slugify_, "Text as part of an address of the Web", kString, 1),
    value_row("helpers", "uniqueArray", Returns::kAny, unique_array,
              "Values that differ from each other", kUnique, 2),
    value_row("helpers", "weightedArrayElement", Returns::kAny, weighted_array_element,
              "An element by its weight", kList, 1),
};

}  // namespace

Rows helpers_methods() {
  return kMethods;
}

}  // namespace mimus::fake
