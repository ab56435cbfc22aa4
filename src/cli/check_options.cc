#include "options.h"

namespace mimus::cli {
namespace {

constexpr CommandText kCheck = {"check", "says what is wrong in mock files, and where",
                                "  mimus check mimus.yaml                  # exit status 0: all is well, 2: it is not\n"
                                "  mimus check mocks/ --strict             # warnings fail too: for CI\n"
                                "  mimus check mocks/ --format json\n"};

class Check final : public Command {
 public:
  explicit Check(CLI::App& program) : Command(program, kCheck) {
    CLI::App& c = options();
    c.add_option("FILE", taken_.files, "files and folders")->required();
    add_json_format(c, taken_.json);
    c.add_flag("--strict", taken_.strict, "warnings count as errors");
  }
  Arguments arguments() override { return taken_; }

 private:
  CheckArguments taken_;
};

}  // namespace

std::unique_ptr<Command> check_options(CLI::App& program) { return std::make_unique<Check>(program); }

}  // namespace mimus::cli
