#include "trail.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "json_scalars.h"
#include "order.h"

namespace mimus::replay {
namespace {

using exchange::Exchange;

Exchange said(std::string method, std::string url, std::string body, std::string answer, std::vector<http::OwnedField> fields = {},
              std::vector<http::OwnedField> answer_fields = {}) {
  Exchange one;
  fields.push_back({"Content-Type", "application/json"});
  answer_fields.push_back({"Content-Type", "application/json"});
  one.request = {std::move(method), std::move(url), std::move(fields), std::move(body)};
  one.response = exchange::Response{.fields = std::move(answer_fields), .body = std::move(answer)};
  return one;
}

TEST(JsonScalars, EveryTextAndNumberWithItsPlace) {
  const std::string text = " {\"a\": [1, -2.5e3, \"x\\\"y\", true, null, {\"b\\u0041\": \"\"}], \"c/d\" : \"e\"} ";
  std::string seen;
  for_each_scalar(text, [&](const JsonScalar& one) { seen += one.pointer + "=" + text.substr(one.begin, one.end - one.begin) + ";"; });
  EXPECT_EQ(seen, "/a/0=1;/a/1=-2.5e3;/a/2=x\\\"y;/a/5/bA=;/c~1d=e;");
}

TEST(JsonScalars, NeverLeavesABrokenDocument) {
  for (const std::string_view text : {"{", "[", "\"", "{\"a\"", "{\"a\":", "[1,", "{\"a\\", "[[[", "}]", "{a:1}", "[,]", ""}) {
    for_each_scalar(text, [&](const JsonScalar& one) { EXPECT_LE(one.end, text.size()) << text; });
  }
}

struct TrailCase {
  std::string_view rule;
  std::vector<Exchange> exchanges;
  std::string_view links;  // "from address text>by; …"
};

std::string written(const Trail& trail) {
  std::string out;
  for (std::size_t i = 0; i < trail.links.size(); ++i) {
    const Link& link = trail.links[i];
    out += (out.empty() ? "" : "; ") + std::to_string(link.from) + " " + link.address + " " + link.text + ">";
    for (std::size_t step = 0; step < trail.steps.size(); ++step) {
      if (std::ranges::find(trail.steps[step].uses, i) != trail.steps[step].uses.end()) out += std::to_string(step);
    }
  }
  return out;
}

TEST(Trail, Rows) {
  const TrailCase rows[] = {
      {"an id in a path", {said("POST", "/users", "{}", R"({"id": 17})"), said("GET", "/users/17", "", "{}")}, "0 body /id 17>1"},
      {"an id in a query, by its name", {said("POST", "/users", "{}", R"({"id": 17})"), said("GET", "/orders?userId=17&page=17", "", "{}")}, "0 body /id 17>1"},
      {"a number that is no id", {said("GET", "/users", "", R"({"count": 17})"), said("GET", "/users/17", "", "{}")}, ""},
      {"a number elsewhere", {said("POST", "/users", "{}", R"({"id": 17})"), said("POST", "/orders", R"({"count": 17})", "{}")}, ""},
      {"a member of a body", {said("POST", "/users", "{}", R"({"id": 17})"), said("POST", "/orders", R"({"user_id": 17})", "{}")}, "0 body /id 17>1"},
      {"a token in Authorization", {said("POST", "/login", "{}", R"({"access": "a1b2c3d4e5"})"), said("GET", "/me", "", "{}", {{"Authorization", "Bearer a1b2c3d4e5"}})},
       "0 body /access a1b2c3d4e5>1"},
      {"a cookie", {said("POST", "/login", "{}", "{}", {}, {{"Set-Cookie", "sid=abc; Path=/"}}), said("GET", "/me", "", "{}", {{"Cookie", "a=b; sid=abc"}})},
       "0 cookie sid abc>1"},
      {"Location", {said("POST", "/users", "{}", "", {}, {{"Location", "http://a/users/9%20f12345"}}), said("GET", "/users/9%20f12345?x", "", "{}")}, ""},
      {"Location, a number", {said("POST", "/users", "{}", "", {}, {{"Location", "http://a/users/17"}}), said("GET", "/users/17", "", "{}")}, "0 header location 1 17>1"},
      {"an entity tag", {said("GET", "/a", "", "{}", {}, {{"ETag", "W/\"v1\""}}), said("PUT", "/a", "{}", "{}", {{"If-Match", "W/\"v1\""}})}, "0 header etag v1>1"},
      {"what the client sent first", {said("GET", "/users/17", "", R"({"id": 17})"), said("GET", "/users/17", "", "{}")}, ""},
      {"the first answer that has it", {said("POST", "/a", "{}", R"({"id": "u1"})"), said("GET", "/a/u1", "", R"({"id": "u1"})"), said("DELETE", "/a/u1", "", "")},
       "0 body /id u1>12"},
      {"a form", {said("POST", "/a", "{}", R"({"csrf": "t0k"})"),
                  [] {
                    Exchange form = said("POST", "/b", "csrf=t0k&x=1", "");
                    form.request.fields = {{"Content-Type", "application/x-www-form-urlencoded"}};
                    return form;
                  }()},
       "0 body /csrf t0k>1"},
      {"no value of a failed exchange", {[] {
                                           Exchange none = said("POST", "/a", "{}", "");
                                           none.response.reset();
                                           return none;
                                         }(),
                                         said("GET", "/a/17", "", "")},
       ""},
  };
  for (const TrailCase& row : rows) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(written(follow(row.exchanges)), row.links);
  }
}

TEST(Trail, AValueThatMovedInAListStaysWhatItWas) {
  const Link link{0, "body /0/id", "id", "1"};
  const auto in = [&](std::string body) {
    const auto spots = spots_of(*said("GET", "/", "", std::move(body)).response);
    const Spot* found = find(link, spots);
    return found == nullptr ? std::string("none") : found->text;
  };
  EXPECT_EQ(in(R"([{"id": 2}, {"id": 1}])"), "1");
  EXPECT_EQ(in(R"([{"id": 5}, {"id": 6}])"), "5");
  EXPECT_EQ(in(R"([])"), "none");
}

TEST(Spots, PuttingOtherTextsKeepsTheRest) {
  exchange::Request request{"POST", "http://h/a/17?x=1&id=17#f", {{"Authorization", "Bearer tok en"}, {"Cookie", "a=1; sid=17 "}}, "{ \"id\" :17, \"n\":\"17\", \"u\": \"/a/17/b\" }"};
  request.fields.push_back({"Content-Type", "application/json"});
  const std::vector<Spot> spots = spots_of(request);
  std::vector<Change> changes;
  for (const Spot& spot : spots) {
    if (spot.text == "17") changes.push_back({&spot, "a \"b"});
  }
  put(changes, request);
  EXPECT_EQ(request.url, "http://h/a/a%20%22b?x=1&id=a%20%22b#f");
  EXPECT_EQ(request.body, "{ \"id\" :\"a \\\"b\", \"n\":\"a \\\"b\", \"u\": \"/a/a%20%22b/b\" }");
  EXPECT_EQ(request.fields[0].value, "Bearer tok en");
  EXPECT_EQ(request.fields[1].value, "a=1; sid=17 ");  // a blank belongs to it
}

struct OrderCase {
  std::string_view rule, a, b;
  bool keep;
};
constexpr OrderCase kOrders[] = {
    {"two that only read", "GET /a", "GET /a", false},
    {"a change and a look at it", "PUT /a/1", "GET /a/1", true},
    {"a change below", "POST /a", "GET /a/1", true},
    {"a change above", "GET /a/1", "DELETE /a", true},
    {"two that change others", "PUT /a/1", "PUT /a/2", false},
    {"a name that begins so", "PUT /a", "GET /ab", false},
    {"a slash at the end, a query", "PUT /a/?x=1", "GET /a", true},
    {"all of it", "POST /", "GET /x", true},
};
TEST(Order, Rows) {
  const auto act = [](std::string_view line) {
    const std::size_t blank = line.find(' ');
    return act_of({std::string(line.substr(0, blank)), "http://h" + std::string(line.substr(blank + 1)), {}, ""});
  };
  for (const OrderCase& row : kOrders) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(keep_order(act(row.a), act(row.b)), row.keep);
    EXPECT_EQ(keep_order(act(row.b), act(row.a)), row.keep);
  }
}

}  // namespace
}  // namespace mimus::replay
