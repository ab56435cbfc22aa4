#include "options.h"

namespace mimus::cli {
namespace {

constexpr CommandText kCa = {
    "ca", "shows, exports and makes the certificate authority of this machine",
    "  mimus ca                                # what it is and where; it is made at the first --https-port\n"
    "  mimus ca export -o mimus-ca.pem         # its certificate: curl --cacert mimus-ca.pem https://localhost:8443/\n"
    "  mimus ca install-instructions           # how browsers, systems and languages come to trust it\n"
    "  mimus ca new --replace                  # another one in its place\n"};

class Ca final : public Command {
 public:
  explicit Ca(CLI::App& program) : Command(program, kCa) {
    CLI::App& c = options();
    c.add_option("ACTION", taken_.action, "show (default), export, install-instructions or new")
        ->check(CLI::IsMember({"show", "export", "install-instructions", "new"}));
    c.add_option("--ca-dir", taken_.ca_dir, "its folder (default: $XDG_DATA_HOME/mimus/ca or ~/.local/share/mimus/ca)");
    c.add_option("--output,-o", taken_.output, "of export: a file in place of standard output");
    c.add_option_function<std::string>("--format", [this](const std::string& form) { taken_.der = form == "der"; }, "of export: pem or der")
        ->check(CLI::IsMember({"pem", "der"}));
    c.add_flag("--replace", taken_.replace, "of new: in place of the one that is there; clients trust the old one no longer");
  }
  Arguments arguments() override { return taken_; }

 private:
  CaArguments taken_;
};

}  // namespace

std::unique_ptr<Command> ca_options(CLI::App& program) { return std::make_unique<Ca>(program); }

}  // namespace mimus::cli
