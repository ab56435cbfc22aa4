#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/uuid.h"
#include "journal/journal.h"

namespace mimus::journal {

// Bytes somewhere in the chunk of a record, perhaps shared with earlier records. Length 0: none.
struct Blob {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
};

// What a record starts with, as it lies in a chunk (native byte order, aligned to 8). Texts follow, each
// behind its length, then the blobs that the chunk had not seen before.
struct RecordHead {
  std::uint64_t sequence;                 // of its writer, from 1, without gaps
  std::int64_t received;                  // nanoseconds since 1970
  std::int64_t decided, leaving;          // nanoseconds after `received`
  Uuid stub_id;
  Blob request_body, response_body, response_head, stub_label;
  std::uint32_t size;                     // to the next record; a multiple of 8
  std::uint32_t previous;                 // back to the record before, 0: first of its chunk
  std::uint32_t field_count;
  std::int32_t status;
  std::uint32_t flags;
  // Not 0: taken out, readers pass it by. All that changes in a published record, and so an atomic.
  mutable std::uint32_t removed = 0;

  bool is_removed() const {
    return std::atomic_ref(removed).load(std::memory_order_relaxed) != 0;
  }
  bool remove() const {  // false: it was
    return std::atomic_ref(removed).exchange(1, std::memory_order_relaxed) == 0;
  }

  enum Flag : std::uint32_t {
    kMatched = 1,
    kOriginForm = 2,  // path and query are what stands around the target's first '?', and not stored again
    kCut = 4,         // bodies were too large: two numbers say how much is missing
    kHttp10 = 8,      // neither this nor the next: HTTP/1.1
    kHttp2 = 16,
  };
};

// What differs between two records of the same exchange.
struct Times {
  WallTime received;
  std::chrono::nanoseconds decided, leaving;
};

// How many bytes at the end of each body a record goes without.
struct Cut {
  std::uint64_t request = 0;
  std::uint64_t response = 0;
  explicit operator bool() const { return request != 0 || response != 0; }
};

// The text without its end, and never in the middle of a UTF-8 sequence.
std::string_view cut_to(std::string_view text, std::size_t size);

// A record where it lies. Valid while its chunk is pinned.
struct RecordView {
  const RecordHead* head = nullptr;
  std::string_view method, target, scheme, authority, client_ip, fault, path, query;
  const char* fields = nullptr;           // name, value, name, value …, each behind its length
  Cut cut;
  std::string_view request_body, response_body, response_head, stub_label;
};

std::uint32_t flags_of(const Entry& entry, const Cut& cut);

// At most so many bytes go to encode_texts(). Hot.
std::size_t texts_bound(const Entry& entry);
// Writes all but the head and the blobs; returns the end. Hot.
char* encode_texts(const Entry& entry, const Cut& cut, std::uint32_t flags, char* out);

// `head` lies in the chunk whose bytes start at `chunk`.
RecordView decode(const char* chunk, const RecordHead& head);
Exchange own(const RecordView& record, ExchangeId id);

}  // namespace mimus::journal
