#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>

#include "base/hash.h"
#include "base/persistent_map.h"
#include "base/sorted_list.h"
#include "stub_set.h"
#include "stub_set_entry.h"
#include "stub_set_regex_tiers.h"
#include "stub_set_shapes.h"
#include "stub_set_split.h"

namespace mimus::stub {

// What a bucket's key is the hash of: the whole path, its first or last bytes, a gram inside it.
enum class Probe : std::uint64_t { kPath = 1, kPrefix, kSuffix, kGram8, kGram4 };

inline std::uint64_t probe_key(Probe probe, std::string_view text) {
  return hash_bytes(text, static_cast<std::uint64_t>(probe));
}

// The stubs filed under one key. Hashes may collide, so that being in the bucket proves nothing: entries are
// matched against the path. Only for whole paths the bucket keeps the text (of the first stub that came),
// if it is short enough; entries with that very path have no pattern of their own to ask. Other buckets keep
// there where the pattern of the first stub that came lies.
struct Bucket {
  static constexpr std::size_t kMostText = 47;  // so that a leaf of the map is two cache lines

  EntryList list;
  std::uint8_t text_size = 0;
  std::array<char, kMostText> text{};

  std::string_view path() const { return {text.data(), text_size}; }
  void name_after(std::string_view path) {
    if (path.size() > kMostText) return;
    text_size = static_cast<std::uint8_t>(path.size());
    std::memcpy(text.data(), path.data(), path.size());
  }

  using Reads = std::array<const void*, 4>;
  void expect(const match::PathPattern& path) {
    const auto* const compiled = reinterpret_cast<const char*>(&path.compiled());
    const Reads reads{compiled, compiled + 64, compiled + 128, path.segments().data()};
    static_assert(sizeof reads <= kMostText);
    std::memcpy(text.data(), &reads, sizeof reads);
  }
  // A hint to the processor: the first entry, and what its pattern reads, will be needed. (Should that stub be
  // gone, then the hint is idle.)
  void fetch() const {
    list.front().fetch();
    if (text_size != 0) return;
    Reads reads;
    std::memcpy(&reads, text.data(), sizeof reads);
    for (const void* at : reads) __builtin_prefetch(at);
  }
};

// A node of the segment trie, for templates whose shape found no room or is too long. Its key is made from its parent's and the edge that leads to it, so all nodes live
// in one map. The counts say how many templates go on over a literal or a variable segment.
struct TrieNode {
  std::uint32_t literals = 0;
  std::uint32_t variables = 0;
  EntryList here;  // templates that end here
  EntryList rest;  // templates whose ** begins here

  bool empty() const { return literals == 0 && variables == 0 && here.empty() && rest.empty(); }
};
constexpr std::uint64_t kTrieRoot = 0x9d5c1f3b2a8e4760ull;
inline std::uint64_t literal_child(std::uint64_t node, std::string_view segment) {
  return hash_bytes(segment, node);
}
inline std::uint64_t variable_child(std::uint64_t node) { return hash_mix(node, 1); }

// How many stubs are filed under prefixes (or suffixes) of each length, so that only lengths in use are
// tried. Longer texts are filed under their first (last) kMost bytes.
class Lengths {
 public:
  static constexpr std::size_t kMost = 255;

  bool empty() const { return (used_[0] | used_[1] | used_[2] | used_[3]) == 0; }
  void add(std::size_t length) {
    if (count_[length]++ == 0) used_[length / 64] |= std::uint64_t{1} << (length % 64);
  }
  void remove(std::size_t length) {
    if (--count_[length] == 0) used_[length / 64] &= ~(std::uint64_t{1} << (length % 64));
  }
  template <class Visit>
  void for_each_up_to(std::size_t most, Visit&& visit) const {
    for (std::size_t word = 0; word < used_.size(); ++word) {
      for (std::uint64_t bits = used_[word]; bits != 0; bits &= bits - 1) {
        const std::size_t length = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
        if (length > most) return;
        visit(length);
      }
    }
  }

 private:
  std::array<std::uint32_t, kMost + 1> count_{};
  std::array<std::uint64_t, 4> used_{};
};

// Where a stub is filed.
struct Placement {
  enum class Kind : std::uint8_t { kPath, kShape, kTrie, kPrefix, kSuffix, kGram8, kGram4, kTiers, kAny };
  Kind kind = Kind::kAny;
  std::uint8_t length = 0;   // of the text, for kPrefix and kSuffix
  std::uint64_t key = 0;     // of the bucket
  // Within a split crowd: whose bucket it is, and what for. No bucket has the key 0.
  std::uint64_t split = 0, subject = 0;
};

// The key under which a crowd without a key of its own, that of patterns for any path, is split.
constexpr std::uint64_t kAnyPath = 0x5bd1e995a3c4f217ull;

// A stub by its id, and what is needed to take it out again, or to say roughly how like a path it is.
struct Record {
  StubPtr stub;
  Placement placement;
  std::uint64_t letters = 0;  // letters_of() its literal text

  friend bool operator<(const Record& a, const Record& b) { return a.stub->source.id < b.stub->source.id; }
  friend bool operator==(const Record& a, const Record& b) {
    return a.stub->source.id == b.stub->source.id;
  }
};

// A set of the pairs of neighbouring letters in a text, 64 bits of it.
std::uint64_t letters_of(std::string_view text);

// The lists of an index are asked in stages, the most specific patterns first; a stage is left out when what
// is found already comes before all that it can hold.
enum class Stage : std::uint8_t { kPaths, kTemplates, kTexts, kEnd };
constexpr Stage stage_of(Placement::Kind kind) {
  if (kind == Placement::Kind::kPath) return Stage::kPaths;
  const bool is_template = kind == Placement::Kind::kShape || kind == Placement::Kind::kTrie;
  return is_template ? Stage::kTemplates : Stage::kTexts;
}

// All of a StubSet. A value whose copies share what they have in common; the entries borrow from the stubs that
// `records` holds.
struct StubSet::Index {
  PersistentMap<Bucket> buckets;
  PersistentMap<Split> splits;  // by the key of the crowd's bucket
  Shapes shapes;
  PersistentMap<TrieNode> trie;
  EntryList any;
  RegexTiers tiers;
  Lengths prefixes, suffixes;
  std::size_t paths = 0, grams8 = 0, grams4 = 0;  // how many stubs are filed so
  PersistentMap<SortedList<Record>> records;      // by the hash of the id
  std::size_t size = 0;
  std::size_t worldly = 0;  // how many ask for chance or time
  // No stub of a stage has a lesser rank. (A removed stub leaves its bound behind, which costs a look.)
  std::array<Rank, 3> least{kLast, kLast, kLast};
  static constexpr Rank kLast{std::numeric_limits<int>::max(), ~std::uint32_t{0}, std::numeric_limits<std::int64_t>::max()};
  // The least rank in this stage and those after it.
  Rank least_from(Stage stage) const {
    Rank rank = kLast;
    for (auto i = static_cast<std::size_t>(stage); i < least.size(); ++i) rank = std::min(rank, least[i]);
    return rank;
  }

  const Record* find(const StubId& id) const;
  void add(StubPtr stub);
  void remove(const StubId& id);
  void add_all(std::vector<StubPtr> stubs);

 private:
  Placement place(const CompiledStub& stub) const;
  Placement place(const match::PathPattern& path) const;
  void tell_apart(const CompiledStub& stub, Placement& placement) const;
  void file_split(const CompiledStub& stub, const Entry& entry, const Placement& placement);
  void unfile_split(const Entry& entry, const Placement& placement);
  Placement place_template(const match::PathPattern& path) const;
  Placement place_blunt(const match::PathPattern& path, Placement otherwise, std::size_t load) const;
  Placement place_regex(const match::PathPattern& path) const;
  std::size_t load(const Placement& placement) const;
  void file(const CompiledStub& stub, const Placement& placement);
  void unfile(const CompiledStub& stub, const Placement& placement);
  void count(const Placement& placement, bool added);
  void note_rank(const Rank& rank, const Placement& placement);
};

}  // namespace mimus::stub
