#include "seeds.h"

#include <gtest/gtest.h>

#include "for_tests.h"

namespace mimus::collections {
namespace {

std::string shown(const Result<std::vector<json::Value>>& rows) {
  if (!rows) return "ERROR " + describe(rows.error());
  return json::write(json::Array(rows->begin(), rows->end()));
}

struct Case {
  std::string_view rule, file, text, rows;
};
constexpr Case kCases[] = {
    {"a table", "a.csv", "id,name\n1,Ada\n2,Bob\n", R"([{"id":1,"name":"Ada"},{"id":2,"name":"Bob"}])"},
    {"cells have types", "a.csv", "a,b,c,d,e\n1.50,true,007,,x\r\n", R"([{"a":1.5,"b":true,"c":"007","e":"x"}])"},
    {"quotes", "a.csv", "a,b\n\"1\",\"x, \"\"y\"\"\nz\"\n", R"([{"a":"1","b":"x, \"y\"\nz"}])"},
    {"objects inside", "a.csv", "id,at.city,at.zip\n1,Rome,00100\n", R"([{"id":1,"at":{"city":"Rome","zip":"00100"}}])"},
    {"tabs", "a.tsv", "a\tb\n1,5\t2", R"([{"a":"1,5","b":2}])"},
    {"a mark at the beginning, blank lines", "a.csv", "\xEF\xBB\xBFid\n1\n\n2\n", R"([{"id":1},{"id":2}])"},
    {"nothing", "a.csv", "", "[]"},
    {"too many cells", "a.csv", "a,b\n1,2\n1,2,3\n", "ERROR 3:1: 3 cells in a table of 2 columns"},
    {"an open quote", "a.csv", "a\n\"x\n", "ERROR 2:1: a quoted cell does not end"},
    {"a column twice", "a.csv", "a,a\n1,2\n", "ERROR 1:1: the column 'a' is there twice, or inside another one"},
    {"lines", "a.ndjson", "{\"id\": 1}\n\n{\"id\": 2}", R"([{"id":1},{"id":2}])"},
    {"a bad line", "a.jsonl", "{\"id\": 1}\n7\n", "ERROR 2:1: a row must be a JSON object"},
    {"a list", "a.json", "[{\"id\": 1}, /* two */ {\"id\": 2},]", R"([{"id":1},{"id":2}])"},
    {"no list", "a.json", "{}", "ERROR a file of rows is a list of objects; [{\"id\": 1}, …]"},
};

TEST(Seeds, Files) {
  for (const Case& row : kCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(shown(read_rows(row.text, row.file)), row.rows);
  }
}

TEST(Seeds, ADatabase) {
  const json::Value document = parsed(R"({"$schema": "x", "users": [{"id": "a1", "name": "Ada"}],
      "posts": [{"id": 1, "userId": "a1"}, {"title": "no id"}], "profile": {"name": "me"}})");
  ASSERT_TRUE(is_database(document));
  Store store;
  std::vector<DefinitionPtr> definitions;
  for (Definition& each : *read_database(document)) definitions.push_back(*complete(std::move(each)));
  const Status done = store.define(std::move(definitions), Chance(1));
  ASSERT_TRUE(done) << describe(done.error());
  EXPECT_EQ(ask(store, "GET /posts").body, R"([{"id":1,"userId":"a1"},{"id":2,"title":"no id"}])");
  EXPECT_EQ(column(ask(store, "GET /users/a1/posts")), "1");
  EXPECT_EQ(ask(store, "GET /posts/1?_expand=user").body, R"({"id":1,"userId":"a1","user":{"id":"a1","name":"Ada"}})");
  EXPECT_EQ(ask(store, "GET /profile").body, R"({"name":"me"})");
  EXPECT_EQ(ask(store, "DELETE /users/a1").status, 204);
  EXPECT_EQ(ask(store, "GET /posts/1").body, R"({"id":1,"userId":null})");
  EXPECT_EQ(parsed(ask(store, "POST /users", "{}").body).at("id").get_string().size(), 36u);
}

TEST(Seeds, WhatIsNoDatabase) {
  for (const std::string_view text : {"[]", "{}", R"({"a": 1})", R"({"a": {}})", R"({"a": [1]})", R"({"a": [], "b": "x"})"})
    EXPECT_FALSE(is_database(parsed(text))) << text;
}

TEST(Definitions, BadOnes) {
  const auto fault = [](std::string_view text) {
    const auto made = complete(described(text));
    return made ? std::string("none") : made.error().where.pointer + " " + describe(made.error());
  };
  EXPECT_EQ(fault(R"({"name": "a", "rows": [{"id": 1}, {"id": "1"}]})").substr(0, 45), "/data/1 two rows have the id \"1\"; ids are uni");
  EXPECT_NE(fault(R"({"name": "a", "validate": {"type": "strin"}})").find("/validate"), std::string::npos);
  EXPECT_NE(fault(R"({"name": "a", "rows": [7]})").find("a row must be an object"), std::string::npos);
  EXPECT_FALSE(IdRule::parse("uuuid"));
  EXPECT_FALSE(id_rule_of_schema(parsed(R"({"id": "person.firstName"})"), "id"));
}

TEST(Definitions, NamesOfOneRow) {
  EXPECT_EQ(singular_of("users"), "user");
  EXPECT_EQ(singular_of("categories"), "category");
  EXPECT_EQ(singular_of("boxes"), "box");
  EXPECT_EQ(singular_of("staff"), "staff");
}

}  // namespace
}  // namespace mimus::collections
