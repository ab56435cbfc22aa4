#include <algorithm>

#include "compiled_pattern.h"
#include "text/encoding.h"

namespace mimus::match {
namespace {

// A wrong path weighs more than all else together, so that the right path with everything else wrong is
// nearer than any other path; how wrong it is decides among the others.
constexpr double kOtherPath = 0.45;
constexpr double kPathDistance = 0.15;
constexpr double kMethod = 0.15;
constexpr double kConditions = 0.25;

constexpr std::size_t kMostShown = 200;  // bytes of a value that a person is shown

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " or ") + word;
  return text;
}

// Between just missed and nothing alike; never 0, because it failed.
double matcher_distance(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  if (matcher.kind->distance == nullptr) return 0.7;
  return 0.1 + 0.8 * matcher.kind->distance(matcher, sample, asking);
}

struct Verdict {
  double distance = 0;
  std::vector<const Matcher*> failed;
  std::string actual;
};

Verdict judge_value(const Matchers& matchers, const Sample& sample, const Asking& asking) {
  Verdict verdict;
  for (const Matcher& matcher : matchers.on_value()) {
    if (matcher.on_value(matcher, sample, asking)) continue;
    verdict.failed.push_back(&matcher);
    verdict.distance += matcher_distance(matcher, sample, asking);
  }
  verdict.actual = shown(sample.text(asking.arena()));
  return verdict;
}

// The value that comes nearest stands for the list.
Verdict judge_values(const Matchers& matchers, std::span<const Sample> samples, const Asking& asking) {
  if (matchers.on_value().empty()) return {};
  Verdict nearest;
  if (samples.empty()) {
    for (const Matcher& matcher : matchers.on_value()) nearest.failed.push_back(&matcher);
    nearest.distance = static_cast<double>(nearest.failed.size());
    nearest.actual = "(absent)";
    return nearest;
  }
  nearest.distance = 1e9;
  for (const Sample& sample : samples.first(std::min<std::size_t>(samples.size(), 16))) {
    Verdict verdict = judge_value(matchers, sample, asking);
    if (verdict.distance < nearest.distance) nearest = std::move(verdict);
  }
  return nearest;
}

std::string all_values(std::span<const Sample> samples, Arena& arena) {
  if (samples.empty()) return "(absent)";
  std::string text;
  for (const Sample& sample : samples) {
    if (!text.empty()) text += ", ";
    text += sample.text(arena);
    if (text.size() > kMostShown) break;
  }
  return shown(text);
}

// Appends what this condition misses; returns its distance.
double explain_condition(const CompiledCondition& condition, const Asking& asking, std::vector<Mismatch>& mismatches) {
  Samples samples(asking.arena());
  condition.collect(asking, samples);
  std::string what(name_of(condition.place));
  if (!condition.name.empty()) what += " " + condition.name;
  double distance = 0;
  const Matchers& matchers = condition.matchers;
  const Verdict values = judge_values(matchers, samples.view(), asking);
  for (const Matcher* matcher : values.failed) {
    mismatches.push_back({what, describe(*matcher), values.actual});
  }
  for (const Matcher& matcher : matchers.on_list()) {
    if (matcher.on_list(matcher, samples.view(), asking)) continue;
    mismatches.push_back({what, describe(matcher), all_values(samples.view(), asking.arena())});
    distance += samples.view().empty() ? 1 : 0.7;
  }
  const auto tests = matchers.on_value().size() + matchers.on_list().size();
  return (distance + values.distance) / static_cast<double>(std::max<std::size_t>(tests, 1));
}

double method_distance(const std::vector<std::string>& methods, std::string_view method) {
  const bool other_case = std::any_of(methods.begin(), methods.end(), [method](const std::string& wanted) {
    return text::equal_ignoring_case(wanted, method);
  });
  return other_case ? 0.5 : 1;
}

std::vector<const CompiledCondition*> in_order(std::span<const CompiledCondition> conditions) {
  std::vector<const CompiledCondition*> ordered(conditions.size());
  for (const CompiledCondition& condition : conditions) ordered[condition.index] = &condition;
  return ordered;
}

// Captures of a path that does not match are none.
Captures captures_of(const PathPattern& path, facts::RequestFacts& facts) {
  Captures captures;
  if (!path.match(path_for(path, facts), captures)) captures.clear();
  return captures;
}

}  // namespace

std::string shown(std::string_view text) {
  if (text.size() <= kMostShown) return std::string(text);
  return text::to_valid_utf8(text.substr(0, kMostShown)) + "… (" + std::to_string(text.size()) + " bytes)";
}

Explanation CompiledPattern::explain(facts::RequestFacts& facts) const {
  const RequestPattern& wanted = pattern();
  Explanation explanation;
  const std::string_view path = path_for(wanted.path, facts);
  const bool path_matches = [&] {
    Captures captures;
    return wanted.path.match(path, captures);
  }();
  if (!path_matches) {
    explanation.distance += kOtherPath + kPathDistance * path_distance(wanted.path, path);
    explanation.mismatches.push_back({"path", std::string(wanted.path.text()), shown(path)});
  }
  const std::string_view method = facts.request().method;
  if (!method_matches(method)) {
    explanation.distance += kMethod * method_distance(wanted.methods, method);
    explanation.mismatches.push_back({"method", joined(wanted.methods), shown(method)});
  }
  const Captures captures = captures_of(wanted.path, facts);
  const Asking asking{facts, captures, compiled_->key};
  double distance = 0;
  for (const CompiledCondition* condition : in_order(compiled_->conditions)) {
    if (condition->holds(asking)) continue;
    distance += explain_condition(*condition, asking, explanation.mismatches);
  }
  if (!compiled_->conditions.empty()) {
    explanation.distance += kConditions * distance / static_cast<double>(compiled_->conditions.size());
  }
  if (wanted.manner == Manner::kWireMock) explanation.distance = wiremock_distance(findings(facts), wanted);
  return explanation;
}

}  // namespace mimus::match
