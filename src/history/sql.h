#pragma once

#include "store.h"

#include "database.h"

namespace mimus::history {

// Gives a reader's connection the functions mimus_text(coding, size, bytes) and mimus_holds(coding, size, bytes, text), and
// the view `history`; from then on it only reads: whatever else is asked for is SQLITE_AUTH.
Status make_readable(Database& database);

// Statements that are begun while it lives end with SQLITE_INTERRUPT when `patience` is over.
class Deadline {
 public:
  Deadline(Database& database, std::chrono::milliseconds patience);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  bool over() const { return std::chrono::steady_clock::now() >= end_; }

 private:
  Database& database_;
  std::chrono::steady_clock::time_point end_;
};

Result<Store::Table> run_select(Database& database, std::string_view select, std::size_t most_rows);

}  // namespace mimus::history
