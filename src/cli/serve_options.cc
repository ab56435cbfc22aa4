#include "options.h"

#include "text/duration.h"
#include "wiremock_options.h"

namespace mimus::cli {
namespace {

constexpr CommandText kServe = {
    "serve", "answers HTTP requests from mock files",
    "  mimus serve mimus.yaml                  # my mocks on http://127.0.0.1:8080/\n"
    "  mimus serve mocks/ --port 0             # every file of a folder, any free port (printed)\n"
    "  mimus serve config.json --seed 7        # the same chance in every run\n"
    "  mimus serve a.yaml b.json --host 0.0.0.0 --log-format json\n"
    "  mimus serve mimus.yaml --https-port 8443   # HTTPS as well, with certificates of a CA of your own: mimus ca\n"
    "  mimus serve mimus.yaml --diff-against https://api.example.com   # the real answers; where would the mocks differ?\n"
    "  mimus serve mimus.yaml --forward-proxy  # HTTPS_PROXY=http://127.0.0.1:8080 for the program under test\n"
    "  mimus serve --root-dir wiremock         # WireMock's mappings/ and __files/; its options: mimus help wiremock\n"
    "  mimus serve shop.mockoon.json           # a Mockoon environment, on its own port unless --port says otherwise\n"};

Nanoseconds age_from(const std::string& text) {
  const auto age = text::parse_duration(text);
  if (age && *age > Nanoseconds(0)) return *age;
  throw CLI::ValidationError("--history-keep", "'" + text + "' is no age; expected 7d, 12h, 30m or the like");
}

bool is_given(std::string_view name, const void* command) {
  return static_cast<const CLI::App*>(command)->count(std::string(name)) > 0;
}

class Serve final : public Command {
 public:
  explicit Serve(CLI::App& program) : Command(program, kServe) {
    CLI::App& c = options();
    add_basics(c);
    add_journal(c);
    add_limits(c);
    add_templates(c);
    add_others(c);
    add_own_addresses(c);
    add_tls_options(c, taken_.tls);
    c.add_flag("--forward-proxy", taken_.tls.forward_proxy, "be a proxy, too: requests for any host, also through CONNECT, are matched");
    add_wiremock(c);
  }

  Arguments arguments() override {
    if (const std::string conflict = this->conflict(); !conflict.empty()) return Finished{"mimus: " + conflict + "\n", true, 2};
    if (taken_.log == LogFormat::kText && log_format_ == "json") taken_.log = LogFormat::kJson;
    if (quiet_ || log_format_ == "none") taken_.log = LogFormat::kNone;
    return taken_;
  }

 private:
  // What does not go together.
  std::string conflict() const {
    if (std::string words = wiremock_conflict(&is_given, &options()); !words.empty()) return words;
    if (taken_.history && !taken_.journal) return "--history writes what the journal has; leave out --no-request-journal";
    if (!taken_.history && (taken_.history_keep || taken_.history_max_bytes)) {
      return "--history-keep and --history-max-bytes want --history FILE";
    }
    if (taken_.diff_against.empty()) return "";
    if (!taken_.outward.upstream.empty()) return "--diff-against answers everything from there; leave out --upstream";
    if (taken_.tls.forward_proxy) return "--diff-against knows one server, and --forward-proxy is for many; leave out one of them";
    return "";
  }

  void add_basics(CLI::App& c) {
    c.add_option("FILE", taken_.files, "mock files and folders; without any: mimus.yaml, mimus.yml, mimus.json or config.json here");
    c.add_option("--port,-p", taken_.port, "port; 0 picks a free one (default 8080)");
    c.add_option("--host", taken_.host, "address to listen on (default 127.0.0.1; 0.0.0.0: every interface)");
    c.add_option("--threads", taken_.threads, "event loops (default: one for each processor)")->check(kNotNegative);
    c.add_option("--seed", taken_.seed, "seed of all chance (default: a fresh one, printed)")->check(kNotNegative);
    c.add_flag_callback("--no-watch", [this] { taken_.watch = false; }, "do not reload when a file changes");
    c.add_flag("--quiet,-q", quiet_, "no line for each request");
    c.add_option("--log-format", log_format_, "lines for requests: text (sheds under load), json (complete) or none")
        ->check(CLI::IsMember({"text", "json", "none"}));
  }
  void add_journal(CLI::App& c) {
    c.add_flag_callback("--no-request-journal", [this] { taken_.journal = false; }, "keep no record of requests");
    c.add_option("--journal-bytes", taken_.journal_bytes, "memory for the record of requests (default 64MB)")
        ->check(kNotNegative)->transform(CLI::AsSizeValue(false));
    c.add_option("--world-journal-bytes", taken_.world_journal_bytes, "the same for each further world and session (default 4MB)")
        ->check(kNotNegative)->transform(CLI::AsSizeValue(false));
    c.add_option("--max-worlds", taken_.max_worlds, "429 beyond (default 1000)")->check(kNotNegative);
    c.add_option("--max-sessions", taken_.max_sessions, "429 beyond (default 10000)")->check(kNotNegative);
    c.add_option("--max-request-journal-entries", taken_.journal_entries, "keep at most so many requests")->check(kNotNegative);
    c.add_option("--history", taken_.history, "a file that every exchange is written to, and mimus history reads");
    c.add_option_function<std::string>(
        "--history-keep", [this](const std::string& text) { taken_.history_keep = age_from(text); },
        "exchanges older than that go: 7d, 12h, 30m (default: all stay)");
    c.add_option("--history-max-bytes", taken_.history_max_bytes, "the oldest go when the file is larger: 1G (default: all stay)")
        ->check(kNotNegative)->transform(CLI::AsSizeValue(false));
  }
  void add_limits(CLI::App& c) {
    c.add_option("--max-header-bytes", taken_.max_header_bytes, "431 beyond (default 64KB)")->check(kNotNegative)->transform(CLI::AsSizeValue(false));
    c.add_option("--max-header-count", taken_.max_header_count, "431 beyond (default 200)")->check(kNotNegative);
    c.add_option("--max-url-bytes", taken_.max_url_bytes, "414 beyond (default 16KB)")->check(kNotNegative)->transform(CLI::AsSizeValue(false));
    c.add_option("--max-body-bytes", taken_.max_body_bytes, "413 beyond (default 32MB)")->check(kNotNegative)->transform(CLI::AsSizeValue(false));
    c.add_option("--max-connections", taken_.max_connections, "503 beyond (default 50000)")->check(kNotNegative);
    c.add_option("--idle-timeout", taken_.idle_timeout, "seconds between requests of a connection (default 75)")->check(kNotNegative);
    c.add_option("--request-timeout", taken_.request_timeout, "seconds for a request to arrive, 408 beyond (default 30)")->check(kNotNegative);
    c.add_option("--write-timeout", taken_.write_timeout, "seconds that a client may take nothing (default 30)")->check(kNotNegative);
    c.add_option("--grace", taken_.grace, "seconds for requests in flight after SIGTERM (default 10)")->check(kNotNegative);
  }
  void add_templates(CLI::App& c) {
    c.add_option("--template-max-output", taken_.template_max_output, "bytes that one template may make (default 64MB)")
        ->check(kNotNegative)->transform(CLI::AsSizeValue(false));
    c.add_option("--template-max-loops", taken_.template_max_loops, "turns of all blocks of a template (default 1000000)")->check(kNotNegative);
    c.add_option("--template-max-depth", taken_.template_max_depth, "blocks and partials in each other, 1 to 500 (default 100)")
        ->check(CLI::Range(1, 500));
    c.add_option("--template-max-time", taken_.template_max_time, "milliseconds that one template may take, 0: any (default 10000)")
        ->check(kNotNegative)->check(CLI::Range(std::uint64_t{0}, std::uint64_t{3'600'000}));
    c.add_option("--permitted-system-keys", taken_.permitted_system_keys,
                 "environment variables that templates may read: expressions, with commas between (default mimus.*,wiremock.*; in any case)")
        ->delimiter(',')->check(kExpression);
  }
  void add_others(CLI::App& c) {
    OutwardArguments& outward = taken_.outward;
    c.add_option("--upstream", outward.upstream, "the server that answers what no route does, as https://api.example.com");
    add_outward_options(c, outward);
    c.add_flag("--offline", outward.offline, "send nothing to other servers: proxies and webhooks fail at once");
    CLI::Option* against = c.add_option("--diff-against", taken_.diff_against,
                                        "answer everything from that server, and note where the mocks would have differed: /__mimus/diff");
    c.add_option("--diff-ignore", taken_.diff_rules.ignore, "a place in JSON bodies that may differ: /updatedAt, /**/etag; repeatable")->needs(against)->allow_extra_args(false);
    c.add_option("--diff-report", taken_.diff_report, "a file for the differences at the end: .txt, .json, .xml (JUnit) or .html")->needs(against);
  }
  void add_own_addresses(CLI::App& c) {
    c.add_option("--admin-token", taken_.admin_token, "what /__logs, /__reload … ask for (default: made when --host is not this machine's own)");
    c.add_flag("--admin-open", taken_.admin_open, "no token, whatever the address");
    c.add_flag("--fake-api{/}", taken_.fake_api, "the fake data server below all stubs, at / or --fake-api=/PREFIX (on when there is no file)");
    c.add_option("--fake-api-key", taken_.fake_api_key, "what the fake data server asks for, as X-Api-Key or ?api_key=");
    c.add_option("--fake-api-max", taken_.fake_api_most, "most records of one request (default 1000000)")->check(kNotNegative);
  }
  // Out of sight in --help: `mimus help wiremock` has them.
  void add_wiremock(CLI::App& c) {
    for (const WiremockOption& row : wiremock_options()) {
      if (row.ours) continue;
      const auto take = [this, &row](std::string_view value) {
        taken_.wiremock.asked = true;
        const std::string problem = row.take != nullptr ? row.take(value, taken_) : "";
        if (!problem.empty()) throw CLI::ValidationError(std::string(row.name), problem);
        if (row.without_effect.empty()) return;
        taken_.wiremock.notes.push_back(std::string(row.name) + " has no effect here: " + std::string(row.without_effect));
      };
      const std::string name(row.name);
      if (row.argument.empty()) {
        c.add_flag_callback(name, [take] { take(""); }, std::string(row.summary))->group("");
      } else {
        c.add_option_function<std::string>(name, take, std::string(row.summary))->group("");
      }
    }
  }

  ServeArguments taken_;
  bool quiet_ = false;
  std::string log_format_ = "text";
};

}  // namespace

std::unique_ptr<Command> serve_options(CLI::App& program) { return std::make_unique<Serve>(program); }

}  // namespace mimus::cli
