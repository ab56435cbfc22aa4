#include "chunk_writer.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <new>

#include "base/hash.h"

namespace mimus::journal {
namespace {

constexpr std::size_t kAlign = alignof(RecordHead);
constexpr std::size_t kFetchedAhead = 2048;

std::size_t aligned(std::size_t size) { return (size + kAlign - 1) & ~(kAlign - 1); }

}  // namespace

void ChunkWriter::start(Chunk& chunk, std::size_t usual_chunk_size) {
  chunk_ = &chunk;
  end_ = 0;
  last_ = 0;
  texts_end_ = 0;
  interned_.start(chunk.bytes(), usual_chunk_size);
}

std::size_t ChunkWriter::bound_without_bodies(const Entry& entry) {
  return sizeof(RecordHead) + texts_bound(entry) + entry.response_head.size() + entry.stub_label.size() +
         kAlign;
}

std::size_t ChunkWriter::bound(const Entry& entry) {
  return bound_without_bodies(entry) + entry.request->body.size() + entry.response_body.size();
}

ChunkWriter::Part ChunkWriter::hashed(std::string_view text, std::uint64_t hash) const {
  Part part{.text = text};
  if (text.empty()) return part;
  part.hash = hash != 0 ? hash : hash_bytes(text);
  part.offset = interned_.by_hash(part.hash, text);
  return part;
}

ChunkWriter::Part ChunkWriter::addressed(std::string_view text) const {
  Part part{.text = text, .addressed = true};
  if (text.empty()) return part;
  part.offset = interned_.by_address(text);
  if (part.offset != Interned::kAbsent) {
    part.addressed = false;
    return part;
  }
  part.hash = hash_bytes(text);
  part.offset = interned_.by_hash(part.hash, text);
  return part;
}

Blob ChunkWriter::settle(const Part& part, char*& out) {
  if (part.text.empty()) return {};
  std::uint32_t offset = part.offset;
  if (offset == Interned::kAbsent) {
    offset = static_cast<std::uint32_t>(out - chunk_->bytes());
    std::memcpy(out, part.text.data(), part.text.size());
    out += part.text.size();
    interned_.remember(part.hash, part.text, offset);
  }
  if (part.addressed) interned_.remember_address(part.text, offset);
  return {offset, static_cast<std::uint32_t>(part.text.size())};
}

bool ChunkWriter::append(std::uint64_t sequence, const Entry& entry, const Cut& cut) {
  if (chunk_ == nullptr) return false;
  const Part response_head = addressed(entry.response_head);
  const Part stub_label = addressed(entry.stub_label);
  const Part response_body = hashed(entry.response_body, entry.response_body_hash);
  const Part request_body = hashed(entry.request->body, 0);
  const std::size_t need = sizeof(RecordHead) + texts_bound(entry) + response_head.missing() +
                           stub_label.missing() + response_body.missing() + request_body.missing() + kAlign;
  if (need > chunk_->capacity() - end_) return false;

  char* const start = chunk_->bytes() + end_;
  const std::uint32_t flags = flags_of(entry, cut);
  char* out = encode_texts(entry, cut, flags, start + sizeof(RecordHead));
  texts_end_ = cut ? 0 : static_cast<std::size_t>(out - start);
  auto* head = new (start) RecordHead{
      .sequence = sequence,
      .received = entry.received.time_since_epoch().count(),
      .decided = entry.decided.count(),
      .leaving = entry.leaving.count(),
      .stub_id = entry.stub_id,
      .request_body = settle(request_body, out),
      .response_body = settle(response_body, out),
      .response_head = settle(response_head, out),
      .stub_label = settle(stub_label, out),
      .size = 0,
      .previous = static_cast<std::uint32_t>(end_ - last_),
      .field_count = static_cast<std::uint32_t>(entry.request->fields.size()),
      .status = entry.status,
      .flags = flags,
  };
  publish(*head, static_cast<std::size_t>(out - start));
  return true;
}

// Its blobs stand in the chunk already, and where they stand does not depend on the record.
bool ChunkWriter::append_again(std::uint64_t sequence, const Times& times) {
  if (texts_end_ == 0 || aligned(texts_end_) > chunk_->capacity() - end_) return false;
  char* const start = chunk_->bytes() + end_;
  const char* const last = chunk_->bytes() + last_;
  // All but `removed`, which others may be writing.
  std::memcpy(start, last, offsetof(RecordHead, removed));
  std::memcpy(start + sizeof(RecordHead), last + sizeof(RecordHead), texts_end_ - sizeof(RecordHead));
  auto* head = std::launder(reinterpret_cast<RecordHead*>(start));
  head->removed = 0;
  head->sequence = sequence;
  head->received = times.received.time_since_epoch().count();
  head->decided = times.decided.count();
  head->leaving = times.leaving.count();
  head->previous = static_cast<std::uint32_t>(end_ - last_);
  publish(*head, texts_end_);
  return true;
}

// The record stands at end_ and is `bytes` long.
void ChunkWriter::publish(RecordHead& head, std::size_t bytes) {
  const std::size_t size = aligned(bytes);
  head.size = static_cast<std::uint32_t>(size);
  last_ = end_;
  end_ += size;
  chunk_->publish(static_cast<std::uint32_t>(last_));
  // The next record is as long as this one, or so: its lines come while the loop does other work.
  const std::size_t ahead = std::min({size, kFetchedAhead, chunk_->capacity() - end_});
  for (std::size_t at = 0; at < ahead; at += 64) __builtin_prefetch(chunk_->bytes() + end_ + at, 1);
}

}  // namespace mimus::journal
