#include "options.h"

namespace mimus::cli {
namespace {

constexpr CommandText kExport = {
    "export", "writes mocks in another form: native, WireMock, HAR, Postman, curl, OpenAPI",
    "  mimus export mimus.yaml --to wiremock -o wiremock/    # mappings/ and __files/\n"
    "  mimus export wiremock/ --to native -o mimus.yaml\n"
    "  mimus export mimus.yaml --to postman -o shop.postman_collection.json\n"
    "  mimus export mimus.yaml --to curl                     # a command for each route\n"
    "  mimus export mimus.yaml --to openapi -o shop.openapi.yaml   # a first draft\n"
    "  mimus export history.db --to openapi --base https://api.example.com   # of what was recorded, secrets taken out\n"
    "  mimus export shop.har mimus.yaml --to har -o all.har --base https://api.example.com\n"};

class Export final : public Command {
 public:
  explicit Export(CLI::App& program) : Command(program, kExport) {
    CLI::App& c = options();
    c.add_option("SOURCE", taken_.sources, "mock files and folders, also those that import reads; for openapi also histories")->required();
    c.add_option("--to", taken_.to, "native, wiremock, har, postman, curl or openapi")->required();
    c.add_option("--output,-o", taken_.output, "a file, or a folder (default: standard output)");
    c.add_option("--base", taken_.base, "where the mocks are, for har, postman, curl and openapi (default http://127.0.0.1:8080)");
    c.add_flag("--json", taken_.json, "of openapi: JSON (default: YAML, unless the file is named .json)");
  }
  Arguments arguments() override { return taken_; }

 private:
  ExportArguments taken_;
};

}  // namespace

std::unique_ptr<Command> export_options(CLI::App& program) { return std::make_unique<Export>(program); }

}  // namespace mimus::cli
