#pragma once

#include <algorithm>

#include "checker.h"
#include "unique.h"

// What arrays are asked: members of Checker, for check.cc.
namespace mimus::jsonschema {

template <bool kReport>
bool Checker<kReport>::items(NodeId id, const Items& items, const json::Array& array,
                             Evaluated* seen) {
  bool ok = true;
  const std::size_t end =
      items.rest == kNoNode ? std::min(items.prefix.size(), array.size()) : array.size();
  for (std::size_t i = 0; i < end; ++i) {
    const bool prefix = i < items.prefix.size();
    if (seen != nullptr) seen->set(i);
    const NodeId next = prefix ? items.prefix[i] : items.rest;
    if (next == kAnything) continue;
    if constexpr (kReport) {
      if (next == kNothing) return report_->no_element(id, items, i, array.size()), false;
    }
    if (!below(next, array[i], i)) {
      if (stops()) return false;
      ok = false;
    }
  }
  return ok;
}

template <bool kReport>
bool Checker<kReport>::contains(NodeId id, const Contains& contains, const json::Array& array,
                                Evaluated* seen) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (!Checker<false>(run_, nullptr).below(contains.node, array[i], i)) continue;
    ++count;
    if (seen != nullptr && contains.evaluates) seen->set(i);
    const bool decided = count >= contains.least && contains.most == ~std::uint64_t{0};
    if (decided && seen == nullptr) return true;
  }
  if (count >= contains.least && count <= contains.most) return true;
  if constexpr (kReport) report_->contains(id, contains, count);
  return false;
}

template <bool kReport>
bool Checker<kReport>::unique(NodeId id, const json::Array& array) {
  const auto twins = first_twins(array);
  if (!twins) return true;
  if constexpr (kReport) report_->twins(id, array, twins->first, twins->second);
  return false;
}

template <bool kReport>
bool Checker<kReport>::unevaluated_items(NodeId id, NodeId next, const json::Array& array,
                                         Evaluated* seen) {
  bool ok = true;
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (seen->has(i)) continue;
    seen->set(i);
    if (next == kAnything) continue;
    if (next == kNothing) {
      ok = false;
      if constexpr (kReport) report_->unevaluated_element(id, i, array[i]);
    } else if (!below(next, array[i], i)) {
      ok = false;
    }
    if (!ok && stops()) return false;
  }
  return ok;
}

}  // namespace mimus::jsonschema
