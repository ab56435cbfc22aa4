#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "chunk.h"
#include "chunk_writer.h"
#include "record.h"

namespace mimus::journal {

// Sequences of one lane, both ends included; empty when first > last.
struct Range {
  std::uint64_t first = 1;
  std::uint64_t last = 0;
  std::uint64_t size() const { return first > last ? 0 : last - first + 1; }
};

// What one writer thread recorded: a ring of chunks within a byte budget.
//
// The mutex guards the list of chunks, never their bytes. The writer takes it when a chunk is full,
// readers for long enough to pin a chunk. The budget holds in the presence of readers, too: a
// pinned chunk that left the ring still counts, and a writer that has nothing else to give up waits until a
// reader lets go (which takes more readers at the same moment than the lane has chunks, or a record
// nearly as large as the lane).
class Lane {
 public:
  explicit Lane(std::size_t budget);

  // The writing thread only; `cut` says how much the entry's bodies lack already. False: dropped, the lane is too
  // small even for the record's head.
  bool append(const Entry& entry, const Cut& cut = {});
  // The last entry with other times. False: nothing happened, see Journal::append_again().
  bool append_again(const Times& times);

  std::size_t bytes() const;
  std::uint64_t dropped() const;    // by append()
  void clear();
  // Takes a record out; false: there is none. Any thread.
  bool remove(std::uint64_t sequence);

  // A chunk that keeps its contents while this lives.
  class Pin {
   public:
    Pin() = default;
    Pin(const Lane& lane, Chunk& chunk) : lane_(&lane), chunk_(&chunk) {}
    Pin(Pin&& other) noexcept : lane_(other.lane_), chunk_(std::exchange(other.chunk_, nullptr)) {}
    Pin& operator=(Pin&& other) noexcept {
      std::swap(lane_, other.lane_);
      std::swap(chunk_, other.chunk_);
      return *this;
    }
    ~Pin() {
      if (chunk_ != nullptr) lane_->unpin(*chunk_);
    }
    explicit operator bool() const { return chunk_ != nullptr; }
    const Chunk* operator->() const { return chunk_; }

   private:
    const Lane* lane_ = nullptr;
    Chunk* chunk_ = nullptr;
  };
  struct Held {
    Range range;                    // readable now
    std::uint64_t cleared = 0;      // up to here clear() took them
    std::uint64_t removed = 0;      // none behind this one was taken out by remove()
    Pin newest;                     // the chunk of range.last: this much stays
  };
  Held held() const;
  // The chunk with that sequence; the oldest one when it is gone already; nothing in an empty lane.
  Pin pin(std::uint64_t sequence) const;

 private:
  bool append_to_new_chunk(const Entry& entry, const Cut& cut);
  void open_chunk(std::size_t record_bytes);
  std::unique_ptr<Chunk> make_room(std::unique_lock<std::mutex>& lock, std::size_t size);
  void unpin(Chunk& chunk) const;

  const std::size_t budget_;        // for chunks
  const std::size_t fixed_;         // memory besides chunks
  const std::size_t chunk_size_;

  // Of the writing thread.
  ChunkWriter writer_;
  std::uint64_t next_sequence_ = 1;

  mutable std::mutex mutex_;        // guards all that follows
  mutable std::condition_variable let_go_;
  std::deque<std::unique_ptr<Chunk>> chunks_;                  // oldest first
  mutable std::vector<std::unique_ptr<Chunk>> retired_;        // pinned, out of the ring
  mutable std::size_t chunk_bytes_ = 0;                        // of both
  std::uint64_t closed_ = 0;                                   // the last sequence before chunks_.back()
  std::uint64_t cleared_ = 0;
  std::uint64_t removed_ = 0;
  std::uint64_t dropped_ = 0;
};

}  // namespace mimus::journal
