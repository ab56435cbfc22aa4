#pragma once

#include <compare>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "base/sorted_list.h"
#include "compiled_stub.h"
#include "match/path_pattern.h"

namespace mimus::stub {

// Which methods a stub takes, as far as that fits into a few bits, so that a lookup need not go to
// the stub.
struct MethodMask {
  static constexpr std::uint8_t kOther = 0x80;  // none of the common ones
  std::uint8_t bits = 0;                        // 0: any method

  static std::uint8_t bit_of(std::string_view method);
  bool takes(std::uint8_t bit) const { return bits == 0 || (bits & bit) != 0; }
};

// A stub in one of the lists of the index. Borrows from the stub, which the set keeps alive; what a
// lookup needs first is copied here, so that it need not go there; fetch() asks for what the answer
// then needs, in parallel.
struct Entry {
  Rank rank;
  const CompiledStub* stub = nullptr;
  const match::PathPattern* path = nullptr;  // nullptr: the text of the bucket decides, see Bucket
  MethodMask methods;
  bool decided = false;  // path and `methods` are all that matter: no conditions, no scenario or
                         // lifespan, no uncommon method
  bool raw = false;             // its pattern is for the path as it was sent
  const char* texts = nullptr;  // of a plain stub: its label, head and body, one after the other

  // A hint to the processor.
  void fetch() const {
    constexpr std::size_t kLine = 64;
    const char* const fields = reinterpret_cast<const char*>(stub);
    __builtin_prefetch(fields);
    __builtin_prefetch(fields + kLine);
    if (path != nullptr) __builtin_prefetch(path);
    if (texts == nullptr) return;
    for (std::size_t line = 0; line < 4; ++line) __builtin_prefetch(texts + line * kLine);
  }

  friend bool operator<(const Entry& a, const Entry& b) {
    if (const auto order = a.rank <=> b.rank; order != 0) return order < 0;
    return a.stub->source.id < b.stub->source.id;
  }
  friend bool operator==(const Entry& a, const Entry& b) { return a.stub == b.stub; }
};

using EntryList = SortedList<Entry>;

inline std::uint8_t MethodMask::bit_of(std::string_view method) {
  constexpr std::string_view kCommon[] = {"GET",   "POST", "PUT",    "DELETE",
                                          "PATCH", "HEAD", "OPTIONS"};
  for (unsigned i = 0; i < std::size(kCommon); ++i) {
    if (method == kCommon[i]) return static_cast<std::uint8_t>(1u << i);
  }
  return kOther;
}

inline Entry entry_of(const CompiledStub& stub) {
  const match::RequestPattern& pattern = stub.pattern.pattern();
  Entry entry{
      stub.rank,         &stub, &pattern.path, {}, pattern.conditions.empty() && !stub.conditional,
      pattern.path.raw()};
  if (stub.plain) entry.texts = stub.label.data();
  for (const std::string& method : pattern.methods)
    entry.methods.bits |= MethodMask::bit_of(method);
  if ((entry.methods.bits & MethodMask::kOther) != 0) entry.decided = false;
  return entry;
}

}  // namespace mimus::stub
