#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "memory.h"
#include "pace.h"
#include "response.h"
#include "responses.h"
#include "route.h"
#include "settings_reader.h"
#include "testing.h"

namespace mimus::native {
namespace {

// Every key of every table: documented, with a schema that is JSON and an example that loads.
template <class Target>
void check_table(std::span<const Key<Target>> table, const std::string& before,
                 const std::string& after) {
  for (const Key<Target>& key : table) {
    SCOPED_TRACE(key.name);
    EXPECT_FALSE(key.summary.empty());
    EXPECT_TRUE(json::parse(key.schema)) << key.schema;
    ASSERT_TRUE(json::parse(key.example)) << key.example;
    std::string others = before;
    if (key.name == "path") others = "[{";  // the table's own example takes the place of ours
    const std::string member = "\"" + std::string(key.name) + "\": " + std::string(key.example);
    const Loaded loaded = load_here(others + member + after, ::testing::TempDir());
    for (const std::string& line : described(loaded.errors)) ADD_FAILURE() << line;
  }
}

TEST(Keys, EveryExampleLoads) {
  check_table(route_keys(), R"([{"path": "/x", )", "}]");
  check_table(response_keys(), R"([{"path": "/x", )", "}]");
  check_table(memory_keys(), R"([{"path": "/x", )", "}]");
  check_table(pace_keys(), R"([{"path": "/x", )", "}]");
  check_table(setting_keys(), "{", "}");
  check_table(weighted_keys(), R"([{"path": "/x", "responses": [{)", "}]}]");
}

// ---- the schema --------------------------------------------------------------------------------

void collect_refs(const json::Value& value, std::set<std::string>& out) {
  if (value.is_array()) {
    for (const json::Value& item : value.get_array()) collect_refs(item, out);
  }
  if (!value.is_object()) return;
  for (const auto& member : value.get_object()) {
    if (member.key() == "$ref") out.insert(std::string(member.value().as_string()));
    collect_refs(member.value(), out);
  }
}

TEST(Schema, EveryReferenceLeadsSomewhere) {
  const json::Value root = schema();
  std::set<std::string> refs;
  collect_refs(root, refs);
  EXPECT_GE(refs.size(), 8u);
  for (const std::string& ref : refs) EXPECT_TRUE(json::find(root, ref.substr(1))) << ref;
}

TEST(Schema, KnowsEveryKeyWithDescriptionAndExample) {
  const json::Value root = schema();
  for (const Key<RouteDraft>& key : route_keys()) {
    const std::string at = "/$defs/route/properties/" + std::string(key.name);
    ASSERT_TRUE(json::find(root, at)) << at;
    EXPECT_EQ(*json::find(root, at + "/description"), json::Value(key.summary));
    EXPECT_EQ(*json::find(root, at + "/examples/0"), *json::parse(key.example));
  }
  EXPECT_TRUE(json::find(root, "/$defs/route/properties/throttle"));
  EXPECT_TRUE(json::find(root, "/$defs/route/properties/base64"));
  EXPECT_TRUE(json::find(root, "/$defs/weighted/properties/weight"));
  EXPECT_TRUE(json::find(root, "/oneOf/0/properties/unmatched"));
  EXPECT_TRUE(json::find(root, "/oneOf/0/properties/endpoints"));
  EXPECT_TRUE(json::find(root, "/$defs/condition/oneOf/1/properties/contains"));
}

// The reference page names every key: a new row without its paragraph shows here.
TEST(Schema, TheReferenceNamesEveryKey) {
  std::ifstream in(std::string(MIMUS_SOURCE_DIR) + "/docs/native-file.md");
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  std::vector<std::string_view> names;
  append_names(route_keys(), names);
  append_names(response_keys(), names);
  append_names(pace_keys(), names);
  append_names(setting_keys(), names);
  append_names(weighted_keys(), names);
  for (const match::MatcherRow& row : match::matcher_table()) names.push_back(row.key);
  for (const std::string_view name : names) {
    EXPECT_NE(page.find("`" + std::string(name) + "`"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace mimus::native
