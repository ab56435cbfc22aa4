#include "redact.h"

#include <gtest/gtest.h>

#include <algorithm>

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
    {"names by their ends", "X-Acme-Access-Token", "abc", "REDACTED"},
    {"parameters of a URL", "Location", "https://a.test/cb?code=1&access_token=s3cr3t#x", "https://a.test/cb?code=1&access_token=REDACTED#x"},
    {"… behind the '#'", "Location", "/cb#id_token=s3cr3t&state=1", "/cb#id_token=REDACTED&state=1"},
    {"… in brackets", "Link", "</next?page=2&api-key=k>; rel=next", "</next?page=2&api-key=REDACTED>; rel=next"},
    {"… with more before", "Refresh", "5; url=/in?session=abc", "5; url=/in?session=REDACTED"},
    {"… of a path", "Referer", "https://a.test/shop;jsessionid=77AB?x=1", "https://a.test/shop;jsessionid=REDACTED?x=1"},
    {"… anywhere", "Content-Location", "/me?dbPasswd=x", "/me?dbPasswd=REDACTED"},
    {"a place in a list is no secret", "Location", "/list?nextPageToken=abc", "/list?nextPageToken=abc"},
    {"whether there is one is none", "X-Has-Password", "true", "true"},
    {"CORS stays", "Access-Control-Allow-Credentials", "true", "true"},
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
  std::string_view rule, body, becomes, where, type = "application/json";
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
    {"names by their ends", R"({"user_session_id":"abc","github-token":"t","tokens":3})",
     R"({"user_session_id":"REDACTED","github-token":"REDACTED","tokens":3})", "response body github-token"},
    {"a session that is an object has members", R"({"session":{"sid":"abc","user":"ada"}})", R"({"session":{"sid":"REDACTED","user":"ada"}})",
     "response body sid"},
    {"parameters of a URL", R"({"next":"https://a.test/x?api_key=k&page=2","a":"b?token=c"})",
     R"({"next":"https://a.test/x?api_key=REDACTED&page=2","a":"b?token=c"})", "response body api_key"},
    {"JSON of an event stream", "event: in\ndata: {\"token\": \"abc\"}\n\ndata: \"token\"\n\n",
     "event: in\ndata: {\"token\": \"REDACTED\"}\n\ndata: \"token\"\n\n", "response body token", "text/event-stream"},
    {"elements and attributes", "<a:in xmlns:a='u' Secret=\"x\"><a:Password>y</a:Password><p><![CDATA[z]]></p><accessToken><![CDATA[z]]></accessToken></a:in>",
     "<a:in xmlns:a='u' Secret=\"REDACTED\"><a:Password>REDACTED</a:Password><p><![CDATA[z]]></p><accessToken><![CDATA[REDACTED]]></accessToken></a:in>",
     "response body Password", "text/xml"},
    {"fields of a page's form", "<!-- <token>x --><form><input type=hidden name=csrf_token value=\"abc\"><input name=page value=3></form>",
     "<!-- <token>x --><form><input type=hidden name=csrf_token value=\"REDACTED\"><input name=page value=3></form>", "response body csrf_token", "text/html"},
    {"parts of a form", "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nabc\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nabc\r\n--b--\r\n",
     "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nREDACTED\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nabc\r\n--b--\r\n",
     "response body password", "multipart/form-data; boundary=b"},
    {"a form that is not UTF-8", "town=K\xF6ln&password=\xF6\xF6", "town=K\xF6ln&password=REDACTED", "response body password", "application/x-www-form-urlencoded"},
    {"a name as a value is none", R"({"a":"password","b":"x"})", R"({"a":"password","b":"x"})", ""},
};
TEST(Redact, Bodies) {
  for (const BodyCase& row : kBodies) {
    SCOPED_TRACE(row.rule);
    exchange::Exchange one = said("GET", "/a", "", 200, std::string(row.body), std::string(row.type));
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

// A secret is one wherever it stands, when it is long enough to be no chance.
TEST(Redact, ASecretOfOnePlaceIsOneInEveryOther) {
  std::vector<exchange::Exchange> all{
      got("https://pass.test/sessions/ab%22cd-efgh?x=pass.test", R"({"echo":"<ab\"cd-efgh>","short":"1234567","lang":"en-dark-mode","id":12345678})"),
      said("POST", "/login", R"({"password":"ab\"cd-efgh","pin":"1234567","otp":12345678,"secret":"password","token":"pass.test","changePassword":"/sessions"})", 200,
           "<p>ab&quot;cd-efgh</p>", "text/html"),
      with_field("Cookie", "theme=en-dark-mode; sid=sid-of-ada; x=r4nd0m-text"), with_field("X-Note", "sid-of-ada, r4nd0m-text, hunter-two"),
      with_field("Authorization", "Basic YWRhOmh1bnRlci10d28=")};
  const Redactor redactor = defaults();
  const auto done = redactor.redact(all);
  EXPECT_EQ(all[0].request.url, "https://pass.test/sessions/REDACTED?x=REDACTED") << "but for the host";
  EXPECT_EQ(all[0].response->body, R"({"echo":"<REDACTED>","short":"1234567","lang":"en-dark-mode","id":12345678})");
  EXPECT_EQ(all[1].response->body, "<p>REDACTED</p>");
  EXPECT_EQ(all[1].request.body.find("\"password\":\"REDACTED\""), 1u) << all[1].request.body;
  EXPECT_EQ(all[3].request.fields[0].value, "REDACTED, REDACTED, REDACTED");
  EXPECT_NE(std::ranges::find(done, Redaction{"request header X-Note", "a secret elsewhere"}), done.end());
  EXPECT_TRUE(redactor.redact(all).empty()) << "twice changes nothing";
}

// What is replaced has another length; each event keeps the time at which it had come.
TEST(Redact, EventsKeepTheirPieces) {
  const std::string first = "data: {\"token\": \"a-secret-of-some-length\"}\n\n", second = "data: {\"token\": \"b\"}\n\n";
  exchange::Exchange one = said("GET", "/a", "", 200, first + second + second, "text/event-stream");
  using std::chrono::milliseconds;
  one.response->pieces = {{milliseconds(0), first.size()}, {milliseconds(10), first.size() + 5}, {milliseconds(20), first.size() + 2 * second.size()}};
  (void)defaults().redact(one);
  const std::size_t event = std::string("data: {\"token\": \"REDACTED\"}\n\n").size();
  ASSERT_EQ(one.response->body.size(), 3 * event);
  const std::vector<exchange::Piece> expected{{milliseconds(0), event}, {milliseconds(10), event}, {milliseconds(20), 3 * event}};
  EXPECT_EQ(one.response->pieces, expected) << "the second piece ended inside the second event";
}

TEST(Redact, UrlsToShow) {
  EXPECT_EQ(defaults().redact_url("GET /me?api_key=k3y&page=2"), "GET /me?api_key=REDACTED&page=2");
}

TEST(Redact, OwnRulesAndExceptions) {
  const auto redactor = Redactor::compile({.names = {"X-Tenant-Key"}, .patterns = {"cust-([0-9]+)"}, .keep = {"token"}});
  ASSERT_TRUE(redactor);
  exchange::Exchange one = got("/a", R"({"token":"t","tenantKey":1,"xTenantKey":"k","who":"cust-77","access_token":"REDACTED"})");
  (void)redactor->redact(one);
  EXPECT_EQ(one.response->body, R"({"token":"t","tenantKey":1,"xTenantKey":"REDACTED","who":"cust-REDACTED","access_token":"REDACTED"})");

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
