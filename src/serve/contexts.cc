#include "contexts.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <string>
#include <vector>

#include "base/hash.h"
#include "facts/context_path.h"
#include "regex/regex.h"
#include "text/percent.h"

namespace mimus::serve {
namespace {

using stub::ContextChange;
using Texts = std::vector<std::pair<std::string, std::string>>;

// A change with its texts rendered: what is left to do under the lock.
struct Edit {
  const ContextChange* change;
  std::vector<std::string> contexts;
  Texts properties;
  std::vector<Texts> additions;
  std::string matching, index, property, value;
};

bool render(const std::optional<render::Template>& text, const render::Scope& scope, std::string& out) {
  return !text || text->render(scope, out);
}

bool render(const ContextChange::Properties& properties, const render::Scope& scope, Texts& out) {
  for (const auto& [name, text] : properties) {
    std::string value;
    if (!text.render(scope, value)) return false;
    out.emplace_back(name, std::move(value));
  }
  return true;
}

std::optional<Edit> rendered(const ContextChange& change, const render::Scope& scope) {
  Edit edit{.change = &change, .contexts = {}, .properties = {}, .additions = {}, .matching = {}, .index = {}, .property = {}, .value = {}};
  for (const render::Template& context : change.contexts) {
    if (!context.render(scope, edit.contexts.emplace_back())) return std::nullopt;
  }
  if (!render(change.properties, scope, edit.properties) || !render(change.matching, scope, edit.matching)) return std::nullopt;
  for (const ContextChange::Addition& addition : change.additions) {
    if (!render(addition.element, scope, edit.additions.emplace_back())) return std::nullopt;
  }
  if (change.removal) {
    const bool done = render(change.removal->index, scope, edit.index) && render(change.removal->property, scope, edit.property) &&
                      render(change.removal->value, scope, edit.value);
    if (!done) return std::nullopt;
  }
  return edit;
}

// All edits of one answer, while nobody else changes the world.
class Session {
 public:
  Session(World& world, Moments::Held held, Arena& arena)
      : world_(world), held_(held), arena_(arena), now_(world.clock.now()) {}

  void apply(const Edit& edit) {
    if (edit.change->records) return record(edit);
    std::vector<std::string> names = edit.contexts;
    if (edit.change->matching) add_matching(edit.matching, names);
    for (const std::string& name : names) {
      if (edit.change->removal) remove_element(name, edit);
      else remove(facts::context_path(name));
    }
  }

 private:
  // As it stands, or as it begins.
  json::Object context(std::string_view name, bool& there) const {
    const json::Value* stored = world_.state.now(held_).find(facts::context_path(name), arena_);
    const json::Object* live = facts::live_context(stored, now_);
    there = live != nullptr;
    if (there) return *live;
    return {{"updateCount", 0}, {"properties", json::Object{}}, {"list", json::Array{}}, {"used", 0}};
  }

  void put(const std::string& name, json::Object context) {
    if (updated_.insert(name).second) context["updateCount"] = context["updateCount"].to_number<std::int64_t>() + 1;
    context["used"] = std::chrono::duration_cast<std::chrono::milliseconds>(now_.time_since_epoch()).count();
    const State::Change change{stub::Assignment::Kind::kSet, facts::context_path(name), std::move(context)};
    (void)world_.state.apply(held_, {&change, 1});  // beyond the world's limit it stays as it was
  }

  void remove(facts::StatePath path) {
    const State::Change change{stub::Assignment::Kind::kRemove, std::move(path), {}};
    (void)world_.state.apply(held_, {&change, 1});
  }

  void record(const Edit& edit) {
    const std::string& name = edit.contexts.front();
    bool there = false;
    json::Object context = this->context(name, there);
    constexpr std::uint64_t kRarely = 64;
    if (!there && hash_bytes(name) % kRarely == 0) forget_old_ones();
    json::Object& properties = context["properties"].as_object();
    for (const auto& [key, value] : edit.properties) {
      if (value == "null") properties.erase(key);
      else properties[key] = value;
    }
    json::Array& list = context["list"].as_array();
    for (std::size_t i = 0; i < edit.additions.size(); ++i) {
      json::Object element;
      for (const auto& [key, value] : edit.additions[i]) element[key] = value;
      list.insert(edit.change->additions[i].at_the_front ? list.begin() : list.end(), std::move(element));
    }
    put(name, std::move(context));
  }

  void remove_element(const std::string& name, const Edit& edit) {
    bool there = false;
    json::Object context = this->context(name, there);
    if (!there) return;
    json::Array& list = context["list"].as_array();
    const std::size_t before = list.size();
    if (edit.change->removal->index) {
      std::int64_t index = 0;
      const auto [end, failed] = std::from_chars(edit.index.data(), edit.index.data() + edit.index.size(), index);
      if (failed != std::errc() || end != edit.index.data() + edit.index.size()) return;
      if (const auto at = facts::element_at(index, list.size())) list.erase(list.begin() + static_cast<std::ptrdiff_t>(*at));
    } else {
      const auto fits = [&](const json::Value& element) {
        const json::Object* object = element.if_object();
        const json::Value* value = object == nullptr ? nullptr : object->if_contains(edit.property);
        return value != nullptr && value->is_string() && std::string_view(value->get_string()) == edit.value;
      };
      list.erase(std::remove_if(list.begin(), list.end(), fits), list.end());
    }
    if (list.size() != before) put(name, std::move(context));
  }

  template <class Visit>  // visit(name of the context, its value)
  void for_each(const Visit& visit) const {
    for (const auto& member : world_.state.now(held_).to_json()) {
      const std::string_view name = member.key();
      if (!name.starts_with(facts::kContextPrefix)) continue;
      visit(text::percent_decode(name.substr(facts::kContextPrefix.size())), member.value());
    }
  }

  void add_matching(const std::string& pattern, std::vector<std::string>& names) const {
    const auto regex = regex::Regex::compile(pattern);
    if (!regex) return;
    for_each([&](const std::string& name, const json::Value&) {
      if (regex->full_match(name) == regex::Regex::Outcome::kYes) names.push_back(name);
    });
  }

  void forget_old_ones() {
    std::vector<std::string> old;
    for_each([&](const std::string& name, const json::Value& value) {
      if (facts::live_context(&value, now_) == nullptr) old.push_back(name);
    });
    for (const std::string& name : old) remove(facts::context_path(name));
  }

  World& world_;
  const Moments::Held held_;
  Arena& arena_;
  const WallTime now_;
  std::set<std::string> updated_;
};

}  // namespace

void change_contexts(World& world, std::span<const ContextChange> changes, const render::Scope& scope) {
  std::vector<Edit> edits;
  for (const ContextChange& change : changes) {
    if (auto edit = rendered(change, scope)) edits.push_back(*std::move(edit));
  }
  if (edits.empty()) return;
  world.moments.change([&](Moments::Held held) {
    Session session(world, held, scope.facts.arena());
    for (const Edit& edit : edits) session.apply(edit);
  });
}

}  // namespace mimus::serve
