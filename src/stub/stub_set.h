#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "facts/request_facts.h"
#include "match/path_pattern.h"
#include "stub/compiled_stub.h"

namespace mimus::stub {

using StubPtr = std::shared_ptr<const CompiledStub>;

// Which part of the index found a stub: what its path pattern is filed under.
enum class Filed : std::uint8_t {
  kExactPath,  // by the hash of the path
  kShape,      // a template, by the hash of its literal segments
  kTrie,       // a template, segment by segment
  kPrefix,     // by the hash of what the path begins with
  kSuffix,     // … or ends with
  kGram,       // an expression, by a text that it requires
  kTier,       // an expression, by an automaton of many
  kAny,        // any path
  kSplit,      // as one of many that differ in a value that they want, by that value
};
std::string_view name_of(Filed filed);  // "exact path"

struct NearMiss {
  StubPtr stub;
  match::Explanation why;
  match::Captures captures{};  // of one on the same path
};

// All stubs of a world, indexed. Immutable and persistent: with() and without() make a new set in
// O(log n) that shares everything else, so any thread reads without a lock and a fork costs
// nothing.
//
// The cost of best_match() does not depend on the number of stubs: exact paths are found by hash,
// templates by hash too, once for each shape in use, prefixes by hashes of the prefix lengths in
// use, regular expressions by the literal text they require (docs/decisions/0003-stub-index.md).
//
// A default-constructed set is empty. Copying is cheap.
class StubSet {
 public:
  StubSet();

  static StubSet build(std::vector<StubPtr> stubs);  // faster than with() one by one
  StubSet with(StubPtr stub) const;                  // replaces the stub of the same id
  StubSet without(const StubId& id) const;

  // The stub of least rank whose whole pattern matches, or nullptr. Valid while the set is held.
  const CompiledStub* best_match(facts::RequestFacts& facts, match::Captures& captures) const;

  // A hint: best_match() will be asked for these (normalised) paths. What it and the answer read is
  // brought to the cache for all of them side by side, while the same for one after the other would
  // wait for memory at every step.
  void fetch(std::span<const std::string_view> paths) const;

  // Visits, in rank order, all stubs whose path (at least) matches, until `visit` returns false.
  void for_each_on_path(
      facts::RequestFacts& facts,
      const std::function<bool(const CompiledStub&, const match::Captures&)>& visit) const;

  // Visits, in rank order, the stubs that best_match() would look at, and which part of the index
  // brought them, until `visit` returns false: those whose path matches, without such as the index
  // could leave out.
  void for_each_candidate(
      facts::RequestFacts& facts,
      const std::function<bool(const CompiledStub&, Filed, const match::Captures&)>& visit) const;

  const CompiledStub* find(const StubId& id) const;
  StubPtr share(const StubId& id) const;  // find() for who keeps it
  void for_each(const std::function<void(const CompiledStub&)>& visit) const;  // in no order; O(n)
  std::size_t size() const;
  // Does a stub ask for more than the request, for chance, time or a scenario? Then the same
  // request may find another stub.
  bool asks_the_world() const;
  std::vector<StubPtr> all() const;  // in rank order; O(n log n)

  // The stubs that came closest, nearest first. Slow (looks at every stub), for people.
  std::vector<NearMiss> nearest(facts::RequestFacts& facts, std::size_t most) const;

  struct Index;  // stub_set_index.h, for this module

 private:
  explicit StubSet(std::shared_ptr<const Index> index);
  std::shared_ptr<const Index> index_;
};

}  // namespace mimus::stub
