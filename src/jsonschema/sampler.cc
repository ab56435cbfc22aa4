#include "sampler.h"

#include <algorithm>
#include <map>

#include "check.h"
#include "json/equal.h"
#include "sample_parts.h"
#include "wish.h"

namespace mimus::jsonschema {
namespace {

using Kind = boost::json::kind;
constexpr std::uint8_t bit(Kind kind) {
  return static_cast<std::uint8_t>(1u << static_cast<unsigned>(kind));
}
constexpr std::uint8_t kNumbers = bit(Kind::int64) | bit(Kind::uint64) | bit(Kind::double_);

// Makes one value. All effort is counted, so that a schema with no way out costs a bounded time.
class Maker {
 public:
  Maker(const Program& program, const std::vector<std::uint32_t>& heights,
        const SampleOptions& options)
      : program_(program), heights_(heights), options_(options) {}

  // A value that all these nodes accept.
  std::optional<json::Value> make(const std::vector<NodeId>& nodes, const Chance& chance,
                                  unsigned depth) {
    for (const NodeId node : nodes) {
      if (heights_[node] == kNoHeight) return std::nullopt;
    }
    const unsigned attempts = depth == 0 ? 120 : depth < 3 ? 24 : 8;
    for (unsigned attempt = 0; attempt < attempts && effort_ < kMostEffort; ++attempt) {
      ++effort_;
      const Chance luck = chance.fork(attempt);
      Wish wish;
      // Late attempts keep to what must be.
      const bool flat = depth >= options_.depth || attempt % 8 == 7;
      for (std::size_t i = 0; i < nodes.size(); ++i)
        add_to_wish(program_, heights_, nodes[i], luck.fork("node").fork(i), flat, wish);
      auto value = grant(wish, nodes, luck, depth, flat, attempt);
      if (value && accepted(nodes, *value)) return value;
    }
    return std::nullopt;
  }

 private:
  static constexpr unsigned kMostEffort = 20'000;

  bool accepted(const std::vector<NodeId>& nodes, const json::Value& value) const {
    return std::all_of(nodes.begin(), nodes.end(), [&](NodeId node) {
      Run run(program_);
      return check(run, node, value);
    });
  }

  std::optional<json::Value> grant(const Wish& wish, const std::vector<NodeId>& nodes,
                                   const Chance& chance, unsigned depth, bool flat,
                                   unsigned attempt) {
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
      return json::Value(sample_text(wish, chance.fork("text"), attempt));
    if (kind == bit(Kind::array)) return array(wish, chance.fork("array"), depth, flat);
    if (kind == bit(Kind::object)) return object(wish, chance.fork("object"), depth, flat);
    if (kind == 0) return std::nullopt;
    return sample_number(wish, chance.fork("number"));
  }

  // From an enumeration: the first, from a random place on, that everybody accepts.
  std::optional<json::Value> listed(const Wish& wish, const std::vector<NodeId>& nodes,
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

  // 0: none is left. What the keywords speak about is likelier than what they ignore.
  static std::uint8_t choose_kind(const Wish& wish, const Chance& chance) {
    std::vector<std::uint8_t> open;
    const auto offer = [&](std::uint8_t kind, bool spoken_of) {
      if ((wish.kinds & kind) == 0) return;
      for (int i = 0; i < (spoken_of ? 12 : 1); ++i) open.push_back(kind);
    };
    offer(bit(Kind::null), false);
    offer(bit(Kind::bool_), false);
    offer(kNumbers, wish.lower || wish.upper || !wish.multiples.empty());
    offer(bit(Kind::string), !wish.patterns.empty() || !wish.formats.empty() ||
                                 wish.min_length > 0 || wish.max_length != 0xffffffff);
    offer(bit(Kind::array),
          !wish.items.empty() || !wish.contains.empty() || wish.min_items > 0 || wish.unique);
    offer(bit(Kind::object), !wish.members.empty() || !wish.names.empty() || wish.min_members > 0);
    return open.empty() ? std::uint8_t{0} : open[chance.fork("kind").below(open.size())];
  }

  // ---- arrays

  static std::vector<NodeId> element_nodes(const Wish& wish, std::size_t i) {
    std::vector<NodeId> nodes;
    for (const Items* const items : wish.items) {
      const NodeId node = i < items->prefix.size() ? items->prefix[i] : items->rest;
      if (node != kNoNode) nodes.push_back(node);
    }
    return nodes;
  }

  std::optional<json::Value> array(const Wish& wish, const Chance& chance, unsigned depth,
                                   bool flat) {
    std::vector<NodeId> wanted;  // for the first elements, from "contains"
    for (const Contains* const contains : wish.contains) {
      const std::uint64_t most = std::min<std::uint64_t>(contains->least, 1000);
      wanted.insert(wanted.end(), static_cast<std::size_t>(most), contains->node);
    }
    constexpr std::size_t kUsual = 3;
    constexpr std::size_t kMost = 2000;
    const std::size_t least = std::max<std::size_t>(wish.min_items, wanted.size());
    if (least > kMost || least > wish.max_items) return std::nullopt;
    const std::size_t room = std::min<std::size_t>(wish.max_items - least, flat ? 0 : kUsual);
    const std::size_t size = least + chance.fork("size").below(room + 1);
    json::Array out;
    // Elements asked for by "contains" stand where a place's own schema lets them: anywhere from
    // `shift` on.
    const std::size_t shift =
        size > wanted.size() ? chance.fork("shift").below(size - wanted.size() + 1) : 0;
    for (std::size_t i = 0; i < size; ++i) {
      std::vector<NodeId> nodes = element_nodes(wish, i);
      if (i >= shift && i - shift < wanted.size()) nodes.push_back(wanted[i - shift]);
      auto element = fresh_element(wish, out, nodes, chance.fork(i), depth);
      if (!element) {
        if (i >= least) break;
        return std::nullopt;
      }
      out.push_back(*std::move(element));
    }
    return out;
  }

  std::optional<json::Value> fresh_element(const Wish& wish, const json::Array& before,
                                           const std::vector<NodeId>& nodes, const Chance& chance,
                                           unsigned depth) {
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

  // Where nobody asks anything, a short text serves.
  std::optional<json::Value> make_or_anything(const std::vector<NodeId>& nodes,
                                              const Chance& chance, unsigned depth) {
    const bool free =
        std::all_of(nodes.begin(), nodes.end(), [](NodeId node) { return node == kAnything; });
    if (free) return json::Value(sample_text(Wish(), chance, 0));
    return make(nodes, chance, depth);
  }

  // ---- objects

  struct Place {
    std::vector<NodeId> nodes;
    bool required = false;
  };

  std::vector<NodeId> member_nodes(const Wish& wish, std::string_view name) const {
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

  std::optional<json::Value> object(Wish wish, const Chance& chance, unsigned depth, bool flat) {
    // Names in the order of the schema; those that must be, and what follows from them.
    std::vector<std::string> names;
    std::map<std::string, bool, std::less<>> required;
    const auto add_name = [&](std::string_view name, bool must) {
      const auto [entry, fresh] = required.try_emplace(std::string(name), false);
      if (fresh) names.emplace_back(name);
      entry->second = entry->second || must;
    };
    for (const Members* const members : wish.members) {
      for (std::uint32_t i = 0; i < members->rules.size(); ++i)
        add_name(members->names.word(i), members->rules[i].required);
    }
    for (const auto& [name, value] : wish.fixed) add_name(name, true);
    std::map<std::string, bool, std::less<>> chosen;
    std::size_t count = 0;
    for (const std::string& name : names) {
      const bool wanted =
          required[name] ||
          (!flat && chance.fork("has").fork(name).happens(options_.optional_members));
      chosen[name] = wanted;
      count += required[name] ? 1 : 0;
    }
    follow(wish, chance, names, chosen, required);

    json::Object out;
    for (const std::string& name : names) {
      if (!chosen[name]) continue;
      if (!required[name] && out.size() + count >= wish.max_members) continue;
      auto value = member(wish, name, chance, depth);
      if (required[name]) count -= std::min<std::size_t>(count, 1);
      if (value) {
        out[name] = *std::move(value);
      } else if (required[name]) {
        return std::nullopt;
      }
    }
    for (const std::string& name : names) {
      if (out.size() >= wish.min_members) break;
      if (out.contains(name)) continue;
      if (auto value = member(wish, name, chance, depth)) out[name] = *std::move(value);
    }
    invent(wish, chance.fork("invent"), depth, flat, out);
    return out;
  }

  std::optional<json::Value> member(const Wish& wish, const std::string& name, const Chance& chance,
                                    unsigned depth) {
    for (const auto& [fixed, value] : wish.fixed) {
      if (fixed == name) return json::Value(value);
    }
    return make_or_anything(member_nodes(wish, name), chance.fork("member").fork(name), depth + 1);
  }

  // dependentRequired and dependentSchemas of the members chosen so far.
  void follow(Wish& wish, const Chance& chance, std::vector<std::string>& names,
              std::map<std::string, bool, std::less<>>& chosen,
              std::map<std::string, bool, std::less<>>& required) {
    const auto need = [&](const std::string& name) {
      if (required.try_emplace(name, true).second) names.push_back(name);
      required[name] = true;
      const bool fresh = !chosen[name];
      chosen[name] = true;
      return fresh;
    };
    for (bool again = true; again;) {
      again = false;
      for (const auto* const rows : wish.dependents) {
        for (const Dependent& row : *rows) {
          const auto it = chosen.find(row.name);
          if (it == chosen.end() || !it->second) continue;
          for (const std::string& name : row.required) again = need(name) || again;
        }
      }
    }
    for (const auto* const rows : std::vector(wish.conditionals)) {
      for (const DependentSchema& row : *rows) {
        const auto it = chosen.find(row.name);
        if (it == chosen.end() || !it->second) continue;
        const std::size_t before = wish.members.size();
        add_to_wish(program_, heights_, row.node, chance.fork("dependent"), false, wish);
        for (std::size_t i = before; i < wish.members.size(); ++i) {
          for (std::uint32_t k = 0; k < wish.members[i]->rules.size(); ++k) {
            if (wish.members[i]->rules[k].required)
              need(std::string(wish.members[i]->names.word(k)));
          }
        }
      }
    }
  }

  // Members that no keyword names: as many as are needed, and one or two where the object is a map.
  void invent(const Wish& wish, const Chance& chance, unsigned depth, bool flat,
              json::Object& out) {
    constexpr std::size_t kMost = 200;
    std::size_t wanted = std::min<std::size_t>(wish.min_members, kMost);
    if (!flat && is_map(wish))
      wanted = std::max<std::size_t>(wanted, out.size() + 1 + chance.fork("count").below(2));
    wanted = std::min<std::size_t>(wanted, wish.max_members);
    for (unsigned i = 0; out.size() < wanted && i < 4 * kMost && effort_ < kMostEffort; ++i) {
      const Chance luck = chance.fork(i);
      const std::string name = invented_name(wish, luck);
      if (out.contains(name)) continue;
      if (!wish.names.empty() && !accepted(wish.names, json::Value(name))) continue;
      if (auto value = make_or_anything(member_nodes(wish, name), luck.fork("value"), depth + 1))
        out[name] = *std::move(value);
      if (i > 40 && out.size() * 8 < i) break;
    }
  }

  static bool is_map(const Wish& wish) {
    return std::any_of(wish.members.begin(), wish.members.end(), [](const Members* members) {
      const bool open = members->additional != kNoNode && members->additional > kNothing;
      return (open && members->rules.empty()) || !members->patterns.empty();
    });
  }

  std::string invented_name(const Wish& wish, const Chance& chance) {
    std::vector<std::uint32_t> patterns;
    for (const Members* const members : wish.members) {
      for (const Members::PatternRule& rule : members->patterns) {
        if (rule.node != kNothing) patterns.push_back(rule.pattern);
      }
    }
    if (!patterns.empty() && chance.fork("pattern").happens(0.8)) {
      Wish text;
      text.patterns.push_back(
          &program_.patterns[patterns[chance.fork("which").below(patterns.size())]]);
      std::string name =
          sample_text(text, chance, static_cast<unsigned>(chance.fork("extra").below(4)));
      // "^x-" leaves the end open, and makes many names only with one.
      const std::string longer = name + sample_text(Wish(), chance.fork("tail"), 0);
      return text.patterns.front()->regex.search(longer) == regex::Regex::Outcome::kYes ? longer
                                                                                        : name;
    }
    if (!wish.names.empty()) {
      Wish text;
      for (const NodeId node : wish.names)
        add_to_wish(program_, heights_, node, chance.fork("name"), true, text);
      if (!text.enums.empty() && !text.enums.front()->strings.words().empty()) {
        const auto& words = text.enums.front()->strings.words();
        return words[chance.fork("word").below(words.size())];
      }
      if (!text.constants.empty() && text.constants.front()->is_string())
        return std::string(text.constants.front()->get_string());
      return sample_text(text, chance, static_cast<unsigned>(chance.fork("extra").below(4)));
    }
    return sample_text(Wish(), chance, 0);
  }

  const Program& program_;
  const std::vector<std::uint32_t>& heights_;
  const SampleOptions& options_;
  unsigned effort_ = 0;
};

// ---- values that are refused

void collect_places(json::Value& value, std::vector<json::Value*>& out) {
  constexpr std::size_t kMost = 400;
  if (out.size() >= kMost) return;
  out.push_back(&value);
  if (json::Array* const array = value.if_array()) {
    for (json::Value& element : *array) collect_places(element, out);
  } else if (json::Object* const object = value.if_object()) {
    for (auto& member : *object) collect_places(member.value(), out);
  }
}

json::Value odd_value(const Chance& chance) {
  switch (chance.fork("odd").below(10)) {
    case 0:
      return nullptr;
    case 1:
      return true;
    case 2:
      return -1;
    case 3:
      return 1'000'000'007;
    case 4:
      return 0.125;
    case 5:
      return "";
    case 6:
      return "?";
    case 7:
      return json::Value(std::string(300, 'x'));
    case 8:
      return json::Array();
    default:
      return json::Object();
  }
}

// One thing wrong, perhaps.
void spoil(json::Value& value, const Chance& chance) {
  std::vector<json::Value*> places;
  collect_places(value, places);
  json::Value& place = *places[chance.fork("place").below(places.size())];
  const std::uint64_t how = chance.fork("how").below(4);
  if (json::Object* const object = place.if_object(); object != nullptr && how < 2) {
    if (how == 0 && !object->empty()) {
      const auto at = object->begin() +
                      static_cast<std::ptrdiff_t>(chance.fork("member").below(object->size()));
      object->erase(std::string_view(at->key()));
    } else {
      (*object)["unexpected"] = odd_value(chance);
    }
  } else if (json::Array* const array = place.if_array(); array != nullptr && how < 3) {
    if (how == 0) {
      array->clear();
    } else {
      array->push_back(how == 1 && !array->empty() ? json::Value(array->front())
                                                   : odd_value(chance));
    }
  } else {
    place = odd_value(chance);
  }
}

}  // namespace

Sampler::Sampler(Schema schema, SampleOptions options)
    : schema_(std::move(schema)), options_(options), heights_(heights_of(schema_.program())) {}

Result<json::Value> Sampler::accepted(const Chance& chance) const {
  if (heights_[schema_.root()] == kNoHeight) {
    return Error{.code = Code::kNotFound,
                 .message = "the schema accepts no value (of finite depth)"};
  }
  Maker maker(schema_.program(), heights_, options_);
  if (auto value = maker.make({schema_.root()}, chance, 0)) return *std::move(value);
  return Error{.code = Code::kLimit,
               .message = "no value was found that the schema accepts",
               .hint = "give it an example, or rules that do not contradict each other"};
}

Result<Sampler::Refused> Sampler::refused(const Chance& chance) const {
  const auto base = accepted(chance.fork("accepted"));
  constexpr unsigned kAttempts = 300;
  for (unsigned attempt = 0; attempt < kAttempts; ++attempt) {
    const Chance luck = chance.fork(attempt);
    json::Value value = base ? *base : odd_value(luck);
    if (base) spoil(value, luck);
    if (auto why = schema_.first(value)) return Refused{std::move(value), *std::move(why)};
  }
  return Error{.code = Code::kNotFound, .message = "every value that was tried is accepted"};
}

}  // namespace mimus::jsonschema
