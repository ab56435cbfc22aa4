#include "recordings.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>

#include "formats/har_reader.h"
#include "history/query.h"
#include "history/store.h"
#include "http/message.h"
#include "input_file.h"
#include "text/encoding.h"

namespace mimus::cli {
namespace {

namespace fs = std::filesystem;
using Parameters = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kSqlite = "SQLite format 3";
constexpr std::size_t kMostNotes = 5;  // of one file

// What only a history has.
constexpr std::string_view kOfHistories[] = {"stub", "world", "matched", "after", "before", "order"};

bool contains(std::string_view body, std::string_view lower) { return text::to_lower_ascii(body).find(lower) != std::string::npos; }

bool wants(const history::Query& query, const exchange::Exchange& one) {
  const journal::Filter& filter = query.filter;
  const std::string_view path = exchange::split(one.request.url).path;
  const int status = one.response ? one.response->status : 0;
  if (filter.method && *filter.method != one.request.method) return false;
  if (filter.path && filter.path->ends_with('*') ? !path.starts_with(std::string_view(*filter.path).substr(0, filter.path->size() - 1))
                                                 : filter.path && *filter.path != path) {
    return false;
  }
  if (filter.status && *filter.status != status) return false;
  if (filter.status_class && *filter.status_class != status / 100) return false;
  if (filter.since && one.started < *filter.since) return false;
  if (query.until && one.started >= *query.until) return false;
  if (!query.text) return true;
  const std::string lower = text::to_lower_ascii(*query.text);
  return contains(one.request.body, lower) || (one.response && contains(one.response->body, lower));
}

// A body of a history ends where the journal had no room, or where it was when the answer began.
bool has_whole_response(const history::Record& record, const exchange::Exchange& exchange) {
  const journal::Exchange& from = record.exchange;
  if (from.response_body_cut > 0) return false;
  if (!exchange.response || from.request.method == "HEAD" || http::forbids_body(from.status)) return true;
  const auto announced = exchange::find(exchange.response->fields, "Content-Length");
  if (!announced) return true;
  std::size_t length = 0;
  std::from_chars(announced->data(), announced->data() + announced->size(), length);
  return length == from.response_body.size();
}

Status add_history(const fs::path& file, history::Query query, Recordings& into) {
  query.oldest_first = true;
  query.limit = SIZE_MAX;
  MIMUS_TRY(const auto store, history::Store::open(file, std::chrono::minutes(10)));
  std::size_t halves = 0;
  MIMUS_TRY_DONE(store->visit(query, [&](const history::Record& record) {
    if (record.exchange.request_body_cut > 0) {
      ++halves;
      return true;
    }
    exchange::Exchange& one = into.all.emplace_back(history::to_exchange(record));
    if (!has_whole_response(record, one)) {
      one.response.reset();
      one.failure = "the history does not have all of the answer";
    }
    return true;
  }));
  const std::string counted = std::to_string(halves) + (halves == 1 ? " request" : " requests");
  if (halves > 0) into.notes.push_back(file.string() + ": " + counted + " left out: the history does not have all of the body");
  return Done{};
}

Status add_har(const fs::path& file, const history::Query& query, Recordings& into) {
  MIMUS_TRY(const std::string text, read_input(file.string()));
  auto read = formats::read_har(text);
  if (!read) {
    Error error = std::move(read).error();
    error.where.source = file.string();
    if (error.hint.empty()) error.hint = "a recording is what 'mimus serve --history' writes, or a HAR file";
    return error;
  }
  for (formats::Recorded& one : read->all) {
    if (wants(query, one.exchange)) into.all.push_back(std::move(one.exchange));
  }
  std::vector<formats::Report::Line> lines = std::move(read->report.approximated);
  std::ranges::move(read->report.left_out, std::back_inserter(lines));
  for (std::size_t i = 0; i < std::min(lines.size(), kMostNotes); ++i) into.notes.push_back(file.string() + ": " + lines[i].what + ": " + lines[i].why);
  if (lines.size() > kMostNotes) into.notes.push_back(file.string() + ": and " + std::to_string(lines.size() - kMostNotes) + " more");
  return Done{};
}

Result<std::vector<fs::path>> files_of(const std::string& source) {
  std::error_code failure;
  if (source == "-") return std::vector<fs::path>{source};
  if (!fs::exists(source, failure)) return io_error("cannot open '" + source + "'", failure ? failure.value() : ENOENT);
  if (!fs::is_directory(source, failure)) return std::vector<fs::path>{source};
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(source, failure)) {
    const bool recorded = entry.is_regular_file(failure) && (entry.path().extension() == ".har" || is_history(entry.path().string()));
    if (recorded) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  if (files.empty()) return invalid("no recording in the folder '" + source + "'", "files *.har, or what 'mimus serve --history' wrote");
  return files;
}

}  // namespace

bool is_history(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::array<char, kSqlite.size()> head{};
  in.read(head.data(), head.size());
  return in.gcount() == static_cast<std::streamsize>(head.size()) && std::string_view(head.data(), head.size()) == kSqlite;
}

Result<Recordings> read_recordings(const std::string& source, const Parameters& given) {
  const std::vector<history::Parameter> parameters(given.begin(), given.end());
  const WallTime now = std::chrono::time_point_cast<Nanoseconds>(std::chrono::system_clock::now());
  MIMUS_TRY(const history::Query query, history::query_from(parameters, now));
  MIMUS_TRY(const std::vector<fs::path> files, files_of(source));
  Recordings read;
  for (const fs::path& file : files) {
    if (is_history(file.string())) {
      MIMUS_TRY_DONE(add_history(file, query, read));
      continue;
    }
    for (const auto& [name, value] : given) {
      if (std::ranges::find(kOfHistories, std::string_view(name)) == std::end(kOfHistories)) continue;
      return invalid("--" + name + " is for histories, and '" + file.string() + "' is a HAR file", "--method, --path, --status, --since, --until, --text");
    }
    MIMUS_TRY_DONE(add_har(file, query, read));
  }
  std::ranges::stable_sort(read.all, {}, &exchange::Exchange::started);
  const bool limited = std::ranges::any_of(given, [](const auto& one) { return one.first == "limit"; });
  if (limited && read.all.size() > query.limit) read.all.resize(query.limit);
  return read;
}

std::string host_of(const exchange::Exchange& one) {
  std::string host = text::to_lower_ascii(exchange::split(one.request.url).authority);
  for (const std::string_view own : {"127.0.0.1", "[::1]"}) {
    if (host.starts_with(own) && (host.size() == own.size() || host[own.size()] == ':')) host.replace(0, own.size(), "localhost");
  }
  return host;
}

std::vector<std::pair<std::string, std::size_t>> hosts_of(const std::vector<exchange::Exchange>& exchanges) {
  std::map<std::string, std::size_t> counted;
  for (const exchange::Exchange& one : exchanges) {
    if (std::string host = host_of(one); !host.empty()) ++counted[std::move(host)];
  }
  std::vector<std::pair<std::string, std::size_t>> hosts(counted.begin(), counted.end());
  std::ranges::stable_sort(hosts, std::greater(), &std::pair<std::string, std::size_t>::second);
  return hosts;
}

}  // namespace mimus::cli
