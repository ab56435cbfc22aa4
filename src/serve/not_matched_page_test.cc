#include "not_matched_page.h"

#include <gtest/gtest.h>

#include "base/code_points.h"
#include "support/shared_data.h"
#include "wiremock_for_tests.h"

namespace mimus::serve {
namespace {

stub::Stub order_stub() {
  stub::Stub stub = wiremock_stub("/orders/new", literal("ok"), {"POST"});
  stub.more.edit().name = "new order";
  stub.request = {};
  stub.request.manner = match::Manner::kWireMock;
  stub.request.methods = {"POST"};
  EXPECT_TRUE(match::ask_for_url(match::UrlForm::kUrl, "/orders/new", stub.request));
  using match::Place;
  stub.request.conditions.push_back({Place::kHeader, "X-Tenant", {{"equalTo", "acme"}}});
  stub.request.conditions.push_back({Place::kHeader, "Accept", {{"matches", ".*json.*"}}});
  stub.request.conditions.push_back({Place::kQuery, "q", {{"equalTo", "1"}}});
  stub.request.conditions.push_back(
      {Place::kBody, "", {{"equalToJson", *json::parse(R"({"id":1})")}}});
  return stub;
}

TEST(NotMatchedPage, IsWireMocksToTheByte) {
  const auto expect = json::parse(read_recorded("unmatched-diff.expect.json"));
  ASSERT_TRUE(expect);
  OneStub one(order_stub());
  for (const json::Value& step : json::find(*expect, "/steps")->get_array()) {
    const json::Value& request = *json::find(step, "/request");
    const auto text = [&](const json::Value& at, std::string_view pointer) {
      const json::Value* found = json::find(at, pointer);
      return found == nullptr ? std::string() : std::string(found->get_string());
    };
    std::vector<std::pair<std::string, std::string>> owned;
    if (const json::Value* headers = json::find(request, "/headers")) {
      for (const json::Value& pair : headers->get_array())
        owned.emplace_back(text(pair, "/0"), text(pair, "/1"));
    }
    std::vector<http::HeaderField> fields;
    for (const auto& [name, value] : owned) fields.push_back({name, value});
    const std::string path = text(request, "/path"), body = text(request, "/body");
    SCOPED_TRACE(path);
    const Said said = one.mocks.ask(text(request, "/method"), path, fields, body);
    EXPECT_EQ(said.status, 404);
    EXPECT_EQ(said.field("Content-Type"), "text/plain;charset=UTF-8");
    EXPECT_EQ(said.body, text(step, "/response/body"));
  }
}

TEST(NotMatchedPage, ColumnsAreCharacters) {
  stub::Stub stub = order_stub();
  stub.more.edit().name = "Größe";
  OneStub one(std::move(stub));
  const std::string page = one.mocks.get("/orders/alt").body;
  const auto column = [&](std::string_view line_with) {
    const std::size_t line = page.find(line_with);
    EXPECT_NE(line, page.npos) << page;
    return count_code_points(std::string_view(page).substr(line, page.find('|', line + 1) - line));
  };
  EXPECT_EQ(column("Größe"), column("| Closest stub"));
}

TEST(NotMatchedPage, WithoutStubsASentence) {
  OneStub one(order_stub());
  one.mocks.world.stubs.remove_if([](const auto&) { return true; });
  EXPECT_EQ(one.mocks.get("/a").body,
            "No response could be served as there are no stub mappings in this WireMock instance.");
}

TEST(NotMatchedPage, JsonForWhoAsksForItFirst) {
  OneStub one(order_stub());
  const Said said = one.mocks.get("/a", {{"Accept", "application/json"}});
  EXPECT_EQ(said.status, 404);
  const auto told = json::parse(said.body);
  ASSERT_TRUE(told);
  EXPECT_EQ(json::find(*told, "/closest/0/id")->get_string(), kId);
}

struct PageCase {
  std::string_view rule;
  match::UrlForm form;
  std::string_view url, row;
};
TEST(NotMatchedPage, SaysHowTheUrlIsMeant) {
  constexpr PageCase rows[] = {
      {"a path", match::UrlForm::kUrlPath, "/a", "[path] /a"},
      {"a path's regex", match::UrlForm::kUrlPathPattern, "/a[0-9]+", "[path regex] /a[0-9]+"},
      {"a regex", match::UrlForm::kUrlPattern, "/a.*", "[regex] /a.*"},
      {"a bare question mark", match::UrlForm::kUrlPattern, "/a?b=1",
       "<<<<< URL does not match. When using a regex, \"?\" should be \"\\\\?\""},
      {"a template", match::UrlForm::kUrlPathTemplate, "/a/{id}", "[path template] /a/{id}"},
      {"no slash", match::UrlForm::kUrl, "a", "<<<<< URL does not match. URLs must start with a /"},
  };
  for (const PageCase& row : rows) {
    SCOPED_TRACE(row.rule);
    stub::Stub stub = wiremock_stub("/", literal("x"));
    stub.request.path = {};
    ASSERT_TRUE(match::ask_for_url(row.form, row.url, stub.request));
    OneStub one(stub);
    const std::string page = one.mocks.get("/other").body;
    EXPECT_NE(page.find(row.row), std::string::npos) << page;
  }
}

TEST(NotMatchedPage, NamesTheScenarioAndWrapsWhatIsLong) {
  stub::Stub stub = wiremock_stub("/a", literal("x"));
  stub.more.edit().scenario = stub::ScenarioStep{"walk", "two", {}};
  stub.request.conditions.push_back(
      {match::Place::kHeader, "X", {{"equalTo", json::Value(std::string(200, 'y'))}}});
  OneStub one(stub);
  const std::string page =
      one.mocks.get("/a", {{"X", std::string(200, 'y')}, {"X-WireMock-Console-Width", "80"}}).body;
  EXPECT_NE(page.find("[Scenario 'walk' state: two]"), std::string::npos) << page;
  EXPECT_NE(page.find("[Scenario 'walk' state: Started]"), std::string::npos) << page;
  EXPECT_NE(page.find("<<<<< Scenario does not match"), std::string::npos) << page;
  for (std::size_t at = 0, end; (end = page.find('\n', at)) != std::string::npos; at = end + 1) {
    const std::string line = page.substr(at, end - at);
    EXPECT_TRUE(line.size() <= 81 || line.find("<<<<<") != std::string::npos) << line;
  }
}

}  // namespace
}  // namespace mimus::serve
