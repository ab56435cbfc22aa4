#include <algorithm>
#include <array>

#include "compiled_pattern.h"
#include "operands.h"

namespace mimus::match {
namespace {

std::string operand_text(const Matcher& matcher) {
  if (matcher.kind->wanted != nullptr) return matcher.kind->wanted(matcher);
  if (matcher.operand.is_string()) return std::string(view(matcher.operand.get_string()));
  return json::write(matcher.operand);
}

struct Judged {
  double distance = 1;
  std::optional<std::string> actual;
};

Judged judge(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  Judged judged;
  const bool holds = matcher.on_value(matcher, sample, asking);
  judged.distance = holds ? 0 : matcher.kind->distance != nullptr ? matcher.kind->distance(matcher, sample, asking) : 1;
  if (matcher.kind->seen != nullptr) {
    judged.actual = matcher.kind->seen(matcher, sample, asking);
  } else if (!sample.absent()) {
    judged.actual = std::string(sample.text(asking.arena()));
  }
  return judged;
}

// The value that comes nearest stands for all.
Judged judge_nearest(const Matcher& matcher, std::span<const Sample> samples, const Asking& asking) {
  if (samples.empty()) {
    Judged judged = judge(matcher, Sample(), asking);
    judged.actual.reset();
    return judged;
  }
  Judged nearest{2, std::nullopt};
  for (const Sample& sample : samples.first(std::min<std::size_t>(samples.size(), 16))) {
    Judged one = judge(matcher, sample, asking);
    if (one.distance < nearest.distance) nearest = std::move(one);
  }
  return nearest;
}

Finding find_out(const CompiledCondition& condition, const Asking& asking) {
  Samples samples(asking.arena());
  condition.collect(asking, samples);
  Finding finding;
  finding.condition = condition.index;
  finding.holds = condition.holds(asking);
  const Matchers& matchers = condition.matchers;
  for (const Matcher& matcher : matchers.on_value()) {  // in WireMock's manner there is one
    const Judged judged = judge_nearest(matcher, samples.view(), asking);
    finding.matcher = matcher.kind->row.key;
    finding.expected = operand_text(matcher);
    finding.actual = judged.actual;
    finding.distance = std::max(finding.distance, judged.distance);
    if (judged.distance > 0) break;
  }
  for (const Matcher& matcher : matchers.on_list()) {
    if (!finding.matcher.empty() && matcher.on_list(matcher, samples.view(), asking)) continue;
    finding.matcher = matcher.kind->row.key;
    finding.expected = operand_text(matcher);
    finding.actual.reset();
    for (const Sample& sample : samples.view()) {
      finding.actual = (finding.actual ? *finding.actual + ", " : "") + std::string(sample.text(asking.arena()));
    }
  }
  if (finding.holds) {
    finding.distance = 0;
  } else if (finding.distance <= 0) {
    finding.distance = 1;  // of the list, or a cookie that is not there
  }
  return finding;
}

// WireMock's urls are one part; here the query may stand in a condition of its own.
const Finding* url_condition(std::span<const Finding> findings, const RequestPattern& pattern) {
  const auto found = std::ranges::find_if(findings, [&](const Finding& finding) {
    return finding.part == Finding::Part::kCondition && pattern.conditions[finding.condition].place == Place::kUrl;
  });
  return found == findings.end() ? nullptr : &*found;
}

enum class Group { kScheme, kHost, kPort, kClientIp, kPath, kHeaders, kQuery, kForm, kCookies, kBody, kMultipart, kOther };

Group group_of(Place place) {
  switch (place) {
    case Place::kScheme: return Group::kScheme;
    case Place::kHost: return Group::kHost;
    case Place::kPort: return Group::kPort;
    case Place::kClientIp: return Group::kClientIp;
    case Place::kPathParameter: return Group::kPath;
    case Place::kHeader: return Group::kHeaders;
    case Place::kQuery: return Group::kQuery;
    case Place::kForm: return Group::kForm;
    case Place::kCookie: return Group::kCookies;
    case Place::kBody: return Group::kBody;
    case Place::kMultipart: return Group::kMultipart;
    default: return Group::kOther;
  }
}

}  // namespace

std::vector<Finding> CompiledPattern::findings(facts::RequestFacts& facts) const {
  const RequestPattern& wanted = pattern();
  std::vector<Finding> findings;
  Captures captures;
  const std::string_view path = path_for(wanted.path, facts);
  const bool matches = wanted.path.match(path, captures);
  if (!matches) captures.clear();
  const bool all_or_nothing = wanted.path.kind() != PathPattern::Kind::kExact && wanted.manner == Manner::kWireMock;
  findings.push_back({Finding::Part::kUrl, 0, matches,
                      matches ? 0 : all_or_nothing ? 1 : path_distance(wanted.path, path), "",
                      std::string(wanted.path.text()), std::string(path)});
  std::string methods;
  for (const std::string& method : wanted.methods) methods += (methods.empty() ? "" : " or ") + method;
  const std::string_view method = facts.request().method;
  findings.push_back({Finding::Part::kMethod, 0, method_matches(method), method_matches(method) ? 0.0 : 1.0, "",
                      wanted.methods.empty() ? "ANY" : methods, std::string(method)});
  const Asking asking{facts, captures, compiled_->key};
  const std::size_t first = findings.size();
  findings.resize(first + compiled_->conditions.size());
  for (const CompiledCondition& condition : compiled_->conditions) {
    findings[first + condition.index] = find_out(condition, asking);
  }
  return findings;
}

// reference/wiremock-stubs.md §6: a weighted mean of where and how it was sent; what it holds counts only when that fits.
double wiremock_distance(std::span<const Finding> findings, const RequestPattern& pattern) {
  constexpr double kWhereWeights = 3 + 10 + 10 + 3 + 10 + 3;
  constexpr double kWhatWeights = 7;
  std::array<double, static_cast<std::size_t>(Group::kOther) + 1> sum{}, count{};
  for (const Finding& finding : findings) {
    if (finding.part != Finding::Part::kCondition) continue;
    const auto group = static_cast<std::size_t>(group_of(pattern.conditions[finding.condition].place));
    sum[group] += finding.distance;
    count[group] += 1;
  }
  const auto mean = [&](Group group) {
    const auto i = static_cast<std::size_t>(group);
    return count[i] == 0 ? 0.0 : sum[i] / count[i];
  };
  const Finding* url = url_condition(findings, pattern);
  double where = 3 * mean(Group::kScheme) + 10 * mean(Group::kHost) + 10 * mean(Group::kPort) + 3 * mean(Group::kClientIp);
  where += 10 * (url != nullptr ? url->distance : findings[0].distance) + 3 * findings[1].distance;
  if (where > 0) return where / kWhereWeights;
  double what = 0;
  for (const Group group : {Group::kPath, Group::kHeaders, Group::kQuery, Group::kForm, Group::kCookies, Group::kBody,
                            Group::kMultipart}) {
    what += mean(group);
  }
  what += mean(Group::kOther);
  return std::min(1.0, what / (kWhereWeights + kWhatWeights));
}

}  // namespace mimus::match
