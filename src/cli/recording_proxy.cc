#include "recording_proxy.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "base/cores.h"
#include "heard.h"
#include "outbound/client.h"
#include "outbound_options.h"
#include "serve/outward.h"
#include "serve/upstream.h"
#include "server/server.h"
#include "terminal.h"
#include "text/encoding.h"
#include "tls_setup.h"

namespace mimus::cli {
namespace {

constexpr std::size_t kMostHeard = 256u << 20;  // bytes of one body

// "1.2 kB", "34 MB"
std::string size_text(std::size_t bytes) {
  char text[32];
  if (bytes < 1000) {
    std::snprintf(text, sizeof text, "%zu B", bytes);
  } else {
    const double kilo = static_cast<double>(bytes) / 1000;
    std::snprintf(text, sizeof text, kilo < 1000 ? "%.1f kB" : "%.1f MB", kilo < 1000 ? kilo : kilo / 1000);
  }
  return text;
}

// Control characters would steer the terminal.
std::string on_a_line(std::string_view text) {
  std::string line = text::to_valid_utf8(text.substr(0, 120));
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  return line;
}

void print(const exchange::Exchange& exchange, std::size_t number, const recording::Redactor& redactor) {
  const Terminal terminal(STDERR_FILENO);
  const auto millis = std::chrono::duration<double, std::milli>(exchange.total).count();
  const exchange::UrlParts url = exchange::split(exchange.request.url);
  const int status = exchange.response ? exchange.response->status : 0;
  const std::string what = status > 0 ? std::to_string(status) : exchange.failure;
  std::fprintf(stderr, "%4zu  %-7s %s  %s  %s  %.0f ms\n", number, on_a_line(exchange.request.method).c_str(), on_a_line(redactor.redact_url(url.path)).c_str(),
               status >= 200 && status < 400 ? terminal.green(what).c_str() : terminal.red(what).c_str(),
               size_text(exchange.response ? exchange.response->body.size() : 0).c_str(), millis);
}

// Every request is the upstream's.
class PassOn final : public server::Handler {
 public:
  explicit PassOn(serve::Upstream& upstream) : upstream_(upstream) {}
  bool streams(const http::Request& request, server::LoopIndex loop, Arena& arena) override { return upstream_.streams(request, loop, arena); }
  void answer(const http::Request& request, server::LoopIndex loop, Arena& arena, server::Reply& reply) override {
    upstream_.answer(request, loop, arena, reply);
  }
  void leaving(const http::Request&, server::LoopIndex, Arena&, const server::Reply&, const server::Timing&) override {}

 private:
  serve::Upstream& upstream_;
};

server::Options options_of(const RecordArguments& arguments) {
  server::Options options;
  options.host = arguments.host;
  options.port = arguments.port;
  options.loops = usable_cores();
  options.limits.body_bytes = kMostHeard;
  options.grace = std::chrono::seconds(2);
  return options;
}

void print_start(const server::Server& server, const RecordArguments& arguments, std::size_t listeners) {
  const Terminal terminal(STDOUT_FILENO);
  std::printf("%s\n", terminal.bold("mimus " MIMUS_VERSION).c_str());
  std::printf("  records  %s\n", arguments.shown_origin.c_str());
  for (std::size_t i = 0; i < listeners; ++i) std::printf("  proxy    %s\n", terminal.cyan(server.url(i) + "/").c_str());
  std::printf("  into     %s\n", arguments.output.c_str());
  std::printf("  %s\n", terminal.dim("Ctrl+C ends the recording and writes it").c_str());
  std::fflush(stdout);
}

}  // namespace

Result<Recordings> record_through_proxy(const RecordArguments& arguments, const recording::Redactor& redactor, EndingSignals& signals) {
  Heard::Print on_a_terminal;
  if (::isatty(STDERR_FILENO) == 1) on_a_terminal = [&](const exchange::Exchange& one, std::size_t number) { print(one, number, redactor); };
  Heard heard(std::move(on_a_terminal), arguments.in_order ? Heard::Repeats::kKept : Heard::Repeats::kCounted);
  serve::Outward outward;
  outward.timeout = std::chrono::milliseconds(arguments.outward.timeout_ms);
  outward.says_who = arguments.outward.says_who;
  outward.most_heard = kMostHeard;
  outward.on_exchange = [&heard](exchange::Exchange exchange) { heard.add(std::move(exchange)); };
  MIMUS_TRY(auto client, outbound::Client::start(outbound_options(arguments.outward)));
  outward.client = client.get();
  serve::Upstream upstream(outward, arguments.to, false);
  PassOn handler(upstream);
  server::Options options = options_of(arguments);
  options.on_loop = [&client](net::Poller& poller) { return client->join(poller); };
  MIMUS_TRY(const std::string authority, add_tls(arguments.tls, {}, options));
  MIMUS_TRY(auto server, server::Server::start(options, handler));
  print_start(*server, arguments, std::max<std::size_t>(options.listeners.size(), 1));

  signals.wait();
  signals.let_second_drop();
  std::fprintf(stderr, "\nending; a second Ctrl+C drops the recording\n");
  server->drain();
  client.reset();  // its callbacks answer connections of `server`
  server.reset();
  return heard.take();
}

}  // namespace mimus::cli
