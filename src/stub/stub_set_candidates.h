#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "stub_set_index.h"

namespace mimus::stub {

// All stubs of an index whose path may match that of a request, the least rank first; a stub may come twice in a row. Each list of
// the index that can hold one is a lane; next() takes the least of the lanes' heads, and collects lanes only as far as
// it must: most requests end at the first stage. Memory: a few lanes
// within, more in the arena.
//
// Patterns are for the normalised path or for the raw one. Mostly these are the same and one look serves both; else
// every stage is looked up for either, and lanes remember for which.
class Candidates {
 public:
  enum class Wanted {
    kOnPath,    // all of them
    kMatching,  // of those that want one value (stub_set_split.h) only such as may get it
  };
  Candidates(const StubSet::Index& index, facts::RequestFacts& facts, Wanted wanted)
      : index_(index), facts_(facts), arena_(facts.arena()), wanted_(wanted), paths_{facts.normal_path(), facts.request().path},
        two_paths_(paths_[0].data() != paths_[1].data()), path_(paths_[0]), least_ahead_(index.least_from(Stage::kPaths)) {}
  Candidates(const Candidates&) = delete;
  Candidates& operator=(const Candidates&) = delete;

  // The next stub whose path does match, its captures taken; nullptr at the end.
  const Entry* next(match::Captures& captures);
  Filed filed() const { return filed_; }  // where the last one was

 private:
  struct Lane {
    EntryList::Cursor at;
    bool same_path = false;  // the bucket's text is the path: entries without a pattern match
    bool raw = false;        // found for the raw path
    Filed filed = Filed::kAny;
  };
  static bool later(const Lane& a, const Lane& b) { return *b.at < *a.at; }

  void collect_stage();
  void collect_paths();
  void collect_texts();
  void collect_templates();
  void collect_trie(std::uint64_t key, std::string_view rest);
  void collect_grams();
  void collect_bucket(std::uint64_t key, Filed filed) {
    if (const Bucket* bucket = index_.buckets.find(key)) {
      bucket->fetch();
      add(bucket->list.begin(), false, filed);
    }
    if (!index_.splits.empty()) collect_split(key);
  }
  void collect_split(std::uint64_t crowd);
  void collect_stage_for_path();
  void add(EntryList::Cursor list, bool same_path, Filed filed);
  void advance();
  void sift_down();
  bool matches(const Entry& entry, const Lane& lane, match::Captures& captures) const;

  const StubSet::Index& index_;
  facts::RequestFacts& facts_;
  Arena& arena_;
  const Wanted wanted_;
  const std::array<std::string_view, 2> paths_;  // normalised, raw
  const bool two_paths_;
  std::string_view path_;  // the one that is being looked up
  bool raw_ = false;       // is it the raw one, and the other differs?
  std::array<Lane, 8> few_;
  std::span<Lane> lanes_{few_};
  Filed filed_ = Filed::kAny;
  std::size_t count_ = 0;  // a heap, the least rank first
  Stage stage_ = Stage::kPaths;  // the next one to look at
  Rank least_ahead_;             // nothing that is still to be collected comes before it
};

}  // namespace mimus::stub
