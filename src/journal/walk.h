#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "lane.h"
#include "record.h"

namespace mimus::journal {

enum class Direction { kNewestFirst, kOldestFirst };

// Goes over the records of one lane that lie in a range, one chunk pinned at a time. What the ring drops
// meanwhile is left out.
class Walk {
 public:
  // `start`: a chunk that the caller has pinned already; used when the walk starts there.
  Walk(const Lane& lane, Range range, Direction direction, Lane::Pin start = {});

  // Is there a record here? All that follows needs one.
  explicit operator bool() const { return sequence_ != 0; }
  std::uint64_t sequence() const { return sequence_; }
  std::int64_t received() const { return received_; }
  bool is_removed() const { return head_->is_removed(); }
  // Valid until advance() or rest().
  RecordView record() const { return decode(pin_->bytes(), *head_); }

  void advance();
  // Lets go of the chunk. advance() or resume() before anything else.
  void rest() { pin_ = {}; }
  // Back to where rest() left, or as near as the ring still has it.
  void resume() {
    if (sequence_ != 0 && !pin_) seek(sequence_);
  }

 private:
  void seek(std::uint64_t sequence);
  void land(Lane::Pin pin, std::uint64_t sequence);
  void stand_at(const RecordHead* head);

  const Lane* lane_;
  Range range_;
  Direction direction_;
  Lane::Pin pin_;
  std::uint64_t last_of_chunk_ = 0;       // published when the chunk was pinned
  const RecordHead* head_ = nullptr;
  std::uint64_t sequence_ = 0;            // 0: at the end
  std::int64_t received_ = 0;
};

// Several lanes as one, by (received, id). Within a lane the order is that of append().
class Merge {
 public:
  Merge(std::span<const std::unique_ptr<Lane>> lanes, std::vector<Lane::Held> window, Direction direction);

  // The lane that has the next record, or nothing at the end.
  std::optional<std::size_t> next() const;
  Walk& operator[](std::size_t lane) { return walks_[lane]; }
  void rest();
  void resume();

 private:
  Direction direction_;
  std::vector<Walk> walks_;
};

}  // namespace mimus::journal
