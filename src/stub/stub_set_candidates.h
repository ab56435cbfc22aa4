#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "stub_set_index.h"

namespace mimus::stub {

// All stubs of an index whose path may match a path, the least rank first; a stub may come twice in a row. Each list of
// the index that can hold one is a lane; next() takes the least of the lanes' heads, and collects lanes only as far as
// it must: most requests end at the first stage. Memory: a few lanes
// within, more in the arena.
class Candidates {
 public:
  Candidates(const StubSet::Index& index, std::string_view path, Arena& arena)
      : index_(index), path_(path), arena_(arena), least_ahead_(index.least_from(Stage::kPaths)) {}
  Candidates(const Candidates&) = delete;
  Candidates& operator=(const Candidates&) = delete;

  // The next stub whose path does match, its captures taken; nullptr at the end.
  const Entry* next(match::Captures& captures);

 private:
  struct Lane {
    EntryList::Cursor at;
    bool same_path = false;  // the bucket's text is the path: entries without a pattern match
  };
  static bool later(const Lane& a, const Lane& b) { return *b.at < *a.at; }

  void collect_stage();
  void collect_paths();
  void collect_texts();
  void collect_templates();
  void collect_trie(std::uint64_t key, std::string_view rest);
  void collect_grams();
  void collect_bucket(std::uint64_t key) {
    const Bucket* bucket = index_.buckets.find(key);
    if (bucket == nullptr) return;
    bucket->fetch();
    add(bucket->list.begin(), false);
  }
  void add(EntryList::Cursor list, bool same_path);
  void advance();
  void sift_down();
  bool matches(const Entry& entry, bool same_path, match::Captures& captures) const;

  const StubSet::Index& index_;
  const std::string_view path_;
  Arena& arena_;
  std::array<Lane, 8> few_;
  std::span<Lane> lanes_{few_};
  std::size_t count_ = 0;  // a heap, the least rank first
  Stage stage_ = Stage::kPaths;  // the next one to look at
  Rank least_ahead_;             // nothing that is still to be collected comes before it
};

}  // namespace mimus::stub
