#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/arena.h"
#include "regex/regex.h"
#include "stub_set_entry.h"

namespace mimus::stub {

// Regular expressions without any literal text that an index could use. A set automaton cannot grow, so they are
// kept as a log-structured store keeps its files: new ones in a short tail that is judged one by one; a full
// tail becomes a group with an automaton of its own, and groups of like size become one, up to kGroup.
// A value; copies share the groups.
class RegexTiers {
 public:
  static constexpr std::size_t kTail = 32;
  static constexpr std::size_t kGroup = 1024;

  bool empty() const { return tail_.empty() && groups_.empty(); }
  void add(const Entry& entry);
  void add_all(std::vector<Entry> entries);  // the same at once, without the steps between
  void remove(const Entry& entry);

  // Calls take(cursor) for lists that hold, together, all that may match. They live while *this and the arena do.
  template <class Take>
  void candidates(std::string_view path, Arena& arena, Take&& take) const {
    if (!tail_.empty()) take(tail_.begin());
    for (const Group& group : groups_) {
      const std::span<const Entry> found = group.candidates(path, arena);
      if (!found.empty()) take(EntryList::Cursor(found));
    }
  }

 private:
  struct Group {
    explicit Group(std::vector<Entry> sorted);
    std::span<const Entry> candidates(std::string_view path, Arena& arena) const;
    std::vector<Entry> living() const;

    std::shared_ptr<const regex::RegexSet> set;
    std::shared_ptr<const std::vector<Entry>> entries;  // by rank; the stub of a removed one is nullptr
    std::size_t live;
  };
  void merge_groups();

  EntryList tail_;
  std::vector<Group> groups_;
};

}  // namespace mimus::stub
