#include "lane.h"

#include <algorithm>

namespace mimus::journal {
namespace {

constexpr std::size_t kSmallestChunk = 16 * 1024;
constexpr std::size_t kLargestChunk = 256 * 1024;
constexpr std::size_t kLargestRecord = 1u << 30;  // offsets inside a chunk have 32 bits

// A sixteenth of the budget, within bounds; a small lane still has four.
std::size_t usual_chunk_size(std::size_t budget) {
  return std::max(std::min(std::clamp(budget / 16, kSmallestChunk, kLargestChunk), budget / 4),
                  2 * Chunk::kOverhead);
}

}  // namespace

Lane::Lane(std::size_t budget)
    : budget_(budget - std::min(budget, sizeof(Lane) + Interned::footprint(usual_chunk_size(budget)))),
      fixed_(std::min(budget, sizeof(Lane) + Interned::footprint(usual_chunk_size(budget)))),
      chunk_size_(usual_chunk_size(budget)) {}

bool Lane::append(const Entry& entry, const Cut& cut) {
  if (!writer_.append(next_sequence_, entry, cut)) [[unlikely]] {
    if (!append_to_new_chunk(entry, cut)) return false;
  }
  ++next_sequence_;
  return true;
}

bool Lane::append_again(const Times& times) {
  if (!writer_.append_again(next_sequence_, times)) return false;
  ++next_sequence_;
  return true;
}

bool Lane::append_to_new_chunk(const Entry& entry, const Cut& cut) {
  const std::size_t largest =
      std::min(budget_ - std::min(budget_, Chunk::kOverhead), kLargestRecord);
  const std::size_t bound = ChunkWriter::bound(entry);
  if (bound <= largest) {
    open_chunk(bound);
    return writer_.append(next_sequence_, entry, cut);
  }
  writer_.forget_last();
  const std::size_t fixed = ChunkWriter::bound_without_bodies(entry);
  if (fixed > largest) {
    const std::lock_guard lock(mutex_);
    ++dropped_;
    return false;
  }
  // The smaller body keeps what it needs up to a half of the room, the larger one gets the rest.
  const std::size_t room = largest - fixed;
  const std::size_t request_size = entry.request->body.size();
  const std::size_t response_size = entry.response_body.size();
  const std::size_t for_request = std::max(room / 2, room - std::min(room, response_size));
  http::Request request = *entry.request;
  request.body = cut_to(request.body, for_request);
  Entry less = entry;
  less.request = &request;
  less.response_body = cut_to(entry.response_body, room - request.body.size());
  if (less.response_body.size() < response_size) less.response_body_hash = 0;
  open_chunk(largest);
  return writer_.append(next_sequence_, less,
                        {cut.request + request_size - request.body.size(),
                         cut.response + response_size - less.response_body.size()});
}

void Lane::open_chunk(std::size_t record_bytes) {
  // Behind a large record there is a little room, so that small ones between large ones waste nothing.
  const std::size_t needed = record_bytes + Chunk::kOverhead;
  const std::size_t size =
      needed <= chunk_size_ ? chunk_size_ : std::min(needed + chunk_size_ / 8, budget_);
  std::unique_lock lock(mutex_);
  closed_ = next_sequence_ - 1;
  std::unique_ptr<Chunk> chunk = make_room(lock, std::min(size, budget_));
  chunk->empty(next_sequence_);
  writer_.start(*chunk, chunk_size_);
  chunks_.push_back(std::move(chunk));
}

// Gives up the oldest chunks until one of `size` bytes fits; counts it.
std::unique_ptr<Chunk> Lane::make_room(std::unique_lock<std::mutex>& lock, std::size_t size) {
  std::unique_ptr<Chunk> reused;
  while (chunk_bytes_ + size > budget_) {
    if (chunks_.empty()) {
      let_go_.wait(lock);
      continue;
    }
    std::unique_ptr<Chunk> oldest = std::move(chunks_.front());
    chunks_.pop_front();
    if (oldest->pins > 0) {
      oldest->retired = true;
      retired_.push_back(std::move(oldest));
      continue;
    }
    chunk_bytes_ -= oldest->size();
    if (oldest->size() == size) reused = std::move(oldest);
  }
  chunk_bytes_ += size;
  return reused != nullptr ? std::move(reused) : std::make_unique<Chunk>(size);
}

Lane::Held Lane::held() const {
  const std::lock_guard lock(mutex_);
  if (chunks_.empty()) return {{closed_ + 1, closed_}, cleared_, removed_, {}};
  const Range range{std::max(chunks_.front()->first_sequence(), cleared_ + 1),
                    chunks_.back()->last_sequence()};
  const bool unused = range.last < chunks_.back()->first_sequence();  // just opened
  Chunk& newest = unused && chunks_.size() > 1 ? **(chunks_.end() - 2) : *chunks_.back();
  ++newest.pins;
  return {range, cleared_, removed_, Pin(*this, newest)};
}

std::size_t Lane::bytes() const {
  const std::lock_guard lock(mutex_);
  return fixed_ + chunk_bytes_;
}

std::uint64_t Lane::dropped() const {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

// The newest chunk stays, since its writer may be at work in it; what it holds is hidden.
void Lane::clear() {
  std::vector<std::unique_ptr<Chunk>> freed;  // outside of the lock
  const std::lock_guard lock(mutex_);
  cleared_ = chunks_.empty() ? closed_ : chunks_.back()->last_sequence();
  while (chunks_.size() > 1) {
    std::unique_ptr<Chunk> oldest = std::move(chunks_.front());
    chunks_.pop_front();
    if (oldest->pins > 0) {
      oldest->retired = true;
      retired_.push_back(std::move(oldest));
    } else {
      chunk_bytes_ -= oldest->size();
      freed.push_back(std::move(oldest));
    }
  }
}

bool Lane::remove(std::uint64_t sequence) {
  const Pin chunk = pin(sequence);
  const RecordHead* const head = chunk ? chunk->find(sequence) : nullptr;
  if (head == nullptr) return false;
  const std::lock_guard lock(mutex_);
  if (sequence <= cleared_ || !head->remove()) return false;
  removed_ = std::max(removed_, sequence);
  return true;
}

Lane::Pin Lane::pin(std::uint64_t sequence) const {
  const std::lock_guard lock(mutex_);
  if (chunks_.empty()) return {};
  auto behind = std::upper_bound(chunks_.begin(), chunks_.end(), sequence,
                                 [](std::uint64_t wanted, const std::unique_ptr<Chunk>& chunk) {
                                   return wanted < chunk->first_sequence();
                                 });
  if (behind != chunks_.begin()) --behind;
  ++(*behind)->pins;
  return Pin(*this, **behind);
}

void Lane::unpin(Chunk& chunk) const {
  const std::lock_guard lock(mutex_);
  if (--chunk.pins > 0 || !chunk.retired) return;
  const auto at = std::find_if(retired_.begin(), retired_.end(),
                               [&](const std::unique_ptr<Chunk>& each) { return each.get() == &chunk; });
  chunk_bytes_ -= chunk.size();
  retired_.erase(at);
  let_go_.notify_one();
}

}  // namespace mimus::journal
