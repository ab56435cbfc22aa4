#include <algorithm>
#include <array>

#include "compiled_pattern.h"
#include "path_compiled.h"
#include "text/encoding.h"
#include "text/suggest.h"

namespace mimus::match {
namespace {

// A wrong path weighs more than all else together, so that the right path with everything else wrong is
// nearer than any other path; how wrong it is decides among the others.
constexpr double kOtherPath = 0.45;
constexpr double kPathDistance = 0.15;
constexpr double kMethod = 0.15;
constexpr double kConditions = 0.25;

constexpr std::size_t kMostCompared = 96;    // bytes that an edit distance is computed for
constexpr std::size_t kMostShown = 200;      // bytes of a value that a person is shown
constexpr std::size_t kMostSegments = 16;

double piece_distance(const PathPattern::Compiled& pattern, std::size_t i, std::string_view piece) {
  const PathPattern::Segment& segment = pattern.segments[i];
  if (segment.kind == PathPattern::Segment::Kind::kLiteral) return text_distance(segment.literal, piece);
  if (segment.kind == PathPattern::Segment::Kind::kRest) return 0.2;
  const auto parts = pattern.parts_of(i);
  if (piece.empty()) return 1;
  return parts.size() > 1 || parts.front().constrained() ? 0.5 : 0;
}

// An edit distance over segments: dropping or adding one costs 1, exchanging one what the two differ by. Only
// near the diagonal: paths of very different depth are far apart anyway.
double segments_distance(const PathPattern::Compiled& pattern, std::string_view path) {
  constexpr std::size_t kBand = 2;
  std::array<std::string_view, kMostSegments> pieces;
  std::size_t m = 0;
  while (m < kMostSegments && path.starts_with('/')) {
    pieces[m] = path.substr(1, path.find('/', 1) - 1);
    path.remove_prefix(1 + pieces[m++].size());
  }
  const std::size_t n = std::min(pattern.segments.size(), kMostSegments);
  constexpr double kFar = 2 * kMostSegments;
  std::array<double, kMostSegments + 1> row;
  row.fill(kFar);
  for (std::size_t j = 0; j <= std::min(m, kBand); ++j) row[j] = static_cast<double>(j);
  for (std::size_t i = 1; i <= n; ++i) {
    const std::size_t low = i > kBand ? i - kBand : 0;
    std::array<double, kMostSegments + 1> next;
    next.fill(kFar);
    if (low == 0) next[0] = static_cast<double>(i);
    for (std::size_t j = std::max<std::size_t>(low, 1); j <= std::min(m, i + kBand); ++j) {
      const double exchange = row[j - 1] + piece_distance(pattern, i - 1, pieces[j - 1]);
      next[j] = std::min({exchange, row[j] + 1, next[j - 1] + 1});
    }
    row = next;
  }
  return std::min(1.0, row[m] / static_cast<double>(std::max<std::size_t>({n, m, 1})));
}

std::string shown(std::string_view text) {
  if (text.size() <= kMostShown) return std::string(text);
  return text::to_valid_utf8(text.substr(0, kMostShown)) + "… (" + std::to_string(text.size()) + " bytes)";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " or ") + word;
  return text;
}

// Between just missed and nothing alike; never 0, because it failed.
double matcher_distance(const Matcher& matcher, std::string_view actual) {
  if (matcher.text.empty() || matcher.regex) return 0.7;
  return 0.1 + 0.8 * text_distance(matcher.text, actual);
}

struct Verdict {
  double distance = 0;
  std::vector<const Matcher*> failed;
  std::string actual;
};

Verdict judge_value(const Matchers& matchers, const Sample& sample, Arena& arena) {
  Verdict verdict;
  const std::string_view actual = sample.text(arena);
  for (const Matcher& matcher : matchers.on_value()) {
    if (matcher.on_value(matcher, sample, arena)) continue;
    verdict.failed.push_back(&matcher);
    verdict.distance += matcher_distance(matcher, actual);
  }
  verdict.actual = shown(actual);
  return verdict;
}

// The value that comes nearest stands for the list.
Verdict judge_values(const Matchers& matchers, std::span<const Sample> samples, Arena& arena) {
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
    Verdict verdict = judge_value(matchers, sample, arena);
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
double explain_condition(const CompiledCondition& condition, facts::RequestFacts& facts,
                         std::vector<Mismatch>& mismatches) {
  Samples samples(facts.arena());
  condition.collect(facts, samples);
  std::string what(name_of(condition.place));
  if (!condition.name.empty()) what += " " + condition.name;
  double distance = 0;
  const Matchers& matchers = condition.matchers;
  const Verdict values = judge_values(matchers, samples.view(), facts.arena());
  for (const Matcher* matcher : values.failed) {
    mismatches.push_back({what, describe(*matcher), values.actual});
  }
  for (const Matcher& matcher : matchers.on_list()) {
    if (matcher.on_list(matcher, samples.view(), facts.arena())) continue;
    mismatches.push_back({what, describe(matcher), all_values(samples.view(), facts.arena())});
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

}  // namespace

double text_distance(std::string_view a, std::string_view b) {
  const std::size_t longest = std::max(a.size(), b.size());
  if (longest == 0) return 0;
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  a.remove_prefix(static_cast<std::size_t>(x - a.begin()));
  b.remove_prefix(static_cast<std::size_t>(y - b.begin()));
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  const bool simple = a.empty() || b.empty() || std::max(a.size(), b.size()) > kMostCompared;
  const std::size_t edits = simple ? std::max(a.size(), b.size()) : text::edit_distance(a, b);
  return static_cast<double>(edits) / static_cast<double>(longest);
}

double path_distance(const PathPattern& pattern, std::string_view path) {
  Captures captures;
  if (pattern.match(path, captures)) return 0;
  const std::string_view literal = pattern.literal();
  switch (pattern.kind()) {
    case PathPattern::Kind::kExact: return text_distance(literal, path);
    case PathPattern::Kind::kPrefix: return text_distance(literal, path.substr(0, literal.size()));
    case PathPattern::Kind::kRegex:
      if (literal.empty()) return 0.9;
      return 0.3 + 0.7 * text_distance(literal, path.substr(0, literal.size()));
    case PathPattern::Kind::kTemplate:
    case PathPattern::Kind::kRest:
      return std::max(0.01, segments_distance(pattern.compiled(), path));
    case PathPattern::Kind::kAny: break;
  }
  return 0;
}

Explanation CompiledPattern::explain(facts::RequestFacts& facts) const {
  const RequestPattern& wanted = pattern();
  Explanation explanation;
  const std::string_view path = facts.normal_path();
  if (Captures captures; !wanted.path.match(path, captures)) {
    explanation.distance += kOtherPath + kPathDistance * path_distance(wanted.path, path);
    explanation.mismatches.push_back({"path", std::string(wanted.path.text()), shown(path)});
  }
  const std::string_view method = facts.request().method;
  if (!method_matches(method)) {
    explanation.distance += kMethod * method_distance(wanted.methods, method);
    explanation.mismatches.push_back({"method", joined(wanted.methods), shown(method)});
  }
  std::vector<const CompiledCondition*> in_order(compiled_->conditions.size());
  for (const CompiledCondition& condition : compiled_->conditions) in_order[condition.index] = &condition;
  double distance = 0;
  for (const CompiledCondition* condition : in_order) {
    if (condition->holds(facts)) continue;
    distance += explain_condition(*condition, facts, explanation.mismatches);
  }
  if (!in_order.empty()) {
    explanation.distance += kConditions * distance / static_cast<double>(in_order.size());
  }
  return explanation;
}

}  // namespace mimus::match
