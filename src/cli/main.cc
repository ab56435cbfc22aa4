#include <cstdio>

#include "arguments.h"
#include "commands.h"

namespace mimus::cli {
namespace {

struct Run {
  int operator()(const ServeArguments& arguments) const { return run_serve(arguments); }
  int operator()(const CheckArguments& arguments) const { return run_check(arguments); }
  int operator()(const FakeArguments& arguments) const { return run_fake(arguments); }
  int operator()(const HistoryArguments& arguments) const { return run_history(arguments); }
  int operator()(const ReplayArguments& arguments) const { return run_replay(arguments); }
  int operator()(const SchemaArguments&) const { return run_schema(); }
  int operator()(const CaArguments& arguments) const { return run_ca(arguments); }
  int operator()(const ImportArguments& arguments) const { return run_import(arguments); }
  int operator()(const ExportArguments& arguments) const { return run_export(arguments); }
  int operator()(const RecordArguments& arguments) const { return run_record(arguments); }
  int operator()(const HelpArguments& arguments) const { return run_help(arguments); }
  int operator()(const CompletionArguments& arguments) const {
    std::fputs(completion_script(arguments.shell).c_str(), stdout);
    return 0;
  }
  int operator()(const Finished& finished) const {
    std::fputs(finished.text.c_str(), finished.to_stderr ? stderr : stdout);
    return finished.status;
  }
};

}  // namespace
}  // namespace mimus::cli

int main(int argc, char** argv) {
  return std::visit(mimus::cli::Run{}, mimus::cli::parse_arguments(argc, argv));
}
