#include <cstdint>
#include <cstdlib>

#include "base/hash.h"
#include "catalog.h"
#include "handlebars/helper_for_tests.h"
#include "host_for_tests.h"
#include "relaxed_object.h"
#include "text/encoding.h"

namespace {

using namespace mimus;

constexpr std::string_view kForms[] = {
    "",
    " a.[0]",
    " a.[0] a.[1]",
    " a.[0] a.[1] a.[2]",
    " a.[0] a.[1] a.[2] a.[3]",
    " a.[0] date=a.[1] days=a.[2] format=a.[3] min=a.[1] max=a.[2] zone=a.[1] shift=a.[2] "
    "indent=a.[1]",
};

// A helper with what the data's list has, as arguments and as named ones.
void call(const handlebars::HelperRow& row, std::string_view form,
          const handlebars::HelperTest& test, std::string_view data) {
  const std::string name(row.name);
  const bool block = row.use == handlebars::HelperRow::Use::kBlock;
  const std::string inside = block ? "}}{{@index}}{{else}}-{{/" + name + "}}" : "}}";
  (void)test.render((block ? "{{#" : "{{") + name + std::string(form) + inside, data);
}

}  // namespace

// A JSON list of arguments, for helpers of our tables (an eighth of them, which the input decides):
// none does harm, whatever it is given.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (const auto object = helpers::relaxed_object(input)) (void)json::write(json::Value(*object));
  auto arguments = json::parse(input);
  if (!arguments || !arguments->is_array())
    arguments = json::Array{json::Value(text::to_valid_utf8(input))};
  const std::string document = json::write(json::Object{{"a", *arguments}});
  std::uint64_t turn = hash_bytes(input);
  const handlebars::Limits limits{.max_output = 1 << 16, .max_loops = 200};
  for (const helpers::DialectHelpers& dialect : helpers::catalog()) {
    const bool mockoon = dialect.dialect == "mockoon";
    helpers::HostForTests host;
    host.set_body(input);
    host.buckets.set("b", *json::parse(R"({"l":[1,{"x":2}],"n":3})"));
    const std::vector<handlebars::HelperTable> tables = helpers::tables_of(dialect.topics);
    const handlebars::HelperTest test{
        .helpers = tables,
        .dialect = mockoon ? &handlebars::kMockoon : &handlebars::kOurs,
        .host = &host,
        .limits = limits};
    for (const helpers::Topic& topic : dialect.topics) {
      for (const handlebars::HelperRow& row : topic.rows) {
        if (++turn % 8 == 0) call(row, kForms[turn / 8 % std::size(kForms)], test, document);
      }
    }
  }
  return 0;
}
