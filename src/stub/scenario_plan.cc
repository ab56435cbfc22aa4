#include "scenario_plan.h"

#include <algorithm>
#include <span>
#include <vector>

namespace mimus::stub {
namespace {

std::string_view find(std::span<const facts::NameValue> pairs, std::string_view name) {
  const auto found = std::ranges::find(pairs, name, &facts::NameValue::name);
  return found == pairs.end() ? std::string_view() : found->value;
}

std::string_view bearer(const http::Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view value = request.header("Authorization").value_or("");
  const bool is_one =
      value.size() > kScheme.size() && http::same_name(value.substr(0, kScheme.size()), kScheme);
  return is_one ? value.substr(kScheme.size()) : std::string_view();
}

}  // namespace

std::string_view InstanceKey::of(const facts::Caller& caller) const {
  const http::Request& request = caller.facts.request();
  switch (place) {
    case Place::kNobody:
      return {};
    case Place::kHeader:
      return request.header(name).value_or("");
    case Place::kCookie:
      return find(caller.facts.cookies(), name);
    case Place::kQuery:
      return find(caller.facts.query(), name);
    case Place::kPath:
      return caller.captured.find(name).value_or("");
    case Place::kBearer:
      return bearer(request);
    case Place::kClientIp:
      return caller.facts.client_ip();
  }
  return {};
}

// A chain of lapses that comes back to a state goes round: whole rounds are left out at once, so
// that a clock that jumps by years costs no more than one that ticks.
Position position(const ScenarioPlan& plan, std::string_view state, WallTime since, WallTime now) {
  std::vector<std::pair<std::string_view, WallTime>> passed;
  for (;;) {
    const auto lapse = plan.lapses.find(state);
    if (lapse == plan.lapses.end()) return {state, WallTime::max()};
    if (now - since < lapse->second.after) {
      const bool representable = since <= WallTime::max() - lapse->second.after;
      return {lapse->first, representable ? since + lapse->second.after : WallTime::max()};
    }
    const auto before =
        std::ranges::find(passed, state, &std::pair<std::string_view, WallTime>::first);
    if (before != passed.end()) {
      const Nanoseconds round = since - before->second;
      since += (now - since) / round * round;
      passed.clear();
      if (now - since < lapse->second.after) continue;
    }
    passed.emplace_back(state, since);
    since += lapse->second.after;
    state = lapse->second.next;
  }
}

}  // namespace mimus::stub
