#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "query.h"
#include "record.h"

namespace mimus::history {

// A history's file, read. Another program may write it meanwhile.
//
//   MIMUS_TRY(auto store, Store::open("history.db"));
//   MIMUS_TRY(auto failed, store->list({.filter = {.status_class = 5}, .limit = 20}));   // newest first
//   MIMUS_TRY_DONE(store->visit({.oldest_first = true, .limit = SIZE_MAX}, [](const Record& record) { replay(record); return true; }));
//
// One thread at a time. Nothing here can change the file. Errors: a file that is absent, no history, of another version or
// damaged; kLimit when a query took longer than `patience`.
class Store {
 public:
  static Result<std::unique_ptr<Store>> open(const std::filesystem::path& file,
                                             std::chrono::milliseconds patience = std::chrono::seconds(30));
  ~Store();

  Result<std::vector<Record>> list(const Query& query);
  // One by one, until `more` says false. Bodies are in memory a few megabytes at a time, and no lock of the file is held
  // while `more` runs: it may take its time, and ask the store itself.
  Status visit(const Query& query, const std::function<bool(const Record&)>& more);
  Result<std::optional<Record>> find(std::int64_t id);
  Result<std::int64_t> last_id();  // 0 of an empty history

  struct World {
    std::string name;
    std::uint64_t shed = 0;
  };
  struct Stats {
    std::uint64_t exchanges = 0;
    std::uint64_t shed = 0;      // records that were lost because the writer could not keep up
    std::uint64_t bodies = 0;    // and header blocks, each once
    std::uint64_t bytes = 0;     // of the file
    std::optional<WallTime> oldest, newest;  // received
    std::vector<World> worlds;
  };
  Result<Stats> stats();

  // What a SELECT answers: text, numbers, null; a blob as base64.
  struct Table {
    std::vector<std::string> columns;
    std::vector<std::vector<json::Value>> rows;
    bool cut = false;  // there were more rows
  };
  // One SELECT over the view `history` (id, time, received, method, url, path, query, status, matched, route, stub_id, fault, client,
  // world, request_headers, request_body, response_headers, response_body, decided_us, leaving_us) and the tables.
  // Errors: what SQLite says of the text; whatever is not a single reading statement; kLimit: too long, too large.
  Result<Table> sql(std::string_view select, std::size_t most_rows);

 private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mimus::history
