// Conditions that strangers write: parsing ends, and what was parsed reads back as the same
// condition.
#include <cstddef>
#include <cstdint>

#include "state_condition.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using mimus::stub::StateCondition;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto condition = StateCondition::parse(text);
  if (!condition) {
    if (condition.error().where.offset.value_or(size + 1) > size) __builtin_trap();
    return 0;
  }
  mimus::http::Request request;
  mimus::Arena arena;
  mimus::facts::RequestFacts facts(request, arena);
  const mimus::match::Captures captures{};
  const bool holds = condition->holds(facts, captures);
  (void)condition->seen(facts, captures);
  (void)condition->scenarios();
  const auto again = StateCondition::parse(condition->text());
  if (!again || again->holds(facts, captures) != holds) __builtin_trap();
  return 0;
}
