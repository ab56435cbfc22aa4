#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "chunk.h"
#include "interned.h"
#include "record.h"

namespace mimus::journal {

// Encodes entries into the chunk that a writer fills at present. Of the writing thread only; hot.
class ChunkWriter {
 public:
  // `chunk` is empty; it belongs to the caller and outlives its use here.
  void start(Chunk& chunk, std::size_t usual_chunk_size);

  // Encodes and publishes; false, and nothing happened, when the rest of the chunk is too small.
  // The bodies of the entry are cut already; `cut` says by how much.
  bool append(std::uint64_t sequence, const Entry& entry, const Cut& cut);

  // The same for the last entry with other times, as long as it stands in this chunk and was not cut.
  bool append_again(std::uint64_t sequence, const Times& times);
  void forget_last() { texts_end_ = 0; }

  // What an empty chunk needs at most to take this entry. Without bodies: what cannot be cut.
  static std::size_t bound(const Entry& entry);
  static std::size_t bound_without_bodies(const Entry& entry);

 private:
  // A text on its way into the chunk.
  struct Part {
    std::string_view text;
    std::uint64_t hash = 0;
    std::uint32_t offset = Interned::kAbsent;
    bool addressed = false;    // its address is worth remembering
    std::size_t missing() const { return offset == Interned::kAbsent ? text.size() : 0; }
  };
  Part hashed(std::string_view text, std::uint64_t hash) const;
  Part addressed(std::string_view text) const;
  Blob settle(const Part& part, char*& out);
  void publish(RecordHead& head, std::size_t size);

  Chunk* chunk_ = nullptr;
  std::size_t end_ = 0;        // of the last record, from the chunk's start
  std::size_t last_ = 0;       // where the last record starts
  std::size_t texts_end_ = 0;  // and how long it is without its blobs; 0: not to be repeated
  Interned interned_;
};

}  // namespace mimus::journal
