#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/hash.h"
#include "match/request_pattern.h"
#include "stub_set_entry.h"

namespace mimus::stub {

// A crowd of stubs under one key of the index, told apart by a value that each of them wants: those of one subject and
// value (the header X-Id, 7) have a bucket of their own. A lookup reads the request's values for every subject in use and
// looks only there. Stubs that want no such value stay in the crowd's bucket.
struct Split {
  static constexpr std::size_t kMost = 8;  // subjects in use; a lookup asks for all of them

  struct Use {
    match::Discriminator of;
    std::uint32_t count = 0;
  };

  EntryList everyone;      // all stubs of these buckets, for who asks about the path alone
  std::vector<Use> uses;

  bool empty() const { return uses.empty(); }
  bool admits(std::uint64_t subject) const { return uses.size() < kMost || find(subject) != uses.end(); }
  void add(const match::Discriminator& of, const Entry& entry) {
    everyone.insert(entry);
    const auto at = find(of.subject());
    if (at == uses.end()) {
      uses.push_back({of, 1});
    } else {
      ++uses[static_cast<std::size_t>(at - uses.begin())].count;
    }
  }
  void remove(std::uint64_t subject, const Entry& entry) {
    everyone.erase(entry);
    const auto at = uses.begin() + (find(subject) - uses.begin());
    if (--at->count == 0) uses.erase(at);
  }

  static std::uint64_t key(std::uint64_t crowd, std::uint64_t subject, std::uint64_t value) {
    return hash_mix(hash_mix(crowd, subject), value);
  }

 private:
  std::vector<Use>::const_iterator find(std::uint64_t subject) const {
    return std::find_if(uses.begin(), uses.end(), [subject](const Use& use) { return use.of.subject() == subject; });
  }
};

}  // namespace mimus::stub
