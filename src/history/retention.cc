#include "retention.h"

namespace mimus::history {
namespace {

constexpr std::int64_t kRowsAStep = 8192;
constexpr std::int64_t kFreePages = 256;  // so many, and a quarter of the file, may lie free before it shrinks

}  // namespace

Result<Retention> Retention::make(Database& database, const Keep& keep) {
  Retention made(keep);
  struct Row {
    Statement Retention::*statement;
    std::string_view sql;
  };
  // The oldest segment, and where the next begins (without one: behind everything).
  constexpr Row kRows[] = {
      {&Retention::begin_, "BEGIN IMMEDIATE"},
      {&Retention::commit_, "COMMIT"},
      {&Retention::rollback_, "ROLLBACK"},
      {&Retention::oldest_,
       "SELECT id, ended, lead(first_exchange, 1, 9223372036854775807) OVER (ORDER BY id),"
       " lead(first_body, 1, 9223372036854775807) OVER (ORDER BY id),"
       " lead(first_stub, 1, 9223372036854775807) OVER (ORDER BY id), count(*) OVER () FROM segments ORDER BY id LIMIT 1"},
      {&Retention::page_count_, "PRAGMA page_count"},
      {&Retention::free_count_, "PRAGMA freelist_count"},
      {&Retention::page_size_, "PRAGMA page_size"},
      {&Retention::drop_exchanges_,
       "DELETE FROM exchanges WHERE id < min(?1, (SELECT min(id) FROM exchanges) + ?2)"},
      {&Retention::drop_bodies_, "DELETE FROM bodies WHERE id < min(?1, (SELECT min(id) FROM bodies) + ?2)"},
      {&Retention::drop_stubs_, "DELETE FROM stubs WHERE id < min(?1, (SELECT min(id) FROM stubs) + ?2)"},
      {&Retention::drop_segment_, "DELETE FROM segments WHERE id = ?1"},
      {&Retention::drop_shed_, "DELETE FROM shed WHERE time < (SELECT min(started) FROM segments)"},
      {&Retention::vacuum_, "PRAGMA incremental_vacuum(256)"},
  };
  for (const Row& row : kRows) {
    MIMUS_TRY(made.*row.statement, database.prepare(row.sql));
  }
  return made;
}

Result<std::int64_t> Retention::value(Statement& statement) {
  MIMUS_TRY(const bool row, statement.step());
  const std::int64_t value = row ? statement.integer(0) : 0;
  statement.reset();
  return value;
}

Result<bool> Retention::step(WallTime now) {
  if (!keep_.age && !keep_.bytes) return false;
  MIMUS_TRY(const bool row, oldest_.step());
  if (!row) {
    oldest_.reset();
    return give_back();
  }
  const std::int64_t segment = oldest_.integer(0), ended = oldest_.integer(1), next_exchange = oldest_.integer(2);
  const std::int64_t next_body = oldest_.integer(3), next_stub = oldest_.integer(4);
  const bool last = oldest_.integer(5) == 1;
  oldest_.reset();
  bool due = retiring_ == segment;
  if (keep_.age && WallTime(Nanoseconds(ended)) < now - *keep_.age) due = true;
  if (!due && keep_.bytes && !last) {
    MIMUS_TRY(const std::int64_t pages, value(page_count_));
    MIMUS_TRY(const std::int64_t free, value(free_count_));
    MIMUS_TRY(const std::int64_t size, value(page_size_));
    due = static_cast<std::uint64_t>((pages - free) * size) > *keep_.bytes;
  }
  if (!due) return give_back();
  retiring_ = segment;
  MIMUS_TRY_DONE(begin_.run());
  auto more = retire(segment, next_exchange, next_body, next_stub);
  if (!more) {
    (void)rollback_.run();
    return more;
  }
  MIMUS_TRY_DONE(commit_.run());
  return more;
}

Result<bool> Retention::retire(std::int64_t segment, std::int64_t next_exchange, std::int64_t next_body,
                               std::int64_t next_stub) {
  struct Step {
    Statement& statement;
    std::int64_t before;
  };
  for (const Step& step : {Step{drop_exchanges_, next_exchange}, Step{drop_bodies_, next_body}, Step{drop_stubs_, next_stub}}) {
    step.statement.bind(1, step.before);
    step.statement.bind(2, kRowsAStep);
    MIMUS_TRY_DONE(step.statement.run());
    if (step.statement.changes() > 0) return true;
  }
  drop_segment_.bind(1, segment);
  MIMUS_TRY_DONE(drop_segment_.run());
  MIMUS_TRY_DONE(drop_shed_.run());
  retiring_.reset();
  return true;
}

Result<bool> Retention::give_back() {
  MIMUS_TRY(const std::int64_t pages, value(page_count_));
  MIMUS_TRY(const std::int64_t free, value(free_count_));
  if (free < kFreePages || free < pages / 4) return false;
  MIMUS_TRY_DONE(vacuum_.run());
  return true;
}

}  // namespace mimus::history
