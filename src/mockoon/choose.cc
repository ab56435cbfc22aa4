#include "choose.h"

#include <algorithm>

namespace mimus::mockoon {

const CompiledResponse* choose(const CompiledRoute& route, Asking& asking) {
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

}  // namespace mimus::mockoon
