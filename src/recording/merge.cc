#include <map>
#include <utility>

#include "condense.h"

namespace mimus::recording {
namespace {

// Two stubs are for the same requests when their patterns are; what came of the priority by the way does not matter.
Uuid place_of(const stub::Stub& stub) { return stub::derive_id(stub.request, 0, 0).value; }

// The new answer below the old identity.
stub::Stub updated(const stub::Stub& old, stub::Stub fresh) {
  fresh.id = old.id;
  fresh.label = old.label;
  fresh.origin = old.origin;
  fresh.more = old.more;
  return fresh;
}

}  // namespace

Merged merge(std::vector<stub::Stub> existing, std::vector<stub::Stub> fresh) {
  Merged merged;
  merged.stubs = std::move(existing);
  std::map<Uuid, std::size_t> places;
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
