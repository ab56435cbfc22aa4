#include "database.h"

#include <sqlite3.h>

#include <utility>

namespace mimus::history {
namespace {

struct Advice {
  int code;
  Code kind;
  std::string_view message;
  std::string_view hint;
};
constexpr Advice kAdvice[] = {
    {SQLITE_NOTADB, Code::kSyntax, "is no SQLite database", "name a file that mimus serve --history made, or a new one"},
    {SQLITE_CORRUPT, Code::kSyntax, "is damaged", "sqlite3 FILE .recover saves what can be read"},
    {SQLITE_FULL, Code::kIo, "cannot grow", "the disk is full; --history-max-bytes keeps the file small"},
    {SQLITE_READONLY, Code::kIo, "cannot be written", "check the permissions of the file and of its folder"},
    {SQLITE_CANTOPEN, Code::kIo, "cannot be opened", "check that it exists, and the permissions of its folder"},
    {SQLITE_BUSY, Code::kConflict, "is locked by another program", "end that program, or choose another file"},
    {SQLITE_IOERR, Code::kIo, "cannot be read or written", ""},
    {SQLITE_INTERRUPT, Code::kLimit, "took too long to answer", "ask for less, or for a shorter time"},
    {SQLITE_AUTH, Code::kInvalid, "is only read here", "a SELECT is allowed, without PRAGMA, ATTACH and changes"},
    {SQLITE_TOOBIG, Code::kLimit, "would answer with a value that is too large", "ask for less"},
};

std::string file_of(sqlite3* database) {
  const char* name = database != nullptr ? sqlite3_db_filename(database, "main") : nullptr;
  return name != nullptr ? name : "";
}

}  // namespace

Error sqlite_error(sqlite3* database, int code) {
  const std::string said = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
  for (const Advice& row : kAdvice) {
    if ((code & 0xff) != row.code) continue;
    return Error{row.kind, "the history " + std::string(row.message) + ": " + said, std::string(row.hint), {file_of(database)}};
  }
  return Error{Code::kInvalid, said, "", {}};
}

Statement::~Statement() { sqlite3_finalize(statement_); }
Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(database_, other.database_);
  std::swap(statement_, other.statement_);
  return *this;
}

void Statement::bind(int index, std::int64_t value) { sqlite3_bind_int64(statement_, index, value); }
void Statement::bind(int index, std::string_view text) {
  // A null pointer would bind NULL.
  sqlite3_bind_text64(statement_, index, text.data() != nullptr ? text.data() : "", text.size(), SQLITE_STATIC, SQLITE_UTF8);
}
void Statement::bind_blob(int index, std::string_view bytes) {
  sqlite3_bind_blob64(statement_, index, bytes.data() != nullptr ? bytes.data() : "", bytes.size(), SQLITE_STATIC);
}
void Statement::bind_null(int index) { sqlite3_bind_null(statement_, index); }

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return sqlite_error(database_, code);
}

Status Statement::run() {
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(statement_);
  if (code == SQLITE_DONE) {
    sqlite3_reset(statement_);
    return Done{};
  }
  Error error = sqlite_error(database_, code);
  sqlite3_reset(statement_);
  return error;
}

void Statement::reset() { sqlite3_reset(statement_); }
std::int64_t Statement::changes() const { return sqlite3_changes64(database_); }
int Statement::columns() const { return sqlite3_column_count(statement_); }
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }
std::string_view Statement::bytes(int column) const {
  const void* const data = sqlite3_column_blob(statement_, column);
  if (data == nullptr) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}
bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

Result<Database> Database::open(const std::filesystem::path& file, Mode mode) {
  Database made;
  const int flags = mode == Mode::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(file.c_str(), &made.database_, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) {
    Error error = sqlite_error(made.database_, code);
    error.where.source = file.string();
    return error;
  }
  sqlite3_busy_timeout(made.database_, 2000);
  return made;
}

Database::~Database() { sqlite3_close_v2(database_); }
Database& Database::operator=(Database&& other) noexcept {
  std::swap(database_, other.database_);
  return *this;
}

Status Database::run(const std::string& sql) {
  const int code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return Done{};
  return sqlite_error(database_, code);
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return sqlite_error(database_, code);
  return Statement(database_, statement);
}

Result<std::int64_t> Database::integer(std::string_view sql) {
  MIMUS_TRY(Statement statement, prepare(sql));
  MIMUS_TRY(const bool row, statement.step());
  return row ? statement.integer(0) : 0;
}

}  // namespace mimus::history
