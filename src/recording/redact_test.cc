#include "redact.h"

#include <gtest/gtest.h>

#include "exchanges_for_tests.h"
#include "json_members.h"
#include "secrets.h"

namespace mimus::recording {
namespace {

exchange::Exchange with_field(std::string name, std::string value) {
  exchange::Exchange one = got("/a", "{}");
  one.request.fields = {{std::move(name), std::move(value)}};
  return one;
}

Redactor defaults() { return *Redactor::compile({}); }

struct FieldCase {
  std::string_view rule, name, value, becomes;
};
constexpr FieldCase kFields[] = {
    {"the scheme stays", "Authorization", "Bearer abc.def", "Bearer REDACTED"},
    {"without a scheme all goes", "authorization", "abc", "REDACTED"},
    {"names of cookies stay", "Cookie", "sid=1; theme=dark", "sid=REDACTED; theme=REDACTED"},
    {"attributes of cookies stay", "Set-Cookie", "sid=1; Path=/; HttpOnly", "sid=REDACTED; Path=/; HttpOnly"},
    {"keys by name", "X-API-Key", "k", "REDACTED"},
    {"tokens by their looks", "X-Any", "a eyJhbGciOiJI.eyJzdWIi.c2ln b", "a REDACTED b"},
    {"cards by their check digit", "X-Any", "card 4111 1111 1111 1111.", "card 9999 9999 9999 9999."},
    {"a wrong check digit is no card", "X-Any", "4111 1111 1111 1112", "4111 1111 1111 1112"},
    {"a time is no card", "X-Any", "1763632257123", "1763632257123"},
    {"part of a longer word is no card", "X-Any", "x4111111111111111", "x4111111111111111"},
    {"a password in a URL", "Referer", "https://ada:secret@example.com/", "https://ada:REDACTED@example.com/"},
    {"what is no secret stays", "Accept", "application/json", "application/json"},
};
TEST(Redact, Fields) {
  for (const FieldCase& row : kFields) {
    SCOPED_TRACE(row.rule);
    exchange::Exchange one = with_field(std::string(row.name), std::string(row.value));
    const auto done = defaults().redact(one);
    EXPECT_EQ(one.request.fields[0].value, row.becomes);
    EXPECT_EQ(done.empty(), row.value == row.becomes);
    EXPECT_TRUE(defaults().redact(one).empty()) << "twice changes nothing";
    EXPECT_EQ(one.request.fields[0].value, row.becomes);
  }
}

struct BodyCase {
  std::string_view rule, body, becomes, where;
};
constexpr BodyCase kBodies[] = {
    {"a member, its blanks stay", R"({ "user": "ada",  "password" : "x" })", R"({ "user": "ada",  "password" : "REDACTED" })",
     "response body password"},
    {"at any depth", R"([{"a":{"accessToken":"t","n":1}}])", R"([{"a":{"accessToken":"REDACTED","n":1}}])",
     "response body accessToken"},
    {"numbers and lists too", R"({"pin":1234,"secret":["a",{"b":1}]})", R"({"pin":"REDACTED","secret":"REDACTED"})",
     "response body pin"},
    {"escapes in names", R"({"pass\u0077ord":"x"})", R"({"pass\u0077ord":"REDACTED"})", "response body password"},
    {"a card as a number stays a number", R"({"n":4111111111111111})", R"({"n":9999999999999999})", "response body"},
    {"null and false are no secrets", R"({"token":null,"jwt":false})", R"({"token":null,"jwt":false})", ""},
    {"a name as a value is none", R"({"a":"password","b":"x"})", R"({"a":"password","b":"x"})", ""},
};
TEST(Redact, Bodies) {
  for (const BodyCase& row : kBodies) {
    SCOPED_TRACE(row.rule);
    exchange::Exchange one = got("/a", std::string(row.body));
    const auto done = defaults().redact(one);
    EXPECT_EQ(one.response->body, row.becomes);
    ASSERT_EQ(done.empty(), row.where.empty());
    if (!done.empty()) {
      EXPECT_EQ(done.front().where, row.where);
    }
    EXPECT_TRUE(defaults().redact(one).empty());
  }
}

TEST(Redact, QueriesAndForms) {
  exchange::Exchange one = said("POST", "/a?page=1&api_key=k%201&x", "user=ada&password=p", 200, "{}");
  one.request.fields = {{"Content-Type", "application/x-www-form-urlencoded"}};
  const auto done = defaults().redact(one);
  EXPECT_EQ(one.request.url, "/a?page=1&api_key=REDACTED&x");
  EXPECT_EQ(one.request.body, "user=ada&password=REDACTED");
  const std::vector<Redaction> expected{{"query api_key", "name"}, {"request body password", "name"}};
  EXPECT_EQ(done, expected);
}

TEST(Redact, OwnRulesAndExceptions) {
  const auto redactor = Redactor::compile({.names = {"X-Tenant-Key"}, .patterns = {"cust-([0-9]+)"}, .keep = {"token"}});
  ASSERT_TRUE(redactor);
  exchange::Exchange one = got("/a", R"({"token":"t","tenantKey":1,"xTenantKey":"k","who":"cust-77"})");
  (void)redactor->redact(one);
  EXPECT_EQ(one.response->body, R"({"token":"t","tenantKey":1,"xTenantKey":"REDACTED","who":"cust-REDACTED"})");

  auto bad = Redactor::compile({.patterns = {"a", "("}});
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().where.pointer, "/patterns/1");
}

TEST(Redact, BytesThatAreNoTextStay) {
  exchange::Exchange one = got("/a", "\xff\xfe{\"password\":\"x\"}");
  const std::string before = one.response->body;
  EXPECT_TRUE(defaults().redact(one).empty());
  EXPECT_EQ(one.response->body, before);
}

}  // namespace
}  // namespace mimus::recording
