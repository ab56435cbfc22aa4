#include "writer.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "packing.h"
#include "schema.h"

namespace mimus::history {
namespace {

constexpr std::int64_t kMostExchanges = 65'536;  // of a segment
constexpr std::int64_t kMostBytes = 64 << 20;
constexpr int kPartsOfALimit = 16;

std::int64_t since_epoch(WallTime time) { return time.time_since_epoch().count(); }

// A text that is often what one would guess has no place in the file.
void bind_unless(bool usual, int index, std::string_view text, Statement& statement) {
  usual ? statement.bind_null(index) : statement.bind(index, text);
}

bool is_path_and_query(const http::OwnedRequest& request) {
  const std::string_view target = request.target;
  if (request.query.empty()) return target == request.path;
  return target.size() == request.path.size() + 1 + request.query.size() && target.starts_with(request.path) &&
         target[request.path.size()] == '?' && target.ends_with(request.query);
}

bool is_host(const http::OwnedRequest& request) {
  for (const http::OwnedField& field : request.fields) {
    if (http::same_name(field.name, "Host")) return field.value == request.authority;
  }
  return request.authority.empty();
}

}  // namespace

Result<std::unique_ptr<Writer>> Writer::open(const std::filesystem::path& file, const Keep& keep) {
  std::unique_ptr<Writer> made(new Writer(keep));
  const auto in_file = [&](Error error) {
    error.where.source = file.string();
    return error;
  };
  // Two writers would give out the same ids. SQLite's own locks are fcntl's, which this one does not touch; and as they
  // go when any descriptor of the file is closed, this one stays open until SQLite is through.
  made->lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (made->lock_ < 0) return in_file(io_error("cannot open the history", errno));
  if (::flock(made->lock_, LOCK_EX | LOCK_NB) != 0) {
    return in_file({Code::kConflict, "another program writes this history", "end it, or choose another file", {}});
  }
  auto database = Database::open(file, Database::Mode::kReadWrite);
  if (!database) return in_file(std::move(database).error());
  made->database_ = *std::move(database);
  if (Status ready = made->prepare(); !ready) return in_file(std::move(ready).error());
  return made;
}

Writer::~Writer() {
  database_ = Database();  // before the lock goes
  if (lock_ >= 0) ::close(lock_);
}

Status Writer::prepare() {
  MIMUS_TRY_DONE(prepare_file(database_));
  struct Row {
    Statement Writer::*statement;
    std::string_view sql;
  };
  constexpr Row kRows[] = {
      {&Writer::begin_, "BEGIN IMMEDIATE"},
      {&Writer::commit_, "COMMIT"},
      {&Writer::rollback_, "ROLLBACK"},
      {&Writer::add_exchange_, "INSERT INTO exchanges VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"},
      {&Writer::add_body_, "INSERT INTO bodies VALUES (?,?,?,?)"},
      {&Writer::add_stub_, "INSERT INTO stubs VALUES (?,?,?)"},
      {&Writer::add_segment_, "INSERT INTO segments VALUES (?1,?2,?2,?3,?4,?5,0,0,0,0)"},
      {&Writer::note_segment_,
       "UPDATE segments SET ended = ?2, received_min = ?3, received_max = ?4, exchanges = ?5, bytes = ?6 WHERE id = ?1"},
      {&Writer::find_world_, "SELECT id FROM worlds WHERE name = ?"},
      {&Writer::add_world_, "INSERT INTO worlds(name) VALUES (?)"},
      {&Writer::add_shed_, "INSERT INTO shed(time, world, count) VALUES (?,?,?)"},
  };
  for (const Row& row : kRows) {
    MIMUS_TRY(this->*row.statement, database_.prepare(row.sql));
  }
  MIMUS_TRY(Retention retention, Retention::make(database_, keep_));
  retention_.emplace(std::move(retention));
  return load();
}

Status Writer::load() {
  struct Counter {
    std::int64_t& next;
    std::string_view sql;
  };
  // A segment without exchanges may be all that says which ids were given.
  const Counter counters[] = {
      {next_exchange_, "SELECT max(coalesce((SELECT max(id) + 1 FROM exchanges), 1), coalesce((SELECT max(first_exchange) FROM segments), 1))"},
      {next_body_, "SELECT max(coalesce((SELECT max(id) + 1 FROM bodies), 1), coalesce((SELECT max(first_body) FROM segments), 1))"},
      {next_stub_, "SELECT max(coalesce((SELECT max(id) + 1 FROM stubs), 1), coalesce((SELECT max(first_stub) FROM segments), 1))"}};
  for (const Counter& counter : counters) {
    MIMUS_TRY(counter.next, database_.integer(counter.sql));
  }
  bodies_.clear();
  stubs_.clear();
  worlds_.clear();
  segment_ = {};
  return Done{};
}

Status Writer::write(std::span<const Batch> batches, WallTime now, bool hurry) {
  hurry_ = hurry;
  MIMUS_TRY_DONE(begin_.run());
  Status done = write_all(batches, now);
  if (done) done = commit_.run();
  if (done) return done;
  (void)rollback_.run();  // fails when SQLite has done so already
  (void)load();           // what we thought to be in the file is not
  return done;
}

Status Writer::write_all(std::span<const Batch> batches, WallTime now) {
  for (const Batch& batch : batches) {
    MIMUS_TRY(const std::int64_t world, world_id(batch.world));
    if (batch.shed > 0) MIMUS_TRY_DONE(note_shed(world, batch.shed, now));
    for (const journal::Exchange& exchange : batch.exchanges) {
      if (segment_.id == 0 || segment_is_full(now)) MIMUS_TRY_DONE(begin_segment(now));
      MIMUS_TRY_DONE(insert(exchange, world));
    }
  }
  return segment_.id != 0 ? note_segment(now) : Status(Done{});
}

bool Writer::segment_is_full(WallTime now) const {
  if (segment_.exchanges >= kMostExchanges || segment_.bytes >= kMostBytes) return true;
  if (keep_.bytes && static_cast<std::uint64_t>(segment_.bytes) >= *keep_.bytes / kPartsOfALimit) return true;
  return keep_.age && now - segment_.started >= *keep_.age / kPartsOfALimit;
}

Status Writer::begin_segment(WallTime now) {
  if (segment_.id != 0) MIMUS_TRY_DONE(note_segment(now));
  MIMUS_TRY(const std::int64_t id, database_.integer("SELECT coalesce(max(id), 0) + 1 FROM segments"));
  bodies_.clear();
  stubs_.clear();
  segment_ = {};
  segment_.id = id;
  segment_.started = now;
  add_segment_.bind(1, id);
  add_segment_.bind(2, since_epoch(now));
  add_segment_.bind(3, next_exchange_);
  add_segment_.bind(4, next_body_);
  add_segment_.bind(5, next_stub_);
  return add_segment_.run();
}

Status Writer::note_segment(WallTime now) {
  note_segment_.bind(1, segment_.id);
  note_segment_.bind(2, since_epoch(now));
  note_segment_.bind(3, segment_.received_min);
  note_segment_.bind(4, segment_.received_max);
  note_segment_.bind(5, segment_.exchanges);
  note_segment_.bind(6, segment_.bytes);
  return note_segment_.run();
}

Result<std::int64_t> Writer::world_id(std::string_view name) {
  if (const auto known = worlds_.find(name); known != worlds_.end()) return known->second;
  find_world_.bind(1, name);
  MIMUS_TRY(const bool found, find_world_.step());
  std::int64_t id = found ? find_world_.integer(0) : 0;
  find_world_.reset();
  if (!found) {
    add_world_.bind(1, name);
    MIMUS_TRY_DONE(add_world_.run());
    MIMUS_TRY(id, database_.integer("SELECT last_insert_rowid()"));
  }
  worlds_.emplace(name, id);
  return id;
}

Result<std::int64_t> Writer::stub_id(const journal::Exchange& exchange) {
  if (!exchange.matched) return 0;
  const auto known = stubs_.find(exchange.stub_id);
  if (known != stubs_.end() && known->second.label == exchange.stub_label) return known->second.id;
  const std::int64_t id = next_stub_++;
  add_stub_.bind(1, id);
  add_stub_.bind_blob(2, {reinterpret_cast<const char*>(exchange.stub_id.bytes.data()), exchange.stub_id.bytes.size()});
  add_stub_.bind(3, exchange.stub_label);
  MIMUS_TRY_DONE(add_stub_.run());
  stubs_[exchange.stub_id] = {exchange.stub_label, id};
  return id;
}

Result<std::int64_t> Writer::body_id(std::string_view bytes) {
  if (bytes.empty()) return 0;
  if (const auto known = bodies_.find(bytes)) return *known;
  const std::optional<std::string> less = hurry_ ? std::nullopt : compressed(bytes);
  const std::string_view stored = less ? *less : bytes;
  const std::int64_t id = next_body_++;
  add_body_.bind(1, id);
  add_body_.bind(2, static_cast<std::int64_t>(less ? Packing::kZstd : Packing::kPlain));
  add_body_.bind(3, static_cast<std::int64_t>(bytes.size()));
  add_body_.bind_blob(4, stored);
  MIMUS_TRY_DONE(add_body_.run());
  bodies_.add(bytes, id);
  segment_.bytes += static_cast<std::int64_t>(stored.size()) + 16;
  return id;
}

Status Writer::insert(const journal::Exchange& exchange, std::int64_t world) {
  const http::OwnedRequest& request = exchange.request;
  block_.clear();
  write_fields(request.fields, block_);
  MIMUS_TRY(const std::int64_t stub, stub_id(exchange));
  MIMUS_TRY(const std::int64_t request_head, body_id(block_));
  MIMUS_TRY(const std::int64_t request_body, body_id(request.body));
  MIMUS_TRY(const std::int64_t response_head, body_id(exchange.response_head));
  MIMUS_TRY(const std::int64_t response_body, body_id(exchange.response_body));
  const std::int64_t received = since_epoch(exchange.received);
  Statement& row = add_exchange_;
  row.bind(1, next_exchange_);
  row.bind(2, received);
  row.bind(3, exchange.decided.count());
  row.bind(4, exchange.leaving.count());
  row.bind(5, world);
  row.bind(6, static_cast<std::int64_t>(exchange.id));
  row.bind(7, request.method);
  row.bind(8, request.path);
  row.bind(9, request.query);
  bind_unless(is_path_and_query(request), 10, request.target, row);
  bind_unless(request.scheme == "http", 11, request.scheme, row);
  bind_unless(is_host(request), 12, request.authority, row);
  row.bind(13, request.client_ip);
  row.bind(14, static_cast<std::int64_t>(exchange.version));
  row.bind(15, std::int64_t{exchange.matched});
  row.bind(16, stub);
  row.bind(17, std::int64_t{exchange.status});
  bind_unless(exchange.fault.empty(), 18, exchange.fault, row);
  row.bind(19, request_head);
  row.bind(20, request_body);
  row.bind(21, response_head);
  row.bind(22, response_body);
  row.bind(23, static_cast<std::int64_t>(exchange.request_body_cut));
  row.bind(24, static_cast<std::int64_t>(exchange.response_body_cut));
  MIMUS_TRY_DONE(row.run());
  ++next_exchange_;
  ++segment_.exchanges;
  segment_.bytes += 96 + static_cast<std::int64_t>(request.path.size() + request.query.size());
  segment_.received_min = std::min(segment_.received_min, received);
  segment_.received_max = std::max(segment_.received_max, received);
  return Done{};
}

Status Writer::note_shed(std::int64_t world, std::uint64_t count, WallTime now) {
  add_shed_.bind(1, since_epoch(now));
  add_shed_.bind(2, world);
  add_shed_.bind(3, static_cast<std::int64_t>(count));
  return add_shed_.run();
}

Status Writer::finish() { return database_.run("PRAGMA wal_checkpoint(TRUNCATE)"); }

}  // namespace mimus::history
