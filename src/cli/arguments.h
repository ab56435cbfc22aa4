#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "recording/compare.h"
#include "wiremock/rules.h"

namespace mimus::cli {

enum class LogFormat { kText, kJson, kNone };

// What options of WireMock's command line say: wiremock_options.h.
struct WiremockArguments {
  struct Credentials {
    std::string user, password;
  };
  bool asked = false;  // was there any that is not ours anyway?
  std::string root_dir;
  wiremock::Rules rules;
  std::string filename_template;
  std::optional<Credentials> credentials;
  bool require_https = false;
  bool no_banner = false;
  std::optional<std::uint64_t> logged_body_bytes;
  bool keeps_user_agent = false;      // --preserve-user-agent-proxy-header
  bool record_mappings = false;
  std::vector<std::string> match_headers;  // that recorded mappings ask for
  std::vector<std::string> notes;  // of those without effect, a line each
};

// What the command line says about TLS, in our words or WireMock's. "": nothing.
struct TlsArguments {
  std::optional<std::uint16_t> port;          // --https-port
  bool without_http = false;
  std::string certificate, key, password;
  std::string client_ca, client_ca_password;
  std::optional<bool> client_required;
  bool only_tls13 = false;
  bool forward_proxy = false;
  std::string ca_dir;
  std::string ca_keystore, ca_keystore_password = "password";  // WireMock's
};

// Requests to other servers: proxies and webhooks.
struct OutwardArguments {
  std::string upstream;               // where goes what no stub wants; "": nowhere
  std::string via;                    // a proxy in front
  std::vector<std::string> allow, deny;
  std::string ca_file, certificate, key;
  bool insecure = false;
  bool keeps_host = false;
  bool says_who = false;
  bool offline = false;               // nothing is sent
  bool reuse = true;
  std::uint64_t timeout_ms = 300'000;
  std::uint64_t most_connections = 1000;
};

struct ServeArguments {
  std::vector<std::string> files;
  std::optional<std::string> host;
  std::optional<std::uint16_t> port;
  std::optional<std::uint64_t> seed;
  unsigned threads = 0;                       // 0: one for each processor
  bool watch = true;
  LogFormat log = LogFormat::kText;
  bool journal = true;
  std::uint64_t journal_bytes = 64u << 20;
  std::uint64_t world_journal_bytes = 4u << 20;
  std::uint64_t max_worlds = 1000;
  std::uint64_t max_sessions = 10'000;
  std::optional<std::uint64_t> journal_entries;
  std::uint64_t max_header_bytes = 64 * 1024;
  std::uint64_t max_url_bytes = 16 * 1024;
  std::uint64_t max_header_count = 200;
  std::uint64_t max_body_bytes = 32u << 20;
  std::uint64_t max_connections = 50'000;
  std::uint64_t idle_timeout = 75;            // seconds
  std::uint64_t request_timeout = 30;
  std::uint64_t write_timeout = 30;
  std::uint64_t grace = 10;
  std::uint64_t template_max_output = 64u << 20;  // bytes
  std::uint64_t template_max_loops = 1'000'000;
  int template_max_depth = 100;
  std::uint64_t template_max_time = 10'000;  // milliseconds; 0: no limit
  std::vector<std::string> permitted_system_keys{"mimus.*", "wiremock.*"};  // expressions for names of variables
  std::optional<std::string> admin_token;
  bool admin_open = false;
  std::optional<std::string> fake_api;        // where the fake data server answers: "/" or "/prefix"
  std::string fake_api_key;                   // "": everybody may ask it
  std::uint64_t fake_api_most = 1'000'000;    // records of one request
  TlsArguments tls;
  std::optional<std::string> history;         // the file that exchanges are written to
  std::optional<Nanoseconds> history_keep;
  std::optional<std::uint64_t> history_max_bytes;
  OutwardArguments outward;
  std::string diff_against;                   // the server that the mocks are compared with; "": none
  recording::Tolerances diff_rules;
  std::string diff_report;                    // a file; "": none
  WiremockArguments wiremock;
};

// What `mimus history` was asked.
struct HistoryArguments {
  std::string file;
  std::vector<std::pair<std::string, std::string>> parameters;  // of history::query_from()
  std::optional<std::string> sql;
  std::string format = "table";  // or a name of history::format_named()
  bool follow = false;
};

// What `mimus replay` was asked.
struct ReplayArguments {
  std::string source;                                         // a history, a HAR file or a folder of them
  std::string against;
  std::vector<std::pair<std::string, std::string>> parameters;  // of history::query_from()
  std::vector<std::string> from;                              // recorded hosts; "*": all
  std::vector<std::pair<std::string, std::string>> fields;    // "" as a value takes the field away
  std::uint64_t parallel = 1;
  std::optional<double> pace;                                 // 1: as recorded, 2: twice as fast
  std::uint64_t timeout_ms = 30'000;
  bool links = true;
  bool insecure = false;
  std::string ca_file;
  bool compare = false;
  recording::Tolerances tolerances;
  std::string format = "text";
  std::string output;                                         // a file; "": standard output
};

struct CheckArguments {
  std::vector<std::string> files;
  bool json = false;
  bool strict = false;                        // warnings count as errors
};

// What `mimus fake` was asked. `seed`: faker-js's sequence. Without it every row has a key of its own.
struct FakeArguments {
  std::string what;                            // a method, a template, a schema or its file; may be empty with list or describe
  std::optional<std::uint64_t> count;
  std::optional<std::string> locale;
  std::optional<double> seed;
  std::optional<std::string> keyed;
  std::optional<std::string> format;           // a name of rows::formats()
  std::optional<std::string> output;           // a file; absent: standard output
  std::optional<std::string> row_template;
  std::optional<std::string> type;             // of a schema with several
  std::optional<std::string> reference_date;
  std::string table = "records";
  unsigned threads = 0;                        // 0: one for each processor
  bool list = false;
  std::optional<std::string> describe;
};

struct SchemaArguments {};

// mimus ca ACTION
struct CaArguments {
  std::string action = "show";  // show, export, install-instructions, new
  std::string ca_dir;           // "": the usual one
  std::string output;           // of export: a file; "": standard output
  bool der = false;             // of export
  bool replace = false;         // of new
};

// mimus import FILE, and what becomes of it.
struct ImportArguments {
  std::string file;             // "-": standard input
  std::string format = "auto";  // a name of formats::formats(), or wiremock
  std::string to = "native";    // or wiremock
  std::string output;           // a file or a folder; "": standard output
  bool strict = false;          // what was left out counts as a failure
};

struct ExportArguments {
  std::vector<std::string> sources;
  std::string to;
  std::string output;
  std::string base = "http://127.0.0.1:8080";  // where the mocks are, for forms that hold requests
  bool json = false;                           // openapi: JSON in place of YAML
};

// mimus record: a recording proxy, or a recording that is there already, and what becomes of it.
struct RecordArguments {
  std::string to;                     // the server; "": every one of `from`
  std::string from;                   // a history or a HAR file; "": be a proxy
  std::string output = "recorded";    // a folder
  std::string format = "native";      // or wiremock
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
  std::vector<std::string> redact_names, redact_patterns, keep_secrets;
  bool generalise = true;
  bool in_order = false;
  bool timing = false;                // routes take their time …
  double pace = 1;                    // … multiplied by this
  TlsArguments tls;
  OutwardArguments outward;
  std::string shown_origin;           // `to` without user and password, filled in by run_record()
};

// mimus help template [NAME], mimus help wiremock
struct HelpArguments {
  std::string topic;  // "template", "wiremock"
  std::string name;   // of a helper; "": all
  bool json = false;
};

struct CompletionArguments {
  std::string shell;
};

// Parsing ended the program's work: print this and leave with this status (help, version, bad usage).
struct Finished {
  std::string text;
  bool to_stderr = false;
  int status = 0;
};

using Arguments =
    std::variant<ServeArguments, CheckArguments, FakeArguments, SchemaArguments, CaArguments, ImportArguments, ExportArguments, RecordArguments, HelpArguments,
                 CompletionArguments, HistoryArguments, ReplayArguments, Finished>;

// The command line. Bad usage is Finished with status 2 and a sentence that says what would be right.
Arguments parse_arguments(int argc, char** argv);

// The completion script for a shell ("bash", "zsh" or "fish"), made from the same definitions; "" for another.
std::string completion_script(const std::string& shell);

}  // namespace mimus::cli
