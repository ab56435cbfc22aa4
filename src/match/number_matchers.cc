#include <optional>

#include "operands.h"

namespace mimus::match {
namespace {

using OnNumber = bool (*)(const Matcher&, double);

template <OnNumber kHolds>
bool on_number(const Matcher& matcher, const Sample& sample, const Asking&) {
  const std::optional<double> number = sample.number();
  return number && kHolds(matcher, *number);
}

bool greater(const Matcher& m, double x) { return x > m.low; }
bool at_least(const Matcher& m, double x) { return x >= m.low; }
bool less(const Matcher& m, double x) { return x < m.low; }
bool at_most(const Matcher& m, double x) { return x <= m.low; }
bool within(const Matcher& m, double x) { return x >= m.low && x <= m.high; }

template <OnNumber kHolds>
Result<Matcher> compile_number(const Test& test, Setting) {
  Matcher matcher;
  MIMUS_TRY(matcher.low, number_operand(test.operand));
  matcher.on_value = &on_number<kHolds>;
  return matcher;
}

Result<Matcher> compile_between(const Test& test, Setting) {
  const json::Array* array = test.operand.if_array();
  if (array == nullptr || array->size() != 2) return wants("two numbers", test.operand, "write [1, 5]");
  Matcher matcher;
  MIMUS_TRY(matcher.low, number_operand(array->front()));
  MIMUS_TRY(matcher.high, number_operand(array->back()));
  if (matcher.low > matcher.high) return invalid("the first number is larger than the second", "swap them");
  matcher.on_value = &on_number<&within>;
  return matcher;
}

}  // namespace

std::span<const MatcherKind> number_matchers() {
  static constexpr std::uint8_t kBoth = MatcherKind::kBoth;
  static constexpr MatcherKind kKinds[] = {
      {{"gt", "number", "a number greater than this"}, kBoth, 2, &compile_number<&greater>},
      {{"gte", "number", "a number of at least this"}, kBoth, 2, &compile_number<&at_least>},
      {{"lt", "number", "a number less than this"}, kBoth, 2, &compile_number<&less>},
      {{"lte", "number", "a number of at most this"}, kBoth, 2, &compile_number<&at_most>},
      {{"between", "array", "a number from the first to the second, both included"}, kBoth, 2, &compile_between},
  };
  return kKinds;
}

}  // namespace mimus::match
