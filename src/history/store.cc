#include "store.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "database.h"
#include "packing.h"
#include "schema.h"
#include "sql.h"

namespace mimus::history {
namespace {

constexpr std::size_t kPageRows = 200;        // of visit(): so many are read at once,
constexpr std::size_t kPageBytes = 4u << 20;  // or so many bytes

constexpr std::string_view kSelect =
    "SELECT e.id, e.received, e.decided, e.leaving, w.name, e.journal_id, e.method, e.path, e.query, e.target, e.scheme, e.authority,"
    " e.client, e.version, e.matched, s.uuid, s.label, e.status, e.fault, e.request_cut, e.response_cut,"
    " rh.coding, rh.size, rh.bytes, rb.coding, rb.size, rb.bytes, sh.coding, sh.size, sh.bytes, sb.coding, sb.size, sb.bytes"
    " FROM exchanges e LEFT JOIN worlds w ON w.id = e.world LEFT JOIN stubs s ON s.id = e.stub"
    " LEFT JOIN bodies rh ON rh.id = e.request_head LEFT JOIN bodies rb ON rb.id = e.request_body"
    " LEFT JOIN bodies sh ON sh.id = e.response_head LEFT JOIN bodies sb ON sb.id = e.response_body";

// A condition and what stands for its parameter; several in one statement.
class Conditions {
 public:
  void add(std::string_view sql, std::int64_t number) { add(sql).number = number; }
  void add(std::string_view sql, std::string text) { add(sql).text = std::move(text); }
  const std::string& where() const { return where_; }
  void bind(Statement& statement) const {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const int index = static_cast<int>(i) + 1;
      values_[i].number ? statement.bind(index, *values_[i].number) : statement.bind(index, std::string_view(values_[i].text));
    }
  }

 private:
  struct Value {
    std::optional<std::int64_t> number;
    std::string text;
  };
  // `sql` has the parameter as "?".
  Value& add(std::string_view sql) {
    where_ += where_.empty() ? " WHERE " : " AND ";
    for (const char c : sql) {
      where_ += c;
      if (c == '?') where_ += std::to_string(values_.size() + 1);
    }
    return values_.emplace_back();
  }
  std::string where_;
  std::vector<Value> values_;
};

std::int64_t since_epoch(WallTime time) { return time.time_since_epoch().count(); }

void add_path(const std::string& path, Conditions& conditions) {
  if (path.ends_with('*')) {
    conditions.add("instr(e.path, ?) = 1", path.substr(0, path.size() - 1));
  } else {
    conditions.add("e.path = ?", path);
  }
}

// Segments say in which range of ids a time can lie at all.
void add_times(const Query& query, Conditions& conditions) {
  if (query.filter.since) {
    conditions.add("e.received >= ? AND e.id >= (SELECT min(first_exchange) FROM segments WHERE received_max >= ?)",
                   since_epoch(*query.filter.since));
  }
  if (query.until) {
    conditions.add("e.received < ? AND e.id < coalesce((SELECT min(first_exchange) FROM segments WHERE id >"
                   " (SELECT max(id) FROM segments WHERE received_min < ?)), 9223372036854775807)",
                   since_epoch(*query.until));
  }
}

std::string hex_of(const Uuid& id) {
  std::string hex = id.text();
  std::erase(hex, '-');
  return hex;
}

void add_stub(const std::string& stub, Conditions& conditions) {
  if (const std::optional<Uuid> id = Uuid::parse(stub)) {
    conditions.add("e.matched AND lower(hex(s.uuid)) = ?", hex_of(*id));
  } else {
    conditions.add("e.matched AND s.label = ?", stub);
  }
}

Conditions conditions_of(const Query& query) {
  Conditions conditions;
  const journal::Filter& filter = query.filter;
  if (filter.method) conditions.add("e.method = ?", *filter.method);
  if (filter.path) add_path(*filter.path, conditions);
  if (filter.status) conditions.add("e.status = ?", std::int64_t{*filter.status});
  if (filter.status_class) conditions.add("e.status / 100 = ?", std::int64_t{*filter.status_class});
  if (filter.matched) conditions.add("e.matched = ?", std::int64_t{*filter.matched});
  if (filter.stub_id) add_stub(filter.stub_id->text(), conditions);
  add_times(query, conditions);
  if (query.stub) add_stub(*query.stub, conditions);
  if (query.world) conditions.add("w.name = ?", *query.world);
  if (query.after) conditions.add("e.id > ?", *query.after);
  if (query.before) conditions.add("e.id < ?", *query.before);
  if (query.text) {
    conditions.add("(mimus_holds(rb.coding, rb.size, rb.bytes, ?) OR mimus_holds(sb.coding, sb.size, sb.bytes, ?))", *query.text);
  }
  return conditions;
}

// The body whose three columns begin at `column`; "" for none.
Result<std::string> body_at(const Statement& row, int column) {
  if (row.is_null(column)) return std::string();
  return unpacked(row.integer(column), row.integer(column + 1), row.bytes(column + 2));
}

// The text of a column that is NULL where `usual` is meant.
std::string text_or(const Statement& row, int column, const std::string& usual) {
  return row.is_null(column) ? usual : std::string(row.bytes(column));
}

void read_request(const Statement& row, std::string_view block, http::OwnedRequest& request) {
  request.fields = read_fields(block);
  request.method = row.bytes(6);
  request.path = row.bytes(7);
  request.query = row.bytes(8);
  request.target = text_or(row, 9, request.query.empty() ? request.path : request.path + "?" + request.query);
  request.scheme = text_or(row, 10, "http");
  request.authority = text_or(row, 11, std::string(exchange::find(request.fields, "Host").value_or("")));
  request.client_ip = row.bytes(12);
}

Result<Record> record_of(const Statement& row) {
  Record record;
  journal::Exchange& exchange = record.exchange;
  record.id = row.integer(0);
  exchange.received = WallTime(Nanoseconds(row.integer(1)));
  exchange.decided = Nanoseconds(row.integer(2));
  exchange.leaving = Nanoseconds(row.integer(3));
  record.world = row.bytes(4);
  exchange.id = static_cast<journal::ExchangeId>(row.integer(5));
  MIMUS_TRY(const std::string block, body_at(row, 21));
  read_request(row, block, exchange.request);
  exchange.version = static_cast<http::Version>(std::clamp<std::int64_t>(row.integer(13), 0, 2));
  exchange.matched = row.integer(14) != 0;
  const std::string_view uuid = row.bytes(15);
  if (uuid.size() == exchange.stub_id.bytes.size()) std::copy(uuid.begin(), uuid.end(), exchange.stub_id.bytes.begin());
  exchange.stub_label = row.bytes(16);
  exchange.status = static_cast<int>(row.integer(17));
  exchange.fault = row.bytes(18);
  exchange.request_body_cut = static_cast<std::size_t>(row.integer(19));
  exchange.response_body_cut = static_cast<std::size_t>(row.integer(20));
  MIMUS_TRY(exchange.request.body, body_at(row, 24));
  MIMUS_TRY(exchange.response_head, body_at(row, 27));
  MIMUS_TRY(exchange.response_body, body_at(row, 30));
  return record;
}

std::size_t bytes_of(const Record& record) {
  return 512 + record.exchange.request.body.size() + record.exchange.response_body.size();
}

}  // namespace

struct Store::Impl {
  std::filesystem::path file;
  std::chrono::milliseconds patience;
  Database database;

  Error in_file(Error error) const {
    error.where.source = file.string();
    return error;
  }
  Result<std::vector<Record>> page(const Query& query, std::size_t most);
};

// At most so many, and fewer when they are large, though one at least.
Result<std::vector<Record>> Store::Impl::page(const Query& query, std::size_t most) {
  const Conditions conditions = conditions_of(query);
  MIMUS_TRY(Statement statement, database.prepare(std::string(kSelect) + conditions.where() + " ORDER BY e.id " +
                                                  (query.oldest_first ? "ASC" : "DESC") + " LIMIT " + std::to_string(most)));
  conditions.bind(statement);
  std::vector<Record> records;
  for (std::size_t bytes = 0; bytes < kPageBytes;) {
    MIMUS_TRY(const bool row, statement.step());
    if (!row) break;
    MIMUS_TRY(Record record, record_of(statement));
    bytes += bytes_of(record);
    records.push_back(std::move(record));
  }
  return records;
}

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& file, std::chrono::milliseconds patience) {
  auto impl = std::make_unique<Impl>();
  impl->file = file;
  impl->patience = patience;
  struct stat info;
  if (::stat(file.c_str(), &info) != 0) return impl->in_file(io_error("cannot open the history", errno));
  auto database = Database::open(file, Database::Mode::kReadOnly);
  if (!database) return impl->in_file(std::move(database).error());
  impl->database = *std::move(database);
  Status ready = check_file(impl->database);
  if (ready) ready = make_readable(impl->database);
  if (!ready) return impl->in_file(std::move(ready).error());
  return std::unique_ptr<Store>(new Store(std::move(impl)));
}

Result<std::vector<Record>> Store::list(const Query& query) {
  std::vector<Record> found;
  MIMUS_TRY_DONE(visit(query, [&](const Record& record) {
    found.push_back(record);
    return true;
  }));
  return found;
}

Status Store::visit(const Query& query, const std::function<bool(const Record&)>& more) {
  Query rest = query;
  while (rest.limit > 0) {
    std::vector<Record> page;
    {
      const Deadline deadline(impl_->database, impl_->patience);
      auto read = impl_->page(rest, std::min(rest.limit, kPageRows));
      if (!read) return impl_->in_file(std::move(read).error());
      page = *std::move(read);
    }
    if (page.empty()) break;
    for (const Record& record : page) {
      if (!more(record)) return Done{};
    }
    rest.limit -= page.size();
    (rest.oldest_first ? rest.after : rest.before) = page.back().id;
  }
  return Done{};
}

Result<std::optional<Record>> Store::find(std::int64_t id) {
  Query query;
  query.after = id - 1;
  query.before = id + 1;
  query.limit = 1;
  MIMUS_TRY(std::vector<Record> found, list(query));
  if (found.empty()) return std::optional<Record>();
  return std::optional<Record>(std::move(found.front()));
}

Result<std::int64_t> Store::last_id() { return impl_->database.integer("SELECT max(id) FROM exchanges"); }

Result<Store::Stats> Store::stats() {
  const Deadline deadline(impl_->database, impl_->patience);
  Stats stats;
  MIMUS_TRY(Statement sums, impl_->database.prepare("SELECT (SELECT count(*) FROM exchanges), (SELECT count(*) FROM bodies), "
                                                    "min(received_min), max(received_max) FROM segments WHERE exchanges > 0"));
  MIMUS_TRY(const bool row, sums.step());
  if (row) {
    stats.exchanges = static_cast<std::uint64_t>(sums.integer(0));
    stats.bodies = static_cast<std::uint64_t>(sums.integer(1));
    if (!sums.is_null(2)) stats.oldest = WallTime(Nanoseconds(sums.integer(2)));
    if (!sums.is_null(3)) stats.newest = WallTime(Nanoseconds(sums.integer(3)));
  }
  MIMUS_TRY(Statement worlds, impl_->database.prepare(
                                  "SELECT w.name, coalesce(sum(s.count), 0) FROM worlds w LEFT JOIN shed s ON s.world = w.id GROUP BY w.id"));
  for (;;) {
    MIMUS_TRY(const bool one, worlds.step());
    if (!one) break;
    stats.worlds.push_back({std::string(worlds.bytes(0)), static_cast<std::uint64_t>(worlds.integer(1))});
    stats.shed += stats.worlds.back().shed;
  }
  std::error_code failed;
  const auto size = std::filesystem::file_size(impl_->file, failed);
  stats.bytes = failed ? 0 : size;
  return stats;
}

Result<Store::Table> Store::sql(std::string_view select, std::size_t most_rows) {
  const Deadline deadline(impl_->database, impl_->patience);
  return run_select(impl_->database, select, most_rows);
}

}  // namespace mimus::history
