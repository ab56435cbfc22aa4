#include "history_surface.h"

#include <charconv>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "admission.h"
#include "facts/request_facts.h"
#include "history/export.h"
#include "history/store.h"
#include "http/prepared_response.h"
#include "serve/reply.h"
#include "text/dates.h"

namespace mimus::admin {
namespace {

using namespace std::chrono_literals;
using history::Format;
using history::Store;

constexpr std::string_view kRoot = "/__mimus/history";
constexpr std::size_t kMostWaiting = 64;            // questions
constexpr std::size_t kMostRows = 10'000;           // of SQL
constexpr std::size_t kMostAnswerBytes = 64u << 20;  // beyond, `mimus history` is the way
constexpr auto kPatience = 10s;                     // of one question
constexpr auto kFreshness = 500ms;                  // that it may wait for the writer

server::Reply owned(int status, std::string_view content_type, std::string_view body) {
  auto response = std::make_shared<http::PreparedResponse>(http::PreparedResponse::make(
      status, "", {{"Content-Type", std::string(content_type)}, {"Cache-Control", "no-store"}}, body));
  server::Reply reply;
  reply.prepared = response.get();
  reply.hold = std::move(response);
  return reply;
}

int status_of(Code code) {
  switch (code) {
    case Code::kInvalid:
      return 400;
    case Code::kNotFound:
      return 404;
    case Code::kLimit:
      return 422;
    default:
      return 500;
  }
}

server::Reply failure(const Error& error) {
  json::Object body{{"error", error.message}};
  if (!error.hint.empty()) body["hint"] = error.hint;
  return serve::owned_json(status_of(error.code), body);
}

// A question, on its way to the thread that answers it.
struct Question {
  std::string rest;  // of the path, behind kRoot: "", "/stats", "/7"
  std::vector<std::pair<std::string, std::string>> parameters;
  std::optional<std::string> sql;
  std::string format = "json";
};

Question question_of(const http::Request& request, std::string_view path, Arena& arena) {
  Question question;
  question.rest = path.substr(kRoot.size());
  facts::RequestFacts facts(request, arena);
  for (const facts::NameValue& parameter : facts.query()) {
    if (parameter.name == "token") continue;  // admitted by it
    if (parameter.name == "sql") {
      question.sql = parameter.value;
    } else if (parameter.name == "format") {
      question.format = parameter.value;
    } else {
      question.parameters.emplace_back(parameter.name, parameter.value);
    }
  }
  return question;
}

std::optional<std::int64_t> id_of(std::string_view text) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return id;
}

json::Value time_or_null(const std::optional<WallTime>& time) {
  return time ? json::Value(json::String(text::iso8601(*time))) : json::Value(nullptr);
}

json::Object json_of(const Store::Stats& stats, const history::Recorder& recorder) {
  const history::Recorder::Stats writer = recorder.stats();
  json::Array worlds;
  for (const Store::World& world : stats.worlds) worlds.push_back(json::Object{{"name", world.name}, {"shed", world.shed}});
  return {{"file", recorder.file().string()},
          {"exchanges", stats.exchanges},
          {"bodies", stats.bodies},
          {"bytes", stats.bytes},
          {"shed", stats.shed},
          {"oldest", time_or_null(stats.oldest)},
          {"newest", time_or_null(stats.newest)},
          {"worlds", std::move(worlds)},
          {"writer", json::Object{{"written", writer.written},
                                  {"batches", writer.batches},
                                  {"shed", writer.shed},
                                  {"failing", writer.failing ? json::Value(json::String(describe(*writer.failing))) : nullptr}}}};
}

json::Object object_of(const Store::Table& table, const std::vector<json::Value>& row) {
  json::Object object;
  for (std::size_t i = 0; i < row.size(); ++i) object[table.columns[i]] = row[i];
  return object;
}

server::Reply reply_of(const Store::Table& table, Format format) {
  if (format == Format::kNdjson) {
    std::string lines;
    for (const auto& row : table.rows) {
      json::write(object_of(table, row), lines);
      lines += '\n';
    }
    return owned(200, history::media_type(format), lines);
  }
  json::Array columns, rows;
  for (const std::string& column : table.columns) columns.emplace_back(column);
  for (const auto& row : table.rows) rows.push_back(json::Array(row.begin(), row.end()));
  return serve::owned_json(200, json::Object{{"columns", std::move(columns)}, {"rows", std::move(rows)}, {"cut", table.cut}});
}

Result<server::Reply> answer_sql(Store& store, const std::string& select, Format format) {
  if (format == Format::kHar || format == Format::kCurl) {
    return invalid("rows of SQL are no exchanges", "format=json or format=ndjson");
  }
  MIMUS_TRY(const Store::Table table, store.sql(select, kMostRows));
  return reply_of(table, format);
}

Result<server::Reply> answer_one(Store& store, std::int64_t id, Format format) {
  MIMUS_TRY(const std::optional<history::Record> record, store.find(id));
  if (!record) {
    return Error{Code::kNotFound, "there is no exchange " + std::to_string(id), "GET /__mimus/history lists the newest", {}};
  }
  if (format == Format::kJson) return serve::owned_json(200, history::to_json(*record));
  std::string out;
  history::Exporter exporter(format);
  exporter.begin(out);
  exporter.add(*record, out);
  exporter.end(out);
  return owned(200, history::media_type(format), out);
}

Result<server::Reply> answer_list(Store& store, const Question& question, WallTime now, Format format) {
  const std::vector<history::Parameter> parameters(question.parameters.begin(), question.parameters.end());
  MIMUS_TRY(const history::Query query, history::query_from(parameters, now));
  std::string out;
  history::Exporter exporter(format);
  exporter.begin(out);
  MIMUS_TRY_DONE(store.visit(query, [&](const history::Record& record) {
    exporter.add(record, out);
    return out.size() <= kMostAnswerBytes;
  }));
  if (out.size() > kMostAnswerBytes) {
    return Error{Code::kLimit, "the answer has more than 64 MiB", "a smaller limit, or 'mimus history', which has no limit", {}};
  }
  exporter.end(out);
  return owned(200, history::media_type(format), out);
}

}  // namespace

struct HistorySurface::Impl {
  using Answer = std::function<void(server::Reply)>;
  struct Job {
    Question question;
    Answer answer;
  };

  history::Recorder* const recorder;
  const Clock& clock;
  const std::string token;
  std::mutex mutex;
  std::condition_variable asked;
  std::deque<Job> jobs;   // guarded by mutex
  bool stopping = false;  // guarded by mutex
  std::unique_ptr<Store> store;  // of the thread
  std::thread thread;

  void run();
  bool put(Job job);
  Result<server::Reply> reply_to(const Question& question);
};

void HistorySurface::Impl::run() {
  for (;;) {
    std::unique_lock lock(mutex);
    asked.wait(lock, [&] { return stopping || !jobs.empty(); });
    if (jobs.empty()) return;
    const Job job = std::move(jobs.front());
    jobs.pop_front();
    lock.unlock();
    auto reply = reply_to(job.question);
    job.answer(reply ? *std::move(reply) : failure(reply.error()));
  }
}

bool HistorySurface::Impl::put(Job job) {
  const std::lock_guard lock(mutex);
  if (jobs.size() >= kMostWaiting) return false;
  jobs.push_back(std::move(job));
  asked.notify_one();
  return true;
}

Result<server::Reply> HistorySurface::Impl::reply_to(const Question& question) {
  const std::optional<Format> format = history::format_named(question.format);
  if (!format) return invalid("parameter 'format' has the bad value '" + question.format + "'", "expected json, ndjson, har or curl");
  (void)recorder->flush(kFreshness);  // the writer may be behind: then what is there
  if (!store) {
    MIMUS_TRY(store, Store::open(recorder->file(), kPatience));
  }
  if (question.rest == "/stats") {
    MIMUS_TRY(const Store::Stats stats, store->stats());
    return serve::owned_json(200, json_of(stats, *recorder));
  }
  if (!question.rest.empty()) return answer_one(*store, *id_of(std::string_view(question.rest).substr(1)), *format);
  if (!question.sql) return answer_list(*store, question, clock.now(), *format);
  if (!question.parameters.empty()) {
    return invalid("parameter '" + question.parameters.front().first + "' does not go with sql", "put it into the WHERE");
  }
  return answer_sql(*store, *question.sql, *format);
}

HistorySurface::HistorySurface(history::Recorder* recorder, const Clock& clock, std::string token)
    : impl_(new Impl{recorder, clock, std::move(token), {}, {}, {}, false, {}, {}}) {
  if (recorder != nullptr) impl_->thread = std::thread([impl = impl_.get()] { impl->run(); });
}

HistorySurface::~HistorySurface() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
    impl_->asked.notify_one();
  }
  if (impl_->thread.joinable()) impl_->thread.join();
}

bool HistorySurface::answer(const http::Request& request, server::LoopIndex, Arena& arena, server::Reply& reply) {
  std::string_view path = request.path;
  if (!path.starts_with(kRoot)) return false;
  while (path.ends_with('/')) path.remove_suffix(1);
  const std::string_view rest = path.size() >= kRoot.size() ? path.substr(kRoot.size()) : "";
  const bool is_mine = rest.empty() || rest == "/stats" || (rest.starts_with('/') && id_of(rest.substr(1)));
  if (!is_mine) return false;
  if (request.method == "OPTIONS") {
    serve::send(204, "", "", arena, reply, {{"Allow", "GET, OPTIONS"}});
    return true;
  }
  if (request.method != "GET" && request.method != "HEAD") {
    serve::send_error(405, "this endpoint takes GET", "", arena, reply, {{"Allow", "GET"}});
    return true;
  }
  if (!admitted(request, impl_->token, arena, reply)) return true;
  if (impl_->recorder == nullptr) {
    serve::send_error(404, "no history is written", "start with: mimus serve --history FILE", arena, reply);
    return true;
  }
  auto question = std::make_shared<Question>(question_of(request, path, arena));
  reply.deferred = [impl = impl_.get(), question](Impl::Answer answer) {
    if (!impl->put({*question, answer})) {
      answer(serve::owned_json(503, json::Object{{"error", "too many questions are waiting"}, {"hint", "ask again later"}}));
    }
  };
  return true;
}

}  // namespace mimus::admin
