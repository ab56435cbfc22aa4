#include "arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "fake/methods.h"
#include "regex/regex.h"
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
    "  mimus serve --root-dir wiremock         # WireMock's mappings/ and __files/; its options: mimus help wiremock\n"};
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
constexpr CommandText kSchema = {"schema", "prints the JSON Schema of the native file, for editors",
                                 "  mimus schema > mimus.schema.json\n"
                                 "  # first line of mimus.yaml:  # yaml-language-server: $schema=mimus.schema.json\n"};
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
  CompletionArguments completion;
  CLI::App* fake_command = nullptr;
  CLI::App* serve_command = nullptr;
  CLI::App* check_command = nullptr;
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

  Definition();
  CLI::App* command(const CommandText& text);
  void add_serve();
  void add_wiremock();
  void add_fake();
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
  add_wiremock();

  check_command = command(kCheck);
  check_command->add_option("FILE", check.files, "files and folders")->required();
  check_command->add_option("--format", check_format, "text or json")->check(CLI::IsMember({"text", "json"}));
  check_command->add_flag("--strict", check.strict, "warnings count as errors");

  add_fake();
  schema_command = command(kSchema);

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
  c.add_option("--upstream-via", outward.via, "a proxy for requests to others: HOST:PORT, or a URL with user and password");
  c.add_option("--upstream-ca", outward.ca_file, "PEM file of certificates to trust beside the system's");
  c.add_option("--upstream-cert", outward.certificate, "PEM file of the certificate to show to upstreams");
  c.add_option("--upstream-key", outward.key, "PEM file of its key (default: in the same file)");
  c.add_flag("--upstream-insecure", outward.insecure, "take any certificate of upstreams");
  c.add_flag("--forwarded", outward.says_who, "tell upstreams who asked: Via, X-Forwarded-For, -Host and -Proto");
  c.add_option("--admin-token", serve.admin_token, "what /__logs, /__reload … ask for (default: made when --host is not this machine's own)");
  c.add_flag("--admin-open", serve.admin_open, "no token, whatever the address");
  c.add_flag("--fake-api{/}", serve.fake_api, "the fake data server below all stubs, at / or --fake-api=/PREFIX (on when there is no file)");
  c.add_option("--fake-api-key", serve.fake_api_key, "what the fake data server asks for, as X-Api-Key or ?api_key=");
  c.add_option("--fake-api-max", serve.fake_api_most, "most records of one request (default 1000000)")->check(kNotNegative);
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
    if (all.quiet || all.log_format == "none") all.serve.log = LogFormat::kNone;
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
  if (*all.schema_command) return SchemaArguments{};
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
