#include "request_log.h"

#include <unistd.h>

#include <string>

#include "journal/exchange_json.h"
#include "text/dates.h"

namespace mimus::cli {
namespace {

constexpr auto kTick = std::chrono::milliseconds(100);
// What a person could not read anyway: more lines than this in a tick are counted instead.
constexpr std::size_t kMostLines = 200;

std::string status_text(const Terminal& terminal, const journal::Exchange& exchange) {
  if (exchange.status == 0) return terminal.red(exchange.fault);
  const std::string status = std::to_string(exchange.status);
  if (exchange.status >= 500) return terminal.red(status);
  if (exchange.status >= 400) return terminal.yellow(status);
  return terminal.green(status);
}

// "12:03:04.123 GET /users/42 → 200  GET /users/{id}  0.2 ms"
std::string line_of(const Terminal& terminal, const journal::Exchange& exchange) {
  const double millis = std::chrono::duration<double, std::milli>(exchange.leaving).count();
  char took[32];
  std::snprintf(took, sizeof took, "%.1f ms", millis);
  const std::string time = text::iso8601(exchange.received, 3).substr(11, 12);
  std::string line = terminal.dim(time) + " " + exchange.request.method + " " + exchange.request.target + " → " +
                     status_text(terminal, exchange);
  if (!exchange.fault.empty() && exchange.status != 0) line += " " + terminal.red(exchange.fault);
  line += "  " + (exchange.matched ? terminal.dim(exchange.stub_label) : terminal.yellow("no route")) + "  " +
          terminal.dim(took) + "\n";
  return line;
}

}  // namespace

RequestLog::RequestLog(const journal::Journal& journal, LogFormat format)
    : journal_(journal), format_(format), terminal_(STDOUT_FILENO), cursor_(journal.end()) {
  if (format_ != LogFormat::kNone) thread_ = std::thread([this] { run(); });
}

RequestLog::~RequestLog() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

void RequestLog::run() {
  while (!stopping_) {
    if (!print_batch()) std::this_thread::sleep_for(kTick);
  }
  print_batch();
}

// true: there is more at once.
bool RequestLog::print_batch() {
  const auto fresh = journal_.after(cursor_, {}, kMostLines);
  std::string lines;
  for (const journal::Exchange& exchange : fresh) {
    if (format_ == LogFormat::kJson) {
      journal::write_line(exchange, lines);
    } else {
      lines += line_of(terminal_, exchange);
    }
  }
  bool more = fresh.size() == kMostLines;
  if (more && format_ == LogFormat::kText) {
    cursor_ = journal_.end();
    lines += terminal_.dim("… more requests than lines; all of them: /__logs") + "\n";
    more = false;
  }
  if (!lines.empty()) {
    std::fwrite(lines.data(), 1, lines.size(), stdout);
    std::fflush(stdout);
  }
  return more;
}

}  // namespace mimus::cli
