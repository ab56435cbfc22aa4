#include "arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <memory>

#include "fake/methods.h"
#include "history/query.h"
#include "formats/formats.h"
#include "http/message.h"
#include "regex/regex.h"
#include "text/duration.h"
#include "text/encoding.h"
#include "text/suggest.h"
#include "wiremock_options.h"

namespace mimus::cli {
namespace {

// The examples of a command come first in its help, because that is what people look for.
struct CommandText {
  std::string_view name, summary, examples;
};
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
constexpr CommandText kCheck = {"check", "says what is wrong in mock files, and where",
                                "  mimus check mimus.yaml                  # exit status 0: all is well, 2: it is not\n"
                                "  mimus check mocks/ --strict             # warnings fail too: for CI\n"
                                "  mimus check mocks/ --format json\n"};
constexpr CommandText kFake = {
    "fake", "makes fake data: values, or records from a schema",
    "  mimus fake person.fullName -n 5\n"
    "  mimus fake 'number.int({\"min\": 1, \"max\": 6})' --seed 42  # as faker.seed(42) in faker-js\n"
    "  mimus fake simple_profile -n 1000000 --locale de -o people.ndjson\n"
    "  mimus fake '{id: int, name: person.fullName, email: email}' -n 100 --format csv\n"
    "  mimus fake shop.yaml --type order --keyed 7 --format sql --table orders\n"
    "  mimus fake '{{person.firstName}} likes {{animal.dog}}'\n"
    "  mimus fake --list                       # every method\n"
    "  mimus fake --describe finance.iban      # its parameters, and examples\n"};
constexpr CommandText kHistory = {
    "history", "shows what mimus serve --history FILE has written",
    "  mimus history mimus.db                  # the newest 50\n"
    "  mimus history mimus.db --status 5xx --since 10m\n"
    "  mimus history mimus.db --unmatched --path '/users/*' -n 1000\n"
    "  mimus history mimus.db --text 'Ada Byron' --format curl  # commands that send it again\n"
    "  mimus history mimus.db --format har > traffic.har\n"
    "  mimus history mimus.db --follow         # and what comes\n"
    "  mimus history mimus.db --sql 'SELECT path, count(*), avg(leaving_us) FROM history GROUP BY path'\n"};
constexpr CommandText kReplay = {
    "replay", "sends what was recorded to another server, and compares the answers",
    "  mimus replay mimus.db --against http://localhost:8080 --compare\n"
    "  mimus replay shop.har --against https://staging.example.com --from api.example.com --compare\n"
    "  mimus replay recordings/ --against http://localhost:8080 --compare --ignore /updatedAt --ignore '/**/etag' --tolerance 1%\n"
    "  mimus replay mimus.db --against http://localhost:8080 --method GET --path '/users/*' --parallel 8\n"
    "  mimus replay mimus.db --against http://localhost:8080 --compare --format junit -o replay.xml   # exit status 1: something differs\n"
    "  mimus replay mimus.db --against http://localhost:8080 --timing x10    # ten times as fast as it was recorded\n"
    "  mimus replay shop.har --against https://api.example.com --header 'Authorization: Bearer …'    # in place of what was redacted\n"};
constexpr CommandText kSchema = {"schema", "prints the JSON Schema of the native file, for editors",
                                 "  mimus schema > mimus.schema.json\n"
                                 "  # first line of mimus.yaml:  # yaml-language-server: $schema=mimus.schema.json\n"};
constexpr CommandText kCa = {
    "ca", "shows, exports and makes the certificate authority of this machine",
    "  mimus ca                                # what it is and where; it is made at the first --https-port\n"
    "  mimus ca export -o mimus-ca.pem         # its certificate: curl --cacert mimus-ca.pem https://localhost:8443/\n"
    "  mimus ca install-instructions           # how browsers, systems and languages come to trust it\n"
    "  mimus ca new --replace                  # another one in its place\n"};
constexpr CommandText kImport = {
    "import", "makes mocks of files of other programs: HAR, curl, Postman …",
    "  mimus import shop.har -o mocks/          # mocks/mimus.yaml, large bodies in mocks/files/\n"
    "  pbpaste | mimus import -                 # a curl command or fetch() from the browser; to standard output\n"
    "  mimus import api.postman_collection.json -o api.yaml\n"
    "  mimus import mapping.json --to native    # WireMock's\n"
    "  mimus import shop.har --to wiremock -o wiremock/\n"
    "  mimus import shop.mockoon.json -o mimus.yaml   # routes of ours; mimus serve takes it as it is\n"};
constexpr CommandText kExport = {
    "export", "writes mocks in another form: native, WireMock, HAR, Postman, curl, OpenAPI",
    "  mimus export mimus.yaml --to wiremock -o wiremock/    # mappings/ and __files/\n"
    "  mimus export wiremock/ --to native -o mimus.yaml\n"
    "  mimus export mimus.yaml --to postman -o shop.postman_collection.json\n"
    "  mimus export mimus.yaml --to curl                     # a command for each route\n"
    "  mimus export mimus.yaml --to openapi -o shop.openapi.yaml   # a first draft\n"
    "  mimus export history.db --to openapi --base https://api.example.com   # of what was recorded, secrets taken out\n"
    "  mimus export shop.har mimus.yaml --to har -o all.har --base https://api.example.com\n"};
constexpr CommandText kRecord = {
    "record", "records what a server answers, as mocks",
    "  mimus record --to https://api.example.com            # a proxy on http://127.0.0.1:8080/; Ctrl+C writes recorded/mimus.yaml\n"
    "  mimus record --to https://api.example.com -o mocks/  # again and again: what is there is updated, never doubled\n"
    "  mimus serve mocks/ --offline                         # the recording in its place\n"
    "  mimus record --from shop.har --to https://api.example.com -o mocks/\n"
    "  mimus record --from mimus.db -o wiremock/ --format wiremock\n"
    "  mimus record --to https://api.example.com --redact x-tenant-key --redact-pattern 'cus_[a-z0-9]+' --keep-secrets token\n"
    "  mimus record --to https://api.example.com --timing 0.5   # routes take half as long as the server did\n"};
constexpr CommandText kHelp = {"help", "shows what templates can call, and WireMock's options",
                               "  mimus help template                     # every helper, by dialect\n"
                               "  mimus help template repeat              # one of them\n"
                               "  mimus help template --format json       # for tools\n"
                               "  mimus help wiremock                     # options of WireMock's command line\n"};
constexpr CommandText kCompletion = {"completion", "prints a completion script for bash, zsh or fish",
                                     "  source <(mimus completion bash)\n"
                                     "  mimus completion fish > ~/.config/fish/completions/mimus.fish\n"};

// CLI11 reads "-1" into an unsigned number as its largest value.
const CLI::Validator kNotNegative(
    [](std::string& text) { return text.starts_with('-') ? "must not be negative, got " + text : std::string(); }, "");

const CLI::Validator kExpression(
    [](std::string& text) {
      const auto compiled = regex::Regex::compile(text);
      return compiled ? std::string() : "'" + text + "' is no regular expression: " + describe(compiled.error());
    },
    "");

Nanoseconds age_from(const std::string& text) {
  const auto age = text::parse_duration(text);
  if (age && *age > Nanoseconds(0)) return *age;
  throw CLI::ValidationError("--history-keep", "'" + text + "' is no age; expected 7d, 12h, 30m or the like");
}

void read_timing(const std::string& text, RecordArguments& record) {
  record.timing = text != "none";
  if (text == "none" || text == "as-recorded") return;
  const char* const end = text.data() + text.size();
  const auto [at, failure] = std::from_chars(text.data(), end, record.pace);
  if (failure == std::errc() && at == end && record.pace >= 0 && record.pace <= 1000) return;
  throw CLI::ValidationError("--timing", "'" + text + "' is neither as-recorded, none nor a factor from 0 to 1000");
}

class ExamplesFirst : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override {
    std::string text;
    if (!app->get_footer().empty() && mode == CLI::AppFormatMode::Normal) {
      text += "Examples:\n" + app->get_footer() + "\n";
    }
    std::string rest = CLI::Formatter::make_help(app, std::move(name), mode);
    return text + rest;
  }
  std::string make_footer(const CLI::App*) const override { return ""; }
  // A flag that may take a value says so in its summary; CLI11 would show what it means without one, {/}.
  std::string make_option_name(const CLI::Option* option, bool positional) const override {
    std::string name = CLI::Formatter::make_option_name(option, positional);
    return name.substr(0, name.find('{'));
  }
};

// All commands with their options, bound to the structs they fill.
struct Definition {
  CLI::App app{"Mimus stands in for an HTTP API: it answers from mock files, with delays and faults, and tells what it was asked."};
  ServeArguments serve;
  CheckArguments check;
  HelpArguments help;
  FakeArguments fake;
  CaArguments ca;
  CLI::App* ca_command = nullptr;
  HistoryArguments history;
  ReplayArguments replay;
  std::vector<std::string> replay_fields, replay_tolerances;
  CLI::App* replay_command = nullptr;
  CompletionArguments completion;
  ImportArguments imports;
  ExportArguments export_to;
  RecordArguments record;
  CLI::App* record_command = nullptr;
  CLI::App* import_command = nullptr;
  CLI::App* export_command = nullptr;
  CLI::App* fake_command = nullptr;
  CLI::App* serve_command = nullptr;
  CLI::App* check_command = nullptr;
  CLI::App* history_command = nullptr;
  CLI::App* schema_command = nullptr;
  CLI::App* help_command = nullptr;
  CLI::App* completion_command = nullptr;
  std::string journal_bytes, body_bytes;
  bool quiet = false;
  bool no_watch = false;
  bool no_journal = false;
  std::string log_format = "text";
  std::string check_format = "text";
  std::string help_format = "text";
  std::string ca_format = "pem";
  std::string client_cert;

  Definition();
  CLI::App* command(const CommandText& text);
  void add_serve();
  void add_tls(CLI::App& c, TlsArguments& tls);
  static void add_outward(CLI::App& c, OutwardArguments& outward);
  void add_record();
  void add_ca();
  void add_wiremock();
  void add_fake();
  void add_history();
  void add_replay();
  void add_formats();
};

CLI::App* Definition::command(const CommandText& text) {
  CLI::App* made = app.add_subcommand(std::string(text.name), std::string(text.summary));
  made->footer(std::string(text.examples));
  return made;
}

Definition::Definition() {
  app.formatter(std::make_shared<ExamplesFirst>());
  app.name("mimus");
  app.footer(
      "  mimus serve mimus.yaml                  # my mocks on http://127.0.0.1:8080/\n"
      "  mimus check mimus.yaml                  # what is wrong, and where\n"
      "  mimus COMMAND --help                    # examples and options of a command\n");
  app.set_version_flag("--version", "mimus " MIMUS_VERSION);
  app.require_subcommand(1);
  add_serve();
  add_tls(*serve_command, serve.tls);
  serve_command->add_flag("--forward-proxy", serve.tls.forward_proxy, "be a proxy, too: requests for any host, also through CONNECT, are matched");
  add_wiremock();

  check_command = command(kCheck);
  check_command->add_option("FILE", check.files, "files and folders")->required();
  check_command->add_option("--format", check_format, "text or json")->check(CLI::IsMember({"text", "json"}));
  check_command->add_flag("--strict", check.strict, "warnings count as errors");

  add_fake();
  add_history();
  add_replay();
  add_formats();
  add_record();
  schema_command = command(kSchema);
  add_ca();

  help_command = command(kHelp);
  help_command->add_option("TOPIC", help.topic, "template or wiremock")->required()->check(CLI::IsMember({"template", "wiremock"}));
  help_command->add_option("NAME", help.name, "of a helper");
  help_command->add_option("--format", help_format, "text or json")->check(CLI::IsMember({"text", "json"}));

  completion_command = command(kCompletion);
  completion_command->add_option("SHELL", completion.shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

void Definition::add_serve() {
  serve_command = command(kServe);
  CLI::App& c = *serve_command;
  c.add_option("FILE", serve.files, "mock files and folders; without any: mimus.yaml, mimus.yml, mimus.json or config.json here");
  c.add_option("--port,-p", serve.port, "port; 0 picks a free one (default 8080)");
  c.add_option("--host", serve.host, "address to listen on (default 127.0.0.1; 0.0.0.0: every interface)");
  c.add_option("--threads", serve.threads, "event loops (default: one for each processor)")->check(kNotNegative);
  c.add_option("--seed", serve.seed, "seed of all chance (default: a fresh one, printed)")->check(kNotNegative);
  c.add_flag("--no-watch", no_watch, "do not reload when a file changes");
  c.add_flag("--quiet,-q", quiet, "no line for each request");
  c.add_option("--log-format", log_format, "lines for requests: text (sheds under load), json (complete) or none")
      ->check(CLI::IsMember({"text", "json", "none"}));
  c.add_flag("--no-request-journal", no_journal, "keep no record of requests");
  c.add_option("--journal-bytes", serve.journal_bytes, "memory for the record of requests (default 64MB)")
      ->check(kNotNegative)->transform(CLI::AsSizeValue(false));
  c.add_option("--world-journal-bytes", serve.world_journal_bytes, "the same for each further world and session (default 4MB)")
      ->check(kNotNegative)->transform(CLI::AsSizeValue(false));
  c.add_option("--max-worlds", serve.max_worlds, "429 beyond (default 1000)")->check(kNotNegative);
  c.add_option("--max-sessions", serve.max_sessions, "429 beyond (default 10000)")->check(kNotNegative);
  c.add_option("--max-request-journal-entries", serve.journal_entries, "keep at most so many requests")->check(kNotNegative);
  c.add_option("--history", serve.history, "a file that every exchange is written to, and mimus history reads");
  c.add_option_function<std::string>(
      "--history-keep", [this](const std::string& text) { serve.history_keep = age_from(text); },
      "exchanges older than that go: 7d, 12h, 30m (default: all stay)");
  c.add_option("--history-max-bytes", serve.history_max_bytes, "the oldest go when the file is larger: 1G (default: all stay)")
      ->check(kNotNegative)->transform(CLI::AsSizeValue(false));
  c.add_option("--max-header-bytes", serve.max_header_bytes, "431 beyond (default 64KB)")->check(kNotNegative)->transform(CLI::AsSizeValue(false));
  c.add_option("--max-header-count", serve.max_header_count, "431 beyond (default 200)")->check(kNotNegative);
  c.add_option("--max-url-bytes", serve.max_url_bytes, "414 beyond (default 16KB)")->check(kNotNegative)->transform(CLI::AsSizeValue(false));
  c.add_option("--max-body-bytes", serve.max_body_bytes, "413 beyond (default 32MB)")->check(kNotNegative)->transform(CLI::AsSizeValue(false));
  c.add_option("--max-connections", serve.max_connections, "503 beyond (default 50000)")->check(kNotNegative);
  c.add_option("--idle-timeout", serve.idle_timeout, "seconds between requests of a connection (default 75)")->check(kNotNegative);
  c.add_option("--request-timeout", serve.request_timeout, "seconds for a request to arrive, 408 beyond (default 30)")->check(kNotNegative);
  c.add_option("--write-timeout", serve.write_timeout, "seconds that a client may take nothing (default 30)")->check(kNotNegative);
  c.add_option("--grace", serve.grace, "seconds for requests in flight after SIGTERM (default 10)")->check(kNotNegative);
  c.add_option("--template-max-output", serve.template_max_output, "bytes that one template may make (default 64MB)")
      ->check(kNotNegative)->transform(CLI::AsSizeValue(false));
  c.add_option("--template-max-loops", serve.template_max_loops, "turns of all blocks of a template (default 1000000)")->check(kNotNegative);
  c.add_option("--template-max-depth", serve.template_max_depth, "blocks and partials in each other, 1 to 500 (default 100)")
      ->check(CLI::Range(1, 500));
  c.add_option("--template-max-time", serve.template_max_time, "milliseconds that one template may take, 0: any (default 10000)")
      ->check(kNotNegative)->check(CLI::Range(std::uint64_t{0}, std::uint64_t{3'600'000}));
  c.add_option("--permitted-system-keys", serve.permitted_system_keys,
               "environment variables that templates may read: expressions, with commas between (default mimus.*,wiremock.*; in any case)")
      ->delimiter(',')->check(kExpression);
  OutwardArguments& outward = serve.outward;
  c.add_option("--upstream", outward.upstream, "the server that answers what no route does, as https://api.example.com");
  add_outward(c, outward);
  c.add_flag("--offline", outward.offline, "send nothing to other servers: proxies and webhooks fail at once");
  CLI::Option* against = c.add_option("--diff-against", serve.diff_against,
                                      "answer everything from that server, and note where the mocks would have differed: /__mimus/diff");
  c.add_option("--diff-ignore", serve.diff_rules.ignore, "a place in JSON bodies that may differ: /updatedAt, /**/etag; repeatable")->needs(against)->allow_extra_args(false);
  c.add_option("--diff-report", serve.diff_report, "a file for the differences at the end: .txt, .json, .xml (JUnit) or .html")->needs(against);
  c.add_option("--admin-token", serve.admin_token, "what /__logs, /__reload … ask for (default: made when --host is not this machine's own)");
  c.add_flag("--admin-open", serve.admin_open, "no token, whatever the address");
  c.add_flag("--fake-api{/}", serve.fake_api, "the fake data server below all stubs, at / or --fake-api=/PREFIX (on when there is no file)");
  c.add_option("--fake-api-key", serve.fake_api_key, "what the fake data server asks for, as X-Api-Key or ?api_key=");
  c.add_option("--fake-api-max", serve.fake_api_most, "most records of one request (default 1000000)")->check(kNotNegative);
}

void Definition::add_outward(CLI::App& c, OutwardArguments& outward) {
  c.add_option("--upstream-via", outward.via, "a proxy for requests to others: HOST:PORT, or a URL with user and password");
  c.add_option("--upstream-ca", outward.ca_file, "PEM file of certificates to trust beside the system's");
  c.add_option("--upstream-cert", outward.certificate, "PEM file of the certificate to show to upstreams");
  c.add_option("--upstream-key", outward.key, "PEM file of its key (default: in the same file)");
  c.add_flag("--upstream-insecure", outward.insecure, "take any certificate of upstreams");
  c.add_flag("--forwarded", outward.says_who, "tell upstreams who asked: Via, X-Forwarded-For, -Host and -Proto");
}

void Definition::add_record() {
  record_command = command(kRecord);
  CLI::App& c = *record_command;
  c.add_option("--to", record.to, "the server, as https://api.example.com; with --from: of these requests, those to it");
  c.add_option("--from", record.from, "a recording that is there: a history (mimus serve --history) or a HAR file");
  c.add_option("--output,-o", record.output, "the folder that the mocks are in, or come into (default: recorded)");
  c.add_option("--format", record.format, "native or wiremock (default: native)")->check(CLI::IsMember({"native", "wiremock"}));
  c.add_option("--port,-p", record.port, "port of the proxy; 0 picks a free one (default 8080)");
  c.add_option("--host", record.host, "address to listen on (default 127.0.0.1; 0.0.0.0: every interface)");
  c.add_option("--redact", record.redact_names, "one more header, parameter or member whose value is a secret; may be repeated")->allow_extra_args(false);
  c.add_option("--redact-pattern", record.redact_patterns, "a regular expression of what is secret wherever it stands; may be repeated")->allow_extra_args(false)->check(kExpression);
  c.add_option("--keep-secrets", record.keep_secrets, "a name whose value is no secret here, as token; may be repeated")->allow_extra_args(false);
  c.add_flag_callback("--no-generalise", [this] { record.generalise = false; }, "a route for each different request, its answers in the recorded order");
  c.add_flag("--strict-order", record.in_order, "a route for each request, asked in the recorded order and in no other: steps of the scenario 'recording'");
  CLI::Option* with = c.add_flag("--with-timing", record.timing, "routes take as long as the server did");
  c.add_option_function<std::string>("--timing", [this](const std::string& text) { read_timing(text, record); },
                                     "as-recorded, none, or a factor such as 0.5 (default: none)")->excludes(with);
  add_tls(c, record.tls);
  add_outward(c, record.outward);
  c.add_option("--proxy-timeout", record.outward.timeout_ms, "milliseconds that the server may be silent (default 300000)")->check(kNotNegative);
  c.add_option("--allow-proxy-targets", record.outward.allow, "the only servers: addresses, blocks, ranges, names")->delimiter(',')->group("");
  c.add_option("--deny-proxy-targets", record.outward.deny, "never these")->delimiter(',')->group("");
}

void Definition::add_tls(CLI::App& c, TlsArguments& tls) {
  c.add_option("--https-port", tls.port, "port for HTTPS, beside the one for HTTP; 0 picks a free one");
  c.add_flag("--disable-http", tls.without_http, "HTTPS alone");
  c.add_option("--https-cert", tls.certificate, "certificate and chain: PEM, or PKCS#12 (default: one for each host, of this machine's CA)");
  c.add_option("--https-key", tls.key, "its private key in PEM, when it is not in the same file");
  c.add_option("--https-key-password", tls.password, "of the key or the PKCS#12 keystore");
  c.add_option("--https-client-ca", tls.client_ca, "mutual TLS: whose client certificates are taken (PEM or PKCS#12)");
  c.add_option("--https-client-cert", client_cert, "whether clients must show one: required (default) or optional")
      ->check(CLI::IsMember({"required", "optional"}));
  c.add_flag("--tls13-only", tls.only_tls13, "no TLS 1.2");
  c.add_option("--ca-dir", tls.ca_dir, "folder of the certificate authority (default: mimus ca shows it)");
}

void Definition::add_ca() {
  ca_command = command(kCa);
  ca_command->add_option("ACTION", ca.action, "show (default), export, install-instructions or new")
      ->check(CLI::IsMember({"show", "export", "install-instructions", "new"}));
  ca_command->add_option("--ca-dir", ca.ca_dir, "its folder (default: $XDG_DATA_HOME/mimus/ca or ~/.local/share/mimus/ca)");
  ca_command->add_option("--output,-o", ca.output, "of export: a file in place of standard output");
  ca_command->add_option("--format", ca_format, "of export: pem or der")->check(CLI::IsMember({"pem", "der"}));
  ca_command->add_flag("--replace", ca.replace, "of new: in place of the one that is there; clients trust the old one no longer");
}

// Out of sight in --help: `mimus help wiremock` has them.
void Definition::add_wiremock() {
  for (const WiremockOption& row : wiremock_options()) {
    if (row.ours) continue;
    const auto take = [this, &row](std::string_view value) {
      serve.wiremock.asked = true;
      const std::string problem = row.take != nullptr ? row.take(value, serve) : "";
      if (!problem.empty()) throw CLI::ValidationError(std::string(row.name), problem);
      if (row.without_effect.empty()) return;
      serve.wiremock.notes.push_back(std::string(row.name) + " has no effect here: " + std::string(row.without_effect));
    };
    const std::string name(row.name);
    if (row.argument.empty()) {
      serve_command->add_flag_callback(name, [take] { take(""); }, std::string(row.summary))->group("");
    } else {
      serve_command->add_option_function<std::string>(name, take, std::string(row.summary))->group("");
    }
  }
}

void Definition::add_formats() {
  std::string names = "auto, wiremock, mockoon";
  for (const formats::Format& format : formats::formats()) names += ", " + std::string(format.name);
  import_command = command(kImport);
  CLI::App& in = *import_command;
  in.add_option("FILE", imports.file, "what to read; -: standard input")->required();
  in.add_option("--format", imports.format, names + " (default auto: it looks)");
  in.add_option("--to", imports.to, "native or wiremock (default native)")->check(CLI::IsMember({"native", "wiremock"}));
  in.add_option("--output,-o", imports.output, "a file, or a folder (default: standard output)");
  in.add_flag("--strict", imports.strict, "exit status 1 when something was left out");
  export_command = command(kExport);
  CLI::App& out = *export_command;
  out.add_option("SOURCE", export_to.sources, "mock files and folders, also those that import reads; for openapi also histories")->required();
  out.add_option("--to", export_to.to, "native, wiremock, har, postman, curl or openapi")->required();
  out.add_option("--output,-o", export_to.output, "a file, or a folder (default: standard output)");
  out.add_option("--base", export_to.base, "where the mocks are, for har, postman, curl and openapi (default http://127.0.0.1:8080)");
  out.add_flag("--json", export_to.json, "of openapi: JSON (default: YAML, unless the file is named .json)");
}

void Definition::add_fake() {
  fake_command = command(kFake);
  CLI::App& c = *fake_command;
  c.add_option("METHOD", fake.what, "a method, a template, a schema, or a schema's file (docs/fake-data.md)");
  c.add_option("--count,-n", fake.count, "how many (default: 1, or the schema's $count)")->check(kNotNegative);
  c.add_option("--locale,-l", fake.locale, "such as de, pt_BR (default: en, or the schema's $locale)");
  CLI::Option* seed = c.add_option("--seed", fake.seed, "faker-js's own sequence after faker.seed(…): one stream, one core");
  c.add_option("--keyed", fake.keyed, "a number or a text: row i depends on it and i alone; every core works")->excludes(seed);
  c.add_option("--format,-f", fake.format, "text, json, ndjson, csv, tsv, sql, xml or template (default: text; records: ndjson)");
  c.add_option("--template", fake.row_template, "a row of the format template: '{{name}} <{{email}}>'");
  c.add_option("--table", fake.table, "name of the SQL table or the XML root (default: records)");
  c.add_option("--type", fake.type, "which record type of a schema with several");
  c.add_option("--ref-date", fake.reference_date, "what 'now' is for dates: 2026-01-01 (default: now)");
  c.add_option("--output,-o", fake.output, "a file in place of standard output");
  c.add_option("--threads", fake.threads, "workers (default: one for each processor)")->check(kNotNegative);
  CLI::Option* list = c.add_flag("--list", fake.list, "every method with its summary; --format json for programs");
  c.add_option("--describe", fake.describe, "what a method does, its parameters, examples")->excludes(list);
}

void Definition::add_history() {
  history_command = command(kHistory);
  CLI::App& c = *history_command;
  c.add_option("FILE", history.file, "what --history of mimus serve named")->required();
  for (const history::ParameterHelp& row : history::parameters()) {
    const std::string name(row.name);
    const auto take = [this, name](const std::string& value) { history.parameters.emplace_back(name, value); };
    c.add_option_function<std::string>("--" + name + (name == "limit" ? ",-n" : ""), take, std::string(row.right));
  }
  c.add_flag_callback("--unmatched", [this] { history.parameters.emplace_back("matched", "false"); }, "what no route answered");
  c.add_option("--format,-f", history.format, "table, json, ndjson, har or curl (default: table)")
      ->check(CLI::IsMember({"table", "json", "ndjson", "har", "curl"}));
  CLI::Option* sql = c.add_option("--sql", history.sql, "a SELECT over the view history and the tables (docs/history.md)");
  c.add_flag("--follow", history.follow, "go on with what is written from now on")->excludes(sql);
}

const CLI::Validator kField(
    [](std::string& text) {
      const std::size_t colon = text.find(':');
      const bool fine = colon != text.npos && http::is_token(std::string_view(text).substr(0, colon));
      return fine ? std::string() : "'" + text + "' is no header field; expected 'Name: value'";
    },
    "");

// Of a text that kField takes.
std::pair<std::string, std::string> field_from(const std::string& text) {
  const std::size_t colon = text.find(':');
  return {text.substr(0, colon), std::string(text::trim(std::string_view(text).substr(colon + 1)))};
}

// "0.01", and "1%" of the recorded number. Nothing for what is neither.
struct Tolerance {
  double most;
  bool relative;
};
std::optional<Tolerance> tolerance_from(std::string_view text) {
  const bool relative = text.ends_with('%');
  if (relative) text.remove_suffix(1);
  double number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !(number >= 0)) return std::nullopt;
  return Tolerance{relative ? number / 100 : number, relative};
}

const CLI::Validator kTolerance(
    [](std::string& text) { return tolerance_from(text) ? std::string() : "'" + text + "' is no tolerance; expected 0.01 or 1%"; }, "");

std::optional<double> pace_from(const std::string& text) {
  if (text == "none") return std::nullopt;
  if (text == "as-recorded") return 1;
  double pace = 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), pace);
  if (text.starts_with('x') && error == std::errc{} && end == text.data() + text.size() && pace > 0) return pace;
  throw CLI::ValidationError("--timing", "'" + text + "' is no timing; expected none, as-recorded, or x2 for twice as fast");
}

std::uint64_t timeout_from(const std::string& text) {
  const auto time = text::parse_duration(text);
  if (time && *time >= std::chrono::milliseconds(1)) return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(*time).count());
  throw CLI::ValidationError("--timeout", "'" + text + "' is no duration; expected 30s, 500ms or the like");
}

void Definition::add_replay() {
  replay_command = command(kReplay);
  CLI::App& c = *replay_command;
  c.add_option("SOURCE", replay.source, "a history (mimus serve --history), a HAR file, or a folder of them")->required();
  c.add_option("--against", replay.against, "where to: a scheme, a host and perhaps a path that goes before the recorded ones");
  CLI::Option* compare = c.add_flag("--compare", replay.compare, "compare status, Content-Type and body of each answer with the recorded ones");
  recording::Tolerances& rules = replay.tolerances;
  c.add_option("--ignore", rules.ignore, "a place in JSON bodies that may differ: /updatedAt, /items/*/id, /**/etag; repeatable")->needs(compare)->allow_extra_args(false);
  c.add_option("--compare-header", rules.headers, "a header that counts, too; '*': all but those of framing, connection and dates")->needs(compare)->allow_extra_args(false);
  c.add_option("--ignore-header", rules.ignore_headers, "a header that does not count")->needs(compare)->allow_extra_args(false);
  c.add_option("--tolerance", replay_tolerances, "how far numbers may be apart: 0.01, or 1% of the recorded one; either will do")
      ->needs(compare)->allow_extra_args(false)->check(kTolerance);
  c.add_option("--unordered", rules.unordered, "an array whose order does not matter: /tags; '/**': all")->needs(compare)->allow_extra_args(false);
  c.add_option("--same-form", rules.ignore_matching, "a regular expression: two texts that both match it are the same")->needs(compare)->allow_extra_args(false)->check(kExpression);
  c.add_flag("--more-members", rules.extra_members, "objects may have more members than recorded")->needs(compare);
  c.add_option("--format,-f", replay.format, "text, json, junit or html (default: text)")->check(CLI::IsMember({"text", "json", "junit", "html"}));
  c.add_option("--output,-o", replay.output, "a file for the report (default: standard output)");
  for (const history::ParameterHelp& row : history::parameters()) {
    if (row.name == "order") continue;
    const std::string name(row.name);
    const auto take = [this, name](const std::string& value) { replay.parameters.emplace_back(name, value); };
    c.add_option_function<std::string>("--" + name + (name == "limit" ? ",-n" : ""), take, "only " + std::string(row.right));
  }
  c.add_option("--from", replay.from, "only what was sent to this host, HOST or HOST:PORT; '*': any; repeatable")->allow_extra_args(false);
  c.add_option("--header", replay_fields, "'Name: value' in place of the recorded ones; 'Name:': none; repeatable")->allow_extra_args(false)->check(kField);
  c.add_option("--parallel", replay.parallel, "requests at a time; what depends on another one waits for it (default 1)")
      ->check(kNotNegative)->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1000}));
  c.add_option_function<std::string>("--timing", [this](const std::string& text) { replay.pace = pace_from(text); },
                                     "none (default), as-recorded, or x10 for ten times as fast");
  c.add_option_function<std::string>("--timeout", [this](const std::string& text) { replay.timeout_ms = timeout_from(text); },
                                     "of one request: 500ms, 2m (default 30s)");
  c.add_flag_callback("--as-it-was", [this] { replay.links = false; }, "send recorded ids and tokens, also those that the server made anew");
  c.add_flag("--insecure", replay.insecure, "take any certificate");
  c.add_option("--ca", replay.ca_file, "PEM file of certificates to trust beside the system's");
}

std::string usage_error(const CLI::Error& error, const Definition& all, int argc, char** argv) {
  std::string text = "mimus: " + std::string(error.what());
  std::vector<std::string_view> known;
  std::vector<std::string> names;
  const CLI::App* scope = &all.app;
  for (const CLI::App* one : all.app.get_subcommands({})) {
    if (one->parsed()) scope = one;
  }
  for (const CLI::Option* option : scope->get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  if (scope == &all.app) {
    for (const CLI::App* one : all.app.get_subcommands({})) names.push_back(one->get_name());
  }
  for (const std::string& name : names) known.push_back(name);
  for (int i = 1; i < argc; ++i) {
    const std::string_view word(argv[i]);
    const std::string_view bare = word.substr(0, word.find('='));
    const bool unknown = std::find(known.begin(), known.end(), bare) == known.end();
    const std::string_view near = unknown ? text::nearest(bare, known) : std::string_view();
    if (!near.empty()) {
      text += "; did you mean '" + std::string(near) + "'?";
      break;
    }
  }
  const std::string command = scope == &all.app ? "" : " " + scope->get_name();
  return text + "\n'mimus" + command + " --help' shows examples and options\n";
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

bool begins_with_option_of(const CLI::App& command, const std::vector<std::string>& words) {
  if (words.size() < 2 || !words[1].starts_with("--")) return false;
  const std::string name = words[1].substr(0, words[1].find('='));
  if (name == "--help" || name == "--version") return false;
  return std::ranges::any_of(option_names(command), [&](const std::string& known) { return known == name; });
}

// The words of `mimus serve` written out; "serve" may be left out before an option, as WireMock has no commands.
Result<std::vector<std::string>> words_of(const Definition& all, int argc, char** argv) {
  std::vector<std::string> words(argv, argv + argc);
  if (begins_with_option_of(*all.serve_command, words)) words.insert(words.begin() + 1, "serve");
  if (words.size() < 2 || words[1] != "serve") return words;
  return write_out(std::move(words), option_names(*all.serve_command));
}

bool is_given(std::string_view name, const void* command) {
  return static_cast<const CLI::App*>(command)->count(std::string(name)) > 0;
}

}  // namespace

Arguments parse_arguments(int given_count, char** given) {
  Definition all;
  auto words = words_of(all, given_count, given);
  if (!words) return Finished{"mimus: " + describe(words.error()) + "\n'mimus help wiremock' shows all of them\n", true, 2};
  std::vector<char*> pointers;
  for (std::string& word : *words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const int argc = static_cast<int>(words->size());
  char** const argv = pointers.data();
  try {
    all.app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const CLI::App* scope = &all.app;
    for (const CLI::App* one : all.app.get_subcommands()) scope = one;
    return Finished{scope->help(), false, 0};
  } catch (const CLI::CallForVersion& version) {
    return Finished{std::string(version.what()) + "\n", false, 0};
  } catch (const CLI::RequiredError& error) {
    if (argc <= 1) return Finished{all.app.help(), true, 2};
    return Finished{usage_error(error, all, argc, argv), true, 2};
  } catch (const CLI::Error& error) {
    return Finished{usage_error(error, all, argc, argv), true, 2};
  }
  if (*all.serve_command) {
    if (const std::string conflict = wiremock_conflict(&is_given, all.serve_command); !conflict.empty()) {
      return Finished{"mimus: " + conflict + "\n", true, 2};
    }
    all.serve.watch = !all.no_watch;
    all.serve.journal = !all.no_journal;
    if (all.serve.log == LogFormat::kText && all.log_format == "json") all.serve.log = LogFormat::kJson;
    if (all.serve.history && all.no_journal) {
      return Finished{"mimus: --history writes what the journal has; leave out --no-request-journal\n", true, 2};
    }
    if (!all.serve.history && (all.serve.history_keep || all.serve.history_max_bytes)) {
      return Finished{"mimus: --history-keep and --history-max-bytes want --history FILE\n", true, 2};
    }
    if (!all.serve.diff_against.empty() && !all.serve.outward.upstream.empty()) {
      return Finished{"mimus: --diff-against answers everything from there; leave out --upstream\n", true, 2};
    }
    if (!all.serve.diff_against.empty() && all.serve.tls.forward_proxy) {
      return Finished{"mimus: --diff-against knows one server, and --forward-proxy is for many; leave out one of them\n", true, 2};
    }
    if (all.quiet || all.log_format == "none") all.serve.log = LogFormat::kNone;
    if (!all.client_cert.empty()) all.serve.tls.client_required = all.client_cert == "required";
    return all.serve;
  }
  if (*all.check_command) {
    all.check.json = all.check_format == "json";
    return all.check;
  }
  if (*all.fake_command) {
    if (all.fake.what.empty() && !all.fake.list && !all.fake.describe) return Finished{all.fake_command->help(), true, 2};
    if (all.fake.row_template && !all.fake.format) all.fake.format = "template";
    return all.fake;
  }
  if (*all.history_command) return all.history;
  if (*all.record_command) {
    if (all.record.to.empty() && all.record.from.empty()) return Finished{all.record_command->help(), true, 2};
    if (!all.client_cert.empty()) all.record.tls.client_required = all.client_cert == "required";
    return all.record;
  }
  if (*all.replay_command) {
    std::vector<std::string>& headers = all.replay.tolerances.headers;
    if (std::erase(headers, "*") > 0) all.replay.tolerances.all_headers = true;
    for (const std::string& text : all.replay_tolerances) {
      const auto read = tolerance_from(text);
      if (read) (read->relative ? all.replay.tolerances.relative : all.replay.tolerances.absolute) = read->most;
    }
    for (const std::string& text : all.replay_fields) all.replay.fields.push_back(field_from(text));
    return all.replay;
  }
  if (*all.import_command) return all.imports;
  if (*all.export_command) return all.export_to;
  if (*all.schema_command) return SchemaArguments{};
  if (*all.ca_command) {
    all.ca.der = all.ca_format == "der";
    return all.ca;
  }
  if (*all.help_command) {
    all.help.json = all.help_format == "json";
    return all.help;
  }
  return all.completion;
}

// Every method's name, for completion.
std::vector<std::string> method_names() {
  std::vector<std::string> names;
  for (const auto table : {fake::modules(), fake::python_modules()}) {
    for (const fake::Module& module : table) {
      for (const fake::Method& method : module.methods) names.push_back(method.full_name());
    }
  }
  return names;
}

std::string completion_script(const std::string& shell) {
  const Definition all;
  std::string commands;
  std::string cases;
  std::string fish;
  for (const CLI::App* command : all.app.get_subcommands({})) {
    const std::string name = command->get_name();
    commands += (commands.empty() ? "" : " ") + name;
    std::string options;
    fish += "complete -c mimus -n __fish_use_subcommand -a " + name + " -d '" + command->get_description() + "'\n";
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& flag : option->get_lnames()) {
        options += (options.empty() ? "--" : " --") + flag;
        fish += "complete -c mimus -n '__fish_seen_subcommand_from " + name + "' -l " + flag + "\n";
      }
    }
    cases += "    " + name + ") words=\"" + options + "\" ;;\n";
  }
  std::string methods;
  for (const std::string& name : method_names()) {
    methods += (methods.empty() ? "" : " ") + name;
    fish += "complete -c mimus -n '__fish_seen_subcommand_from fake' -a " + name + "\n";
  }
  if (shell == "fish") return fish;
  const std::string body =
      "_mimus() {\n"
      "  local words=\"\" current=\"${COMP_WORDS[COMP_CWORD]}\"\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
      "    COMPREPLY=($(compgen -W \"" + commands + " --help --version\" -- \"$current\"))\n"
      "    return\n"
      "  fi\n"
      "  case \"${COMP_WORDS[1]}\" in\n" + cases +
      "  esac\n"
      "  case \"$current\" in\n"
      "    -*) COMPREPLY=($(compgen -W \"$words\" -- \"$current\")) ;;\n"
      "    *) COMPREPLY=($(compgen -f -- \"$current\"))\n"
      "       if [ \"${COMP_WORDS[1]}\" = fake ]; then COMPREPLY+=($(compgen -W \"" + methods + "\" -- \"$current\")); fi ;;\n"
      "  esac\n"
      "}\n"
      "complete -o filenames -F _mimus mimus\n";
  if (shell == "zsh") return "autoload -U +X bashcompinit && bashcompinit\n" + body;
  return shell == "bash" ? body : "";
}

}  // namespace mimus::cli
