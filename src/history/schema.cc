#include "schema.h"

namespace mimus::history {
namespace {

// A segment is a run of exchanges with the bodies and stubs that they name: nothing refers out of its segment. So old
// ones go as ranges of ids, without an index, a count of references or a search, and an index of hashes, whose pages a
// stream of new bodies would all rewrite, is not needed: `bodies` are told apart in memory, within a segment.
//
// `bodies` holds header blocks too ("Name: value" CRLF), coding 1 is zstd. Times are nanoseconds: since 1970, or after
// `received`. A NULL target is path and query, a NULL scheme http, a NULL authority the field Host; 0 is no body.
constexpr const char* kTables = R"(
CREATE TABLE segments(
  id INTEGER PRIMARY KEY, started INTEGER NOT NULL, ended INTEGER NOT NULL,
  first_exchange INTEGER NOT NULL, first_body INTEGER NOT NULL, first_stub INTEGER NOT NULL,
  received_min INTEGER NOT NULL, received_max INTEGER NOT NULL,
  exchanges INTEGER NOT NULL, bytes INTEGER NOT NULL);
CREATE TABLE worlds(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE stubs(id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, label TEXT NOT NULL);
CREATE TABLE bodies(id INTEGER PRIMARY KEY, coding INTEGER NOT NULL, size INTEGER NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE exchanges(
  id INTEGER PRIMARY KEY, received INTEGER NOT NULL, decided INTEGER NOT NULL, leaving INTEGER NOT NULL,
  world INTEGER NOT NULL, journal_id INTEGER NOT NULL,
  method TEXT NOT NULL, path TEXT NOT NULL, query TEXT NOT NULL, target TEXT, scheme TEXT, authority TEXT,
  client TEXT NOT NULL, version INTEGER NOT NULL,
  matched INTEGER NOT NULL, stub INTEGER NOT NULL, status INTEGER NOT NULL, fault TEXT,
  request_head INTEGER NOT NULL, request_body INTEGER NOT NULL,
  response_head INTEGER NOT NULL, response_body INTEGER NOT NULL,
  request_cut INTEGER NOT NULL, response_cut INTEGER NOT NULL);
CREATE TABLE shed(id INTEGER PRIMARY KEY, time INTEGER NOT NULL, world INTEGER NOT NULL, count INTEGER NOT NULL);
)";

Error not_ours(std::string message, std::string hint) {
  return Error{Code::kInvalid, std::move(message), std::move(hint), {}};
}

}  // namespace

Status check_file(Database& database) {
  MIMUS_TRY(const std::int64_t application, database.integer("PRAGMA application_id"));
  MIMUS_TRY(const std::int64_t version, database.integer("PRAGMA user_version"));
  if (application != kApplication) {
    return not_ours("the file is a database, but no history", "name a file that mimus serve --history made, or a new one");
  }
  if (version == kVersion) {
    MIMUS_TRY(const std::int64_t segment, database.integer("SELECT max(id) FROM segments"));  // a file that was cut off says so
    (void)segment;
    return Done{};
  }
  return not_ours("the history has version " + std::to_string(version) + ", this program knows " + std::to_string(kVersion),
                  "use the Mimus that made it, or a new file");
}

Status prepare_file(Database& database) {
  MIMUS_TRY(const std::int64_t pages, database.integer("PRAGMA page_count"));
  if (pages > 0) {
    MIMUS_TRY_DONE(check_file(database));
  } else {
    MIMUS_TRY_DONE(database.run("PRAGMA page_size=" + std::to_string(kPageSize) + "; PRAGMA auto_vacuum=INCREMENTAL"));
  }
  MIMUS_TRY_DONE(database.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16384;"
                              "PRAGMA wal_autocheckpoint=2048; PRAGMA journal_size_limit=33554432"));
  if (pages > 0) return Done{};
  return database.run("BEGIN IMMEDIATE;" + std::string(kTables) + "PRAGMA application_id=" + std::to_string(kApplication) +
                      ";PRAGMA user_version=" + std::to_string(kVersion) + ";COMMIT");
}

}  // namespace mimus::history
