// Three lines, as texts and (the first) as JSON: every helper of WireMock's tables with one, two
// and three of them.
#include <cstdint>
#include <string>
#include <vector>

#include "base/hash.h"
#include "handlebars/program.h"
#include "wiremock.h"
#include "wiremock_host_for_tests.h"

using namespace mimus;
using handlebars::Program;
using handlebars::Value;

namespace {

std::vector<Program> programs() {
  std::vector<Program> all;
  for (const handlebars::HelperTable table : helpers::wiremock_helpers()) {
    for (const handlebars::HelperRow& row : table) {
      for (const std::string_view arguments :
           {" a", " a b", " a b c", " d b", " a b decode=true size=9 format=c"}) {
        const std::string call = std::string(row.name) + std::string(arguments);
        auto program = Program::compile(
            "{{" + call + "}}",
            {.dialect = &handlebars::kWireMock, .helpers = helpers::wiremock_helpers()});
        if (program) all.push_back(*std::move(program));
      }
    }
  }
  return all;
}

std::string_view line(std::string_view& input) {
  const std::size_t end = input.find('\n');
  const std::string_view first = input.substr(0, end);
  input.remove_prefix(end == std::string_view::npos ? input.size() : end + 1);
  return first;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<Program> all = programs();
  const std::string_view input_all(reinterpret_cast<const char*>(data), size);
  std::string_view input = input_all;
  const std::string_view a = line(input), b = line(input), c = line(input);
  const auto document = json::parse(a);
  const handlebars::Entry names[] = {
      {"a", Value::text(a)},
      {"b", Value::text(b)},
      {"c", Value::text(c)},
      {"d", document ? Value::json(*document) : Value::number(std::int64_t{7})}};
  helpers::WireMockTestHost host;
  // A sixteenth of them for each input, which ones the input says: mutations are many.
  constexpr std::size_t kShare = 16;
  for (std::size_t i = hash_bytes(input_all) % kShare; i < all.size(); i += kShare) {
    const Program& program = all[i];
    Arena arena;
    handlebars::Rendering rendering{.dialect = &handlebars::kWireMock,
                                    .root = Value::map(names),
                                    .host = &host,
                                    .arena = &arena,
                                    .chance = Chance(1),
                                    .limits = {.max_output = 1 << 20, .max_loops = 10'000}};
    std::string out;
    (void)program.render(rendering, out);
  }
  return 0;
}
