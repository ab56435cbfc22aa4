#include <map>
#include <set>
#include <string>
#include <utility>

#include "condense.h"
#include "json/json.h"

namespace mimus::recording {
namespace {

// Two stubs are for the same requests when their patterns are, and their steps in a scenario; what came of the priority by the way does
// not matter.
using Place = std::pair<Uuid, std::string>;
Place place_of(const stub::Stub& stub) {
  const auto& step = stub.more->scenario;
  return {stub::derive_id(stub.request, 0, 0).value, step ? step->scenario + '\n' + step->required.value_or("") : ""};
}

bool is_step(const stub::Stub& stub) { return stub.more->scenario && stub.more->scenario->scenario == kOrder; }

// The steps of an earlier recording that the new one has not.
void drop_old_steps(std::vector<stub::Stub>& existing, const std::vector<stub::Stub>& fresh) {
  std::set<Place> steps;
  for (const stub::Stub& stub : fresh) {
    if (is_step(stub)) steps.insert(place_of(stub));
  }
  if (steps.empty()) return;
  std::erase_if(existing, [&](const stub::Stub& stub) { return is_step(stub) && !steps.contains(place_of(stub)); });
}

// What is recorded stands in place of the server that answered before.
void end_proxying(stub::Particulars& more) {
  more.proxy = nullptr;
  auto kept = json::parse(more.document);
  if (!kept || !kept->is_object()) return;
  kept->get_object().erase("proxy");
  more.document = kept->get_object().empty() ? "" : json::write(*kept);
}

// The new answer below the old identity.
stub::Stub updated(const stub::Stub& old, stub::Stub fresh) {
  fresh.id = old.id;
  fresh.label = old.label;
  fresh.origin = old.origin;
  auto step = fresh.more->scenario;
  fresh.more = old.more;
  if (fresh.more->proxy) end_proxying(fresh.more.edit());
  if (fresh.more->scenario != step) fresh.more.edit().scenario = std::move(step);
  return fresh;
}

}  // namespace

Merged merge(std::vector<stub::Stub> existing, std::vector<stub::Stub> fresh) {
  Merged merged;
  drop_old_steps(existing, fresh);
  merged.stubs = std::move(existing);
  std::map<Place, std::size_t> places;
  for (std::size_t i = 0; i < merged.stubs.size(); ++i) places.try_emplace(place_of(merged.stubs[i]), i);
  for (stub::Stub& stub : fresh) {
    const auto [at, is_new] = places.try_emplace(place_of(stub), merged.stubs.size());
    if (is_new) {
      merged.stubs.push_back(std::move(stub));
      ++merged.added;
      continue;
    }
    stub::Stub& old = merged.stubs[at->second];
    stub::Stub next = updated(old, std::move(stub));
    ++(next == old ? merged.unchanged : merged.updated);
    old = std::move(next);
  }
  return merged;
}

}  // namespace mimus::recording
