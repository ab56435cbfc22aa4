#include "stub_store.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "compile_stubs.h"

namespace mimus::serve {
namespace {

bool is_newest_first(const stub::Stub& stub) {
  return stub.request.manner == match::Manner::kWireMock;
}

const std::string* scenario_of(const stub::CompiledStub& stub) {
  const auto& step = stub.source.more->scenario;
  return step ? &step->scenario : nullptr;
}

void count_in(PersistentMap<StubStore::Named>& counts, const std::string& scenario) {
  StubStore::Named& named = counts.edit(hash_bytes(scenario));
  if (named.scenario.empty()) named.scenario = scenario;
  ++named.stubs;
}

Error too_many(std::size_t most) {
  return Error{Code::kLimit, "this world may have " + std::to_string(most) + " stubs, and has them",
               "remove some, or raise the world's limit 'stubs'", {}};
}

}  // namespace

// The next snapshot while it is being made, and what became of stubs meanwhile.
struct StubStore::Edit {
  explicit Edit(const LiveStubs& live) : next(std::make_shared<Snapshot>(*live.current())) {}
  void put(stub::StubPtr stub) {
    drop(stub->source.id);
    std::erase(ended, stub->key);
    if (scenario_of(*stub) != nullptr) came.push_back(stub);
    next->stubs = next->stubs.with(std::move(stub));
  }
  stub::StubPtr drop(const stub::StubId& id) {
    stub::StubPtr old = next->stubs.share(id);
    if (old == nullptr) return nullptr;
    next->stubs = next->stubs.without(id);
    note_gone(old);
    return old;
  }
  void note_gone(const stub::StubPtr& old) {
    if (scenario_of(*old) != nullptr) went.push_back(old);
    if (old->source.more->lifespan.serves) ended.push_back(old->key);
  }

  std::shared_ptr<Snapshot> next;
  std::vector<stub::StubPtr> came, went;  // of those in scenarios
  std::vector<std::uint64_t> ended;       // keys of those whose times are counted
};

// A scenario lives as long as a stub names it.
void StubStore::commit(Edit& edit) {
  live_.publish(std::move(edit.next));
  for (const std::uint64_t key : edit.ended) counters_.forget(key);
  for (const stub::StubPtr& stub : edit.came) count_in(scenario_stubs_, *scenario_of(*stub));
  for (const stub::StubPtr& stub : edit.went) {
    const std::string& scenario = *scenario_of(*stub);
    const std::uint64_t key = hash_bytes(scenario);
    if (--scenario_stubs_.edit(key).stubs != 0) continue;
    scenarios_.reset(scenario);
    scenario_stubs_.erase(key);
  }
  live_.sweep();
}

Result<stub::StubPtr> StubStore::create(stub::Stub stub) {
  std::int64_t order;
  {
    const std::lock_guard lock(mutex_);
    order = next_order();
  }
  MIMUS_TRY(stub::StubPtr compiled,
            stub::CompiledStub::compile(std::move(stub), order, clock_.now()));
  const std::lock_guard lock(mutex_);
  Edit edit(live_);
  if (edit.next->stubs.find(compiled->source.id) != nullptr) {
    return Error{Code::kConflict,
                 "the id " + compiled->source.id.value.text() + " is taken",
                 "PUT edits that stub",
                 {}};
  }
  if (most_ && edit.next->stubs.size() >= *most_) return too_many(*most_);
  edit.put(compiled);
  commit(edit);
  return compiled;
}

Result<stub::StubPtr> StubStore::replace(stub::Stub stub) {
  const std::lock_guard lock(mutex_);
  Edit edit(live_);
  const stub::CompiledStub* const old = edit.next->stubs.find(stub.id);
  if (old == nullptr)
    return Error{Code::kNotFound, "no stub has the id " + stub.id.value.text(), "", {}};
  const std::int64_t order =
      is_newest_first(old->source) == is_newest_first(stub) ? old->rank.order : next_order();
  MIMUS_TRY(stub::StubPtr compiled, stub::CompiledStub::compile(std::move(stub), order, old->born));
  edit.put(compiled);
  commit(edit);
  return compiled;
}

stub::StubPtr StubStore::remove(const stub::StubId& id) {
  const std::lock_guard lock(mutex_);
  Edit edit(live_);
  stub::StubPtr old = edit.drop(id);
  if (old != nullptr) commit(edit);
  return old;
}

std::vector<stub::StubPtr> StubStore::remove_if(
    const std::function<bool(const stub::CompiledStub&)>& is_wanted) {
  const std::lock_guard lock(mutex_);
  Edit edit(live_);
  std::vector<stub::StubPtr> removed = edit.next->stubs.all();
  std::erase_if(removed, [&](const stub::StubPtr& stub) { return !is_wanted(*stub); });
  if (removed.size() == edit.next->stubs.size()) {
    edit.next->stubs = {};
    for (const stub::StubPtr& stub : removed) edit.note_gone(stub);
  } else {
    for (const stub::StubPtr& stub : removed) edit.drop(stub->source.id);
  }
  if (!removed.empty()) commit(edit);
  return removed;
}

Result<std::vector<stub::StubPtr>> StubStore::import(Import import) {
  const std::lock_guard lock(mutex_);
  Edit edit(live_);
  std::vector<stub::StubPtr> removed;
  if (import.delete_others) {
    std::unordered_map<stub::StubId, bool> imported;
    for (const stub::Stub& stub : import.stubs) imported[stub.id] = true;
    for (const stub::StubPtr& stub : edit.next->stubs.all()) {
      if (!imported.contains(stub->source.id)) removed.push_back(edit.drop(stub->source.id));
    }
  }
  const std::int64_t before = newest_;
  for (std::size_t i = import.stubs.size(); i-- > 0;) {
    stub::Stub& stub = import.stubs[i];
    const stub::CompiledStub* const old = edit.next->stubs.find(stub.id);
    if (old != nullptr && !import.overwrite) continue;
    const bool stays = old != nullptr && is_newest_first(old->source) == is_newest_first(stub);
    auto compiled =
        stub::CompiledStub::compile(std::move(stub), stays ? old->rank.order : next_order(),
                                    old != nullptr ? old->born : clock_.now());
    if (!compiled) {
      newest_ = before;
      Error error = std::move(compiled).error();
      error.where.pointer = "/mappings/" + std::to_string(i) + error.where.pointer;
      return error;
    }
    edit.put(*std::move(compiled));
  }
  if (most_ && edit.next->stubs.size() > *most_) {
    newest_ = before;
    return too_many(*most_);
  }
  commit(edit);
  return removed;
}

void StubStore::set(Settings settings) {
  const std::lock_guard lock(mutex_);
  Edit edit(live_);
  edit.next->settings = std::make_shared<const Settings>(std::move(settings));
  commit(edit);
}

void StubStore::limit(std::optional<std::size_t> most) {
  const std::lock_guard lock(mutex_);
  most_ = most;
}

StubStore::Image StubStore::image() const {
  const std::lock_guard lock(mutex_);
  return {live_.current(), newest_, scenario_stubs_};
}

void StubStore::restore(const Image& image) {
  const std::lock_guard lock(mutex_);
  newest_ = std::min(newest_, image.newest);  // what is created from here on is newer than all of both
  scenario_stubs_ = image.scenario_stubs;
  live_.publish(image.snapshot);
  live_.sweep();
}

std::optional<std::size_t> StubStore::take_files(Files files, std::vector<Error>& errors) {
  const std::lock_guard lock(mutex_);
  const std::shared_ptr<const Snapshot> now = live_.current();
  std::unordered_map<stub::StubId, std::uint64_t> read;
  // What stays as an API left it: its file says what it said before.
  std::vector<stub::StubPtr> kept;
  if (!files.only) {
    std::erase_if(files.stubs, [&](const stub::Stub& stub) {
      if (!is_newest_first(stub)) return false;
      const std::uint64_t hash = hash_bytes(stub.more->document);
      read[stub.id] = hash;
      const auto before = read_.find(stub.id);
      if (before == read_.end() || before->second != hash) return false;
      if (stub::StubPtr live = now->stubs.share(stub.id)) kept.push_back(std::move(live));
      return true;
    });
    for (stub::StubPtr& stub : now->stubs.all()) {
      if (stub->source.origin.file.empty()) kept.push_back(std::move(stub));
    }
  } else {
    for (const stub::Stub& stub : files.stubs) {
      if (is_newest_first(stub)) read[stub.id] = hash_bytes(stub.more->document);
    }
  }

  const WallTime time = clock_.now();
  std::vector<Place> places;
  places.reserve(files.stubs.size());
  for (const stub::Stub& stub : files.stubs) {
    const stub::CompiledStub* const old = files.only ? nullptr : now->stubs.find(stub.id);
    const WallTime born = old != nullptr ? old->born : time;
    if (!is_newest_first(stub)) {
      places.push_back({static_cast<std::int64_t>(places.size()), born});
      continue;
    }
    places.push_back(
        {old != nullptr && is_newest_first(old->source) ? old->rank.order : next_order(), born});
  }
  std::vector<stub::StubPtr> stubs = compile_stubs(std::move(files.stubs), places, errors);
  if (!errors.empty()) return std::nullopt;
  stubs.insert(stubs.begin(), kept.begin(), kept.end());  // of one id the file's counts

  if (files.state) {
    if (const Status begun = state_.begin_with(*std::move(files.state)); !begun) {
      errors.push_back(begun.error());
      return std::nullopt;
    }
  }
  if (files.scenarios) scenarios_.plan(std::make_shared<const stub::ScenarioPlans>(*std::move(files.scenarios)));
  Edit edit(live_);
  edit.next->stubs = stub::StubSet::build(std::move(stubs));
  edit.next->cors = std::move(files.cors);
  edit.next->unmatched = std::move(files.unmatched);
  edit.next->dialect = files.dialect;
  edit.next->static_root = std::move(files.static_root);
  const std::size_t size = edit.next->stubs.size();
  read_ = std::move(read);
  live_.publish(edit.next);
  now->stubs.for_each([&](const stub::CompiledStub& stub) {
    const bool gone = files.only || edit.next->stubs.find(stub.source.id) == nullptr;
    if (gone && stub.source.more->lifespan.serves) counters_.forget(stub.key);
  });
  const PersistentMap<Named> before = std::exchange(scenario_stubs_, {});
  edit.next->stubs.for_each([this](const stub::CompiledStub& stub) {
    if (const std::string* scenario = scenario_of(stub)) count_in(scenario_stubs_, *scenario);
  });
  before.for_each([&](std::uint64_t key, const Named& named) {
    if (!files.only && scenario_stubs_.find(key) == nullptr) scenarios_.reset(named.scenario);
  });
  if (files.only) {
    scenarios_.reset();
    state_.reset();
  }
  return size;
}

}  // namespace mimus::serve
