#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

#include "state.h"

namespace mimus::collections {

// The collections of one world. Any thread.
//
//   Store store;
//   MIMUS_TRY_DONE(store.define({products}, chance));
//   const auto now = store.now();                       // one moment: it never changes
//   auto made = store.write([&](State& state) { return insert(state, 0, row); });
//
// Readers work on a moment and wait for nobody; writers come one after the other, and what one call does
// happens at once or not at all. fork(), snapshot() and restore() cost one pointer.
class Store {
 public:
  using Moment = std::shared_ptr<const State>;

  Store() : state_(std::make_shared<State>()) {}

  // These are the collections from now on. Those whose definition is the same keep their rows; the others begin
  // anew. On errors nothing changes: as Catalog::make(), and a first row that cannot be made.
  Status define(std::vector<DefinitionPtr> definitions, Chance chance, std::uint64_t generation = 0);
  // define(), when these are of a later configuration than those that are here; else hardly a cost.
  void keep_up(const Set& set, Chance chance) {
    if (generation_.load(std::memory_order_acquire) < set.generation) (void)define(set.definitions, chance, set.generation);
  }
  // Generated rows follow another seed, and what was written over them is gone; other collections stay.
  void reseed(Chance chance);
  // All collections as they were in the beginning.
  void reset();

  Moment now() const {
    const std::lock_guard lock(cell_);
    return state_;
  }

  // change(state) is given a copy and returns a Result of any kind; when that is an error nothing has happened.
  template <class Change>
  auto write(const Change& change) {
    const std::lock_guard lock(writing_);
    auto next = std::make_shared<State>(*now());
    auto result = change(*next);
    if (result) publish(std::move(next));
    return result;
  }

  Moment snapshot() const { return now(); }
  void restore(Moment moment);
  std::unique_ptr<Store> fork() const;

  // What differs from the beginning, as one document; from_json() of a store with the same definitions and seed
  // brings it back. Errors: kInvalid or kNotFound with where.pointer; nothing has changed then.
  json::Value to_json() const;
  Status from_json(const json::Value& document);

 private:
  void publish(Moment next);

  std::mutex writing_;
  mutable std::mutex cell_;  // held for a pointer's copy only
  Moment state_;             // guarded by cell_
  std::atomic<std::uint64_t> generation_{0};  // of state_
};

}  // namespace mimus::collections
