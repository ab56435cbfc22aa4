#include "ledger.h"

#include <utility>

#include "text/dates.h"
#include "text/encoding.h"

namespace mimus::diff {
namespace {

constexpr std::size_t kMostKept = 200;          // differences
constexpr std::size_t kMostRoutes = 2000;       // beyond, one for all others
constexpr std::size_t kMostPlaces = 20;         // of one answer
constexpr std::size_t kLongestValue = 2000;     // bytes of a value
constexpr std::string_view kOthers = "(others)";

void shorten(std::optional<std::string>& value) {
  if (!value || value->size() <= kLongestValue) return;
  const std::size_t size = value->size();
  value = text::to_valid_utf8(value->substr(0, kLongestValue)) + "… (" + std::to_string(size) + " bytes)";
}

json::Value text_or_null(const std::optional<std::string>& text) { return text ? json::Value(text::to_valid_utf8(*text)) : json::Value(); }

json::Array to_json(const std::vector<recording::Difference>& differences) {
  json::Array out;
  for (const recording::Difference& one : differences) {
    out.push_back(json::Object{{"where", text::to_valid_utf8(one.where)}, {"server", text_or_null(one.recorded)}, {"mocks", text_or_null(one.actual)}});
  }
  return out;
}

json::Object to_json(const Verdict& verdict) {
  json::Object out{{"time", text::iso8601(verdict.when)}, {"request", text::to_valid_utf8(verdict.request)}, {"status", verdict.status}};
  out["route"] = verdict.route.empty() ? json::Value() : json::Value(text::to_valid_utf8(verdict.route));
  out["differences"] = to_json(verdict.differences);
  return out;
}

std::string key_of(const Verdict& verdict) {
  if (!verdict.route.empty()) return text::to_valid_utf8(verdict.route);
  return "no route: " + text::to_valid_utf8(verdict.request.substr(0, verdict.request.find('?')));
}

}  // namespace

void Ledger::add(Verdict verdict) {
  if (verdict.differences.size() > kMostPlaces) verdict.differences.resize(kMostPlaces);
  for (recording::Difference& one : verdict.differences) {
    shorten(one.recorded);
    shorten(one.actual);
  }
  std::string key = key_of(verdict);
  const std::lock_guard lock(mutex_);
  if (routes_.size() >= kMostRoutes && !routes_.contains(key)) key = kOthers;
  Route& route = routes_[key];
  switch (verdict.kind) {
    case Verdict::Kind::kSame:
      ++route.same;
      return;
    case Verdict::Kind::kNotCompared:
      ++route.not_compared;
      route.why = std::move(verdict.why);
      route.reached = verdict.status != 0;
      return;
    case Verdict::Kind::kDifferent:
      ++route.different;
      break;
    case Verdict::Kind::kNoRoute:
      ++route.no_route;
      break;
  }
  route.latest = verdict.differences;
  last_.push_back(std::move(verdict));
  if (last_.size() > kMostKept) last_.pop_front();
}

void Ledger::skip() {
  const std::lock_guard lock(mutex_);
  ++skipped_;
}

void Ledger::clear() {
  const std::lock_guard lock(mutex_);
  routes_.clear();
  last_.clear();
  skipped_ = 0;
}

json::Object Ledger::to_json() const {
  const std::lock_guard lock(mutex_);
  Route all;
  json::Array routes, differences;
  for (const auto& [name, route] : routes_) {
    all.same += route.same;
    all.different += route.different;
    all.no_route += route.no_route;
    all.not_compared += route.not_compared;
    json::Object one{{"route", name}, {"same", route.same}, {"different", route.different}, {"no_route", route.no_route}, {"not_compared", route.not_compared}};
    if (!route.why.empty()) one["why"] = route.why;
    routes.push_back(std::move(one));
  }
  for (auto one = last_.rbegin(); one != last_.rend(); ++one) differences.push_back(diff::to_json(*one));
  return {{"compared", all.same + all.different + all.no_route},
          {"same", all.same},
          {"different", all.different},
          {"no_route", all.no_route},
          {"not_compared", all.not_compared},
          {"skipped", skipped_},
          {"routes", std::move(routes)},
          {"differences", std::move(differences)}};
}

recording::Regression Ledger::report(std::string title) const {
  const std::lock_guard lock(mutex_);
  recording::Regression made;
  made.title = std::move(title);
  made.words = {"the server", "the mocks", "the same", "route"};
  for (const auto& [name, route] : routes_) {
    const std::uint64_t bad = route.different + route.no_route, all = bad + route.same;
    const std::uint64_t asked = all == 0 ? route.not_compared : all;
    recording::Outcome outcome;
    outcome.request = name + " (" + std::to_string(asked) + (asked == 1 ? " request" : " requests") + (bad == 0 ? "" : ", " + std::to_string(bad) + " different") + ")";
    if (all == 0) (route.reached ? outcome.skipped : outcome.failure) = route.why;
    outcome.differences = route.latest;
    made.outcomes.push_back(std::move(outcome));
  }
  if (skipped_ > 0) made.note = std::to_string(skipped_) + " requests came faster than they could be compared";
  return made;
}

}  // namespace mimus::diff
