#include <gtest/gtest.h>

#include "curl_reader.h"
#include "exchange/curl_writer.h"
#include "fetch_reader.h"
#include "formats.h"
#include "shell_words.h"
#include "support/property.h"

namespace mimus::formats {
namespace {

using Words = std::vector<std::vector<std::string>>;

struct Line {
  std::string_view rule, text;
  Shell shell;
  Words words;
};
const Line kLines[] = {
    {"blanks", "curl  a\tb", Shell::kPosix, {{"curl", "a", "b"}}},
    {"quotes", R"(a 'b "c' "d 'e \" \$ \x")", Shell::kPosix, {{"a", "b \"c", "d 'e \" $ \\x"}}},
    {"pieces are one word", R"(a'b'"c"\ d)", Shell::kPosix, {{"abc d"}}},
    {"lines that go on", "curl \\\n  a \\\r\n b", Shell::kPosix, {{"curl", "a", "b"}}},
    {"commands",
     "curl a; curl b && curl c\ncurl d | jq .",
     Shell::kPosix,
     {{"curl", "a"}, {"curl", "b"}, {"curl", "c"}, {"curl", "d"}, {"jq", "."}}},
    {"comments", "# no\ncurl a#b # c", Shell::kPosix, {{"curl", "a#b"}}},
    {"ANSI quotes", R"($'a\'b\n\x41\u00e9\u0021\101')", Shell::kPosix, {{"a'b\nA\u00e9!A"}}},
    {"ANSI quotes with a pair of halves", R"($'\ud83d\ude00')", Shell::kPosix, {{"\U0001F600"}}},
    {"a quote that never closes", "curl 'a b", Shell::kPosix, {{"curl", "a b"}}},
    {"cmd",
     "curl \"http://a/?b=1&c=2\" ^\r\n  -d \"{\\\"a\\\":1}\"",
     Shell::kCmd,
     {{"curl", "http://a/?b=1&c=2", "-d", "{\"a\":1}"}}},
    {"cmd with carets",
     "curl ^\"http://a/?b=1^&c=^%^2F^\" ^\r\n  --data-raw ^\"^{^\\^\"a^\\^\":1^}^\"",
     Shell::kCmd,
     {{"curl", "http://a/?b=1&c=%2F", "--data-raw", "{\"a\":1}"}}},
    {"PowerShell",
     "curl.exe 'it''s' \"a `\"b`\"`n\" `\n c",
     Shell::kPowerShell,
     {{"curl.exe", "it's", "a \"b\"\n", "c"}}},
};
TEST(ShellWords, Rows) {
  for (const Line& row : kLines) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(shell_words(row.text, row.shell), row.words);
  }
}

struct Command {
  std::string_view text, method, url, body, type;
};
constexpr Command kCommands[] = {
    {"curl https://a/x", "GET", "https://a/x", "", ""},
    {"curl a.example/x#y", "GET", "http://a.example/x", "", ""},
    {"curl -sSLX DELETE https://a/x -o out", "DELETE", "https://a/x", "", ""},
    {"curl -XPUT --url=https://a/x", "PUT", "https://a/x", "", ""},
    {"curl https://a/x -d a=1 -d b=2", "POST", "https://a/x", "a=1&b=2",
     "application/x-www-form-urlencoded"},
    {"curl https://a/x -d a=1 -G -d b=2", "GET", "https://a/x?a=1&b=2", "", ""},
    {"curl 'https://a/x?c' --url-query d=3 -I", "HEAD", "https://a/x?c&d=3", "", ""},
    {"curl https://a/x --json '{\"a\":1}'", "POST", "https://a/x", "{\"a\":1}", "application/json"},
    {"curl https://a/x -H 'content-type: text/plain' --data-raw @x", "POST", "https://a/x", "@x",
     "text/plain"},
    {"curl https://a/x --data-urlencode 'q=a b&c'", "POST", "https://a/x", "q=a%20b%26c",
     "application/x-www-form-urlencoded"},
    {"curl https://a/x -F f=@y", "POST", "https://a/x", "", "multipart/form-data"},
    {"curl -T y https://a/x --compressed -k", "PUT", "https://a/x", "", ""},
    {"$ curl -m 5 --retry 3 https://a/x", "GET", "https://a/x", "", ""},
};
TEST(Curl, Rows) {
  for (const Command& row : kCommands) {
    SCOPED_TRACE(row.text);
    const auto read = read_curl(row.text);
    ASSERT_TRUE(read) << describe(read.error());
    ASSERT_EQ(read->all.size(), 1u);
    const exchange::Request& request = read->all[0].exchange.request;
    EXPECT_EQ(request.method, row.method);
    EXPECT_EQ(request.url, row.url);
    EXPECT_EQ(request.body, row.body);
    EXPECT_EQ(exchange::find(request.fields, "Content-Type").value_or(""), row.type);
  }
}

TEST(Curl, FieldsAndUser) {
  const auto read =
      read_curl("curl https://a/ -H 'X-A: 1' -H 'Accept:' -H 'X-E;' -u ada:pw -A me -b s=1");
  ASSERT_TRUE(read);
  const std::vector<http::OwnedField> fields{{"X-A", "1"},
                                             {"X-E", ""},
                                             {"Authorization", "Basic YWRhOnB3"},
                                             {"User-Agent", "me"},
                                             {"Cookie", "s=1"}};
  EXPECT_EQ(read->all[0].exchange.request.fields, fields);
}

TEST(Curl, SeveralCommandsAndFilesThatAreNotRead) {
  const auto read = read_curl("curl https://a/1 https://a/2\ncurl https://a/3 -d @body.json");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->all.size(), 3u);
  ASSERT_EQ(read->report.approximated.size(), 1u);
  EXPECT_EQ(read->report.approximated[0].why, "the file 'body.json' is not read");
  EXPECT_FALSE(read_curl("wget https://a/"));
  EXPECT_FALSE(read_curl("curl"));
}

// What Mimus writes as a command is read back as the same request.
TEST(Curl, WhatMimusWroteComesBack) {
  constexpr std::string_view kPieces[] = {"a",  "'",      "\"", "\\",  "$x", "&", "{\"k\": 1}",
                                          "\n", "\u00e9", "!",  "%41", "`",  " "};
  for_each_seed(300, [&](const Chance& chance) {
    exchange::Exchange exchange;
    exchange.request = {.method = chance.fork("m").happens(0.5) ? "POST" : "PUT",
                        .url = "http://a.example/x?y=1",
                        .fields = {{"Content-Type", "text/plain"}},
                        .body = {}};
    for (std::uint64_t i = 0; i < 1 + chance.fork("n").below(5); ++i)
      exchange.request.body += kPieces[chance.fork(i).below(std::size(kPieces))];
    if (exchange.request.body.starts_with(' ')) exchange.request.body.insert(0, "b");
    std::string text;
    exchange::write_curl(exchange, text);
    const auto read = read_curl(text);
    ASSERT_TRUE(read) << text;
    const exchange::Request& got = read->all[0].exchange.request;
    EXPECT_EQ(got.method, exchange.request.method) << text;
    EXPECT_EQ(got.url, exchange.request.url) << text;
    EXPECT_EQ(got.body, exchange.request.body) << text;
  });
}

struct Call {
  std::string_view rule, text, method, url, body;
};
constexpr Call kCalls[] = {
    {"the least", R"(fetch("https://a/x"))", "GET", "https://a/x", ""},
    {"as Chrome copies it", R"js(fetch("https://a/x", {
  "headers": {"accept": "*/*", "content-type": "application/json"},
  "referrer": "https://a/", "referrerPolicy": "strict-origin",
  "body": "{\"a\":\"\u00e9\"}",
  "method": "POST", "mode": "cors", "credentials": "include"
});)js",
     "POST", "https://a/x", "{\"a\":\"\u00e9\"}"},
    {"as Firefox copies it", R"js(await fetch("https://a/x", {
    "credentials": "omit",
    "headers": {"User-Agent": "x",},
    "method": "DELETE",
});)js",
     "DELETE", "https://a/x", ""},
    {"as people write it", R"js(
// a comment
const r = await fetch('https://a/' + 'x', {method: 'PUT', body: JSON.stringify({a: 1, b: [true, null]}), headers: new Headers({x: 'y'})}))js",
     "PUT", "https://a/x", R"({"a":1,"b":[true,null]})"},
    {"a form",
     R"js(fetch(`https://a/x`, {method: "POST", body: new URLSearchParams({a: "b c"})}))js", "POST",
     "https://a/x", "a=b%20c"},
};
TEST(Fetch, Rows) {
  for (const Call& row : kCalls) {
    SCOPED_TRACE(row.rule);
    const auto read = read_fetch(row.text);
    ASSERT_TRUE(read) << describe(read.error());
    ASSERT_EQ(read->all.size(), 1u);
    EXPECT_EQ(read->all[0].exchange.request.method, row.method);
    EXPECT_EQ(read->all[0].exchange.request.url, row.url);
    EXPECT_EQ(read->all[0].exchange.request.body, row.body);
  }
}

TEST(Fetch, WhatIsNoLiteral) {
  const auto read = read_fetch("fetch(url, {a: )");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Code::kSyntax);
  EXPECT_FALSE(read_fetch("nothing"));
}

TEST(PowerShell, AsChromeCopiesIt) {
  const auto read =
      read_powershell(R"ps($session = New-Object Microsoft.PowerShell.Commands.WebRequestSession
Invoke-WebRequest -UseBasicParsing -Uri "https://a/x?b=1" `
-Method "POST" `
-WebSession $session `
-Headers @{
"authority"="a"
  "accept"="*/*"
  "x-q"="say `"hi`""
} `
-ContentType "application/json" `
-Body "{`"a`":1}")ps");
  ASSERT_TRUE(read) << describe(read.error());
  ASSERT_EQ(read->all.size(), 1u);
  const exchange::Request& request = read->all[0].exchange.request;
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://a/x?b=1");
  EXPECT_EQ(request.body, "{\"a\":1}");
  const std::vector<http::OwnedField> fields{
      {"accept", "*/*"}, {"x-q", "say \"hi\""}, {"Content-Type", "application/json"}};
  EXPECT_EQ(request.fields, fields);
}

struct Looks {
  std::string_view text, format;
};
constexpr Looks kLooks[] = {
    {R"({"log": {"entries": []}})", "har"},
    {R"({"info": {"name": "x"}, "item": []})", "postman"},
    {"curl https://a/", "curl"},
    {"# copied\n  curl 'https://a/'", "curl"},
    {R"(await fetch("https://a/"))", "fetch"},
    {"Invoke-WebRequest -Uri \"https://a/\"", "powershell"},
    {R"({"routes": []})", ""},
    {"routes:\n  - path: /curl", ""},
    {"", ""},
};
TEST(Formats, WhatATextLooksLike) {
  for (const Looks& row : kLooks) {
    const Format* format = detect(row.text);
    EXPECT_EQ(format == nullptr ? "" : format->name, row.format) << row.text;
  }
}

}  // namespace
}  // namespace mimus::formats
