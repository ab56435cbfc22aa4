#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "database.h"

namespace mimus::history {

// What is kept. Whole segments go, the oldest first, in small steps so that the writer is never long away; a segment is at
// most a sixteenth of either limit, so that so much more than asked may stay.
struct Keep {
  std::optional<Nanoseconds> age;        // of real time, since the exchange was written
  std::optional<std::uint64_t> bytes;    // of the file, without what the write-ahead log holds for a moment
};

class Retention {
 public:
  static Result<Retention> make(Database& database, const Keep& keep);

  // One step, outside of a transaction. true: there is more to do.
  Result<bool> step(WallTime now);

 private:
  explicit Retention(const Keep& keep) : keep_(keep) {}
  Result<bool> retire(std::int64_t segment, std::int64_t next_exchange, std::int64_t next_body, std::int64_t next_stub);
  Result<bool> give_back();
  Result<std::int64_t> value(Statement& statement);

  Keep keep_;
  std::optional<std::int64_t> retiring_;  // a segment
  Statement begin_, commit_, rollback_;
  Statement oldest_, page_count_, free_count_, page_size_;
  Statement drop_exchanges_, drop_bodies_, drop_stubs_, drop_segment_, drop_shed_, vacuum_;
};

}  // namespace mimus::history
