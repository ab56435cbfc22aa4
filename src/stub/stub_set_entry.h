#pragma once

#include <compare>

#include "base/sorted_list.h"
#include "compiled_stub.h"
#include "match/path_pattern.h"

namespace mimus::stub {

// A stub in one of the lists of the index. Borrows from the stub, which the set keeps alive; what a lookup needs
// first is copied here, so that it need not go there.
struct Entry {
  Rank rank;
  const CompiledStub* stub = nullptr;
  const match::PathPattern* path = nullptr;  // nullptr: the text of the bucket decides, see Bucket
  bool only_path = false;                    // neither method nor conditions

  friend bool operator<(const Entry& a, const Entry& b) {
    if (const auto order = a.rank <=> b.rank; order != 0) return order < 0;
    return a.stub->source.id < b.stub->source.id;
  }
  friend bool operator==(const Entry& a, const Entry& b) { return a.stub == b.stub; }
};

using EntryList = SortedList<Entry>;

inline Entry entry_of(const CompiledStub& stub) {
  return {stub.rank, &stub, &stub.pattern.pattern().path, stub.pattern.only_path()};
}

}  // namespace mimus::stub
