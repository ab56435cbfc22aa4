#include "options.h"

namespace mimus::cli {
namespace {

constexpr CommandText kCompletion = {"completion", "prints a completion script for bash, zsh or fish",
                                     "  source <(mimus completion bash)\n"
                                     "  mimus completion fish > ~/.config/fish/completions/mimus.fish\n"};

class Completion final : public Command {
 public:
  explicit Completion(CLI::App& program) : Command(program, kCompletion) {
    options().add_option("SHELL", taken_.shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  }
  Arguments arguments() override { return taken_; }

 private:
  CompletionArguments taken_;
};

}  // namespace

std::unique_ptr<Command> completion_options(CLI::App& program) { return std::make_unique<Completion>(program); }

}  // namespace mimus::cli
