#include "stub_set.h"

#include <algorithm>
#include <unordered_map>

#include "stub_set_candidates.h"
#include "stub_set_index.h"

namespace mimus::stub {
namespace {

// Of stubs with the same id the last one counts, as if they had been added one by one.
void drop_replaced(std::vector<StubPtr>& stubs) {
  std::vector<std::uint64_t> keys;  // hashes of the ids: mostly they all differ
  keys.reserve(stubs.size());
  for (const StubPtr& stub : stubs) keys.push_back(stub->key);
  std::sort(keys.begin(), keys.end());
  if (std::adjacent_find(keys.begin(), keys.end()) == keys.end()) return;
  std::unordered_map<StubId, const CompiledStub*> last;
  last.reserve(stubs.size());
  for (const StubPtr& stub : stubs) last[stub->source.id] = stub.get();
  if (last.size() == stubs.size()) return;
  std::erase_if(stubs,
                [&last](const StubPtr& stub) { return last[stub->source.id] != stub.get(); });
}

}  // namespace

StubSet::StubSet() : StubSet(std::make_shared<const Index>()) {}
StubSet::StubSet(std::shared_ptr<const Index> index) : index_(std::move(index)) {}

StubSet StubSet::build(std::vector<StubPtr> stubs) {
  drop_replaced(stubs);
  auto index = std::make_shared<Index>();
  index->add_all(std::move(stubs));
  return StubSet(std::move(index));
}

StubSet StubSet::with(StubPtr stub) const {
  auto next = std::make_shared<Index>(*index_);
  next->remove(stub->source.id);
  next->add(std::move(stub));
  return StubSet(std::move(next));
}

StubSet StubSet::without(const StubId& id) const {
  if (index_->find(id) == nullptr) return *this;
  auto next = std::make_shared<Index>(*index_);
  next->remove(id);
  return StubSet(std::move(next));
}

const CompiledStub* StubSet::best_match(facts::RequestFacts& facts,
                                        match::Captures& captures) const {
  const std::uint8_t method = MethodMask::bit_of(facts.request().method);
  Candidates candidates(*index_, facts, Candidates::Wanted::kMatching);
  while (const Entry* entry = candidates.next(captures)) {
    if (!entry->methods.takes(method)) continue;
    if (entry->decided) return entry->stub;
    if (entry->stub->pattern.rest_matches(facts, captures) && entry->stub->is_on(facts, captures))
      return entry->stub;
  }
  return nullptr;
}

void StubSet::for_each_on_path(
    facts::RequestFacts& facts,
    const std::function<bool(const CompiledStub&, const match::Captures&)>& visit) const {
  Candidates candidates(*index_, facts, Candidates::Wanted::kOnPath);
  match::Captures captures;
  const CompiledStub* previous = nullptr;  // grams that occur twice bring a stub twice
  while (const Entry* entry = candidates.next(captures)) {
    if (entry->stub == previous) continue;
    previous = entry->stub;
    if (!visit(*entry->stub, captures)) return;
  }
}

void StubSet::for_each_candidate(
    facts::RequestFacts& facts,
    const std::function<bool(const CompiledStub&, Filed, const match::Captures&)>& visit) const {
  Candidates candidates(*index_, facts, Candidates::Wanted::kMatching);
  match::Captures captures;
  const CompiledStub* previous = nullptr;
  while (const Entry* entry = candidates.next(captures)) {
    if (entry->stub == previous) continue;
    previous = entry->stub;
    if (!visit(*entry->stub, candidates.filed(), captures)) return;
  }
}

std::string_view name_of(Filed filed) {
  constexpr std::string_view kNames[] = {"exact path", "template shape", "trie", "prefix", "suffix",
                                         "gram",       "tier",           "any",  "split"};
  static_assert(std::size(kNames) == static_cast<std::size_t>(Filed::kSplit) + 1);
  return kNames[static_cast<std::size_t>(filed)];
}

const CompiledStub* StubSet::find(const StubId& id) const {
  const Record* record = index_->find(id);
  return record == nullptr ? nullptr : record->stub.get();
}

StubPtr StubSet::share(const StubId& id) const {
  const Record* record = index_->find(id);
  return record == nullptr ? nullptr : record->stub;
}

void StubSet::for_each(const std::function<void(const CompiledStub&)>& visit) const {
  index_->records.for_each([&visit](std::uint64_t, const SortedList<Record>& list) {
    for (auto at = list.begin(); !at.done(); at.next()) visit(*at->stub);
  });
}

std::size_t StubSet::size() const {
  return index_->size;
}
bool StubSet::asks_the_world() const {
  return index_->worldly != 0;
}

std::vector<StubPtr> StubSet::all() const {
  std::vector<StubPtr> stubs;
  stubs.reserve(size());
  index_->records.for_each([&stubs](std::uint64_t, const SortedList<Record>& list) {
    for (auto at = list.begin(); !at.done(); at.next()) stubs.push_back(at->stub);
  });
  std::sort(stubs.begin(), stubs.end(), [](const StubPtr& a, const StubPtr& b) {
    if (const auto order = a->rank <=> b->rank; order != 0) return order < 0;
    return a->source.id < b->source.id;
  });
  return stubs;
}

}  // namespace mimus::stub
