#include "import.h"

#include <gtest/gtest.h>

#include "native/native.h"
#include "native/write.h"

namespace mimus::mockoon {
namespace {

formats::Imported imported(std::string_view routes, std::string_view more = {}) {
  auto made = import_environment("{\"lastMigration\":33,\"routes\":[" + std::string(routes) + "]" + std::string(more) + "}", "e.json");
  EXPECT_TRUE(made) << describe(made.error());
  return made ? *std::move(made) : formats::Imported{};
}

struct WordsCase {
  std::string_view theirs, ours;  // "": there is none
};
constexpr WordsCase kWordsCases[] = {
    {"plain", "plain"},
    {"{{urlParam 'id'}}", "{{path.id}}"},
    {"a {{{body \"user.name\"}}} b", "a {{body.user.name}} b"},
    {"{{queryParam 'q'}}{{header 'X-A'}}{{cookie 'c'}}", "{{query.q}}{{header.X-A}}{{cookie.c}}"},
    {"{{faker 'person.fullName'}}", "{{faker 'person.fullName'}}"},
    {"{{queryParam 'q' 'none'}}", ""},
    {"{{#repeat 2}}x{{/repeat}}", ""},
    {"{{data 'b'}}", ""},
    {"{{urlParam 'id'", ""},
};

TEST(Import, TemplatesInOurWords) {
  for (const WordsCase& row : kWordsCases) {
    SCOPED_TRACE(row.theirs);
    EXPECT_EQ(in_our_words(row.theirs).value_or(""), row.ours);
  }
}

struct ImportCase {
  std::string_view rule, route;
  std::size_t stubs, approximated, left_out;
};
constexpr ImportCase kImportCases[] = {
    {"a route is a stub", R"({"endpoint":"a/:id","responses":[{"body":"x"}]})", 1, 0, 0},
    {"rules joined by OR are a stub each, and the default",
     R"({"endpoint":"a","responses":[{"body":"u","default":true},{"body":"r","rules":[{"target":"query","modifier":"q","value":"1"},{"target":"header","modifier":"h","value":"2"}]}]})",
     3, 0, 0},
    {"rules joined by AND are one",
     R"({"endpoint":"a","responses":[{"body":"u","default":true},{"body":"r","rulesOperator":"AND","rules":[{"target":"query","modifier":"q","value":"1"},{"target":"body","modifier":"h.x","value":"2","invert":true}]}]})",
     2, 0, 0},
    {"a sequence is a circle", R"({"endpoint":"a","responseMode":"SEQUENTIAL","responses":[{"body":"1"},{"body":"2"}]})", 1, 0, 0},
    {"FALLBACK is left out", R"({"endpoint":"a","responseMode":"FALLBACK","responses":[{}]})", 0, 0, 1},
    {"an expression is left out", R"({"endpoint":"a(b)?","responses":[{}]})", 0, 0, 1},
    {"a socket is left out", R"({"type":"ws","endpoint":"a","responses":[{}]})", 0, 0, 1},
    {"a file is left out", R"({"endpoint":"a","responses":[{"bodyType":"FILE","filePath":"f"}]})", 0, 0, 1},
    {"a template in our words is nearly the same", R"({"endpoint":"a","responses":[{"body":"{{urlParam 'x'}}"}]})", 1, 1, 0},
    {"one that has none stays as it is", R"({"endpoint":"a","responses":[{"body":"{{data 'x'}}"}]})", 1, 1, 0},
    {"a rule of the bucket is left out, the default stays",
     R"({"endpoint":"a","responses":[{"default":true},{"rules":[{"target":"data_bucket","modifier":"x","value":"1"}]}]})", 1, 0, 1},
};

TEST(Import, Rows) {
  for (const ImportCase& row : kImportCases) {
    SCOPED_TRACE(row.rule);
    const formats::Imported made = imported(row.route);
    EXPECT_EQ(made.stubs.size(), row.stubs);
    EXPECT_EQ(made.report.approximated.size(), row.approximated);
    EXPECT_EQ(made.report.left_out.size(), row.left_out);
    if (made.stubs.empty()) continue;
    const native::WrittenFile file = native::write_file(made.stubs);
    const native::Loaded loaded = native::load_text(file.text, "e.yaml", "/nonexistent");
    ASSERT_TRUE(loaded.configuration) << file.text;
    EXPECT_EQ(loaded.configuration->stubs.size(), made.stubs.size());
  }
}

TEST(Import, AListOfObjectsIsACollection) {
  constexpr std::string_view kCrud = R"({"type":"crud","method":"","endpoint":"items","responses":[{"bodyType":"DATABUCKET","databucketID":"b"}]})";
  const formats::Imported made = imported(kCrud, R"(,"data":[{"id":"b","name":"b","value":"[{\"id\":1}]"}])");
  ASSERT_EQ(made.routes.size(), 1u);
  EXPECT_EQ(json::write(made.routes[0]), R"({"resource":"/items","data":[{"id":1}]})");
  EXPECT_EQ(imported(kCrud, R"(,"data":[{"id":"b","name":"b","value":"[{{uuid}}]"}])").report.left_out.size(), 1u);
}

}  // namespace
}  // namespace mimus::mockoon
