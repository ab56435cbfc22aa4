#include "choose.h"

#include <algorithm>

namespace mimus::mockoon {
namespace {

const CompiledResponse* by_mode(const CompiledRoute& route, Asking& asking) {
  const std::vector<CompiledResponse>& all = *route.responses;
  const auto usual = std::ranges::find_if(all, [](const CompiledResponse& one) { return one.source->is_default; });
  const CompiledResponse* const otherwise = usual == all.end() ? &all.front() : &*usual;
  const Mode mode = route.source->mode;
  if (mode == Mode::kRandom) return &all[asking.chance().fork("choice").below(all.size())];
  if (mode == Mode::kSequential) return &all[(asking.call() - 1) % all.size()];
  if (mode == Mode::kDefault) return otherwise;
  for (const CompiledResponse& one : all) {
    if (rules_hold(one.rules, one.source->all_rules, asking)) return &one;
  }
  return mode == Mode::kFallback ? nullptr : otherwise;
}

}  // namespace

const CompiledResponse* choose(const CompiledRoute& route, std::span<const facts::NameValue> captures, Asking& asking) {
  Memory& memory = asking.memory();
  if (route.source->mode != Mode::kFallback) {
    asking.enter(route, captures, memory.count_call(route.number));
    return by_mode(route, asking);
  }
  // Only an answer counts. Whoever was overtaken by another call looks again, for its number is another one.
  while (true) {
    const std::uint64_t before = memory.calls(route.number);
    asking.enter(route, captures, before + 1);
    const CompiledResponse* const response = by_mode(route, asking);
    if (response == nullptr || memory.count_call(route.number, before)) return response;
  }
}

}  // namespace mimus::mockoon
