#include "matcher.h"

#include <algorithm>

#include "text/suggest.h"

namespace mimus::match {
namespace {

Result<Matcher> compile_test(const Test& test, Place place) {
  for (const MatcherKind& kind : matcher_kinds()) {
    if (kind.row.key != test.key) continue;
    MIMUS_TRY(Matcher matcher, kind.compile(test.operand, place));
    matcher.kind = &kind;
    matcher.operand = test.operand;
    return matcher;
  }
  std::vector<std::string_view> keys;
  for (const MatcherKind& kind : matcher_kinds()) keys.push_back(kind.row.key);
  return invalid("unknown matcher '" + test.key + "'", text::did_you_mean(test.key, keys));
}

std::string in_words(const json::Value& operand) {
  if (const json::String* string = operand.if_string()) {
    return "'" + std::string(string->data(), string->size()) + "'";
  }
  return json::write(operand);
}

}  // namespace

Result<Matchers> Matchers::compile(std::span<const Test> tests, Place place) {
  Matchers matchers;
  for (std::size_t i = 0; i < tests.size(); ++i) {
    auto matcher = compile_test(tests[i], place);
    if (!matcher) {
      Error error = std::move(matcher).error();
      error.where.pointer = "/tests/" + std::to_string(i);
      return error;
    }
    matchers.cost_ = std::max(matchers.cost_, matcher->kind->cost);
    auto& list = matcher->on_value != nullptr ? matchers.on_value_ : matchers.on_list_;
    list.push_back(*std::move(matcher));
  }
  const auto cheaper = [](const Matcher& a, const Matcher& b) { return a.kind->cost < b.kind->cost; };
  std::stable_sort(matchers.on_value_.begin(), matchers.on_value_.end(), cheaper);
  std::stable_sort(matchers.on_list_.begin(), matchers.on_list_.end(), cheaper);
  return matchers;
}

Result<Matchers> Matchers::compile(const json::Value& nested, Place place) {
  std::vector<Test> tests;
  if (const json::Object* object = nested.if_object()) {
    for (const auto& member : *object) tests.push_back({std::string(member.key()), member.value()});
  } else {
    tests.push_back({"equals", nested});
  }
  if (tests.empty()) return invalid("a matcher without a test", "write {} away, or {\"present\": true}");
  auto matchers = compile(tests, place);
  if (!matchers) matchers.error().where.pointer.clear();
  return matchers;
}

std::span<const Matcher> Matchers::on_value() const { return on_value_; }
std::span<const Matcher> Matchers::on_list() const { return on_list_; }

bool Matchers::hold_for(const Sample& sample, Arena& arena) const {
  return std::all_of(on_value_.begin(), on_value_.end(), [&](const Matcher& matcher) {
    return matcher.on_value(matcher, sample, arena);
  });
}

bool Matchers::hold(std::span<const Sample> samples, Arena& arena) const {
  const bool list = std::all_of(on_list_.begin(), on_list_.end(), [&](const Matcher& matcher) {
    return matcher.on_list(matcher, samples, arena);
  });
  if (!list || on_value_.empty()) return list;
  return std::any_of(samples.begin(), samples.end(),
                     [&](const Sample& sample) { return hold_for(sample, arena); });
}

std::string describe(const Matcher& matcher) {
  const std::string_view key = matcher.kind->row.key;
  if (matcher.operand.is_bool() && matcher.kind->row.operand == "boolean") {
    return (matcher.operand.get_bool() ? "" : "not ") + std::string(key);
  }
  return std::string(key) + " " + in_words(matcher.operand);
}

}  // namespace mimus::match
