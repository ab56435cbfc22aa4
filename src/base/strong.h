#pragma once

#include <compare>
#include <functional>

namespace mimus {

// Two things that must not be mixed up get two types.
//
//   using Priority = Strong<struct PriorityTag, int>;   // 1 is asked before 5
template <class Tag, class Rep>
struct Strong {
  Rep value{};
  friend auto operator<=>(const Strong&, const Strong&) = default;
};

}  // namespace mimus

template <class Tag, class Rep>
struct std::hash<mimus::Strong<Tag, Rep>> {
  std::size_t operator()(const mimus::Strong<Tag, Rep>& strong) const {
    return std::hash<Rep>{}(strong.value);
  }
};
