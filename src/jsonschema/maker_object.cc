#include <algorithm>
#include <unordered_map>
#include <utility>

#include "maker.h"

namespace mimus::jsonschema {
namespace {

bool is_map(const Wish& wish) {
  return std::any_of(wish.members.begin(), wish.members.end(), [](const Members* members) {
    const bool open = members->additional != kNoNode && members->additional > kNothing;
    return (open && members->rules.empty()) || !members->patterns.empty();
  });
}

// What a denied schema would judge by itself, with values that it will hardly like; or a member
// that nobody speaks of.
void add_odd_members(const Wish& wish, const Chance& chance, json::Object& out) {
  const std::size_t known = wish.decisive.size();
  const std::size_t which = chance.fork("which").below(known + 1);
  const std::string_view name = which < known ? wish.decisive[which] : "odd";
  if (out.size() < wish.max_members || out.contains(name)) out[name] = odd_value(chance);
}

}  // namespace

// The members that an object may get: in the order of the schema, each once. Names are borrowed
// from the program and the wish.
struct Maker::Roster {
  struct Entry {
    std::string_view name;
    bool required = false;
    bool chosen = false;
  };
  std::vector<Entry> entries;
  std::unordered_map<std::string_view, std::size_t> index;

  Entry& add(std::string_view name, bool must) {
    const auto [at, fresh] = index.try_emplace(name, entries.size());
    if (fresh) entries.push_back({name});
    Entry& entry = entries[at->second];
    entry.required = entry.required || must;
    return entry;
  }
  // Whether that is news.
  bool need(std::string_view name) {
    Entry& entry = add(name, true);
    return !std::exchange(entry.chosen, true);
  }
  bool has(std::string_view name) const {
    const auto at = index.find(name);
    return at != index.end() && entries[at->second].chosen;
  }
  std::size_t required() const {
    return static_cast<std::size_t>(
        std::count_if(entries.begin(), entries.end(), [](const Entry& e) { return e.required; }));
  }
};

std::vector<NodeId> Maker::member_nodes(const Wish& wish, std::string_view name) const {
  std::vector<NodeId> nodes;
  for (const Members* const members : wish.members) {
    bool known = false;
    const std::uint32_t index = members->names.find(name);
    if (index != StringTable::kNone && members->rules[index].node != kNoNode) {
      nodes.push_back(members->rules[index].node);
      known = true;
    }
    for (const Members::PatternRule& rule : members->patterns) {
      if (program_.patterns[rule.pattern].regex.search(name) != regex::Regex::Outcome::kYes)
        continue;
      nodes.push_back(rule.node);
      known = true;
    }
    if (!known && members->additional != kNoNode) nodes.push_back(members->additional);
  }
  return nodes;
}

std::optional<json::Value> Maker::object(Attempt attempt) {
  Wish wish = attempt.wish;  // grows with what dependents ask
  const Chance chance = attempt.chance.fork("object");
  const bool flat = attempt.flat;
  Roster roster;
  for (const Members* const members : wish.members) {
    for (std::uint32_t i = 0; i < members->rules.size(); ++i)
      roster.add(members->names.word(i), members->rules[i].required);
  }
  for (const auto& [name, value] : wish.fixed) roster.add(name, true);
  const Chance has = chance.fork("has");
  for (Roster::Entry& entry : roster.entries) {
    entry.chosen =
        entry.required || (!flat && has.fork(entry.name).happens(options_.optional_members));
  }
  follow(wish, chance, roster);

  json::Object out;
  std::size_t due = roster.required();
  for (const Roster::Entry& entry : roster.entries) {
    if (!entry.chosen) continue;
    if (!entry.required && out.size() + due >= wish.max_members) continue;
    if (entry.required) --due;
    auto value = member(wish, entry.name, chance, attempt.depth);
    if (value) {
      out[entry.name] = *std::move(value);
    } else if (entry.required) {
      return std::nullopt;
    }
  }
  for (const Roster::Entry& entry : roster.entries) {
    if (out.size() >= wish.min_members) break;
    if (out.contains(entry.name)) continue;
    if (auto value = member(wish, entry.name, chance, attempt.depth))
      out[entry.name] = *std::move(value);
  }
  invent(Attempt{wish, chance.fork("invent"), attempt.depth, flat, attempt.number}, out);
  if (attempt.odd()) add_odd_members(wish, chance.fork("odd"), out);
  return out;
}

std::optional<json::Value> Maker::member(const Wish& wish, std::string_view name,
                                         const Chance& chance, unsigned depth) {
  for (const auto& [fixed, value] : wish.fixed) {
    if (fixed == name) return json::Value(value);
  }
  return make_or_anything(member_nodes(wish, name), chance.fork("member").fork(name), depth + 1);
}

// dependentRequired and dependentSchemas of the members chosen so far.
void Maker::follow(Wish& wish, const Chance& chance, Roster& roster) const {
  for (bool again = true; again;) {
    again = false;
    for (const auto* const rows : wish.dependents) {
      for (const Dependent& row : *rows) {
        if (!roster.has(row.name)) continue;
        for (const std::string& name : row.required) again = roster.need(name) || again;
      }
    }
  }
  for (const auto* const rows : std::vector(wish.conditionals)) {
    for (const DependentSchema& row : *rows) {
      if (!roster.has(row.name)) continue;
      const std::size_t before = wish.members.size();
      add_to_wish(program_, plan_, row.node, chance.fork("dependent"), false, wish);
      for (std::size_t i = before; i < wish.members.size(); ++i) {
        const Members& members = *wish.members[i];
        for (std::uint32_t k = 0; k < members.rules.size(); ++k) {
          if (members.rules[k].required) roster.need(members.names.word(k));
        }
      }
    }
  }
}

// Members that no keyword names: as many as are needed, and one or two where the object is a map.
void Maker::invent(const Attempt& attempt, json::Object& out) {
  const Wish& wish = attempt.wish;
  const Chance& chance = attempt.chance;
  constexpr std::size_t kMost = 200;
  std::size_t wanted = std::min<std::size_t>(wish.min_members, kMost);
  if (!attempt.flat && is_map(wish))
    wanted = std::max<std::size_t>(wanted, out.size() + 1 + chance.fork("count").below(2));
  wanted = std::min<std::size_t>(wanted, wish.max_members);
  for (unsigned i = 0; out.size() < wanted && i < 4 * kMost && effort_ < kMostEffort; ++i) {
    const Chance luck = chance.fork(i);
    const std::string name = invented_name(wish, luck);
    if (out.contains(name)) continue;
    if (!wish.names.empty() && !accepted(wish.names, json::Value(name))) continue;
    if (auto value =
            make_or_anything(member_nodes(wish, name), luck.fork("value"), attempt.depth + 1))
      out[name] = *std::move(value);
    if (i > 40 && out.size() * 8 < i) break;
  }
}

std::string Maker::invented_name(const Wish& wish, const Chance& chance) const {
  std::vector<std::uint32_t> patterns;
  for (const Members* const members : wish.members) {
    for (const Members::PatternRule& rule : members->patterns) {
      if (rule.node != kNothing) patterns.push_back(rule.pattern);
    }
  }
  if (!patterns.empty() && chance.fork("pattern").happens(0.8)) {
    Wish wanted;
    wanted.patterns.push_back(patterns[chance.fork("which").below(patterns.size())]);
    std::string name = text(wanted, chance, static_cast<unsigned>(chance.fork("extra").below(4)));
    // "^x-" leaves the end open, and makes many names only with one.
    const std::string longer = name + text(Wish(), chance.fork("tail"), 0);
    return program_.patterns[wanted.patterns.front()].regex.search(longer) ==
                   regex::Regex::Outcome::kYes
               ? longer
               : name;
  }
  if (!wish.names.empty()) {
    Wish wanted;
    for (const NodeId node : wish.names)
      add_to_wish(program_, plan_, node, chance.fork("name"), true, wanted);
    if (!wanted.enums.empty() && !wanted.enums.front()->strings.words().empty()) {
      const auto& words = wanted.enums.front()->strings.words();
      return words[chance.fork("word").below(words.size())];
    }
    if (!wanted.constants.empty() && wanted.constants.front()->is_string())
      return std::string(wanted.constants.front()->get_string());
    return text(wanted, chance, static_cast<unsigned>(chance.fork("extra").below(4)));
  }
  return text(Wish(), chance, 0);
}

}  // namespace mimus::jsonschema
