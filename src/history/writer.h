#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>

#include "body_cache.h"
#include "database.h"
#include "journal/journal.h"
#include "retention.h"

namespace mimus::history {

// What goes into the file in one transaction, of one journal.
struct Batch {
  std::string_view world;
  std::span<const journal::Exchange> exchanges;
  std::uint64_t shed = 0;  // so many were lost before these
};

// The file as its one writer has it. One thread. Whatever fails leaves the file as it was before the call.
class Writer {
 public:
  static Result<std::unique_ptr<Writer>> open(const std::filesystem::path& file, const Keep& keep);
  ~Writer();

  // One transaction. `hurry`: bodies are not compressed, because more is waiting.
  Status write(std::span<const Batch> batches, WallTime now, bool hurry);
  // A step of what is kept; true: there is more to do.
  Result<bool> retire(WallTime now) { return retention_->step(now); }
  // Moves the write-ahead log into the file.
  Status finish();
  Result<std::int64_t> pages(std::string_view what) { return database_.integer(what); }

 private:
  // What a segment has so far.
  struct Segment {
    std::int64_t id = 0;  // 0: none yet
    WallTime started;
    std::int64_t received_min = INT64_MAX, received_max = INT64_MIN;
    std::int64_t exchanges = 0, bytes = 0;
  };
  struct Stub {
    std::string label;
    std::int64_t id;
  };

  explicit Writer(const Keep& keep) : keep_(keep) {}
  Status prepare();
  Status load();  // counters as the file has them; forgets what is known of bodies and stubs
  Status write_all(std::span<const Batch> batches, WallTime now);
  Status begin_segment(WallTime now);
  bool segment_is_full(WallTime now) const;
  Status note_segment(WallTime now);
  Result<std::int64_t> world_id(std::string_view name);
  Result<std::int64_t> stub_id(const journal::Exchange& exchange);
  Result<std::int64_t> body_id(std::string_view bytes);
  Status insert(const journal::Exchange& exchange, std::int64_t world);
  Status note_shed(std::int64_t world, std::uint64_t count, WallTime now);

  Keep keep_;
  int lock_ = -1;  // of the file, as long as we write: see open()
  Database database_;
  std::optional<Retention> retention_;
  BodyCache bodies_{32u << 20};
  std::unordered_map<Uuid, Stub> stubs_;
  std::map<std::string, std::int64_t, std::less<>> worlds_;
  Segment segment_;
  std::int64_t next_exchange_ = 1, next_body_ = 1, next_stub_ = 1;
  bool hurry_ = false;
  std::string block_;  // scratch: a request's fields
  Statement begin_, commit_, rollback_, add_exchange_, add_body_, add_stub_, add_segment_, note_segment_, find_world_, add_world_,
      add_shed_;
};

}  // namespace mimus::history
