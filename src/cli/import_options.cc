#include "options.h"

#include "formats/formats.h"

namespace mimus::cli {
namespace {

constexpr CommandText kImport = {
    "import", "makes mocks of files of other programs: HAR, curl, Postman …",
    "  mimus import shop.har -o mocks/          # mocks/mimus.yaml, large bodies in mocks/files/\n"
    "  pbpaste | mimus import -                 # a curl command or fetch() from the browser; to standard output\n"
    "  mimus import api.postman_collection.json -o api.yaml\n"
    "  mimus import mapping.json --to native    # WireMock's\n"
    "  mimus import shop.har --to wiremock -o wiremock/\n"
    "  mimus import shop.mockoon.json -o mimus.yaml   # routes of ours; mimus serve takes it as it is\n"};

class Import final : public Command {
 public:
  explicit Import(CLI::App& program) : Command(program, kImport) {
    CLI::App& c = options();
    std::string names = "auto, wiremock, mockoon";
    for (const formats::Format& format : formats::formats()) names += ", " + std::string(format.name);
    c.add_option("FILE", taken_.file, "what to read; -: standard input")->required();
    c.add_option("--format", taken_.format, names + " (default auto: it looks)");
    c.add_option("--to", taken_.to, "native or wiremock (default native)")->check(CLI::IsMember({"native", "wiremock"}));
    c.add_option("--output,-o", taken_.output, "a file, or a folder (default: standard output)");
    c.add_flag("--strict", taken_.strict, "exit status 1 when something was left out");
  }
  Arguments arguments() override { return taken_; }

 private:
  ImportArguments taken_;
};

}  // namespace

std::unique_ptr<Command> import_options(CLI::App& program) { return std::make_unique<Import>(program); }

}  // namespace mimus::cli
