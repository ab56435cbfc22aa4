// The journal as WireMock's clients see it.
#include "asking_for_tests.h"
#include "json/equal.h"

namespace mimus::wiremock_admin {
namespace {

class Requests : public Asking {
 protected:
  using Asking::Asking;
  // The URLs of a list of requests, or of events.
  std::vector<std::string> urls(const Said& said) {
    std::vector<std::string> all;
    const json::Value document = said.json();
    for (const json::Value& each : document.as_object().begin()->value().as_array()) {
      const json::Object& object = each.as_object();
      const json::Value* const request = object.if_contains("request");
      all.emplace_back((request != nullptr ? *request : each).at("url").as_string());
    }
    return all;
  }
  std::string event_id(std::size_t at) {
    return std::string(admin("GET", "/requests").json().at("requests").at(at).at("id").as_string());
  }
};

using Urls = std::vector<std::string>;

TEST_F(Requests, AnEventTellsAllOfIt) {
  const std::string id = stub(
      R"({"request": {"urlPath": "/a"}, "response": {"status": 201, "body": "one", "headers": {"X": ["1", "2"]}}, "metadata": {"k": 1}})");
  ask("POST", "/a?q=1&q=%20&r", "x=1&y=\xC3\xA9",
      {{"Host", "localhost:8080"},
       {"Content-Type", "application/x-www-form-urlencoded"},
       {"A", "1"},
       {"a", "2"},
       {"Cookie", "c=1; d=2"}});
  const Said list = admin("GET", "/requests");
  const auto at = [&](std::string_view pointer) {
    return list.at("/requests/0" + std::string(pointer));
  };
  EXPECT_EQ(at("/request/url"), R"("/a?q=1&q=%20&r")");
  EXPECT_EQ(at("/request/absoluteUrl"), R"("http://localhost:8080/a?q=1&q=%20&r")");
  EXPECT_EQ(at("/request/method"), R"("POST")");
  EXPECT_EQ(at("/request/clientIp"), R"("127.0.0.1")");
  EXPECT_EQ(at("/request/headers/A"), R"(["1","2"])") << "under the spelling that came first";
  EXPECT_EQ(at("/request/cookies"), R"({"c":"1","d":"2"})");
  EXPECT_EQ(at("/request/queryParams"),
            R"({"q":{"key":"q","values":["1"," "]},"r":{"key":"r","values":[""]}})");
  EXPECT_EQ(at("/request/formParams/y/values"), "[\"\xC3\xA9\"]");
  EXPECT_EQ(at("/request/bodyAsBase64"), R"("eD0xJnk9w6k=")");
  EXPECT_EQ(at("/request/protocol"), R"("HTTP/1.1")");
  EXPECT_EQ(at("/request/port"), "8080");
  EXPECT_EQ(at("/responseDefinition/status"), "201");
  EXPECT_EQ(at("/response/headers"), R"({"X":["1","2"],"Matched-Stub-Id":")" + id + R"("})");
  EXPECT_EQ(at("/response/body"), R"("one")");
  EXPECT_EQ(at("/response/bodyAsBase64"), R"("b25l")");
  EXPECT_EQ(at("/wasMatched"), "true");
  EXPECT_EQ(at("/subEvents"), "[]");
  EXPECT_EQ(at("/stubMapping/metadata"), R"({"k":1})");
  EXPECT_NE(at("/timing/totalTime"), "");
  EXPECT_NE(at("/request/loggedDate"), "");
  EXPECT_EQ(list.at("/requestJournalDisabled"), "false");
}

TEST_F(Requests, AnUnmatchedOneHasTheReport) {
  get("/nothing");
  const Said list = admin("GET", "/requests");
  EXPECT_EQ(list.at("/requests/0/wasMatched"), "false");
  EXPECT_EQ(list.at("/requests/0/response"), R"({"status":404,"bodyAsBase64":"","body":""})");
  EXPECT_EQ(list.at("/requests/0/responseDefinition"),
            R"({"status":404,"fromConfiguredStub":false})");
  EXPECT_EQ(list.at("/requests/0/stubMapping/request"), R"({"method":"ANY"})");
  EXPECT_EQ(list.at("/requests/0/subEvents/0/type"), R"("REQUEST_NOT_MATCHED")");
  EXPECT_NE(list.at("/requests/0/subEvents/0/data/report"), "");
}

TEST_F(Requests, AStubThatIsGoneStaysRecognisable) {
  const std::string id = stub(R"({"request": {"urlPath": "/a"}, "response": {"body": "one"}})");
  get("/a");
  admin("DELETE", "/mappings/" + id);
  const Said list = admin("GET", "/requests");
  EXPECT_EQ(list.at("/requests/0/wasMatched"), "true");
  EXPECT_EQ(list.at("/requests/0/stubMapping/id"), '"' + id + '"');
  EXPECT_EQ(list.at("/requests/0/stubMapping/response/body"), R"("one")");
  EXPECT_EQ(urls(admin("GET", "/requests?matchingStub=" + id)), Urls{"/a"});
}

TEST_F(Requests, TemplatesAreToldAsTheyWereSent) {
  stub(
      R"({"request": {"urlPath": "/a"}, "response": {"body": "{{request.query.q}}", "transformers": ["response-template"]}})");
  get("/a?q=hello");
  EXPECT_EQ(admin("GET", "/requests").at("/requests/0/responseDefinition/body"), R"("hello")");
}

TEST_F(Requests, AreListedNewestFirstAndFiltered) {
  const std::string id = stub(R"({"request": {"urlPath": "/1"}})");
  get("/1");
  get("/2");
  get("/1?again");
  EXPECT_EQ(urls(admin("GET", "/requests")), (Urls{"/1?again", "/2", "/1"}));
  EXPECT_EQ(urls(admin("GET", "/requests?limit=1")), Urls{"/1?again"});
  EXPECT_EQ(admin("GET", "/requests?limit=1").at("/meta/total"), "3") << "before the limit";
  EXPECT_EQ(urls(admin("GET", "/requests?unmatched=true")), Urls{"/2"});
  EXPECT_EQ(admin("GET", "/requests?unmatched=true").at("/meta/total"), "1");
  EXPECT_EQ(urls(admin("GET", "/requests?matchingStub=" + id)), (Urls{"/1?again", "/1"}));
  EXPECT_EQ(urls(admin("GET", "/requests?since=2999-01-01T00:00:00Z")), Urls{});
  EXPECT_EQ(admin("GET", "/requests?since=2999-01-01T00:00:00Z").at("/meta/total"), "3");
  EXPECT_EQ(urls(admin("GET", "/requests?since=2000-01-01T00:00:00Z")).size(), 3u);
  EXPECT_EQ(admin("GET", "/requests?since=bad").at("/errors/0/source/pointer"), R"("since")");
  EXPECT_EQ(admin("GET", "/requests?matchingStub=zz").at("/errors/0/code"), "15");
  EXPECT_EQ(admin("GET", "/requests?limit=-1").status, 500);
  EXPECT_EQ(urls(admin("GET", "/requests/unmatched")), Urls{"/2"});
}

TEST_F(Requests, AreVerified) {
  for (const std::string_view url : {"/a", "/b", "/a?x=1", "/a*"}) get(url);
  ask("POST", "/a", R"({"n": 1})");
  EXPECT_EQ(count("{}"), 5u);
  EXPECT_EQ(count(R"({"urlPath": "/a"})"), 3u);
  EXPECT_EQ(count(R"({"url": "/a"})"), 2u);
  EXPECT_EQ(count(R"({"method": "GET", "url": "/a"})"), 1u);
  EXPECT_EQ(count(R"({"method": "ANY", "url": "/a"})"), 2u);
  EXPECT_EQ(count(R"({"method": "GET_OR_HEAD"})"), 4u);
  EXPECT_EQ(count(R"({"urlPath": "/a*"})"), 1u) << "a star is a star";
  EXPECT_EQ(count(R"({"bodyPatterns": [{"matchesJsonPath": "$.n"}]})"), 1u);
  EXPECT_EQ(count(R"({"queryParameters": {"x": {"equalTo": "1"}}})"), 1u);
  EXPECT_EQ(urls(admin("POST", "/requests/find", R"({"urlPath": "/a"})")),
            (Urls{"/a", "/a?x=1", "/a"}))
      << "oldest first";
  EXPECT_EQ(admin("POST", "/requests/count").status, 422);
  EXPECT_EQ(admin("POST", "/requests/find", R"({"zzz": 1})").at("/errors/0/source/pointer"),
            R"("/zzz")");
}

TEST_F(Requests, AreForgottenOneByOne) {
  for (const std::string_view url : {"/a", "/b", "/c"}) get(url);
  const std::string id = event_id(1);
  EXPECT_EQ(admin("GET", "/requests/" + id).at("/request/url"), R"("/b")");
  EXPECT_EQ(admin("DELETE", "/requests/" + id).body, "{}");
  EXPECT_EQ(admin("DELETE", "/requests/" + id).body, "{}") << "also when it is gone";
  EXPECT_EQ(admin("GET", "/requests/" + id).status, 404);
  EXPECT_EQ(admin("GET", "/requests/00000000-0000-4000-8000-000000000005").status, 404);
  EXPECT_EQ(admin("GET", "/requests/xx").status, 400);
  EXPECT_EQ(urls(admin("GET", "/requests")), (Urls{"/c", "/a"}));
  EXPECT_EQ(count("{}"), 2u);
  EXPECT_EQ(urls(admin("POST", "/requests/remove", R"({"url": "/a"})")), Urls{"/a"});
  EXPECT_EQ(urls(admin("POST", "/requests/remove", R"({"url": "/a"})")), Urls{});
  EXPECT_EQ(admin("DELETE", "/requests").body, "{}");
  EXPECT_EQ(count("{}"), 0u);
}

TEST_F(Requests, AreForgottenByTheMetadataOfTheirStub) {
  stub(R"({"request": {"url": "/a"}, "metadata": {"k": "v"}})");
  stub(R"({"request": {"url": "/b"}})");
  for (const std::string_view url : {"/a", "/b", "/c"}) get(url);
  EXPECT_EQ(urls(admin("POST", "/requests/remove-by-metadata", R"({"matchesJsonPath": "$.k"})")),
            Urls{"/a"});
  EXPECT_EQ(count("{}"), 2u);
}

TEST_F(Requests, AskingIsNotRecorded) {
  admin("GET", "/requests");
  admin("GET", "/nothing");
  EXPECT_EQ(count("{}"), 0u);
}

// More than one piece of an answer.
TEST_F(Requests, AListMayBeLong) {
  const std::string body(1'000, 'x');
  for (int i = 0; i < 500; ++i) ask("POST", "/" + std::to_string(i), body);
  const Urls all = urls(admin("GET", "/requests"));
  ASSERT_EQ(all.size(), 500u);
  EXPECT_EQ(all.front(), "/499");
  EXPECT_EQ(all.back(), "/0");
  EXPECT_EQ(urls(admin("POST", "/requests/find", "{}")).front(), "/0");
  const Said list = admin("GET", "/requests");
  EXPECT_EQ(list.at("/meta/total"), "500");
  EXPECT_FALSE(list.has_field("Content-Length: " + std::to_string(list.body.size())))
      << "it was streamed";
}

TEST_F(Requests, NearMisses) {
  stub(R"({"request": {"method": "GET", "url": "/alpha"}})");
  stub(R"({"request": {"method": "POST", "url": "/alphabet"}})");
  get("/alphb");
  const Said unmatched = admin("GET", "/requests/unmatched/near-misses");
  EXPECT_EQ(unmatched.at("/nearMisses/0/stubMapping/request/url"), R"("/alpha")");
  EXPECT_EQ(unmatched.at("/nearMisses/1/stubMapping/request/url"), R"("/alphabet")");
  EXPECT_EQ(unmatched.at("/nearMisses/0/request/url"), R"("/alphb")");
  EXPECT_EQ(unmatched.at("/nearMisses/0/matchResult/subEvents"), "[]");
  const Said of_request =
      admin("POST", "/near-misses/request",
            R"({"url": "/alph", "method": "GET", "absoluteUrl": "http://h:81/alph",
      "headers": {}, "cookies": {"a": "b"}, "body": "ignored", "bodyAsBase64": "eA==", "zzz": 1})");
  EXPECT_EQ(of_request.at("/nearMisses/0/stubMapping/request/url"), R"("/alpha")");
  EXPECT_EQ(
      of_request.at("/nearMisses/0/request"),
      R"({"url":"/alph","absoluteUrl":"http://h:81/alph","method":"GET","headers":{},"cookies":{"a":"b"},"browserProxyRequest":false,)"
      R"("bodyAsBase64":"eA==","body":"x","scheme":"http","host":"h","port":81,"queryParams":{},"formParams":{}})");
  const Said of_pattern =
      admin("POST", "/near-misses/request-pattern", R"({"method": "GET", "url": "/alphb2"})");
  EXPECT_EQ(of_pattern.at("/nearMisses/0/request/url"), R"("/alphb")");
  EXPECT_EQ(of_pattern.at("/nearMisses/0/requestPattern"), R"({"url":"/alphb2","method":"GET"})");
}

class WithoutJournal : public Requests {
 protected:
  WithoutJournal() : Requests(Options{}, {.enabled = false}) {}
};

TEST_F(WithoutJournal, SaysSo) {
  get("/c");
  EXPECT_EQ(admin("POST", "/requests/count", "{}").at(""),
            R"({"count":-1,"requestJournalDisabled":true})");
  EXPECT_EQ(admin("POST", "/requests/find", "{}").at(""),
            R"({"requests":[],"requestJournalDisabled":true})");
  EXPECT_EQ(admin("GET", "/requests/unmatched").at(""),
            R"({"requests":[],"requestJournalDisabled":true})");
  EXPECT_EQ(admin("GET", "/requests").status, 500);
  EXPECT_EQ(admin("GET", "/requests/unmatched/near-misses").status, 500);
}

class WithALimit : public Requests {
 protected:
  WithALimit() : Requests(Options{}, {.most_entries = 2, .most_response_body = 3}) {}
};

TEST_F(WithALimit, TheOldestGoAndLongBodiesAreCut) {
  stub(R"({"request": {"urlPattern": ".*"}, "response": {"body": "12345"}})");
  for (const std::string_view url : {"/1", "/2", "/3"}) EXPECT_EQ(get(url).body, "12345");
  EXPECT_EQ(urls(admin("GET", "/requests")), (Urls{"/3", "/2"}));
  EXPECT_EQ(admin("GET", "/requests").at("/requests/0/response/body"), R"("123")");
}

}  // namespace
}  // namespace mimus::wiremock_admin
