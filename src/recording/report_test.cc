#include "report.h"

#include <gtest/gtest.h>

#include "json/json.h"

namespace mimus::recording {
namespace {

Regression sample() {
  Regression made{"api.har against <http://localhost>", {}};
  made.outcomes.push_back({"GET /a", "", {}, std::chrono::milliseconds(5)});
  made.outcomes.push_back({"GET /b?x=\"1\"", "", {{"status", "200", "500"}, {"/a/0", "1", std::nullopt}}, std::chrono::milliseconds(7)});
  made.outcomes.push_back({"GET /c", "connection refused\x1b[31m", {}, Nanoseconds(0)});
  return made;
}

std::string written(std::string_view form, const Regression& regression) {
  std::string out;
  for (const ReportForm& row : report_forms()) {
    if (row.name == form) row.write(regression, out);
  }
  return out;
}

TEST(Report, Text) {
  EXPECT_EQ(written("text", sample()),
            "GET /b?x=\"1\"\n"
            "  status  recorded 200  now 500\n"
            "  /a/0    recorded 1  now (nothing)\n"
            "GET /c\n"
            "  no answer: connection refused [31m\n"
            "3 requests, 1 as recorded, 1 different, 1 without an answer\n");
}

TEST(Report, OfPlainSending) {
  Regression regression = sample();
  regression.compared = false;
  regression.outcomes.erase(regression.outcomes.begin() + 1);
  EXPECT_EQ(written("text", regression), "GET /c\n  no answer: connection refused [31m\n2 requests, 1 answered, 1 without an answer\n");
}

TEST(Report, SecretsStayAway) {
  Regression regression;
  regression.outcomes = {{.request = "GET /me?api_key=k3y-one&x=1",
                          .differences = {{"/access_token", "\"s3cr3t-two\"", "\"s3cr3t-three\""},
                                          {"header Set-Cookie", "sid=s3cr3t-four; Path=/", std::nullopt},
                                          {"/user", R"({"password":"hunter-five","name":"Ada"})", R"("eyJhbGciOiJI.eyJzdWIi.c2ln")"},
                                          {"/name", "\"Ada\"", "\"Bob\""}}}};
  for (const ReportForm& form : report_forms()) {
    const std::string text = written(form.name, regression);
    for (const char* secret : {"k3y-one", "s3cr3t", "hunter", "eyJ"}) EXPECT_EQ(text.find(secret), std::string::npos) << secret << " in " << text;
    EXPECT_NE(text.find("Bob"), std::string::npos) << text;
  }
}

TEST(Report, Json) {
  const auto document = json::parse(written("json", sample()));
  ASSERT_TRUE(document);
  EXPECT_EQ(*json::find(*document, "/requests"), 3);
  EXPECT_EQ(*json::find(*document, "/failed"), 2);
  EXPECT_EQ(*json::find(*document, "/results/1/differences/1/where"), "/a/0");
  EXPECT_TRUE(json::find(*document, "/results/1/differences/1/actual")->is_null());
}

TEST(Report, Junit) {
  EXPECT_EQ(written("junit", sample()),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuites tests=\"3\" failures=\"1\" errors=\"1\" time=\"0.012\">\n"
            "<testsuite name=\"api.har against &lt;http://localhost&gt;\" tests=\"3\" failures=\"1\" errors=\"1\" time=\"0.012\">\n"
            "<testcase classname=\"mimus.replay\" name=\"GET /a\" time=\"0.005\"/>\n"
            "<testcase classname=\"mimus.replay\" name=\"GET /b?x=&quot;1&quot;\" time=\"0.007\">"
            "<failure message=\"2 differences\">status: recorded 200, now 500&#10;/a/0: recorded 1, now (nothing)</failure></testcase>\n"
            "<testcase classname=\"mimus.replay\" name=\"GET /c\" time=\"0.000\">"
            "<error message=\"connection refused\xEF\xBF\xBD[31m\">connection refused\xEF\xBF\xBD[31m</error></testcase>\n"
            "</testsuite>\n</testsuites>\n");
}

// Nothing to compare is no failure, and no success either.
TEST(Report, Skipped) {
  Regression regression;
  regression.title = "mocks";
  regression.outcomes = {{.request = "GET /a", .skipped = "it goes elsewhere"}};
  EXPECT_EQ(written("text", regression), "GET /a\n  not compared: it goes elsewhere\n1 request, 0 as recorded, 0 different, 1 not compared\n");
  const auto document = json::parse(written("json", regression));
  ASSERT_TRUE(document);
  EXPECT_EQ(*json::find(*document, "/passed"), 0);
  EXPECT_EQ(*json::find(*document, "/failed"), 0);
  EXPECT_EQ(*json::find(*document, "/skipped"), 1);
  EXPECT_NE(written("junit", regression).find("<testsuites tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\""), std::string::npos);
  EXPECT_NE(written("junit", regression).find("><skipped message=\"it goes elsewhere\"/></testcase>"), std::string::npos);
  EXPECT_NE(written("html", regression).find("<p>Not compared: it goes elsewhere</p>"), std::string::npos);
}

TEST(Report, Html) {
  const std::string page = written("html", sample());
  EXPECT_NE(page.find("<h1>api.har against &lt;http://localhost&gt;</h1>"), page.npos);
  EXPECT_NE(page.find("<td><code>/a/0</code></td><td><code>1</code></td><td><code>(nothing)</code></td>"), page.npos);
  EXPECT_NE(page.find("<li class=\"same\">GET /a</li>"), page.npos);
  EXPECT_NE(page.find("No answer: connection refused"), page.npos);
}

TEST(Report, WhatARecordingBecame) {
  Condensed made;
  made.stubs.resize(2);
  made.notes = {{Note::Kind::kGeneralised, "GET /users/{id:int}", "", "", 3},
                {Note::Kind::kLinked, "GET /users/{id:int}", "/id", "{{path.id}}", 3},
                {Note::Kind::kSkipped, "GET /x", "", "connection reset", 1},
                {Note::Kind::kSkipped, "GET /x", "", "connection reset", 1}};
  const std::vector<Redaction> redactions{{"query api_key", "name"}, {"query api_key", "name"}};
  EXPECT_EQ(describe(made, redactions),
            "2 stubs\n"
            "  GET /users/{id:int}: generalised, 3 exchanges\n"
            "  GET /users/{id:int}: linked /id {{path.id}}, 3 exchanges\n"
            "  GET /x: skipped connection reset (2 times)\n"
            "redacted:\n"
            "  query api_key, by name (2 times)\n");
}

}  // namespace
}  // namespace mimus::recording
