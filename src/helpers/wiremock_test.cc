#include "wiremock.h"

#include <gtest/gtest.h>

#include <set>
#include <span>

#include "handlebars/helper_for_tests.h"
#include "wiremock_host_for_tests.h"
#include "regex/regex.h"
#include "rows_of_conditions_for_tests.h"
#include "rows_of_dates_for_tests.h"
#include "rows_of_json_for_tests.h"
#include "rows_of_lists_for_tests.h"
#include "rows_of_numbers_for_tests.h"
#include "rows_of_others_for_tests.h"
#include "rows_of_strings_for_tests.h"
#include "rows_of_xml_for_tests.h"
#include "support/shared_data.h"

namespace mimus::helpers {
namespace {

std::string render(std::string_view source, std::string_view data = "{}", std::uint64_t seed = 1) {
  WireMockTestHost host;
  const handlebars::HelperTest test{.helpers = wiremock_helpers(),
                                    .dialect = &handlebars::kWireMock,
                                    .host = &host,
                                    .seed = seed};
  return test.render(source, data);
}

// Columns count from 0 there.
std::string as_java_counts(const std::string& failure) {
  const std::size_t colon = failure.find(':');
  const std::size_t end = failure.find(':', colon + 1);
  if (end == std::string::npos) return failure;
  return failure.substr(0, colon + 1) + std::to_string(std::stoi(failure.substr(colon + 1)) - 1) +
         failure.substr(end);
}

void check(std::span<const Row> rows) {
  for (const Row& row : rows) {
    const std::string output = render(row.source);
    if (!row.output.starts_with('!')) {
      EXPECT_EQ(output, row.output) << row.source;
      continue;
    }
    EXPECT_TRUE(output.starts_with("ERROR ")) << row.source << "\n" << output;
    const std::string failure =
        as_java_counts(output.substr(std::min<std::size_t>(6, output.size())));
    EXPECT_EQ(failure.substr(0, row.output.size() - 1), row.output.substr(1)) << row.source << "\n"
                                                                              << output;
  }
}

TEST(WireMockHelpers, Conditions) {
  check(kConditionsRows);
}
TEST(WireMockHelpers, Strings) {
  check(kStringsRows);
}
TEST(WireMockHelpers, Numbers) {
  check(kNumbersRows);
}
TEST(WireMockHelpers, Lists) {
  check(kListsRows);
}
TEST(WireMockHelpers, Dates) {
  check(kDatesRows);
}
TEST(WireMockHelpers, Json) {
  check(kJsonRows);
}
TEST(WireMockHelpers, Xml) {
  check(kXmlRows);
}
TEST(WireMockHelpers, Others) {
  check(kOthersRows);
}

// The recorded cases of the reference that need no more of a request than its body.
struct Recorded {
  std::string_view name;
  std::size_t step;
};
constexpr Recorded kRecorded[] = {{"tpl-arrays", 0},  {"tpl-dates", 0},   {"tpl-json", 0},
                                  {"tpl-numbers", 0}, {"tpl-strings", 0}, {"tpl-xml", 0},
                                  {"tpl-errors", 0}};

const json::Value& at(const json::Value& value, std::string_view pointer) {
  return *json::find(value, pointer);
}

TEST(WireMockHelpers, RecordedCases) {
  for (const Recorded& recorded : kRecorded) {
    SCOPED_TRACE(recorded.name);
    const std::string name(recorded.name);
    const auto stub = json::parse(read_recorded(name + ".json")), expect = json::parse(read_recorded(name + ".expect.json"));
    ASSERT_TRUE(stub && expect);
    const std::string place = std::to_string(recorded.step);
    const json::Value* body = json::find(*expect, "/steps/" + place + "/request/body");
    json::Object data{{"request", json::Object{{"body", body ? *body : json::Value("")}}}};
    EXPECT_EQ(
        render(std::string_view(at(*stub, "/mappings/" + place + "/response/body").get_string()),
               json::write(data)),
        std::string_view(at(*expect, "/steps/" + place + "/response/body").get_string()));
  }
}

struct Shape {
  std::string_view source, regex;
};
constexpr Shape kShapes[] = {
    {"{{randomValue length=5 type='ALPHABETIC' uppercase=true}}", "[A-Z]{5}"},
    {"{{randomValue length=4 type='NUMERIC'}}", "[0-9]{4}"},
    {"{{randomValue type='UUID'}}",
     "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"},
    {"{{randomValue length=6 type='HEXADECIMAL'}}", "[0-9a-f]{6}"},
    {"{{randomValue}}", "[0-9a-z]{36}"},
    {"{{randomValue length=9 type='ALPHANUMERIC_AND_SYMBOLS'}}", "[!-~]{9}"},
    {"{{randomInt lower=5 upper=9}}", "[5-8]"},
    {"{{randomInt}}", "-?[0-9]+"},
    {"{{randomDecimal lower=1 upper=2}}", "1\\.[0-9]+"},
    {"{{pickRandom 'a' 'b'}}", "[ab]"},
    {"{{pickRandom (array 1 2) count=2}}", "\\[(1, 2|2, 1)\\]"},
    {"{{now}}", "2026-11-20T08:56:26Z"},
    {"{{now format='yyyy-MM-dd'}}", "2026-11-20"},
    {"{{now offset='10 years' format='yyyy'}}", "2036"},
    {"{{now timezone='Australia/Sydney'}}", "2026-11-20T19:56:26\\+11:00"},
    {"{{now format='unix'}}", "1795164986"},
    {"{{date '2021-05-06' format='yyyy'}}", "2026"},
};

TEST(WireMockHelpers, ShapesOfRandomValues) {
  for (const Shape& shape : kShapes) {
    const auto regex = regex::Regex::compile(shape.regex);
    ASSERT_TRUE(regex) << shape.regex;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const std::string text = render(shape.source, "{}", seed);
      EXPECT_EQ(regex->full_match(text), regex::Regex::Outcome::kYes)
          << shape.source << " " << text;
      EXPECT_EQ(text, render(shape.source, "{}", seed));
    }
  }
}

TEST(WireMockHelpers, SystemValues) {
  EXPECT_EQ(
      render(
          "{{systemValue key='wiremock.set'}}|{{systemValue key='wiremock.nothing' default='sv'}}"),
      "here|sv");
  EXPECT_EQ(render("{{systemValue key='PATH'}}|{{hostname}}"),
            "[ERROR: Access to PATH is denied]|vm");
}

constexpr Row kOurs[] = {
    // RFC 1321 and FIPS 180-4 examples; RFC 4231 test case 2.
    {"{{md5 'abc'}}", "900150983cd24fb0d6963f7d28e17f72"},
    {"{{sha1 'abc'}}", "a9993e364706816aba3e25717850c26c9cd0d89d"},
    {"{{sha256 'abc'}}", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"{{sha256 'abc' encoding='base64'}}", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="},
    {"{{#sha1}}abc{{/sha1}}", "a9993e364706816aba3e25717850c26c9cd0d89d"},
    {"{{substring (sha512 'abc') 0 16}}|{{substring (sha384 'abc') 0 16}}",
     "ddaf35a193617aba|cb00753f45a35e8b"},
    {"{{hmac 'sha256' 'Jefe' 'what do ya want for nothing?'}}",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {"{{base64url 'a?b>c~~'}}|{{base64url 'YT9iPmN-fg' decode=true}}", "YT9iPmN-fg|a?b>c~~"},
    {"{{hmac 'sha0' 'a' 'b'}}", "!1:2: there is no digest 'sha0'"},
    {"{{md5 'a' encoding='rot13'}}", "!1:2: there is no encoding 'rot13'"},
    // RFC 7519 §6.1's form: nothing behind the last point.
    {"{{jwt alg='none' sub='ada' iat=1}}",
     "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJhZGEiLCJpYXQiOjF9."},
    // jwt.io's example.
    {"{{jwt sub='1234567890' name='John Doe' iat=1516239022 secret='your-256-bit-secret'}}",
     "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
     "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ."
     "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"},
    {"{{regexExtract (jwt maxAge='1 hours' sub=1) '[.]([^.]+)[.]' 'p'}}{{base64url p.[0] "
     "decode=true}}",
     R"({"iat":1795164986,"exp":1795168586,"sub":1})"},
    {"{{jwt alg='XX'}}", "!1:2: there is no algorithm 'XX'"},
    {"{{jwt alg='RS256' key='nope'}}", "!1:2: no RSA private key in PEM"},
};

TEST(OurHelpers, Rows) {
  check(kOurs);
}

TEST(WireMockHelpers, EveryRowSaysWhatItDoes) {
  std::set<std::string_view> names;
  for (const handlebars::HelperTable table : wiremock_helpers()) {
    for (const handlebars::HelperRow& row : table) {
      EXPECT_TRUE(names.insert(row.name).second) << row.name;
      EXPECT_NE(row.usage.find(row.name), std::string_view::npos) << row.name;
      EXPECT_FALSE(row.summary.empty() || row.summary.ends_with('.')) << row.name;
    }
  }
  EXPECT_EQ(names.size(), 78u);
}

}  // namespace
}  // namespace mimus::helpers
