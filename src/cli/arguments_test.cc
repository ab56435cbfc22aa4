#include "arguments.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "wiremock_options.h"

namespace mimus::cli {
namespace {

Arguments parse(std::vector<std::string> words) {
  words.insert(words.begin(), "mimus");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return parse_arguments(static_cast<int>(words.size()), argv.data());
}

template <class T>
T parsed(std::vector<std::string> words) {
  Arguments arguments = parse(std::move(words));
  if (const auto* finished = std::get_if<Finished>(&arguments)) ADD_FAILURE() << finished->text;
  const auto* found = std::get_if<T>(&arguments);
  return found != nullptr ? *found : T{};
}

ServeArguments serve(std::vector<std::string> words) {
  words.insert(words.begin(), "serve");
  return parsed<ServeArguments>(std::move(words));
}

Finished finished(std::vector<std::string> words) {
  Arguments arguments = parse(std::move(words));
  const auto* found = std::get_if<Finished>(&arguments);
  return found != nullptr ? *found : Finished{"it went on", false, -1};
}

TEST(Arguments, ServeWithoutAnything) {
  const ServeArguments given = serve({});
  EXPECT_TRUE(given.files.empty());
  EXPECT_EQ(given.port, std::nullopt);
  EXPECT_EQ(given.host, std::nullopt);
  EXPECT_EQ(given.seed, std::nullopt);
  EXPECT_TRUE(given.watch);
  EXPECT_TRUE(given.journal);
  EXPECT_EQ(given.log, LogFormat::kText);
  EXPECT_FALSE(given.admin_open);
}

TEST(Arguments, Templates) {
  const ServeArguments usual = serve({});
  EXPECT_EQ(usual.template_max_output, 64u << 20);
  EXPECT_EQ(usual.template_max_loops, 1'000'000u);
  EXPECT_EQ(usual.template_max_depth, 100);
  EXPECT_EQ(usual.template_max_time, 10'000u);
  EXPECT_EQ(usual.permitted_system_keys, (std::vector<std::string>{"mimus.*", "wiremock.*"}));
  const ServeArguments given =
      serve({"--template-max-output", "1MB", "--template-max-loops", "5", "--template-max-depth", "20", "--template-max-time",
             "0", "--permitted-system-keys", "PATH,REGION_[A-Z]+"});
  EXPECT_EQ(given.template_max_output, 1u << 20);
  EXPECT_EQ(given.template_max_loops, 5u);
  EXPECT_EQ(given.template_max_depth, 20);
  EXPECT_EQ(given.template_max_time, 0u);
  EXPECT_EQ(given.permitted_system_keys, (std::vector<std::string>{"PATH", "REGION_[A-Z]+"}));
}

TEST(Arguments, BadTemplateFlagsAreNamed) {
  constexpr const char* kBad[][2] = {{"--template-max-output", "-1"}, {"--template-max-loops", "many"},
                                     {"--template-max-depth", "501"}, {"--template-max-depth", "0"},
                                     {"--template-max-time", "-5"},   {"--permitted-system-keys", "("}};
  for (const auto& [flag, value] : kBad) {
    const Finished said = finished({"serve", std::string(flag) + "=" + value});
    EXPECT_EQ(said.status, 2) << flag;
    EXPECT_NE(said.text.find(flag), std::string::npos) << said.text;
  }
}

TEST(Arguments, Help) {
  const Arguments arguments = parse({"help", "template", "repeat", "--format", "json"});
  const auto* help = std::get_if<HelpArguments>(&arguments);
  ASSERT_NE(help, nullptr);
  EXPECT_EQ(help->topic, "template");
  EXPECT_EQ(help->name, "repeat");
  EXPECT_TRUE(help->json);
  EXPECT_EQ(finished({"help"}).status, 2);
  EXPECT_EQ(finished({"help", "weather"}).status, 2);
}

TEST(Arguments, ServeWithEverything) {
  const ServeArguments given =
      serve({"a.yaml", "b.json", "--port", "0", "--host=::1", "--threads", "3", "--seed", "18446744073709551615", "--no-watch",
             "--log-format", "json", "--no-request-journal", "--journal-bytes", "1GB", "--max-request-journal-entries", "10",
             "--max-header-bytes", "8KB", "--max-url-bytes", "2000", "--max-header-count", "7", "--max-body-bytes", "64MB",
             "--max-connections", "9", "--idle-timeout", "1", "--request-timeout", "2", "--write-timeout", "3", "--grace", "4",
             "--admin-token", "t", "--admin-open"});
  EXPECT_EQ(given.files, (std::vector<std::string>{"a.yaml", "b.json"}));
  EXPECT_EQ(given.port, 0);
  EXPECT_EQ(given.host, "::1");
  EXPECT_EQ(given.threads, 3u);
  EXPECT_EQ(given.seed, UINT64_MAX);
  EXPECT_FALSE(given.watch);
  EXPECT_EQ(given.log, LogFormat::kJson);
  EXPECT_FALSE(given.journal);
  EXPECT_EQ(given.journal_bytes, 1ull << 30);
  EXPECT_EQ(given.journal_entries, 10u);
  EXPECT_EQ(given.max_header_bytes, 8192u);
  EXPECT_EQ(given.max_url_bytes, 2000u);
  EXPECT_EQ(given.max_header_count, 7u);
  EXPECT_EQ(given.max_body_bytes, 64ull << 20);
  EXPECT_EQ(given.max_connections, 9u);
  EXPECT_EQ(given.idle_timeout, 1u);
  EXPECT_EQ(given.request_timeout, 2u);
  EXPECT_EQ(given.write_timeout, 3u);
  EXPECT_EQ(given.grace, 4u);
  EXPECT_EQ(given.admin_token, "t");
  EXPECT_TRUE(given.admin_open);
}

struct SizeCase {
  std::string_view text;
  std::uint64_t bytes;
};
TEST(Arguments, Sizes) {
  constexpr SizeCase kRows[] = {{"1000", 1000},          {"64KB", 64 << 10},  {"64kb", 64 << 10}, {"64K", 64 << 10},
                                {"64MB", 64 << 20},      {"64 MB", 64 << 20}, {"1gb", 1ull << 30}};
  for (const SizeCase& row : kRows) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(serve({"--max-body-bytes", std::string(row.text)}).max_body_bytes, row.bytes);
  }
}

TEST(Arguments, QuietBeatsAFormat) {
  EXPECT_EQ(serve({"-q"}).log, LogFormat::kNone);
  EXPECT_EQ(serve({"--log-format", "none"}).log, LogFormat::kNone);
  EXPECT_EQ(serve({"--quiet", "--log-format", "json"}).log, LogFormat::kNone);
}

TEST(Arguments, OtherCommands) {
  const Arguments check = parse({"check", "a", "b", "--format", "json", "--strict"});
  ASSERT_TRUE(std::holds_alternative<CheckArguments>(check));
  EXPECT_EQ(std::get<CheckArguments>(check).files.size(), 2u);
  EXPECT_TRUE(std::get<CheckArguments>(check).json);
  EXPECT_TRUE(std::get<CheckArguments>(check).strict);
  EXPECT_TRUE(std::holds_alternative<SchemaArguments>(parse({"schema"})));
  const Arguments completion = parse({"completion", "fish"});
  ASSERT_TRUE(std::holds_alternative<CompletionArguments>(completion));
  EXPECT_EQ(std::get<CompletionArguments>(completion).shell, "fish");
}

struct BadCase {
  std::string_view rule;
  std::vector<std::string> words;
  std::string_view says;
};
TEST(Arguments, BadUsageSaysWhatWouldBeRight) {
  const BadCase rows[] = {
      {"nothing at all shows the help", {}, "Examples:"},
      {"a mistyped command", {"sevre"}, "'serve'"},
      {"a mistyped flag", {"serve", "--prot", "1"}, "'--port'"},
      {"a mistyped flag with its value", {"serve", "--max-bodi-bytes=1"}, "'--max-body-bytes'"},
      {"a flag of another command", {"serve", "--strict"}, "--strict"},
      {"a port out of range", {"serve", "--port", "70000"}, "--port"},
      {"a port below 0", {"serve", "--port", "-1"}, "--port"},
      {"a port that is no number", {"serve", "--port", "http"}, "--port"},
      {"a flag without its value", {"serve", "--seed"}, "--seed"},
      {"a negative seed", {"serve", "--seed", "-1"}, "--seed"},
      {"a size in an unknown unit", {"serve", "--max-body-bytes", "1XB"}, "--max-body-bytes"},
      {"a size below 0", {"serve", "--max-body-bytes", "-1"}, "--max-body-bytes"},
      {"a format nobody knows", {"serve", "--log-format", "xml"}, "json"},
      {"nothing to check", {"check"}, "FILE"},
      {"a shell nobody knows", {"completion", "tcsh"}, "bash"},
  };
  for (const BadCase& row : rows) {
    SCOPED_TRACE(row.rule);
    const Finished end = finished(row.words);
    EXPECT_EQ(end.status, 2);
    EXPECT_TRUE(end.to_stderr);
    EXPECT_NE(end.text.find(row.says), std::string::npos) << end.text;
    EXPECT_TRUE(end.text.ends_with("\n"));
  }
}

// ---- WireMock's command line ---------------------------------------------------------------------

TEST(WiremockOptions, AreTakenByTheirFullNames) {
  const ServeArguments given =
      serve({"--root-dir", "r", "--bind-address=0.0.0.0", "--use-chunked-encoding", "body_file", "--disable-gzip", "--enable-stub-cors",
             "--global-response-templating", "--admin-api-basic-auth", "u:p", "--admin-api-require-https", "--disable-banner",
             "--jetty-idle-timeout", "1500", "--jetty-header-request-size", "9000", "--logged-response-body-size-limit", "10",
             "--max-request-journal-entries", "2", "--no-request-journal", "--disable-request-logging"});
  EXPECT_TRUE(given.wiremock.asked);
  EXPECT_EQ(given.wiremock.root_dir, "r");
  EXPECT_EQ(given.host, "0.0.0.0");
  EXPECT_EQ(given.wiremock.rules.chunked, wiremock::Rules::Chunked::kBodyFile);
  EXPECT_FALSE(given.wiremock.rules.gzip);
  EXPECT_TRUE(given.wiremock.rules.cors);
  EXPECT_EQ(given.wiremock.rules.templating, wiremock::Rules::Templating::kGlobal);
  ASSERT_TRUE(given.wiremock.credentials.has_value());
  EXPECT_EQ(given.wiremock.credentials->user + "|" + given.wiremock.credentials->password, "u|p");
  EXPECT_TRUE(given.wiremock.require_https);
  EXPECT_TRUE(given.wiremock.no_banner);
  EXPECT_EQ(given.idle_timeout, 2u);
  EXPECT_EQ(given.max_header_bytes, 9000u);
  EXPECT_EQ(given.wiremock.logged_body_bytes, 10u);
  EXPECT_EQ(given.journal_entries, 2u);
  EXPECT_FALSE(given.journal);
  EXPECT_EQ(given.log, LogFormat::kNone);
  EXPECT_TRUE(given.wiremock.notes.empty());
  EXPECT_FALSE(serve({"--port", "1"}).wiremock.asked);
}

TEST(WiremockOptions, ServeMayBeLeftOut) {
  const Arguments arguments = parse({"--root-dir", "r"});
  ASSERT_NE(std::get_if<ServeArguments>(&arguments), nullptr);
  EXPECT_EQ(std::get<ServeArguments>(arguments).wiremock.root_dir, "r");
}

TEST(WiremockOptions, MayBeAbbreviated) {
  EXPECT_EQ(serve({"--root", "r", "--bind=1.2.3.4"}).wiremock.root_dir, "r");
  EXPECT_EQ(serve({"--disable-response", "--global-response"}).wiremock.rules.templating, wiremock::Rules::Templating::kOff);
  const Finished end = finished({"serve", "--disable", "x"});
  EXPECT_EQ(end.status, 2);
  EXPECT_NE(end.text.find("--disable-gzip"), std::string::npos) << end.text;
}

TEST(WiremockOptions, WithoutEffectSaySo) {
  const ServeArguments given = serve({"--container-threads", "50", "--timeout", "5000", "--async-response-enabled", "true", "f.yaml"});
  ASSERT_EQ(given.wiremock.notes.size(), 3u);
  EXPECT_NE(given.wiremock.notes[0].find("--"), std::string::npos);
  EXPECT_EQ(given.files, std::vector<std::string>{"f.yaml"});  // the number belonged to --timeout
}

TEST(WiremockOptions, EveryOneIsAcceptedOrChecked) {
  for (const WiremockOption& option : wiremock_options()) {
    SCOPED_TRACE(option.name);
    EXPECT_NE(wiremock_help().find(std::string(option.name)), std::string::npos);
    if (option.argument == "N" || option.argument == "MS" || option.argument == "BYTES" || option.argument == "BOOL") {
      const Finished end = finished({"serve", std::string(option.name), "x"});
      EXPECT_EQ(end.status, 2);
      EXPECT_NE(end.text.find(std::string(option.name)), std::string::npos) << end.text;
    }
  }
}

TEST(WiremockOptions, ConflictsAreNamed) {
  const std::vector<std::vector<std::string>> rows = {
      {"--disable-http"},
      {"--https-port", "70000"},
      {"--https-client-cert", "maybe"},
      {"--keystore-type", "BKS"},
      {"--disable-http", "--https-port", "0", "--port", "1"},
      {"--https-require-client-cert"},
      {"--truststore-password", "x"},
      {"--record-mappings", "--no-request-journal"},
      {"--trust-all-proxy-targets"},
      {"--trust-all-proxy-targets", "--trust-proxy-target", "h", "--enable-browser-proxying"},
      {"--admin-api-basic-auth", "u"},
      {"--admin-api-basic-auth", "u:p:q"},
      {"--use-chunked-encoding", "sometimes"},
  };
  for (std::vector<std::string> row : rows) {
    SCOPED_TRACE(row.front());
    row.insert(row.begin(), "serve");
    const Finished end = finished(row);
    EXPECT_EQ(end.status, 2);
    EXPECT_TRUE(end.to_stderr);
    EXPECT_GT(end.text.size(), 10u);
  }
}

TEST(Arguments, TlsInOurWordsAndInWireMocks) {
  const auto ours = parsed<ServeArguments>({"serve", "--https-port", "0", "--disable-http", "--https-cert", "a.pem", "--https-key", "k.pem",
                                            "--https-client-ca", "c.pem", "--https-client-cert", "optional", "--tls13-only", "--forward-proxy"});
  EXPECT_EQ(ours.tls.port, 0);
  EXPECT_TRUE(ours.tls.without_http && ours.tls.only_tls13 && ours.tls.forward_proxy);
  EXPECT_EQ(ours.tls.certificate + ours.tls.key + ours.tls.client_ca, "a.pemk.pemc.pem");
  EXPECT_EQ(ours.tls.client_required, false);
  EXPECT_FALSE(ours.wiremock.asked);
  const auto theirs = parsed<ServeArguments>({"--https-port", "8443", "--https-keystore", "s.p12", "--keystore-password", "p", "--keystore-type", "PKCS12",
                                              "--https-truststore", "t.p12", "--https-require-client-cert", "--enable-browser-proxying"});
  EXPECT_EQ(theirs.tls.certificate + theirs.tls.password + theirs.tls.client_ca, "s.p12pt.p12");
  EXPECT_EQ(theirs.tls.client_required, true);
  EXPECT_TRUE(theirs.tls.forward_proxy);
  EXPECT_TRUE(theirs.wiremock.notes.empty());
}

TEST(Arguments, TheAuthoritysCommand) {
  EXPECT_EQ(parsed<CaArguments>({"ca"}).action, "show");
  const auto exported = parsed<CaArguments>({"ca", "export", "-o", "x", "--format", "der", "--ca-dir", "d"});
  EXPECT_EQ(exported.action + exported.output + exported.ca_dir, "exportxd");
  EXPECT_TRUE(exported.der);
  EXPECT_TRUE(parsed<CaArguments>({"ca", "new", "--replace"}).replace);
  EXPECT_EQ(finished({"ca", "burn"}).status, 2);
}

TEST(Arguments, HelpBeginsWithExamples) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--help"}, {"serve", "--help"}, {"check", "-h"}, {"schema", "--help"}, {"ca", "--help"}, {"completion", "--help"}}) {
    SCOPED_TRACE(words.front());
    const Finished end = finished(words);
    EXPECT_EQ(end.status, 0);
    EXPECT_FALSE(end.to_stderr);
    EXPECT_TRUE(end.text.starts_with("Examples:\n")) << end.text.substr(0, 80);
  }
  EXPECT_NE(finished({"serve", "--help"}).text.find("--max-body-bytes"), std::string::npos);
}

TEST(Arguments, Version) {
  EXPECT_EQ(finished({"--version"}).text, "mimus " MIMUS_VERSION "\n");
  EXPECT_EQ(finished({"--version"}).status, 0);
}

// Every "--word" of a command's help.
std::vector<std::string> flags_of(const std::string& help) {
  std::vector<std::string> flags;
  for (std::size_t at = help.find("\n  -"); at != std::string::npos; at = help.find("\n  -", at + 1)) {
    const std::string line = help.substr(at + 1, help.find('\n', at + 1) - at - 1);
    const std::size_t begin = line.find("--");
    if (begin != std::string::npos) flags.push_back(line.substr(begin + 2, line.find_first_of(" ,", begin) - begin - 2));
  }
  return flags;
}

TEST(Completion, KnowsEveryFlagOfEveryCommand) {
  for (const std::string command : {"serve", "check"}) {
    const std::vector<std::string> flags = flags_of(finished({command, "--help"}).text);
    ASSERT_GE(flags.size(), 3u);
    for (const std::string& flag : flags) {
      SCOPED_TRACE(flag);
      for (const std::string shell : {"bash", "zsh"}) {
        EXPECT_NE(completion_script(shell).find("--" + flag), std::string::npos) << shell;
      }
      EXPECT_NE(completion_script("fish").find("-l " + flag), std::string::npos);
    }
  }
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    for (const std::string command : {"serve", "check", "schema", "completion"}) {
      EXPECT_NE(completion_script(shell).find(command), std::string::npos) << shell << " " << command;
    }
  }
  EXPECT_EQ(completion_script("tcsh"), "");
}

TEST(Arguments, ServeWithAHistory) {
  const ServeArguments given = serve({"--history", "h.db", "--history-keep", "7d", "--history-max-bytes", "1G"});
  EXPECT_EQ(given.history, "h.db");
  EXPECT_EQ(given.history_keep, std::chrono::hours(24 * 7));
  EXPECT_EQ(given.history_max_bytes, 1u << 30);
  EXPECT_EQ(serve({}).history, std::nullopt);
  EXPECT_EQ(serve({"--history", "h.db", "--history-keep", "90s"}).history_keep, std::chrono::seconds(90));
  for (const char* bad : {"7", "d", "0d", "-1d", "7y", "99999999d", ""}) {
    const Finished said = finished({"serve", "--history", "h.db", std::string("--history-keep=") + bad});
    EXPECT_EQ(said.status, 2) << bad;
    EXPECT_NE(said.text.find("--history-keep"), std::string::npos) << said.text;
  }
}

TEST(Arguments, History) {
  const Arguments arguments = parse({"history", "h.db", "--status", "5xx", "--unmatched", "-n", "7", "--follow", "--format", "ndjson"});
  const auto* given = std::get_if<HistoryArguments>(&arguments);
  ASSERT_NE(given, nullptr);
  EXPECT_EQ(given->file, "h.db");
  EXPECT_TRUE(given->follow);
  EXPECT_EQ(given->format, "ndjson");
  auto parameters = given->parameters;
  std::sort(parameters.begin(), parameters.end());
  EXPECT_EQ(parameters, (std::vector<std::pair<std::string, std::string>>{{"limit", "7"}, {"matched", "false"}, {"status", "5xx"}}));
  EXPECT_EQ(finished({"history"}).status, 2);
  EXPECT_EQ(finished({"history", "h.db", "--sql", "SELECT 1", "--follow"}).status, 2);
  for (const char* shell : {"bash", "zsh", "fish"}) {
    EXPECT_NE(completion_script(shell).find("unmatched"), std::string::npos) << shell;
  }
}

TEST(Arguments, Replay) {
  const Arguments arguments = parse({"replay", "--compare", "--ignore", "/a", "h.db", "--ignore", "/b", "--against", "http://h", "--tolerance", "1%", "--tolerance", "0.5",
                                     "--timing", "x2.5", "--timeout", "500ms", "--header", "X-A:  b ", "--header", "Cookie:", "--compare-header", "*", "--parallel", "8"});
  const auto* given = std::get_if<ReplayArguments>(&arguments);
  ASSERT_NE(given, nullptr);
  EXPECT_EQ(given->source, "h.db");
  EXPECT_EQ(given->tolerances.ignore, (std::vector<std::string>{"/a", "/b"}));
  EXPECT_TRUE(given->tolerances.all_headers);
  EXPECT_TRUE(given->tolerances.headers.empty());
  EXPECT_EQ(given->pace, 2.5);
  EXPECT_EQ(given->timeout_ms, 500u);
  EXPECT_EQ(given->fields, (std::vector<std::pair<std::string, std::string>>{{"X-A", "b"}, {"Cookie", ""}}));
  EXPECT_EQ(given->parallel, 8u);
  for (const std::vector<std::string>& bad : {std::vector<std::string>{}, {"h.db", "--timing", "x0"}, {"h.db", "--timing", "2"}, {"h.db", "--timeout", "0s"},
                                              {"h.db", "--header", "nothing"}, {"h.db", "--parallel", "0"}, {"h.db", "--ignore", "/a"},
                                              {"h.db", "--compare", "--tolerance", "-1"}, {"h.db", "--format", "xml"}}) {
    std::vector<std::string> words{"replay"};
    words.insert(words.end(), bad.begin(), bad.end());
    EXPECT_EQ(finished(words).status, 2) << testing::PrintToString(bad);
  }
}

}  // namespace
}  // namespace mimus::cli
