#include "matcher.h"

#include <algorithm>

#include "text/suggest.h"

namespace mimus::match {
namespace {

Result<Matcher> compile_test(const Test& test, Setting setting) {
  const MatcherKind* kind = find_kind(test.key, setting.manner);
  if (kind == nullptr) return unknown_matcher(test.key, setting.manner);
  MIMUS_TRY(Matcher matcher, kind->compile(test, setting));
  matcher.kind = kind;
  matcher.operand = test.operand;
  return matcher;
}

std::string in_words(const json::Value& operand) {
  if (const json::String* string = operand.if_string()) {
    return "'" + std::string(string->data(), string->size()) + "'";
  }
  return json::write(operand);
}

bool is_option(std::string_view key, const json::Object& among, Manner manner) {
  return std::any_of(among.begin(), among.end(), [&](const auto& member) {
    const MatcherKind* kind = find_kind(member.key(), manner);
    return kind != nullptr && std::ranges::find(kind->row.options, key) != kind->row.options.end();
  });
}

// Every member is a test, or an option of one.
std::vector<Test> native_tests(const json::Value& nested) {
  const json::Object* object = nested.if_object();
  if (object == nullptr) return {{"equals", nested}};
  std::vector<Test> tests;
  for (const auto& member : *object) {
    if (find_kind(member.key(), Manner::kNative) == nullptr && is_option(member.key(), *object, Manner::kNative)) continue;
    tests.push_back({std::string(member.key()), member.value(), *object});
    tests.back().options.erase(member.key());
  }
  return tests;
}

}  // namespace

Result<Matchers> Matchers::compile(std::span<const Test> tests, Setting setting) {
  Matchers matchers;
  matchers.manner_ = setting.manner;
  for (std::size_t i = 0; i < tests.size(); ++i) {
    auto matcher = compile_test(tests[i], setting);
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

Result<Matchers> Matchers::compile(const json::Value& nested, Setting setting) {
  std::vector<Test> tests;
  if (setting.manner == Manner::kWireMock) {
    MIMUS_TRY(Test test, read_wiremock_test(nested, setting.place));
    tests.push_back(std::move(test));
  } else {
    tests = native_tests(nested);
  }
  if (tests.empty()) return invalid("a matcher without a test", "write {} away, or {\"present\": true}");
  auto matchers = compile(tests, setting);
  if (!matchers) matchers.error().where.pointer.clear();
  return matchers;
}

std::span<const Matcher> Matchers::on_value() const { return on_value_; }
std::span<const Matcher> Matchers::on_list() const { return on_list_; }

bool Matchers::hold_for(const Sample& sample, const Asking& asking) const {
  return std::all_of(on_value_.begin(), on_value_.end(), [&](const Matcher& matcher) {
    return matcher.on_value(matcher, sample, asking);
  });
}

bool Matchers::hold(std::span<const Sample> samples, const Asking& asking) const {
  const bool list = std::all_of(on_list_.begin(), on_list_.end(), [&](const Matcher& matcher) {
    return matcher.on_list(matcher, samples, asking);
  });
  if (!list || on_value_.empty()) return list;
  if (samples.empty() && manner_ == Manner::kWireMock) return hold_for(Sample(), asking);
  return std::any_of(samples.begin(), samples.end(),
                     [&](const Sample& sample) { return hold_for(sample, asking); });
}

bool Matchers::want_absence() const {
  return on_list_.empty() && on_value_.size() == 1 && on_value_.front().kind->row.key == "absent";
}

std::string describe(const Matcher& matcher) {
  const std::string_view key = matcher.kind->row.key;
  if (matcher.operand.is_bool() && matcher.kind->row.operand == "boolean") {
    return (matcher.operand.get_bool() ? "" : "not ") + std::string(key);
  }
  return std::string(key) + " " + in_words(matcher.operand);
}

}  // namespace mimus::match
