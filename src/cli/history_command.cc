#include <unistd.h>

#include <cstdio>
#include <thread>

#include "commands.h"
#include "history/export.h"
#include "history/store.h"
#include "history_table.h"

namespace mimus::cli {
namespace {

using namespace std::chrono_literals;
using history::Store;

constexpr std::size_t kMostRows = 1'000'000;  // of SQL
constexpr auto kLook = 200ms;                 // of --follow

int fail(const Error& error) {
  std::fprintf(stderr, "%s %s\n", Terminal(STDERR_FILENO).red("error:").c_str(), describe(error).c_str());
  return error.code == Code::kIo || error.code == Code::kLimit ? 1 : 2;
}

// false: nobody reads it any more.
bool print(std::string& out) {
  std::fwrite(out.data(), 1, out.size(), stdout);
  out.clear();
  return std::ferror(stdout) == 0;
}

// Records to standard output in the wanted form.
class Printer {
 public:
  explicit Printer(const std::string& format) : terminal_(STDOUT_FILENO) {
    if (const auto named = history::format_named(format)) exporter_.emplace(*named);
    if (exporter_) exporter_->begin(out_);
  }
  bool add(const history::Record& record) {
    if (exporter_) {
      exporter_->add(record, out_);
    } else {
      out_ += history_line(terminal_, record);
    }
    return out_.size() < kPiece || print(out_);
  }
  bool flush() {
    const bool open = print(out_);
    std::fflush(stdout);
    return open;
  }
  void end() {
    if (exporter_) exporter_->end(out_);
    flush();
  }

 private:
  static constexpr std::size_t kPiece = 1 << 16;
  Terminal terminal_;
  std::optional<history::Exporter> exporter_;
  std::string out_;
};

int run_sql(Store& store, const HistoryArguments& arguments) {
  auto table = store.sql(*arguments.sql, kMostRows);
  if (!table) return fail(table.error());
  std::string out;
  if (arguments.format == "table") {
    out = sql_table(Terminal(STDOUT_FILENO), *table);
  } else {
    json::Array objects;
    for (const auto& row : table->rows) {
      json::Object object;
      for (std::size_t i = 0; i < row.size(); ++i) object[table->columns[i]] = row[i];
      objects.push_back(std::move(object));
    }
    if (arguments.format == "json") {
      out = json::write(objects, {.indent = 2}) + "\n";
    } else {
      for (const json::Value& object : objects) out += json::write(object) + "\n";
    }
  }
  print(out);
  return 0;
}

// The last ones, oldest first, then what comes, until somebody ends it.
int follow(Store& store, history::Query query, Printer& printer) {
  auto newest = store.list(query);
  if (!newest) return fail(newest.error());
  auto last = store.last_id();
  if (!last) return fail(last.error());
  for (auto record = newest->rbegin(); record != newest->rend(); ++record) {
    printer.add(*record);
    *last = std::max(*last, record->id);
  }
  query.oldest_first = true;
  query.limit = SIZE_MAX;
  while (printer.flush()) {
    query.after = *last;
    const Status done = store.visit(query, [&](const history::Record& record) {
      *last = record.id;
      return printer.add(record);
    });
    if (!done) return fail(done.error());
    std::this_thread::sleep_for(kLook);
  }
  return 0;
}

void print_foot(Store& store, std::size_t shown) {
  const auto stats = store.stats();
  if (!stats) return;
  const Terminal terminal(STDOUT_FILENO);
  std::string foot = std::to_string(shown) + " of " + std::to_string(stats->exchanges) + " exchanges";
  if (stats->shed > 0) foot += ", " + std::to_string(stats->shed) + " more came faster than they could be written";
  std::printf("%s\n", terminal.dim(foot).c_str());
}

}  // namespace

int run_history(const HistoryArguments& arguments) {
  const std::vector<history::Parameter> parameters(arguments.parameters.begin(), arguments.parameters.end());
  const WallTime now = std::chrono::time_point_cast<Nanoseconds>(std::chrono::system_clock::now());
  auto query = history::query_from(parameters, now);
  if (!query) return fail(query.error());
  const bool of_rows = arguments.format == "table" || arguments.format == "json" || arguments.format == "ndjson";
  if (arguments.sql && !of_rows) return fail(invalid("rows of SQL are no exchanges", "--format table, json or ndjson"));
  if (arguments.sql && !parameters.empty()) return fail(invalid("--sql goes without other conditions", "put them into its WHERE"));
  const bool one_by_one = arguments.format == "table" || arguments.format == "ndjson" || arguments.format == "curl";
  if (arguments.follow && !one_by_one) return fail(invalid("--follow has no end, and so no " + arguments.format, "--format ndjson"));
  auto store = Store::open(arguments.file, std::chrono::minutes(10));
  if (!store) return fail(store.error());
  if (arguments.sql) return run_sql(**store, arguments);
  Printer printer(arguments.format);
  if (arguments.follow) return follow(**store, *query, printer);
  std::size_t shown = 0;
  const Status done = (*store)->visit(*query, [&](const history::Record& record) {
    ++shown;
    return printer.add(record);
  });
  if (!done) return fail(done.error());
  printer.end();
  if (arguments.format == "table") print_foot(**store, shown);
  return 0;
}

}  // namespace mimus::cli
