#include "options.h"

namespace mimus::cli {
namespace {

constexpr CommandText kSchema = {"schema", "prints the JSON Schema of the native file, for editors",
                                 "  mimus schema > mimus.schema.json\n"
                                 "  # first line of mimus.yaml:  # yaml-language-server: $schema=mimus.schema.json\n"};

class Schema final : public Command {
 public:
  explicit Schema(CLI::App& program) : Command(program, kSchema) {}
  Arguments arguments() override { return SchemaArguments{}; }
};

}  // namespace

std::unique_ptr<Command> schema_options(CLI::App& program) { return std::make_unique<Schema>(program); }

}  // namespace mimus::cli
