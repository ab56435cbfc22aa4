#include "functions.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "json/equal.h"
#include "json/number_text.h"
#include "run.h"

namespace mimus::jmespath {
namespace {

using Answer = Result<json::Value>;

// ---- numbers

double number(const json::Value& value) {
  return value.to_number<double>();
}

// Whole where it can be: 3, not 3.0.
json::Value whole(double value) {
  constexpr double kMost = 9007199254740992.0;
  if (std::fabs(value) <= kMost && std::trunc(value) == value)
    return static_cast<std::int64_t>(value);
  return value;
}

Answer abs(const Invocation& call) {
  const json::Value& value = call.value(0);
  return number(value) < 0 ? whole(-number(value)) : value;
}
Answer ceil(const Invocation& call) {
  return whole(std::ceil(number(call.value(0))));
}
Answer floor(const Invocation& call) {
  return whole(std::floor(number(call.value(0))));
}

double total(const json::Array& array) {
  return std::accumulate(array.begin(), array.end(), 0.0,
                         [](double sum, const json::Value& item) { return sum + number(item); });
}
Answer sum(const Invocation& call) {
  return whole(total(call.value(0).get_array()));
}
Answer avg(const Invocation& call) {
  const json::Array& array = call.value(0).get_array();
  if (array.empty()) return nullptr;
  return whole(total(array) / static_cast<double>(array.size()));
}

Answer to_number(const Invocation& call) {
  const json::Value& value = call.value(0);
  if (value.is_number()) return value;
  if (!value.is_string()) return nullptr;
  const auto read = json::parse(value.get_string());
  return read && read->is_number() ? *read : json::Value(nullptr);
}

// ---- texts

std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> all;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    all.push_back(text.substr(at, end - at));
    at = end;
  }
  return all;
}

Answer starts_with(const Invocation& call) {
  return call.value(0).get_string().starts_with(call.value(1).get_string());
}
Answer ends_with(const Invocation& call) {
  return call.value(0).get_string().ends_with(call.value(1).get_string());
}
Answer join(const Invocation& call) {
  std::string joined;
  for (const json::Value& item : call.value(1).get_array()) {
    if (&item != &call.value(1).get_array().front()) joined += call.value(0).get_string();
    joined += item.get_string();
  }
  return json::Value(joined);
}
Answer to_string(const Invocation& call) {
  if (call.value(0).is_string()) return call.value(0);
  return json::Value(json::write(call.value(0)));
}

// ---- all kinds

Answer contains(const Invocation& call) {
  if (const json::String* text = call.value(0).if_string()) {
    const json::String* part = call.value(1).if_string();
    return part != nullptr && text->find(*part) != json::String::npos;
  }
  const json::Array& array = call.value(0).get_array();
  return std::any_of(array.begin(), array.end(), [&](const json::Value& item) {
    return json::equivalent(item, call.value(1));
  });
}

Answer length(const Invocation& call) {
  const json::Value& value = call.value(0);
  if (value.is_string()) return characters(value.get_string()).size();
  return value.is_array() ? value.get_array().size() : value.get_object().size();
}

Answer reverse(const Invocation& call) {
  const json::Value& value = call.value(0);
  if (const json::Array* array = value.if_array())
    return json::Array(array->rbegin(), array->rend());
  std::string turned;
  const auto all = characters(value.get_string());
  for (auto at = all.rbegin(); at != all.rend(); ++at) turned += *at;
  return json::Value(turned);
}

Answer to_array(const Invocation& call) {
  if (call.value(0).is_array()) return call.value(0);
  json::Array array;
  array.push_back(call.value(0));
  return array;
}

std::string_view type_name(const json::Value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return "null";
    case boost::json::kind::bool_:
      return "boolean";
    case boost::json::kind::string:
      return "string";
    case boost::json::kind::array:
      return "array";
    case boost::json::kind::object:
      return "object";
    default:
      return "number";
  }
}
Answer type(const Invocation& call) {
  return json::Value(type_name(call.value(0)));
}

Answer not_null(const Invocation& call) {
  for (const Argument& argument : call.arguments) {
    if (!argument.value->is_null()) return *argument.value;
  }
  return nullptr;
}

// ---- objects

Answer keys(const Invocation& call) {
  json::Array names;
  for (const auto& member : call.value(0).get_object()) names.push_back(json::Value(member.key()));
  return names;
}
Answer values(const Invocation& call) {
  json::Array all;
  for (const auto& member : call.value(0).get_object()) all.push_back(member.value());
  return all;
}
Answer merge(const Invocation& call) {
  json::Object merged;
  for (const Argument& argument : call.arguments) {
    for (const auto& member : argument.value->get_object()) merged[member.key()] = member.value();
  }
  return merged;
}

// ---- order. Numbers among numbers, texts (by code points, which is by UTF-8 bytes) among texts.

bool less(const json::Value& a, const json::Value& b) {
  if (a.is_string()) return a.get_string() < b.get_string();
  return number(a) < number(b);
}

// The values that order the elements: themselves, or what the reference makes of them.
struct Keyed {
  const json::Value* item;
  json::Value key;
};
Result<std::vector<Keyed>> keyed(const Invocation& call) {
  std::vector<Keyed> all;
  for (const json::Value& item : call.value(0).get_array()) {
    if (call.arguments.size() == 1) {
      all.push_back({&item, item});
      continue;
    }
    MIMUS_TRY(const json::Value* key, call.run.evaluate(call.reference(1), item));
    const bool fits = key->is_number() || key->is_string();
    if (!fits || (!all.empty() && all[0].key.is_string() != key->is_string())) {
      Error error =
          invalid(std::string(call.function.name) + "() orders by numbers or by strings, not by " +
                  std::string(type_name(*key)));
      error.where.offset = call.at;
      return error;
    }
    all.push_back({&item, *key});
  }
  return all;
}

Answer sort(const Invocation& call) {
  MIMUS_TRY(std::vector<Keyed> all, keyed(call));
  std::stable_sort(all.begin(), all.end(),
                   [](const Keyed& a, const Keyed& b) { return less(a.key, b.key); });
  json::Array sorted;
  for (const Keyed& one : all) sorted.push_back(*one.item);
  return sorted;
}
Answer max(const Invocation& call) {
  MIMUS_TRY(const std::vector<Keyed> all, keyed(call));
  const auto most = std::max_element(
      all.begin(), all.end(), [](const Keyed& a, const Keyed& b) { return less(a.key, b.key); });
  return most == all.end() ? json::Value(nullptr) : *most->item;
}
Answer min(const Invocation& call) {
  MIMUS_TRY(const std::vector<Keyed> all, keyed(call));
  const auto least = std::min_element(
      all.begin(), all.end(), [](const Keyed& a, const Keyed& b) { return less(a.key, b.key); });
  return least == all.end() ? json::Value(nullptr) : *least->item;
}

Answer map(const Invocation& call) {
  json::Array results;
  for (const json::Value& item : call.value(1).get_array()) {
    MIMUS_TRY(const json::Value* result, call.run.evaluate(call.reference(0), item));
    MIMUS_TRY_DONE(call.run.copy_into(results, *result));
  }
  return results;
}

constexpr Function kFunctions[] = {
    {"abs", &abs, {"n"}, 1},
    {"avg", &avg, {"N"}, 1},
    {"ceil", &ceil, {"n"}, 1},
    {"contains", &contains, {"as", ""}, 2},
    {"ends_with", &ends_with, {"s", "s"}, 2},
    {"floor", &floor, {"n"}, 1},
    {"join", &join, {"s", "S"}, 2},
    {"keys", &keys, {"o"}, 1},
    {"length", &length, {"aos"}, 1},
    {"map", &map, {"&", "a"}, 2},
    {"max", &max, {"NS"}, 1},
    {"max_by", &max, {"a", "&"}, 2},
    {"merge", &merge, {"o", "o"}, 1, true},
    {"min", &min, {"NS"}, 1},
    {"min_by", &min, {"a", "&"}, 2},
    {"not_null", &not_null, {"", ""}, 1, true},
    {"reverse", &reverse, {"as"}, 1},
    {"sort", &sort, {"NS"}, 1},
    {"sort_by", &sort, {"a", "&"}, 2},
    {"starts_with", &starts_with, {"s", "s"}, 2},
    {"sum", &sum, {"N"}, 1},
    {"to_array", &to_array, {""}, 1},
    {"to_number", &to_number, {""}, 1},
    {"to_string", &to_string, {""}, 1},
    {"type", &type, {""}, 1},
    {"values", &values, {"o"}, 1},
};

// ---- what arguments may be

bool all_are(const json::Value& value, bool (*is)(const json::Value&)) {
  const json::Array* array = value.if_array();
  return array != nullptr && std::all_of(array->begin(), array->end(), is);
}

struct Letter {
  char letter;
  bool (*takes)(const json::Value&);
  std::string_view words;
};
constexpr Letter kLetters[] = {
    {'n', [](const json::Value& v) { return v.is_number(); }, "a number"},
    {'s', [](const json::Value& v) { return v.is_string(); }, "a string"},
    {'a', [](const json::Value& v) { return v.is_array(); }, "an array"},
    {'o', [](const json::Value& v) { return v.is_object(); }, "an object"},
    {'N',
     [](const json::Value& v) {
       return all_are(v, [](const json::Value& i) { return i.is_number(); });
     },
     "an array of numbers"},
    {'S',
     [](const json::Value& v) {
       return all_are(v, [](const json::Value& i) { return i.is_string(); });
     },
     "an array of strings"},
};

bool takes(std::string_view letters, const Argument& argument) {
  if (argument.reference) return letters == "&";
  if (letters.empty()) return true;
  return std::any_of(std::begin(kLetters), std::end(kLetters), [&](const Letter& letter) {
    return letters.find(letter.letter) != std::string_view::npos && letter.takes(*argument.value);
  });
}

std::string wanted(std::string_view letters) {
  if (letters.empty()) return "a value";
  if (letters == "&") return "an expression behind '&'";
  std::string words;
  for (const Letter& letter : kLetters) {
    if (letters.find(letter.letter) == std::string_view::npos) continue;
    words.append(words.empty() ? "" : " or ").append(letter.words);
  }
  return words;
}

}  // namespace

std::span<const Function> functions() {
  return kFunctions;
}

const Function* find_function(std::string_view name) {
  const auto* found = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                   [&](const Function& function) { return function.name == name; });
  return found == std::end(kFunctions) ? nullptr : found;
}

Status check_arguments(const Invocation& call) {
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const std::string_view letters = call.function.takes[std::min<std::size_t>(i, 1)];
    const Argument& argument = call.arguments[i];
    if (takes(letters, argument)) continue;
    Error error = invalid(
        std::string(call.function.name) + "() takes " + wanted(letters) + ", not " +
        (argument.reference ? "an expression" : json::write(*argument.value).substr(0, 40)));
    error.where.offset = call.at;
    return error;
  }
  return Done();
}

}  // namespace mimus::jmespath
