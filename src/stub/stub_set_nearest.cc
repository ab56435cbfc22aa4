#include <algorithm>
#include <bit>

#include "stub_set_candidates.h"
#include "stub_set_index.h"

namespace mimus::stub {
namespace {

// An explanation costs microseconds, and a storm of unmatched requests must not become a way to stop the
// server: so many stubs, those that look nearest, are explained.
constexpr std::size_t kMostExplained = 300;

struct Guess {
  int unlike = 0;
  const Record* record = nullptr;
  friend bool operator<(const Guess& a, const Guess& b) { return a.unlike < b.unlike; }
};

// Pairs of letters that one has and the other has not.
int unlike(std::uint64_t a, std::uint64_t b) { return std::popcount(a ^ b); }

// The records that look most like the path: one cheap look at each.
std::vector<Guess> guess(const StubSet::Index& index, std::string_view path, std::size_t most) {
  const std::uint64_t letters = letters_of(path);
  std::vector<Guess> best;  // a heap, the most unlike first
  best.reserve(most + 1);
  index.records.for_each([&](std::uint64_t, const SortedList<Record>& list) {
    for (auto at = list.begin(); !at.done(); at.next()) {
      const Guess one{unlike(at->letters, letters), &*at};
      if (best.size() == most && !(one < best.front())) continue;
      best.push_back(one);
      std::push_heap(best.begin(), best.end());
      if (best.size() <= most) continue;
      std::pop_heap(best.begin(), best.end());
      best.pop_back();
    }
  });
  return best;
}

bool nearer(const NearMiss& a, const NearMiss& b) {
  if (a.why.distance != b.why.distance) return a.why.distance < b.why.distance;
  return a.stub->rank < b.stub->rank;
}

}  // namespace

// Stubs on the same path are nearer than all others (match/request_pattern.h), and the index knows them.
std::vector<NearMiss> StubSet::nearest(facts::RequestFacts& facts, std::size_t most) const {
  std::vector<NearMiss> found;
  for_each_on_path(facts, [&](const CompiledStub& stub, const match::Captures& captures) {
    found.push_back({index_->find(stub.source.id)->stub, stub.pattern.explain(facts), captures});
    return found.size() < std::max(kMostExplained, most);
  });
  if (found.size() < most) {
    const auto on_path = found.size();
    for (const Guess& one : guess(*index_, facts.normal_path(), std::max(kMostExplained, most))) {
      const bool known = std::any_of(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(on_path),
                                     [&](const NearMiss& miss) { return miss.stub == one.record->stub; });
      if (!known) found.push_back({one.record->stub, one.record->stub->pattern.explain(facts)});
    }
  }
  const auto end = found.begin() + static_cast<std::ptrdiff_t>(std::min(most, found.size()));
  std::partial_sort(found.begin(), end, found.end(), nearer);
  found.erase(end, found.end());
  return found;
}

}  // namespace mimus::stub
