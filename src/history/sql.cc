#include "sql.h"

#include <sqlite3.h>

#include <algorithm>

#include "packing.h"
#include "text/encoding.h"

namespace mimus::history {
namespace {

constexpr int kMostValueBytes = 64 << 20;          // one value
constexpr std::size_t kMostTableBytes = 64u << 20;  // all of an answer
constexpr int kStepsBetweenLooks = 10'000;          // of SQLite's machine, at the clock

constexpr const char* kView = R"(
CREATE TEMP VIEW history AS SELECT
  e.id AS id, strftime('%Y-%m-%dT%H:%M:%fZ', e.received / 1000000000.0, 'unixepoch') AS time, e.received AS received,
  e.method AS method, CASE e.query WHEN '' THEN e.path ELSE e.path || '?' || e.query END AS url,
  e.path AS path, e.query AS query, nullif(e.status, 0) AS status, e.matched AS matched,
  s.label AS route,
  lower(substr(hex(s.uuid), 1, 8) || '-' || substr(hex(s.uuid), 9, 4) || '-' || substr(hex(s.uuid), 13, 4) || '-' ||
        substr(hex(s.uuid), 17, 4) || '-' || substr(hex(s.uuid), 21)) AS stub_id,
  e.fault AS fault, e.client AS client, w.name AS world,
  mimus_text(rh.coding, rh.size, rh.bytes) AS request_headers, mimus_text(rb.coding, rb.size, rb.bytes) AS request_body,
  mimus_text(sh.coding, sh.size, sh.bytes) AS response_headers, mimus_text(sb.coding, sb.size, sb.bytes) AS response_body,
  e.decided / 1000.0 AS decided_us, e.leaving / 1000.0 AS leaving_us
FROM main.exchanges e
LEFT JOIN main.worlds w ON w.id = e.world LEFT JOIN main.stubs s ON s.id = e.stub
LEFT JOIN main.bodies rh ON rh.id = e.request_head LEFT JOIN main.bodies rb ON rb.id = e.request_body
LEFT JOIN main.bodies sh ON sh.id = e.response_head LEFT JOIN main.bodies sb ON sb.id = e.response_body
)";

std::string_view bytes_of(sqlite3_value* value) {
  const void* const data = sqlite3_value_blob(value);
  if (data == nullptr) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

// The body that three columns make, or nothing for a row without one and for a damaged one.
std::optional<std::string> body_of(sqlite3_value** columns) {
  if (sqlite3_value_type(columns[0]) == SQLITE_NULL) return std::nullopt;
  const std::int64_t size = sqlite3_value_int64(columns[1]);
  if (size > kMostValueBytes) return std::nullopt;
  auto plain = unpacked(sqlite3_value_int64(columns[0]), size, bytes_of(columns[2]));
  return plain ? std::optional(*std::move(plain)) : std::nullopt;
}

void text_function(sqlite3_context* context, int, sqlite3_value** arguments) {
  const auto body = body_of(arguments);
  if (!body) return sqlite3_result_null(context);
  if (text::is_valid_utf8(*body)) return sqlite3_result_text64(context, body->data(), body->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  sqlite3_result_blob64(context, body->data(), body->size(), SQLITE_TRANSIENT);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

void holds_function(sqlite3_context* context, int, sqlite3_value** arguments) {
  const auto body = body_of(arguments);
  const std::string_view wanted = bytes_of(arguments[3]);
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  const bool holds = body && std::search(body->begin(), body->end(), wanted.begin(), wanted.end(), same) != body->end();
  sqlite3_result_int(context, holds && !wanted.empty());
}

// What a SELECT needs, and no more. Pragmas, ATTACH, transactions, temporary tables and every change are none of it.
int only_reading(void*, int action, const char*, const char*, const char*, const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    default:
      return SQLITE_DENY;
  }
}

int is_over(void* deadline) { return static_cast<const Deadline*>(deadline)->over(); }

json::Value value_of(sqlite3_stmt* statement, int column, std::size_t& bytes) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return sqlite3_column_int64(statement, column);
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_NULL:
      return nullptr;
    default:
      break;
  }
  const bool is_text = sqlite3_column_type(statement, column) == SQLITE_TEXT;
  const void* const data = sqlite3_column_blob(statement, column);
  const std::string_view raw(static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
  bytes += raw.size();
  return json::String(is_text ? text::to_valid_utf8(raw) : text::base64_encode(raw));
}

// Nothing but blanks and comments behind the statement?
Status expect_end(Database& database, std::string_view rest) {
  if (text::trim(rest).empty()) return Done{};
  sqlite3_stmt* next = nullptr;
  const int code = sqlite3_prepare_v2(database.raw(), rest.data(), static_cast<int>(rest.size()), &next, nullptr);
  sqlite3_finalize(next);
  if (code == SQLITE_OK && next == nullptr) return Done{};
  return invalid("there is more than one statement", "one SELECT at a time");
}

}  // namespace

Status make_readable(Database& database) {
  sqlite3* const raw = database.raw();
  sqlite3_limit(raw, SQLITE_LIMIT_LENGTH, kMostValueBytes);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  constexpr int kPure = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  sqlite3_create_function_v2(raw, "mimus_text", 3, kPure, nullptr, &text_function, nullptr, nullptr, nullptr);
  sqlite3_create_function_v2(raw, "mimus_holds", 4, kPure, nullptr, &holds_function, nullptr, nullptr, nullptr);
  MIMUS_TRY_DONE(database.run(kView));
  sqlite3_set_authorizer(raw, &only_reading, nullptr);
  return Done{};
}

Deadline::Deadline(Database& database, std::chrono::milliseconds patience)
    : database_(database), end_(std::chrono::steady_clock::now() + patience) {
  sqlite3_progress_handler(database_.raw(), kStepsBetweenLooks, &is_over, this);
}
Deadline::~Deadline() { sqlite3_progress_handler(database_.raw(), 0, nullptr, nullptr); }

Result<Store::Table> run_select(Database& database, std::string_view select, std::size_t most_rows) {
  sqlite3_stmt* raw = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v2(database.raw(), select.data(), static_cast<int>(select.size()), &raw, &tail);
  if (code != SQLITE_OK) return sqlite_error(database.raw(), code);
  Statement statement(database.raw(), raw);
  if (raw == nullptr) return invalid("there is no statement", "SELECT method, path, count(*) FROM history GROUP BY 1, 2");
  MIMUS_TRY_DONE(expect_end(database, select.substr(static_cast<std::size_t>(tail - select.data()))));
  Store::Table table;
  for (int i = 0; i < statement.columns(); ++i) table.columns.emplace_back(sqlite3_column_name(raw, i));
  std::size_t bytes = 0;
  for (;;) {
    MIMUS_TRY(const bool row, statement.step());
    if (!row) return table;
    if (table.rows.size() == most_rows || bytes > kMostTableBytes) break;
    std::vector<json::Value> values;
    for (int i = 0; i < statement.columns(); ++i) values.push_back(value_of(raw, i, bytes));
    table.rows.push_back(std::move(values));
  }
  table.cut = true;
  return table;
}

}  // namespace mimus::history
