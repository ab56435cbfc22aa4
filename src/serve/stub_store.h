#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/persistent_map.h"
#include "base/result.h"
#include "serve/counters.h"
#include "serve/live_stubs.h"
#include "serve/scenarios.h"
#include "serve/state.h"

namespace mimus::serve {

// The writer's side of a world's stubs: what its files gave and what came through an API. Every
// call is one edit: all of it or nothing, after all edits that returned before, and seen by every
// request that comes after it returned. Any thread.
//
//   StubStore store(live, scenarios, state, counters, clock);
//   store.take_files({.stubs = ...}, errors);
//   store.create(std::move(stub));                          // asked before older ones of its
//   priority
//
// A stub's lifespan begins when it is added, by the clock. Editing it, and reading its file again,
// neither prolongs its time nor gives back the times that it was served: only one that was gone
// begins anew.
//
// Who comes first: by priority; then stubs of WireMock's manner, the newest first; then native
// ones, as stub_set.h has it. An edit costs O(log n): the sets before and after it share what they
// have in common.
class StubStore {
 public:
  StubStore(LiveStubs& live, Scenarios& scenarios, State& state, Counters& counters, const Clock& clock)
      : live_(live), scenarios_(scenarios), state_(state), counters_(counters), clock_(clock) {}

  // What one reading of the configuration gave. Of stubs with one id the last one counts.
  struct Files {
    std::vector<stub::Stub>
        stubs;        // native: the first is asked first. kWireMock: as if created one by one
    stub::Cors cors;  // of answers that belong to no stub. kWireMock: enabled is --enable-stub-cors
    std::optional<http::PreparedResponse> unmatched;
    stub::Dialect dialect = stub::Dialect::kNative;
    std::string static_root;  // Snapshot::static_root
    std::optional<stub::ScenarioPlans> scenarios;  // of those that need one; nothing: as they are
    std::optional<json::Object> state;             // what State::begin_with() gets; nothing: as it is
    // false: stubs that no file holds stay, and what an API did to a stub of WireMock's dialect
    // stays as long as the stub reads in its file as it did before. true: the files alone count,
    // and all scenarios and the state start again.
    bool only = false;
  };
  // How many stubs are served now; nothing has changed when there are errors.
  std::optional<std::size_t> take_files(Files files, std::vector<Error>& errors);

  // Errors: kConflict when the id is taken, else those of CompiledStub::compile().
  Result<stub::StubPtr> create(stub::Stub stub);
  // Its place stays. Errors: kNotFound when nothing has the id.
  Result<stub::StubPtr> replace(stub::Stub stub);
  stub::StubPtr remove(const stub::StubId& id);  // nullptr: there is none
  std::vector<stub::StubPtr> remove_if(
      const std::function<bool(const stub::CompiledStub&)>& is_wanted);

  struct Import {
    std::vector<stub::Stub> stubs;  // the first one will be asked first
    bool overwrite = true;          // false: a stub whose id is taken is left out
    bool delete_others = false;
  };
  // Returns what was removed: for `delete_others`. Errors carry the pointer "/mappings/3" before
  // their own.
  Result<std::vector<stub::StubPtr>> import(Import import);

  void set(Settings settings);

  // More than so many at a time are refused with kLimit; nothing: any number.
  void limit(std::optional<std::size_t> most);

  // All that is served and what it takes to go on editing it, shared and not copied: O(1).
  struct Named {
    std::string scenario;
    std::size_t stubs = 0;  // that name it
  };
  struct Image {
    std::shared_ptr<const Snapshot> snapshot;
    std::int64_t newest = 0;
    PersistentMap<Named> scenario_stubs;  // by the hash of the name
  };
  Image image() const;
  void restore(const Image& image);

 private:
  struct Edit;
  std::int64_t next_order() { return -++newest_; }  // guarded by mutex_
  Result<stub::StubPtr> compile_and_put(stub::Stub stub, std::int64_t order, Edit& edit);
  void commit(Edit& edit);

  LiveStubs& live_;
  Scenarios& scenarios_;
  State& state_;
  Counters& counters_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::int64_t newest_ = 0;  // guarded by mutex_, as all below
  std::unordered_map<stub::StubId, std::uint64_t>
      read_;  // hash of the document that a file had for it
  PersistentMap<Named> scenario_stubs_;   // by the hash of the name
  std::optional<std::size_t> most_;
};

}  // namespace mimus::serve
