#include "maker.h"

#include <algorithm>

#include "check.h"
#include "sample_parts.h"

namespace mimus::jsonschema {
namespace {

using Kind = boost::json::kind;
constexpr std::uint8_t bit(Kind kind) {
  return static_cast<std::uint8_t>(1u << static_cast<unsigned>(kind));
}
constexpr std::uint8_t kNumbers = bit(Kind::int64) | bit(Kind::uint64) | bit(Kind::double_);

// 0: none is left. What the keywords speak about is likelier than what they ignore.
std::uint8_t choose_kind(const Wish& wish, const Chance& chance) {
  std::vector<std::uint8_t> open;
  const auto offer = [&](std::uint8_t kind, bool spoken_of) {
    if ((wish.kinds & kind) == 0) return;
    for (int i = 0; i < (spoken_of ? 12 : 1); ++i) open.push_back(kind);
  };
  offer(bit(Kind::null), false);
  offer(bit(Kind::bool_), false);
  offer(kNumbers, wish.lower || wish.upper || !wish.multiples.empty());
  offer(bit(Kind::string), !wish.patterns.empty() || !wish.formats.empty() || wish.min_length > 0 ||
                               wish.max_length != 0xffffffff);
  offer(bit(Kind::array),
        !wish.items.empty() || !wish.contains.empty() || wish.min_items > 0 || wish.unique);
  offer(bit(Kind::object), !wish.members.empty() || !wish.names.empty() || wish.min_members > 0);
  return open.empty() ? std::uint8_t{0} : open[chance.fork("kind").below(open.size())];
}

}  // namespace

std::optional<json::Value> Maker::make(const std::vector<NodeId>& nodes, const Chance& chance,
                                       unsigned depth) {
  constexpr unsigned kMostDepth = 200;  // of what must be; each level takes some kilobytes of stack
  if (depth > kMostDepth) return std::nullopt;
  for (const NodeId node : nodes) {
    if (plan_.heights[node] == kNoHeight) return std::nullopt;
  }
  const unsigned attempts = depth == 0 ? 120 : depth < 3 ? 24 : 8;
  for (unsigned number = 0; number < attempts && effort_ < kMostEffort; ++number) {
    ++effort_;
    const Chance luck = chance.fork(number);
    // Late attempts keep to what must be.
    const bool flat = depth >= options_.depth || number % 8 == 7;
    Wish wish;
    for (std::size_t i = 0; i < nodes.size(); ++i)
      add_to_wish(program_, plan_, nodes[i], luck.fork("node").fork(i), flat, wish);
    auto value = grant(nodes, Attempt{wish, luck, depth, flat, number});
    if (value && accepted(nodes, *value)) return value;
  }
  return std::nullopt;
}

bool Maker::accepted(const std::vector<NodeId>& nodes, const json::Value& value) const {
  return std::all_of(nodes.begin(), nodes.end(), [&](NodeId node) {
    Run run(program_);
    return check(run, node, value);
  });
}

std::optional<json::Value> Maker::grant(const std::vector<NodeId>& nodes, const Attempt& attempt) {
  const Wish& wish = attempt.wish;
  const Chance& chance = attempt.chance;
  if (options_.prefer_examples) {
    for (const json::Value* const example : wish.examples) {
      if (accepted(nodes, *example)) return *example;
    }
  }
  if (!wish.constants.empty()) return *wish.constants.front();
  if (!wish.enums.empty()) return listed(wish, nodes, chance);
  const std::uint8_t kind = choose_kind(wish, chance);
  if (kind == bit(Kind::null)) return json::Value(nullptr);
  if (kind == bit(Kind::bool_)) return json::Value(chance.fork("bool").happens(0.5));
  if (kind == bit(Kind::string))
    return json::Value(text(wish, chance.fork("text"), attempt.number));
  if (kind == bit(Kind::array)) return array(attempt);
  if (kind == bit(Kind::object)) return object(attempt);
  if (kind == 0) return std::nullopt;
  return sample_number(wish, chance.fork("number"));
}

// From an enumeration: the first, from a random place on, that everybody accepts.
std::optional<json::Value> Maker::listed(const Wish& wish, const std::vector<NodeId>& nodes,
                                         const Chance& chance) const {
  const std::vector<json::Value>& values = wish.enums.front()->values;
  if (values.empty()) return std::nullopt;
  const std::size_t start = chance.fork("enum").below(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const json::Value& value = values[(start + i) % values.size()];
    if (accepted(nodes, value)) return value;
  }
  return std::nullopt;
}

// Where nobody asks anything, a short text serves.
std::optional<json::Value> Maker::make_or_anything(const std::vector<NodeId>& nodes,
                                                   const Chance& chance, unsigned depth) {
  const bool free =
      std::all_of(nodes.begin(), nodes.end(), [](NodeId node) { return node == kAnything; });
  if (free) return json::Value(text(Wish(), chance, 0));
  return make(nodes, chance, depth);
}

std::string Maker::text(const Wish& wish, const Chance& chance, unsigned number) const {
  return sample_text(plan_, wish, chance, number);
}

}  // namespace mimus::jsonschema
