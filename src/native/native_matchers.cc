#include "native_matchers.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "regex/java.h"

namespace mimus::native {
namespace {

using match::Manner;
using match::Test;
using Translated = std::optional<Test>;
using Translate = Translated (*)(const Test&);

std::string text_of(const json::Value& value) {
  if (const json::String* text = value.if_string()) return {text->data(), text->size()};
  return json::write(value);
}

bool is_true(const json::Object& options, std::string_view name) {
  const json::Value* value = options.if_contains(name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

// ---- both ways ---------------------------------------------------------------------------------

// The same word with the same operand; options that only the other one knows are left out.
template <Manner kTo>
Translated same(const Test& test) {
  for (const match::MatcherRow& row : match::matcher_table(kTo)) {
    if (row.key != test.key) continue;
    Test out{test.key, test.operand, {}};
    for (const std::string_view option : row.options) {
      if (const json::Value* value = test.options.if_contains(option)) out.options[option] = *value;
    }
    return out;
  }
  return std::nullopt;
}

template <Manner kTo>
Translated one(const Test& test);

// {"contains": "x"} as a value.
json::Value object_of(Test test) {
  json::Object object{{test.key, std::move(test.operand)}};
  for (auto& member : test.options) object[member.key()] = std::move(member.value());
  return object;
}

// A matcher inside another one: one test, or several, or a plain value, which natively means equals.
template <Manner kTo>
std::optional<json::Value> nested(const json::Value& matcher) {
  if (!matcher.is_object()) {
    if constexpr (kTo == Manner::kWireMock) return json::Object{{"equalTo", json::Value(text_of(matcher))}};
    return std::nullopt;
  }
  const auto words = match::matcher_table(kTo == Manner::kNative ? Manner::kWireMock : Manner::kNative);
  json::Array all;
  for (const auto& member : matcher.get_object()) {
    if (std::ranges::find(words, std::string_view(member.key()), &match::MatcherRow::key) == words.end()) continue;
    Test inside{std::string(member.key()), member.value(), matcher.get_object()};
    inside.options.erase(member.key());
    if (inside.key == "expression") continue;
    auto translated = one<kTo>(inside);
    if (!translated) return std::nullopt;
    all.push_back(object_of(*std::move(translated)));
    if (kTo == Manner::kNative) break;  // the first word counts, see read_wiremock_test()
  }
  if (all.empty()) return std::nullopt;
  if (all.size() == 1) return std::move(all.front());
  return json::Object{{"and", std::move(all)}};
}

template <Manner kTo>
Translated each(const Test& test) {
  if (!test.operand.is_array()) return std::nullopt;
  json::Array all;
  for (const json::Value& item : test.operand.get_array()) {
    auto matcher = nested<kTo>(item);
    if (!matcher) return std::nullopt;
    all.push_back(*std::move(matcher));
  }
  return Test{test.key, std::move(all), {}};
}

template <Manner kTo>
Translated inside(const Test& test) {
  auto matcher = nested<kTo>(test.operand);
  if (!matcher) return std::nullopt;
  return Test{test.key, *std::move(matcher), {}};
}

// {"expression": "$.id", and a matcher}, or the expression alone.
template <Manner kTo>
Translated found(const Test& test) {
  auto out = same<kTo>(test);
  const json::Object* object = test.operand.if_object();
  if (!out || object == nullptr || object->size() < 2) return out;
  auto matcher = nested<kTo>(test.operand);
  if (!matcher) return std::nullopt;
  json::Object operand{{"expression", object->contains("expression") ? object->at("expression") : json::Value()}};
  for (const auto& member : matcher->get_object()) operand[member.key()] = member.value();
  out->operand = std::move(operand);
  return out;
}

struct Row {
  std::string_view key;
  Translate translate;
};

// ---- WireMock's to native ----------------------------------------------------------------------

template <const char* kKey>
Translated renamed(const Test& test) {
  return Test{kKey, test.operand, {}};
}

Translated equal_to(const Test& test) {
  return Test{is_true(test.options, "caseInsensitive") ? "equalsIgnoreCase" : "equals", test.operand, {}};
}

// Java's expressions, in which a dot takes line breaks as well.
template <const char* kKey>
Translated expression(const Test& test) {
  const std::string java = text_of(test.operand);
  const bool needs_dots = java.find('.') != std::string::npos && !java.starts_with("(?s)");
  return Test{kKey, json::Value((needs_dots ? "(?s)" : "") + regex::from_java(java)), {}};
}

Translated absent(const Test&) { return Test{"absent", true, {}}; }

constexpr char kRegex[] = "regex", kNotRegex[] = "notRegex", kNotContains[] = "notContains";
constexpr Row kToNative[] = {
    {"equalTo", &equal_to},
    {"doesNotContain", &renamed<kNotContains>},
    {"matches", &expression<kRegex>},
    {"doesNotMatch", &expression<kNotRegex>},
    {"absent", &absent},
    {"and", &each<Manner::kNative>},
    {"or", &each<Manner::kNative>},
    {"hasExactly", &each<Manner::kNative>},
    {"includes", &each<Manner::kNative>},
    {"not", &inside<Manner::kNative>},
    {"matchesJsonPath", &found<Manner::kNative>},
    {"matchesXPath", &found<Manner::kNative>},
};

// ---- native to WireMock's ----------------------------------------------------------------------

Translated equals(const Test& test) {
  if (test.operand.is_structured()) return Test{"equalToJson", test.operand, {}};
  return Test{"equalTo", json::Value(text_of(test.operand)), {}};
}
Translated in_any_case(const Test& test) {
  return Test{"equalTo", json::Value(text_of(test.operand)), {{"caseInsensitive", true}}};
}

std::string literal_expression(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c & 0x80) != 0 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    if (!plain) out += '\\';
    out += c;
  }
  return out;
}
Translated starts(const Test& test) {
  return Test{"matches", json::Value(literal_expression(text_of(test.operand)) + "[\\s\\S]*"), {}};
}
Translated ends(const Test& test) {
  return Test{"matches", json::Value("[\\s\\S]*" + literal_expression(text_of(test.operand))), {}};
}

Translated absence(const Test& test) {
  const bool there = test.operand.is_bool() && test.operand.get_bool() == (test.key == "present");
  if (!there) return Test{"absent", true, {}};
  return Test{"matches", "[\\s\\S]*", {}};
}

template <const char* kKey>
Translated plain(const Test& test) {
  return Test{kKey, json::Value(text_of(test.operand)), {}};
}

Translated one_of(const Test& test) {
  auto all = each<Manner::kWireMock>(test);
  if (all) all->key = "or";
  return all;
}

constexpr char kMatches[] = "matches", kDoesNotMatch[] = "doesNotMatch", kDoesNotContain[] = "doesNotContain";
constexpr Row kToWireMock[] = {
    {"equals", &equals},
    {"equalsIgnoreCase", &in_any_case},
    {"startsWith", &starts},
    {"endsWith", &ends},
    {"regex", &plain<kMatches>},
    {"matches", &plain<kMatches>},
    {"notRegex", &plain<kDoesNotMatch>},
    {"notContains", &plain<kDoesNotContain>},
    {"absent", &absence},
    {"present", &absence},
    {"oneOf", &one_of},
    {"and", &each<Manner::kWireMock>},
    {"or", &each<Manner::kWireMock>},
    {"hasExactly", &each<Manner::kWireMock>},
    {"includes", &each<Manner::kWireMock>},
    {"not", &inside<Manner::kWireMock>},
    {"matchesJsonPath", &found<Manner::kWireMock>},
    {"matchesXPath", &found<Manner::kWireMock>},
};

template <Manner kTo>
Translated one(const Test& test) {
  const std::span<const Row> rows = kTo == Manner::kNative ? std::span<const Row>(kToNative) : std::span<const Row>(kToWireMock);
  const auto row = std::ranges::find(rows, std::string_view(test.key), &Row::key);
  return row == rows.end() ? same<kTo>(test) : row->translate(test);
}

}  // namespace

std::optional<Test> native_test(const Test& wiremock) { return one<Manner::kNative>(wiremock); }
std::optional<Test> wiremock_test(const Test& native) { return one<Manner::kWireMock>(native); }

}  // namespace mimus::native
