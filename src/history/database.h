#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace mimus::history {

// A prepared statement, to be used again and again.
//
//   MIMUS_TRY(Statement insert, database.prepare("INSERT INTO t VALUES (?, ?)"));
//   insert.bind(1, 7);
//   insert.bind(2, "text");              // borrowed until run() or the next reset()
//   MIMUS_TRY_DONE(insert.run());
//
// Errors carry SQLite's own sentence and the file's name.
class Statement {
 public:
  Statement() = default;
  Statement(sqlite3* database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}
  ~Statement();
  Statement(Statement&& other) noexcept { *this = std::move(other); }
  Statement& operator=(Statement&& other) noexcept;

  // Parameters count from 1. Texts and blobs are borrowed.
  void bind(int index, std::int64_t value);
  void bind(int index, std::string_view text);
  void bind_blob(int index, std::string_view bytes);
  void bind_null(int index);

  Result<bool> step();  // true: there is a row
  Status run();         // to its end, then reset()
  void reset();
  std::int64_t changes() const;  // rows that the last run() inserted, changed or deleted

  // Columns count from 0. Views are valid until the next step().
  int columns() const;
  std::int64_t integer(int column) const;
  std::string_view bytes(int column) const;  // of a text or a blob
  bool is_null(int column) const;
  sqlite3_stmt* raw() const { return statement_; }

 private:
  sqlite3* database_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
};

// An open file. One thread at a time.
class Database {
 public:
  enum class Mode { kReadOnly, kReadWrite };  // kReadWrite makes the file if there is none
  static Result<Database> open(const std::filesystem::path& file, Mode mode);
  Database() = default;
  ~Database();
  Database(Database&& other) noexcept { *this = std::move(other); }
  Database& operator=(Database&& other) noexcept;

  Status run(const std::string& sql);             // any number of statements, rows ignored
  Result<Statement> prepare(std::string_view sql);
  Result<std::int64_t> integer(std::string_view sql);  // the first column of the first row; 0 without one
  sqlite3* raw() const { return database_; }

 private:
  sqlite3* database_ = nullptr;
};

// What SQLite says of the last call, as ours: a damaged file, a full disk, a locked one each with what to do.
Error sqlite_error(sqlite3* database, int code);

}  // namespace mimus::history
