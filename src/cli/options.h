#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "arguments.h"

namespace mimus::cli {

// How `mimus --help` and the command's own help show it. The examples come first, because that is what people look for.
struct CommandText {
  std::string_view name, summary, examples;
};

// A command of the program: its options, bound to the struct that they fill. A new one is a file NAME_options.cc like its
// neighbours, and a line in arguments.cc and in CMakeLists.txt.
class Command {
 public:
  virtual ~Command() = default;
  Command(const Command&) = delete;
  // After the command line was read: what it says, or why that is no use.
  virtual Arguments arguments() = 0;
  CLI::App& options() const { return *options_; }

 protected:
  Command(CLI::App& program, const CommandText& text);

 private:
  CLI::App* const options_;  // the program's
};

std::unique_ptr<Command> serve_options(CLI::App& program);
std::unique_ptr<Command> check_options(CLI::App& program);
std::unique_ptr<Command> fake_options(CLI::App& program);
std::unique_ptr<Command> history_options(CLI::App& program);
std::unique_ptr<Command> replay_options(CLI::App& program);
std::unique_ptr<Command> import_options(CLI::App& program);
std::unique_ptr<Command> export_options(CLI::App& program);
std::unique_ptr<Command> record_options(CLI::App& program);
std::unique_ptr<Command> schema_options(CLI::App& program);
std::unique_ptr<Command> ca_options(CLI::App& program);
std::unique_ptr<Command> help_options(CLI::App& program);
std::unique_ptr<Command> completion_options(CLI::App& program);

// What several commands have.
void add_tls_options(CLI::App& c, TlsArguments& tls);
void add_outward_options(CLI::App& c, OutwardArguments& outward);
void add_json_format(CLI::App& c, bool& json);  // --format text|json

// CLI11 reads "-1" into an unsigned number as its largest value.
extern const CLI::Validator kNotNegative;
// A regular expression.
extern const CLI::Validator kExpression;

}  // namespace mimus::cli
