#include <algorithm>

#include "json/equal.h"
#include "maker.h"

namespace mimus::jsonschema {
namespace {

std::vector<NodeId> element_nodes(const Wish& wish, std::size_t i) {
  std::vector<NodeId> nodes;
  for (const Items* const items : wish.items) {
    const NodeId node = i < items->prefix.size() ? items->prefix[i] : items->rest;
    if (node != kNoNode) nodes.push_back(node);
  }
  return nodes;
}

}  // namespace

std::optional<json::Value> Maker::array(const Attempt& attempt) {
  const Wish& wish = attempt.wish;
  const Chance chance = attempt.chance.fork("array");
  std::vector<NodeId> wanted;  // for the first elements, from "contains"
  for (const Contains* const contains : wish.contains) {
    const std::uint64_t most = std::min<std::uint64_t>(contains->least, 1000);
    wanted.insert(wanted.end(), static_cast<std::size_t>(most), contains->node);
  }
  constexpr std::size_t kUsual = 3;
  constexpr std::size_t kMost = 2000;
  const std::size_t least = std::max<std::size_t>(wish.min_items, wanted.size());
  if (least > kMost || least > wish.max_items) return std::nullopt;
  const std::size_t room = std::min<std::size_t>(wish.max_items - least, attempt.flat ? 0 : kUsual);
  const std::size_t size = least + chance.fork("size").below(room + 1);
  json::Array out;
  // Elements asked for by "contains" stand where a place's own schema lets them: anywhere from
  // `shift` on.
  const std::size_t shift =
      size > wanted.size() ? chance.fork("shift").below(size - wanted.size() + 1) : 0;
  for (std::size_t i = 0; i < size; ++i) {
    std::vector<NodeId> nodes = element_nodes(wish, i);
    if (i >= shift && i - shift < wanted.size()) nodes.push_back(wanted[i - shift]);
    auto element = fresh_element(wish, out, nodes, chance.fork(i), attempt.depth);
    if (!element) {
      if (i >= least) break;
      return std::nullopt;
    }
    out.push_back(*std::move(element));
  }
  return out;
}

std::optional<json::Value> Maker::fresh_element(const Wish& wish, const json::Array& before,
                                                const std::vector<NodeId>& nodes,
                                                const Chance& chance, unsigned depth) {
  const unsigned tries = wish.unique ? 24 : 1;
  for (unsigned i = 0; i < tries; ++i) {
    auto value = make_or_anything(nodes, chance.fork(i), depth + 1);
    if (!value) return std::nullopt;
    const bool twin =
        wish.unique && std::any_of(before.begin(), before.end(), [&](const json::Value& other) {
          return json::equivalent(other, *value);
        });
    if (!twin) return value;
  }
  return std::nullopt;
}

}  // namespace mimus::jsonschema
