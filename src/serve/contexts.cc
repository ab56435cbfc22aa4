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
  const ContextChange* change = nullptr;
  std::vector<std::string> contexts;
  Texts properties;
  std::vector<Texts> additions;
  std::optional<regex::Regex> matching;
  std::string index, property, value;
};

Status render(const std::optional<render::Template>& text, const render::Scope& scope, std::string& out) {
  return text ? text->render(scope, out) : Status(Done());
}

Status render(const ContextChange::Properties& properties, const render::Scope& scope, Texts& out) {
  for (const auto& [name, text] : properties) {
    std::string value;
    MIMUS_TRY_DONE(text.render(scope, value));
    out.emplace_back(name, std::move(value));
  }
  return Done();
}

Result<Edit> rendered(const ContextChange& change, const render::Scope& scope) {
  Edit edit;
  edit.change = &change;
  for (const render::Template& context : change.contexts) {
    MIMUS_TRY_DONE(context.render(scope, edit.contexts.emplace_back()));
  }
  MIMUS_TRY_DONE(render(change.properties, scope, edit.properties));
  if (change.matching) {
    std::string pattern;
    MIMUS_TRY_DONE(change.matching->render(scope, pattern));
    MIMUS_TRY(edit.matching, regex::Regex::compile(pattern));
  }
  for (const ContextChange::Addition& addition : change.additions) {
    MIMUS_TRY_DONE(render(addition.element, scope, edit.additions.emplace_back()));
  }
  if (change.removal) {
    MIMUS_TRY_DONE(render(change.removal->index, scope, edit.index));
    MIMUS_TRY_DONE(render(change.removal->property, scope, edit.property));
    MIMUS_TRY_DONE(render(change.removal->value, scope, edit.value));
  }
  return edit;
}

// All edits of one answer, while nobody else changes the world.
class Session {
 public:
  Session(World& world, Moments::Held held, Arena& arena, std::vector<Error>& errors)
      : world_(world), held_(held), arena_(arena), errors_(errors), now_(world.clock.now()) {}

  void apply(const Edit& edit) {
    if (edit.change->records) return record(edit);
    std::vector<std::string> names = edit.contexts;
    if (edit.matching) add_matching(*edit.matching, names);
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
    auto done = world_.state.apply(held_, {&change, 1});
    if (!done) errors_.push_back(std::move(done).error());
  }

  void remove(facts::StatePath path) {
    const State::Change change{stub::Assignment::Kind::kRemove, std::move(path), {}};
    (void)world_.state.apply(held_, {&change, 1});
  }

  void record(const Edit& edit) {
    const std::string& name = edit.contexts.front();
    bool there = false;
    json::Object context = this->context(name, there);
    constexpr std::uint64_t kRarely = 1024;  // of new ones: going through all of them takes a while
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
    world_.state.now(held_).for_each([&](std::string_view name, const json::Value& value) {
      if (name.starts_with(facts::kContextPrefix)) visit(text::percent_decode(name.substr(facts::kContextPrefix.size())), value);
    });
  }

  void add_matching(const regex::Regex& pattern, std::vector<std::string>& names) const {
    for_each([&](const std::string& name, const json::Value&) {
      if (pattern.full_match(name) == regex::Regex::Outcome::kYes) names.push_back(name);
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
  std::vector<Error>& errors_;
  const WallTime now_;
  std::set<std::string> updated_;
};

}  // namespace

std::vector<Error> change_contexts(World& world, std::span<const ContextChange> changes, const render::Scope& scope) {
  std::vector<Error> errors;
  std::vector<Edit> edits;
  for (const ContextChange& change : changes) {
    if (auto edit = rendered(change, scope)) edits.push_back(*std::move(edit));
    else errors.push_back(std::move(edit).error());
  }
  if (edits.empty()) return errors;
  world.moments.change([&](Moments::Held held) {
    Session session(world, held, scope.facts.arena(), errors);
    for (const Edit& edit : edits) session.apply(edit);
  });
  return errors;
}

}  // namespace mimus::serve
