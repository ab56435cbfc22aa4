#include "snapshots.h"

#include <set>

#include "text/dates.h"

namespace mimus::serve {
namespace {

json::Object stub_line(const stub::CompiledStub& stub) {
  return {{"id", stub.source.id.value.text()}, {"route", stub.source.label}};
}

bool same(const stub::CompiledStub& a, const stub::CompiledStub& b) {
  return &a == &b || (a.rank == b.rank && a.original() == b.original());
}

json::Object diff_stubs(const stub::StubSet& before, const stub::StubSet& after) {
  json::Array added, removed, changed;
  after.for_each([&](const stub::CompiledStub& stub) {
    const stub::CompiledStub* const old = before.find(stub.source.id);
    if (old == nullptr) {
      added.push_back(stub_line(stub));
    } else if (!same(*old, stub)) {
      changed.push_back(stub_line(stub));
    }
  });
  before.for_each([&](const stub::CompiledStub& stub) {
    if (after.find(stub.source.id) == nullptr) removed.push_back(stub_line(stub));
  });
  json::Object stubs;
  if (!added.empty()) stubs["added"] = std::move(added);
  if (!removed.empty()) stubs["removed"] = std::move(removed);
  if (!changed.empty()) stubs["changed"] = std::move(changed);
  return stubs;
}

// By the name, or "name/caller" of a caller's own instance.
json::Object states_of(const World::Image& image) {
  json::Object states;
  for (const Scenarios::Instance& instance : image.remembered.scenarios.moved()) {
    states[instance.key.empty() ? instance.scenario : instance.scenario + "/" + instance.key] = instance.state;
  }
  return states;
}

// {"checkout": [null, "Paid"]}; null: where it began.
json::Object diff_members(const json::Object& old, const json::Object& now) {
  json::Object moved;
  const auto value = [](const json::Object& all, std::string_view name) {
    const json::Value* const found = all.if_contains(name);
    return found == nullptr ? json::Value() : *found;
  };
  std::set<std::string_view> names;
  for (const auto& each : old) names.insert(each.key());
  for (const auto& each : now) names.insert(each.key());
  for (const std::string_view name : names) {
    if (value(old, name) != value(now, name)) moved[name] = json::Array{value(old, name), value(now, name)};
  }
  return moved;
}

// {"products": 12}
json::Object rows_of(const World::Image& image) {
  json::Object rows;
  if (image.collections == nullptr) return rows;
  for (std::size_t i = 0; i < image.collections->catalog->size(); ++i) {
    rows[image.collections->catalog->definition(i).name] = image.collections->table(i).size();
  }
  return rows;
}

json::Object clock_json(const Clock::State& state) {
  if (state.frozen) return {{"frozen", text::iso8601(*state.frozen, 3)}};
  return {{"aheadSeconds", std::chrono::duration<double>(state.ahead).count()}, {"speed", state.speed}};
}

}  // namespace

Status Snapshots::keep(Kept kept) {
  if (kept.name.empty() || kept.name.size() > 100 || kept.name.find_first_of("/?#\\") != std::string::npos) {
    return Error{Code::kInvalid, "'" + kept.name + "' is no name for a snapshot", "1 to 100 characters, none of / ? # \\", {}};
  }
  const std::lock_guard lock(mutex_);
  if (all_.size() >= most_ && !all_.contains(kept.name)) {
    return Error{Code::kLimit, "there are " + std::to_string(all_.size()) + " snapshots, as many as may be", "remove some", {}};
  }
  std::string name = kept.name;
  all_.insert_or_assign(std::move(name), std::move(kept));
  return Done{};
}

std::optional<Kept> Snapshots::find(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto found = all_.find(name);
  return found == all_.end() ? std::nullopt : std::optional(found->second);
}

bool Snapshots::remove(std::string_view name) {
  std::optional<Kept> gone = find(name);  // freed without the lock
  const std::lock_guard lock(mutex_);
  const auto found = all_.find(name);
  if (found == all_.end()) return false;
  all_.erase(found);
  return true;
}

std::vector<Kept> Snapshots::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<Kept> all;
  for (const auto& [name, kept] : all_) all.push_back(kept);
  return all;
}

json::Object diff(const World::Image& before, const World::Image& after) {
  json::Object found;
  if (json::Object stubs = diff_stubs(before.stubs.snapshot->stubs, after.stubs.snapshot->stubs); !stubs.empty()) {
    found["stubs"] = std::move(stubs);
  }
  if (json::Object moved = diff_members(states_of(before), states_of(after)); !moved.empty()) found["scenarios"] = std::move(moved);
  if (json::Object changed = diff_members(before.remembered.state.to_json(), after.remembered.state.to_json()); !changed.empty()) {
    found["state"] = std::move(changed);
  }
  if (json::Object counts = diff_members(rows_of(before), rows_of(after)); before.collections != after.collections) {
    found["collections"] = std::move(counts);
  }
  if (before.clock != after.clock) found["clock"] = json::Array{clock_json(before.clock), clock_json(after.clock)};
  if (before.seed != after.seed) found["seed"] = json::Array{before.seed, after.seed};
  return found;
}

json::Object summary(const World::Image& image) {
  return {{"stubs", image.stubs.snapshot->stubs.size()},
          {"scenarios", states_of(image)},
          {"state", image.remembered.state.size()},
          {"collections", rows_of(image)},
          {"clock", clock_json(image.clock)},
          {"seed", image.seed}};
}

json::Object to_json(const Clock& clock) {
  const Clock::State state = clock.state();
  return {{"now", text::iso8601(clock.now(), 3)},
          {"frozen", state.frozen.has_value()},
          {"speed", state.frozen ? 0.0 : state.speed},
          {"real", state == Clock::State{}}};
}

}  // namespace mimus::serve
