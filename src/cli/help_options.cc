#include "options.h"

namespace mimus::cli {
namespace {

constexpr CommandText kHelp = {"help", "shows what templates can call, and WireMock's options",
                               "  mimus help template                     # every helper, by dialect\n"
                               "  mimus help template repeat              # one of them\n"
                               "  mimus help template --format json       # for tools\n"
                               "  mimus help wiremock                     # options of WireMock's command line\n"};

class Help final : public Command {
 public:
  explicit Help(CLI::App& program) : Command(program, kHelp) {
    CLI::App& c = options();
    c.add_option("TOPIC", taken_.topic, "template or wiremock")->required()->check(CLI::IsMember({"template", "wiremock"}));
    c.add_option("NAME", taken_.name, "of a helper");
    add_json_format(c, taken_.json);
  }
  Arguments arguments() override { return taken_; }

 private:
  HelpArguments taken_;
};

}  // namespace

std::unique_ptr<Command> help_options(CLI::App& program) { return std::make_unique<Help>(program); }

}  // namespace mimus::cli
