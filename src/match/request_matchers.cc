#include "operands.h"

namespace mimus::match {
namespace {

bool happens(const Matcher& matcher, std::span<const Sample>, const Asking& asking) {
  return asking.facts.chance(asking.key).fork("match").happens(matcher.low);
}

Result<Matcher> compile_probability(const Test& test, Setting setting) {
  if (setting.place != Place::kRequest) return invalid("only a request as a whole has a probability");
  Matcher matcher;
  MIMUS_TRY(matcher.low, number_operand(test.operand));
  if (matcher.low < 0 || matcher.low > 1) return invalid("a probability lies between 0 and 1");
  matcher.on_list = &happens;
  return matcher;
}

// A class of a Java program that is not here: it never matches, as WireMock has it for names that it does not know.
Result<Matcher> compile_custom(const Test&, Setting) {
  Matcher matcher;
  matcher.on_list = [](const Matcher&, std::span<const Sample>, const Asking&) { return false; };
  return matcher;
}

}  // namespace

std::span<const MatcherKind> request_matchers() {
  static constexpr MatcherKind kKinds[] = {
      {{"probability", "number", "the request as a whole matches so often, 0 to 1"},
       MatcherKind::kBoth, 0, &compile_probability},
      {{"customMatcher", "object", "a matcher of one's own; none is known, so it never matches"},
       MatcherKind::kWireMock, 0, &compile_custom},
  };
  return kKinds;
}

}  // namespace mimus::match
