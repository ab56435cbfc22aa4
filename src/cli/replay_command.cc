#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>

#include "commands.h"
#include "output_file.h"
#include "progress.h"
#include "recording/redact.h"
#include "recording/report.h"
#include "recordings.h"
#include "replay/replayer.h"
#include "terminal.h"
#include "text/encoding.h"

namespace mimus::cli {
namespace {

constexpr std::size_t kMostHosts = 10;  // that a message names

// The signal that ends it; what was done until then is reported. A second one ends the program.
volatile std::sig_atomic_t ended_by = 0;

void end_early_on_signals() {
  struct sigaction action = {};
  action.sa_handler = [](int signal) { ended_by = signal; };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int signal : {SIGINT, SIGTERM}) ::sigaction(signal, &action, nullptr);
}

int fail(const Error& error) {
  print_problem(error);
  return 2;
}

void note(const std::string& text) { std::fprintf(stderr, "note: %s\n", text.c_str()); }

std::string plural(std::size_t count, std::string_view what) { return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s"); }

// What the command line cannot mean.
Status check(const ReplayArguments& arguments) {
  if (arguments.against.empty()) {
    return invalid("mimus replay wants to know where to send it", "--against http://localhost:8080; to answer from a recording: mimus serve " + arguments.source);
  }
  return Done{};
}

// Requests to another host than the one that is meant have no business at `against`.
Status keep_host(const ReplayArguments& arguments, std::vector<exchange::Exchange>& exchanges) {
  std::vector<std::string> wanted;
  for (const std::string& host : arguments.from) wanted.push_back(text::to_lower_ascii(host));
  if (std::ranges::find(wanted, "*") != wanted.end()) return Done{};
  const auto hosts = hosts_of(exchanges);
  std::string all;
  for (std::size_t i = 0; i < std::min(hosts.size(), kMostHosts); ++i) all += (i == 0 ? "" : ", ") + hosts[i].first + " (" + std::to_string(hosts[i].second) + ")";
  if (hosts.size() > kMostHosts) all += " and " + std::to_string(hosts.size() - kMostHosts) + " more";
  if (wanted.empty()) {
    if (hosts.size() <= 1) return Done{};
    return invalid("the recording has requests to several hosts: " + all, "--from " + hosts.front().first + ", or --from '*' for all of them");
  }
  std::erase_if(exchanges, [&](const exchange::Exchange& one) {
    const std::string host = host_of(one), recorded = text::to_lower_ascii(exchange::split(one.request.url).authority);
    return std::ranges::find(wanted, host) == wanted.end() && std::ranges::find(wanted, recorded) == wanted.end();
  });
  if (exchanges.empty()) return invalid("nothing was recorded of " + arguments.from.front(), "the recording has: " + all);
  return Done{};
}

// What cannot be sent again, or has nothing to compare with.
void drop_unfit(std::vector<exchange::Exchange>& exchanges, bool compare) {
  const std::size_t tunnels = std::erase_if(exchanges, [](const exchange::Exchange& one) {
    return one.request.method == "CONNECT" || (one.response && one.response->status == 101);
  });
  if (tunnels > 0) note(plural(tunnels, "tunnel or WebSocket") + " left out");
  if (!compare) return;
  const std::size_t silent = std::erase_if(exchanges, [](const exchange::Exchange& one) { return !one.response; });
  if (silent > 0) note(plural(silent, "request") + " without a recorded answer left out: there is nothing to compare with");
}

bool is_redacted(const exchange::Exchange& one) {
  return std::ranges::any_of(one.request.fields, [](const http::OwnedField& field) { return field.value.find(recording::kRedacted) != std::string::npos; });
}

void warn_of_redaction(const std::vector<exchange::Exchange>& exchanges, const ReplayArguments& arguments) {
  const auto count = static_cast<std::size_t>(std::ranges::count_if(exchanges, &is_redacted));
  if (count > 0 && arguments.fields.empty()) note(plural(count, "request") + " with credentials that were redacted; give them anew: --header 'Authorization: …'");
}

replay::Options options_of(const ReplayArguments& arguments, const recording::Comparer* comparer) {
  replay::Options options;
  options.against = arguments.against;
  options.parallel = arguments.parallel;
  options.pace = arguments.pace;
  options.timeout = std::chrono::milliseconds(arguments.timeout_ms);
  for (const auto& [name, value] : arguments.fields) options.fields.push_back({name, value});
  options.links = arguments.links;
  options.comparer = comparer;
  return options;
}

Result<std::unique_ptr<outbound::Client>> start_client(const ReplayArguments& arguments) {
  outbound::Options options;
  options.insecure = arguments.insecure;
  options.ca_file = arguments.ca_file;
  options.most_to_one = std::max<std::size_t>(options.most_to_one, arguments.parallel);
  return outbound::Client::start(options);
}

Status write_report(const ReplayArguments& arguments, const recording::Regression& regression) {
  std::string out;
  for (const recording::ReportForm& form : recording::report_forms()) {
    if (form.name == arguments.format) form.write(regression, out);
  }
  if (arguments.output.empty()) {
    std::fwrite(out.data(), 1, out.size(), stdout);
    std::fflush(stdout);
    return Done{};
  }
  MIMUS_TRY(const bool changed, replace_file(arguments.output, out));
  (void)changed;
  return Done{};
}

}  // namespace

int run_replay(const ReplayArguments& arguments) {
  if (const Status fine = check(arguments); !fine) return fail(fine.error());
  auto comparer = recording::Comparer::compile(arguments.tolerances);
  if (!comparer) return fail(comparer.error());
  auto read = read_recordings(arguments.source, arguments.parameters);
  if (!read) return fail(read.error());
  for (const std::string& line : read->notes) note(line);
  std::vector<exchange::Exchange>& exchanges = read->all;
  if (const Status fine = keep_host(arguments, exchanges); !fine) return fail(fine.error());
  drop_unfit(exchanges, arguments.compare);
  if (exchanges.empty()) return fail(invalid("there is nothing to send in '" + arguments.source + "'", "fewer conditions, or another recording"));
  warn_of_redaction(exchanges, arguments);

  auto client = start_client(arguments);
  if (!client) return fail(client.error());
  replay::Options options = options_of(arguments, arguments.compare ? &*comparer : nullptr);
  auto progress = std::make_unique<Progress>(STDERR_FILENO, exchanges.size());
  options.on_progress = [&](std::size_t done) { progress->reached(done); };
  end_early_on_signals();
  options.interrupted = [] { return ended_by != 0; };
  auto replayed = replay::replay(exchanges, options, **client);
  progress.reset();
  if (!replayed) return fail(replayed.error());

  recording::Regression regression;
  regression.title = arguments.source + " against " + arguments.against;
  regression.outcomes = std::move(replayed->outcomes);
  regression.compared = arguments.compare;
  if (!replayed->stopped.empty()) {
    regression.note = "stopped after " + std::to_string(replayed->sent) + " of " + plural(exchanges.size(), "request") + ": " + replayed->stopped;
    if (ended_by == 0) print_problem(Error{Code::kIo, regression.note, "is the server at " + arguments.against + " up?", {}});
  }
  if (replayed->renewed > 0) note(plural(replayed->renewed, "request") + " sent with an id or token that the server had made anew");
  if (const Status written = write_report(arguments, regression); !written) {
    print_problem(written.error());
    return 1;
  }
  if (!arguments.output.empty()) std::fprintf(stderr, "wrote %s: %zu of %s passed\n", arguments.output.c_str(), regression.passed(), plural(regression.outcomes.size(), "request").c_str());
  if (ended_by != 0) return 128 + ended_by;
  return regression.failed() > 0 ? 1 : 0;
}

}  // namespace mimus::cli
