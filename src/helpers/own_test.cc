#include "own.h"

#include <gtest/gtest.h>

#include <set>

#include "handlebars/helper_for_tests.h"
#include "host_for_tests.h"
#include "regex/regex.h"

// Our own helpers by rows. Data: {"a": 1, "t": "x<y", "l": [1,2], "o": {"k": "v w", "n": null},
// "d": "2020-02-29T10:00:00Z"}.
namespace mimus::helpers {
namespace {

constexpr std::string_view kData =
    R"({"a": 1, "t": "x<y", "l": [1, 2], "o": {"k": "v w", "n": null}, "d": "2020-02-29T10:00:00Z", "h": [0.25]})";

std::string render(HostForTests& host, std::string_view source, std::uint64_t seed = 1) {
  return handlebars::HelperTest{
      .helpers = own_helpers(), .dialect = &handlebars::kOurs, .host = &host, .seed = seed}
      .render(source, kData);
}

struct Row {
  std::string_view rule, source, output;
};
constexpr Row kRows[] = {
    {"now", "{{now}}", "2026-11-20T09:50:57.123Z"},
    {"now in a pattern, a zone, shifted",
     "{{now 'd MMMM yyyy HH:mm' zone='Europe/Paris' shift='3 days'}}", "23 November 2026 10:50"},
    {"now in a language", "{{now 'EEEE' locale='fr'}}", "vendredi"},
    {"a pattern that is worked out", "{{now (coalesce 'yyyy')}}", "2026"},
    {"a bad pattern is known when compiling", "{{now \"yyyy'\"}}", "ERROR 1:3: "},
    {"a zone nobody knows", "{{now zone='Mars/Base'}}", "ERROR 1:3: "},
    {"a shift nobody understands", "{{now shift='soon'}}", "ERROR 1:3: "},
    {"date", "{{date}} {{date shift='-1 months'}} {{date 'dd.MM.yy'}}",
     "2026-11-20 2026-10-20 20.11.26"},
    {"timestamp", "{{timestamp}} {{timestamp 'ms'}} {{timestamp shift='1 hours'}}",
     "1795168257 1795168257123 1795171857"},
    {"formatDate",
     "{{formatDate d 'EEEE, d MMMM yyyy' locale='de'}} {{formatDate d}} {{formatDate 0 'yyyy'}}",
     "Samstag, 29 Februar 2020 2020-02-29T10:00:00.000Z 1970"},
    {"formatDate of no date", "{{formatDate 'soon' 'yyyy'}}", "ERROR 1:3: 'soon' is no date"},
    {"betweenDates",
     "{{betweenDates '2020-02-01' d 'days'}} {{betweenDates d '2020-02-29T09:00:00Z' 'minutes'}}",
     "28 -60"},
    {"betweenDates that lie far apart", "{{betweenDates -8000000000000000 8000000000000000 'weeks'}}", "30423"},
    {"betweenDates, a unit nobody knows", "{{betweenDates d d 'moons'}}",
     "ERROR 1:3: there is no unit 'moons'"},
    {"random of one", "{{random 3 3}} {{random 0.50 0.50}} {{random -2 -2}}", "3 0.50 -2"},
    {"random of numbers from the data", "{{random a a}} {{random (pick h '0') (pick h '0')}}", "1 0.25"},
    {"timestamp in a bare word", "{{timestamp ms}}", "1795168257123"},
    {"timestamp in another unit", "{{timestamp 'weeks'}}",
     "ERROR 1:13: 'timestamp' knows no unit but ms"},
    {"blocks that leave the context to what is around",
     "{{#with o}}{{#repeat 1}}{{#switch k}}{{#case 'v w'}}{{../a}}{{/case}}{{/switch}}{{/repeat}}{{/with}}",
     "1"},
    {"random of texts", "{{random 'a' 2}}", "ERROR 1:10: 'a' is not a number of at most 15 digits"},
    {"random of nothing between", "{{random 2 1}}",
     "ERROR 1:10: the first number is larger than the second"},
    {"uuid nobody makes", "{{uuid 9}}", "ERROR 1:3: there is no uuid of version 9"},
    {"chance", "{{#chance 1}}y{{else}}n{{/chance}}{{#chance 0}}y{{else}}n{{/chance}} {{chance 1}}",
     "yn true"},
    {"chance beyond 1", "{{#chance 2}}y{{/chance}}",
     "ERROR 1:4: chance takes a number from 0 to 1"},
    {"state", "{{state 'cart' 'empty'}} {{setState 'cart' l}}{{state 'cart'}}", "empty [1,2]"},
    {"addState", "{{addState 'n'}} {{addState 'n' 5}} {{addState 'n' -0.5}} {{state 'n'}}",
     "1 6 5.5 5.5"},
    {"addState of what is no number", "{{setState 'n' 'x'}}{{addState 'n' 2}}", "2"},
    {"setState without a value", "{{setState 'n'}}",
     "ERROR 1:3: setState takes a name and a value"},
    {"scenario",
     "{{scenario}} {{setScenario 'Paid'}}{{scenario}} {{setScenario 'Open' "
     "of='checkout'}}{{scenario}}",
     "Started Paid checkout:Open"},
    {"collection that nobody has", "[{{collection 'nothing' 7}}][{{collectionSize 'nothing'}}]", "[][]"},
    {"collection without a name", "{{collection}}", "ERROR 1:3: collection takes a name"},
    {"repeat", "{{#repeat 3 separator=', '}}{{@number}}/{{@total}}{{/repeat}}", "1/3, 2/3, 3/3"},
    {"repeat with a name", "{{#repeat 2 as |i|}}{{i}}{{@first}};{{/repeat}}", "0true;1false;"},
    {"repeat not at all", "{{#repeat 0}}x{{else}}none{{/repeat}}", "none"},
    {"repeat how often?", "{{#repeat 'x'}}x{{/repeat}}",
     "ERROR 1:4: repeat takes how often, or from how often to how often"},
    {"switch",
     "{{#switch a}}{{#case 2 1}}one or two{{/case}}{{#default}}other{{/default}}{{/switch}}",
     "one or two"},
    {"urlPart",
     "{{urlPart 'host' 'https://u:p@a.b:8/c/d?e=f#g'}} {{urlPart 'port' "
     "'https://u:p@a.b:8/c/d?e=f#g'}} {{urlPart 'scheme' 'https://a'}} {{urlPart 'path' "
     "'https://a/c/d?e'}} {{urlPart 'query' '/x?e=f#g'}} {{urlPart 'fragment' '/x#g'}}",
     "a.b 8 https /c/d e=f g"},
    {"urlPart of an IPv6 host",
     "{{urlPart 'host' 'http://[::1]:80/'}} {{urlPart 'port' 'http://[::1]/'}}|", "[::1] |"},
    {"urlPart of the request", "{{urlPart 'host'}} {{urlPart 'path'}} {{urlPart 'query'}}",
     "localhost /p q=1"},
    {"urlPart nobody has", "{{urlPart 'colour' '/'}}", "ERROR 1:3: a URL has no 'colour'"},
    {"urlQuery", "{{urlQuery '/x?a=1&b=x+y%21' 'b'}} {{urlQuery '/x' 'b' 'none'}}", "x y! none"},
    {"queryString", "{{queryString o page=2 tags=l}}", "k=v%20w&page=2&tags=1&tags=2"},
    {"percent", "{{percentEncode 'a b/ü'}} {{percentDecode 'a%20b'}}", "a%20b%2F%C3%BC a b"},
    {"json", R"({{json t}} {{json l}} {{json o.n}})", R"("x<y" [1,2] null)"},
    {"json, indented", "{{json l indent=2}}", "[\n  1,\n  2\n]"},
    {"html", "{{html t}} {{html '\"&\\''}}", "x&lt;y &quot;&amp;&#39;"},
    {"csv", "{{csv 'a'}} {{csv 'a,\"b\"'}}", "a \"a,\"\"b\"\"\""},
    {"coalesce", "{{coalesce o.n '' t 'no'}} {{coalesce o.n 0}}", "x<y 0"},
    {"pick", "{{pick o 'k'}} {{pick o '$.k'}} {{pick o 'x.y' 'none'}}", "v w v w none"},
    {"env", "{{env 'REGION'}} {{env 'NO' 'none'}}", "eu none"},
    {"env that nobody may read", "{{env 'SECRET'}}",
     "ERROR 1:3: templates may not read the environment variable 'SECRET'"},
    {"include", "{{include 'parts/a.txt'}}", "A {{not a template}}"},
    {"include of what is not there", "{{include 'no'}}", "ERROR 1:3: there is no file 'no'"},
};

TEST(OwnHelpers, Rows) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(std::string(row.rule) + ": " + std::string(row.source));
    HostForTests host;
    host.target = "/p?q=1";
    host.variables = {{"REGION", "eu"}, {"SECRET", "s"}};
    host.files = {{"parts/a.txt", "A {{not a template}}"}};
    const std::string output = render(host, row.source);
    if (row.output.starts_with("ERROR")) {
      EXPECT_EQ(output.substr(0, row.output.size()), row.output);
    } else {
      EXPECT_EQ(output, row.output);
    }
  }
}

TEST(OwnHelpers, RandomReachesBothEndsWithItsDecimals) {
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    HostForTests host;
    seen.insert(render(host, "{{random -1 1}} {{random 0.1 0.2}}", seed));
  }
  EXPECT_EQ(seen, (std::set<std::string>{"-1 0.1", "-1 0.2", "0 0.1", "0 0.2", "1 0.1", "1 0.2"}));
}

TEST(OwnHelpers, UuidsHaveTheirVersions) {
  const auto form = regex::Regex::compile(
      "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12} "
      "01a1[0-9a-f]{4}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  HostForTests host;
  std::string last;
  for (int i = 0; i < 50; ++i, host.time += std::chrono::milliseconds(1)) {
    EXPECT_EQ(form->full_match(render(host, "{{uuid}} {{uuid 7}}", static_cast<std::uint64_t>(i))),
              regex::Regex::Outcome::kYes)
        << render(host, "{{uuid}} {{uuid 7}}");
    const std::string ordered = render(host, "{{uuid 7}}", static_cast<std::uint64_t>(i));
    EXPECT_LT(last, ordered);
    last = ordered;
  }
}

TEST(OwnHelpers, ChanceKeepsItsProbability) {
  int happened = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    HostForTests host;
    happened += render(host, "{{#chance 0.25}}y{{/chance}}", seed) == "y" ? 1 : 0;
  }
  EXPECT_NEAR(happened, 250, 60);
}

TEST(OwnHelpers, EveryUsageCompiles) {
  for (const Topic& topic : own_topics()) {
    for (const handlebars::HelperRow& row : topic.rows) {
      SCOPED_TRACE(row.usage);
      const auto program = handlebars::Program::compile(
          row.usage, {.dialect = &handlebars::kOurs, .helpers = own_helpers()});
      EXPECT_TRUE(program) << (program ? "" : describe(program.error()));
    }
  }
}

}  // namespace
}  // namespace mimus::helpers
