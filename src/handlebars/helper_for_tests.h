#pragma once

#include <string>
#include <string_view>

#include "base/chance.h"
#include "json/json.h"
#include "program.h"

namespace mimus::handlebars {

// For tests of helpers: renders one template with JSON data.
//
//   const HelperTest test{.helpers = tables, .dialect = &kWireMock, .host = &host};
//   EXPECT_EQ(test.render("{{upper name}}", R"({"name": "ada"})"), "ADA");
//
// Failures, of compiling and of rendering, come back as "ERROR 1:3: what describe() says".
struct HelperTest {
  HelperTables helpers{};
  const Dialect* dialect = &kHandlebars;
  Host* host = nullptr;
  std::uint64_t seed = 1;
  Limits limits{};

  std::string render(std::string_view source, std::string_view data = "{}") const {
    const auto document = json::parse(data);
    if (!document) return "ERROR in the data: " + describe(document.error());
    const auto program = Program::compile(source, {.dialect = dialect, .helpers = helpers});
    if (!program) return failure(program.error());
    Arena arena;
    Rendering rendering{.dialect = dialect,
                        .root = Value::json(*document),
                        .host = host,
                        .arena = &arena,
                        .chance = Chance(seed),
                        .limits = limits};
    std::string out;
    if (const Status done = program->render(rendering, out); !done) return failure(done.error());
    return out;
  }

 private:
  static std::string failure(const Error& error) {
    return "ERROR " + std::to_string(error.where.line) + ":" + std::to_string(error.where.column) +
           ": " + error.message;
  }
};

}  // namespace mimus::handlebars
