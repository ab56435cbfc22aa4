#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "record.h"

namespace mimus::journal {

// A stretch of memory that one writer fills with records, one behind the other. What is published does
// not change (but for RecordHead::removed) until the chunk is emptied, and that happens only when nobody has it
// pinned: so readers parse without a lock.
class Chunk {
 public:
  // Of the size given to the constructor, so much is this object and what the allocator and the list of
  // chunks want for it.
  static constexpr std::size_t kOverhead = 256;

  explicit Chunk(std::size_t size)
      : size_(size), bytes_(std::make_unique_for_overwrite<char[]>(size - kOverhead)) {}

  std::size_t size() const { return size_; }
  std::size_t capacity() const { return size_ - kOverhead; }
  char* bytes() { return bytes_.get(); }
  const char* bytes() const { return bytes_.get(); }

  // Before the chunk is in anybody's reach.
  void empty(std::uint64_t first_sequence) {
    first_sequence_ = first_sequence;
    last_.store(kNothing, std::memory_order_relaxed);
  }

  // All readers see the record that starts at `offset`, and those before it. One store.
  void publish(std::uint32_t offset) { last_.store(offset, std::memory_order_release); }

  std::uint64_t first_sequence() const { return first_sequence_; }
  // Of the newest published record; first_sequence() - 1 when there is none.
  std::uint64_t last_sequence() const {
    const RecordHead* head = last();
    return head != nullptr ? head->sequence : first_sequence_ - 1;
  }
  const RecordHead* last() const {
    const std::uint32_t offset = last_.load(std::memory_order_acquire);
    return offset != kNothing ? at(offset) : nullptr;
  }
  // nullptr when the sequence is not in this chunk. Walks from the nearer end.
  const RecordHead* find(std::uint64_t sequence) const {
    const RecordHead* head = last();
    if (head == nullptr || sequence < first_sequence_ || sequence > head->sequence) return nullptr;
    if (sequence - first_sequence_ < head->sequence - sequence) {
      head = at(0);
      while (head->sequence != sequence) head = after(head);
    } else {
      while (head->sequence != sequence) head = before(head);
    }
    return head;
  }

  // Neighbours inside one chunk; the caller knows that there is one.
  static const RecordHead* after(const RecordHead* head) { return moved(head, head->size); }
  static const RecordHead* before(const RecordHead* head) {
    return moved(head, -static_cast<std::ptrdiff_t>(head->previous));
  }

  // Guarded by the mutex of the lane.
  unsigned pins = 0;
  bool retired = false;  // out of the ring; goes with its last pin

 private:
  static constexpr std::uint32_t kNothing = UINT32_MAX;
  const RecordHead* at(std::uint32_t offset) const {
    return reinterpret_cast<const RecordHead*>(bytes_.get() + offset);
  }
  static const RecordHead* moved(const RecordHead* head, std::ptrdiff_t by) {
    return reinterpret_cast<const RecordHead*>(reinterpret_cast<const char*>(head) + by);
  }

  std::size_t size_;
  std::uint64_t first_sequence_ = 1;
  std::unique_ptr<char[]> bytes_;
  std::atomic<std::uint32_t> last_{kNothing};
};

}  // namespace mimus::journal
