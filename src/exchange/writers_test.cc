// HAR entries and curl commands as other programs read them.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "curl_writer.h"
#include "har_writer.h"

namespace mimus::exchange {
namespace {

Exchange post() {
  Exchange exchange;
  exchange.started = WallTime(std::chrono::seconds(1'700'000'000) + Nanoseconds(123'456'789));
  exchange.wait = Nanoseconds(1'500'001);
  exchange.total = Nanoseconds(2'000'000);
  exchange.request = {"POST",
                      "http://api.test/users?q=a%20b&q=c+d&flag",
                      {{"Host", "api.test"},
                       {"User-Agent", "it's me"},
                       {"Accept", "*/*"},
                       {"Cookie", "a=1; b=2"},
                       {"Content-Type", "text/plain"},
                       {"Content-Length", "6"}},
                      "it's 1",
                      ""};
  exchange.response = Response{302,
                               "Gone There",
                               {{"Location", "/x"},
                                {"Content-Type", "image/png"},
                                {"Set-Cookie", "id=7; Path=/p; HttpOnly; Expires=Fri, 20 Nov 2026 09:50:57 GMT"}},
                               std::string("\x89PNG\0", 5),
                               "gzip",
                               {{Nanoseconds(1'000'000), 2}, {Nanoseconds(2'500'000), 5}}};
  exchange.client = "127.0.0.1";
  return exchange;
}

struct Place {
  std::string_view pointer;
  json::Value value;
};

void expect_places(const json::Value& entry, const std::vector<Place>& places) {
  for (const Place& place : places) {
    SCOPED_TRACE(place.pointer);
    const json::Value* const found = json::find(entry, place.pointer);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(*found, place.value);
  }
}

TEST(Har, AnEntryHasItAll) {
  expect_places(har_entry(post()),
                {{"/startedDateTime", "2023-11-14T22:13:20.123456789Z"},
                 {"/time", 2.0},
                 {"/timings/wait", 1.500001},
                 {"/timings/send", 0},
                 {"/_client", "127.0.0.1"},
                 {"/request/method", "POST"},
                 {"/request/url", "http://api.test/users?q=a%20b&q=c+d&flag"},
                 {"/request/httpVersion", "HTTP/1.1"},
                 {"/request/cookies/1/value", "2"},
                 {"/request/headers/1/value", "it's me"},
                 {"/request/queryString/0/value", "a b"},
                 {"/request/queryString/1/value", "c d"},
                 {"/request/queryString/2/name", "flag"},
                 {"/request/postData/mimeType", "text/plain"},
                 {"/request/postData/text", "it's 1"},
                 {"/request/bodySize", 6},
                 {"/response/status", 302},
                 {"/response/statusText", "Gone There"},
                 {"/response/redirectURL", "/x"},
                 {"/response/headers/3/name", "Content-Encoding"},
                 {"/response/headers/3/value", "gzip"},
                 {"/response/content/size", 5},
                 {"/response/content/text", "iVBORwA="},
                 {"/response/content/encoding", "base64"},
                 {"/response/cookies/0/name", "id"},
                 {"/response/cookies/0/path", "/p"},
                 {"/response/cookies/0/httpOnly", true},
                 {"/response/cookies/0/expires", "2026-11-20T09:50:57.000Z"},
                 {"/response/_pieces/1/after", 2.5},
                 {"/response/_pieces/1/end", 5}});
}

TEST(Har, WithoutAResponseItSaysWhy) {
  Exchange exchange = post();
  exchange.response.reset();
  exchange.failure = "connection reset";
  exchange.request.body = std::string("\xff\0", 2);
  expect_places(har_entry(exchange), {{"/response/status", 0},
                                      {"/response/_error", "connection reset"},
                                      {"/request/postData/encoding", "base64"},
                                      {"/request/postData/text", "/wA="}});
}

TEST(Har, ADocumentOfAnyNumber) {
  for (const std::size_t count : {0u, 1u, 3u}) {
    std::string text;
    write_har(std::vector<Exchange>(count, post()), text);
    const auto read = json::parse(text);
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->at("log").at("version"), "1.2");
    EXPECT_EQ(read->at("log").at("entries").as_array().size(), count);
  }
}

std::string curl(const Exchange& exchange) {
  std::string out;
  write_curl(exchange, out);
  return out;
}

TEST(Curl, ACommandThatSendsTheSame) {
  EXPECT_EQ(curl(post()),
            "curl -X POST 'http://api.test/users?q=a%20b&q=c+d&flag' \\\n"
            "  -H 'User-Agent: it'\\''s me' \\\n"
            "  -H 'Accept: */*' \\\n"
            "  -H 'Cookie: a=1; b=2' \\\n"
            "  -H 'Content-Type: text/plain' \\\n"
            "  --data-raw 'it'\\''s 1'\n");
}

struct CurlRow {
  std::string_view rule;
  Request request;
  std::string_view says;
};
const CurlRow kCurlRows[] = {
    {"HEAD waits for no body", {"HEAD", "http://h/", {}, ""}, "curl --head 'http://h/'"},
    {"GET needs no word", {"GET", "http://h/", {}, ""}, "curl 'http://h/'"},
    {"GET with a body does", {"GET", "http://h/", {}, "x"}, "curl -X GET 'http://h/'"},
    {"what curl adds by itself", {"GET", "http://h/", {}, ""}, "-H 'Accept:'"},
    {"an empty field", {"GET", "http://h/", {{"X", ""}}, ""}, "-H 'X;'"},
    {"no host known", {"GET", "/a", {{"Host", "b:1"}}, ""}, "'http://b:1/a'"},
    {"nothing known", {"GET", "/a", {}, ""}, "'http://localhost/a'"},
    {"another Host than the url's", {"GET", "http://h/", {{"Host", "b"}}, ""}, "-H 'Host: b'"},
    {"curl's own patterns", {"GET", "http://h/[1-9]", {}, ""}, " --globoff "},
    {"dots stay", {"GET", "http://h/a/../b", {}, ""}, " --path-as-is "},
    {"bytes", {"PUT", "http://h/", {}, std::string("\0'", 2)}, "printf %s 'ACc=' | base64 -d | curl -X PUT"},
    {"bytes from the pipe", {"PUT", "http://h/", {}, std::string("\x1b", 1)}, "--data-binary '@-'"},
    {"a body that looks like a file", {"PUT", "http://h/", {}, "@/etc/passwd"}, "--data-raw '@/etc/passwd'"},
};
TEST(Curl, Rows) {
  for (const CurlRow& row : kCurlRows) {
    SCOPED_TRACE(row.rule);
    Exchange exchange;
    exchange.request = row.request;
    EXPECT_NE(curl(exchange).find(row.says), std::string::npos) << curl(exchange);
  }
}

TEST(Curl, ARecordingReadsNoFilesAndRunsNothing) {
  Exchange exchange;
  exchange.request = {"X; rm", "http://h/'$(id)'", {{"@/etc/passwd", "1"}, {"A", "b\nc\x1b"}}, ""};
  const std::string command = curl(exchange);
  EXPECT_EQ(command.find("passwd"), std::string::npos);
  EXPECT_EQ(command.find("rm"), std::string::npos);
  EXPECT_NE(command.find("'http://h/'\\''$(id)'\\'''"), std::string::npos) << command;
  EXPECT_NE(command.find("-H 'A: bc'"), std::string::npos) << command;
}

}  // namespace
}  // namespace mimus::exchange
