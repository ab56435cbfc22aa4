#include "arguments.h"

#include <algorithm>

#include "completion.h"
#include "options.h"
#include "text/suggest.h"
#include "wiremock_options.h"

namespace mimus::cli {
namespace {

constexpr std::unique_ptr<Command> (*kCommands[])(CLI::App&) = {
    &serve_options,  &check_options,  &fake_options,   &history_options, &replay_options, &import_options,
    &export_options, &record_options, &schema_options, &ca_options,      &help_options,   &completion_options};

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

// The program with all of its commands.
struct Definition {
  CLI::App program{"Mimus stands in for an HTTP API: it answers from mock files, with delays and faults, and tells what it was asked."};
  std::vector<std::unique_ptr<Command>> commands;

  Definition() {
    program.formatter(std::make_shared<ExamplesFirst>());
    program.name("mimus");
    program.footer(
        "  mimus serve mimus.yaml                  # my mocks on http://127.0.0.1:8080/\n"
        "  mimus check mimus.yaml                  # what is wrong, and where\n"
        "  mimus COMMAND --help                    # examples and options of a command\n");
    program.set_version_flag("--version", "mimus " MIMUS_VERSION);
    program.require_subcommand(1);
    for (const auto make : kCommands) commands.push_back(make(program));
  }
};

std::string usage_error(const CLI::Error& error, const CLI::App& program, int argc, char** argv) {
  std::string text = "mimus: " + std::string(error.what());
  std::vector<std::string_view> known;
  std::vector<std::string> names;
  const CLI::App* scope = &program;
  for (const CLI::App* one : program.get_subcommands({})) {
    if (one->parsed()) scope = one;
  }
  for (const CLI::Option* option : scope->get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  if (scope == &program) {
    for (const CLI::App* one : program.get_subcommands({})) names.push_back(one->get_name());
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
  const std::string command = scope == &program ? "" : " " + scope->get_name();
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
Result<std::vector<std::string>> words_of(const CLI::App& program, int argc, char** argv) {
  std::vector<std::string> words(argv, argv + argc);
  const CLI::App& serve = *program.get_subcommand("serve");
  if (begins_with_option_of(serve, words)) words.insert(words.begin() + 1, "serve");
  if (words.size() < 2 || words[1] != "serve") return words;
  return write_out(std::move(words), option_names(serve));
}

}  // namespace

Arguments parse_arguments(int given_count, char** given) {
  Definition all;
  CLI::App& program = all.program;
  auto words = words_of(program, given_count, given);
  if (!words) return Finished{"mimus: " + describe(words.error()) + "\n'mimus help wiremock' shows all of them\n", true, 2};
  std::vector<char*> pointers;
  for (std::string& word : *words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const int argc = static_cast<int>(words->size());
  char** const argv = pointers.data();
  try {
    program.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const CLI::App* scope = &program;
    for (const CLI::App* one : program.get_subcommands()) scope = one;
    return Finished{scope->help(), false, 0};
  } catch (const CLI::CallForVersion& version) {
    return Finished{std::string(version.what()) + "\n", false, 0};
  } catch (const CLI::RequiredError& error) {
    if (argc <= 1) return Finished{program.help(), true, 2};
    return Finished{usage_error(error, program, argc, argv), true, 2};
  } catch (const CLI::Error& error) {
    return Finished{usage_error(error, program, argc, argv), true, 2};
  }
  const auto asked = std::ranges::find_if(all.commands, [](const auto& command) { return command->options().parsed(); });
  return (*asked)->arguments();
}

std::string completion_script(const std::string& shell) { return completion_script(Definition().program, shell); }

}  // namespace mimus::cli
