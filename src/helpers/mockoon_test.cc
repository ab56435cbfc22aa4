#include "mockoon.h"

#include <gtest/gtest.h>

#include <set>

#include "handlebars/helper_for_tests.h"
#include "host_for_tests.h"
#include "regex/regex.h"

// Mockoon's helpers by rows. The request of all of them is request().
namespace mimus::helpers {
namespace {

HostForTests request() {
  HostForTests host;
  host.verb = "POST";
  host.set_body(R"({"u":{"n":"N","esc":"<A&>","a.b":"dot"},"l":[1,"b"],"s":"txt","n":5,"z":null,
    "users":[{"id":1,"name":"Ada","age":36,"role":"admin","on":true},{"id":2,"name":"bob","age":7,"role":"user","on":false},
             {"id":3,"name":"Cy","age":20,"role":"user","on":true}]})");
  host.header_fields = {HostForTests::pair("X-H", "h"), HostForTests::pair("Accept", "a"),
                        HostForTests::pair("accept", "b"), HostForTests::pair("X-Empty", "")};
  host.query_pairs = {HostForTests::pair("a", "1"), HostForTests::pair("b", "<"),
                      HostForTests::pair("c", "x"), HostForTests::pair("c", "y")};
  host.cookie_pairs = {HostForTests::pair("c", "cv")};
  host.capture_pairs = {HostForTests::pair("id", "5")};
  host.variables = {{"MOCKOON_REGION", "eu"}, {"HOME", "/root"}};
  host.buckets.set("bk", *json::parse(R"({"a":{"b":1},"l":["x","y"],"on":true,"t":"<"})"));
  host.globals.set("g", *json::parse(R"({"x":[7]})"));
  return host;
}

std::string render(HostForTests& host, std::string_view source) {
  return handlebars::HelperTest{
      .helpers = mockoon_helpers(), .dialect = &handlebars::kMockoon, .host = &host}
      .render(source);
}

struct Row {
  std::string_view rule, source, output;
};

template <class Rows>
void expect_rows(const Rows& rows) {
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(row.rule) + ": " + std::string(row.source));
    HostForTests host = request();
    EXPECT_EQ(render(host, row.source), row.output);
  }
}

constexpr Row kRequest[] = {
    {"the whole body as it came", "{{len (stringify (bodyRaw 'u'))}} {{includes (body) 'Ada'}}",
     "47 true"},
    {"a value of the body", "{{body 'u.n'}}", "N"},
    {"safe text", "{{body 'u.esc'}} {{bodyRaw 'u.esc'}}", "<A&> &lt;A&amp;&gt;"},
    {"objects and lists as JSON", "{{body 'l'}} {{body 'u.a\\.b'}}", R"([1,"b"] dot)"},
    {"JSONPath, a single result unwrapped", "{{body '$.l[1]'}}", "b"},
    {"JSONPath, several results", "{{body '$.users[?(@.age > 10)].name'}}", R"(["Ada","Cy"])"},
    {"an element by its index", "{{body 'users.1.name'}}", "bob"},
    {"a default", "{{body 'nope' 'dflt'}}|{{body 'nope'}}", "dflt|"},
    {"stringify", "{{body 's' '' true}} {{body 'n' '' true}}", R"("txt" 5)"},
    {"null is JSON", "{{body 'z'}}", "null"},
    {"a path worked out", "{{body (concat 'u.' 'n')}}", "N"},
    {"raw values for blocks", "{{#each (bodyRaw 'l')}}<{{this}}>{{/each}}", "<1><b>"},
    {"raw default", "{{bodyRaw 'nope' 'd'}}|{{#if (bodyRaw 'nope')}}y{{else}}n{{/if}}", "d|n"},
    {"query", "{{queryParam 'a'}} {{queryParam 'z' 'dz'}} {{queryParam 'b'}} {{queryParamRaw 'b'}}",
     "1 dz < &lt;"},
    {"query, several", "{{queryParam 'c'}} {{queryParam 'c.1'}}", R"(["x","y"] y)"},
    {"the whole query", "{{queryParam}}", R"({"a":"1","b":"<","c":["x","y"]})"},
    {"query as an object", "{{#each (queryParams)}}{{@key}};{{/each}}", "a;b;c;"},
    {"raw default of the query", "{{queryParamRaw 'z' 7}}", "7"},
    {"the path's parameters", "{{urlParam 'id'}}{{urlParam 'no'}} {{lookup (urlParams) 'id'}}",
     "5 5"},
    {"headers", "{{header 'x-h'}} {{header 'X-N' 'dn'}} {{header 'X-Empty' 'de'}}|{{header 'X-N'}}",
     "h dn de|"},
    {"headers as an object", "{{lookup (headers) 'accept'}}", "a, b"},
    {"cookies", "{{cookie 'c'}} {{cookie 'd' 'dd'}}", "cv dd"},
    {"who asks whom", "{{method}} {{hostname}} {{ip}} {{baseUrl}}",
     "POST localhost 127.0.0.1 http://localhost:3000/api"},
};
TEST(MockoonRequest, Rows) {
  expect_rows(kRequest);
}

TEST(MockoonRequest, TheStatusIsSetAndNothingPrinted) {
  struct StatusRow {
    std::string_view source;
    int status;
  };
  for (const StatusRow& row :
       {StatusRow{"[{{status 418}}]", 418}, StatusRow{"[{{status '404x'}}]", 404},
        StatusRow{"[{{status 'x'}}]", 200}, StatusRow{"[{{status 1000}}]", 200},
        StatusRow{"[{{status 99}}]", 200}, StatusRow{"[{{status}}]", 200}}) {
    HostForTests host = request();
    EXPECT_EQ(render(host, row.source), "[]") << row.source;
    EXPECT_EQ(host.status, row.status) << row.source;
  }
}

TEST(MockoonRequest, ABodyThatIsNoJsonHasDefaults) {
  HostForTests host;
  host.set_body("plain <text>");
  EXPECT_EQ(render(host, "{{body}} {{body 'a' 'd'}} {{bodyRaw 'a' 'e'}}"), "plain <text> d e");
}

constexpr Row kData[] = {
    {"a bucket, and a value in it", "{{data 'bk' 'a.b'}} {{data 'bk' 'a'}} {{data 'bk' 't'}}",
     R"(1 {"b":1} <)"},
    {"JSONPath in a bucket", "{{data 'bk' '$.l[0]'}}", "x"},
    {"nobody's bucket, nobody's path", "[{{data 'no'}}{{data 'bk' 'no'}}{{dataRaw 'no'}}{{data}}]",
     "[]"},
    {"raw", "{{#each (dataRaw 'bk' 'l')}}<{{this}}>{{/each}}", "<x><y>"},
    {"inc", "{{setData 'inc' 'bk' 'a.b'}}{{data 'bk' 'a.b'}}", "2"},
    {"inc by", "{{setData 'inc' 'bk' 'a.b' '5'}}{{data 'bk' 'a.b'}}", "6"},
    {"dec", "{{setData 'dec' 'bk' 'a.b' 0.5}}{{data 'bk' 'a.b'}}", "0.5"},
    {"inc of what is no number", "{{setData 'inc' 'bk' 't'}}{{data 'bk' 't'}}", "<"},
    {"set", "{{setData 'set' 'bk' 'a.b' 'v'}}{{data 'bk' 'a'}}", R"({"b":"v"})"},
    {"set is what everything else means", "{{setData 'sett' 'bk' 'a.b' 'v'}}{{data 'bk' 'a'}}",
     R"({"b":"v"})"},
    {"set makes the way", "{{setData 'set' 'bk' 'p.q.1' true}}{{data 'bk' 'p'}}",
     R"({"q":[null,true]})"},
    {"set of the whole", "{{setData 'set' 'bk' '' (array 1)}}{{data 'bk'}}", "[1]"},
    {"push", "{{setData 'push' 'bk' 'l' 'z'}}{{data 'bk' 'l'}}", R"(["x","y","z"])"},
    {"push to what is no list", "{{setData 'push' 'bk' 'a' 'z'}}{{data 'bk' 'a'}}", R"({"b":1})"},
    {"del of a member", "{{setData 'del' 'bk' 'a.b'}}{{data 'bk' 'a'}}", "{}"},
    {"del of an element", "{{setData 'del' 'bk' 'l.0'}}{{data 'bk' 'l'}}", R"(["y"])"},
    {"invert", "{{setData 'invert' 'bk' 'on'}}{{data 'bk' 'on'}}", "false"},
    {"merge", "{{setData 'merge' 'bk' 'a' (object c=2)}}{{data 'bk' 'a'}}", R"({"b":1,"c":2})"},
    {"merge with what is no object sets", "{{setData 'merge' 'bk' 'a' 3}}{{data 'bk' 'a'}}", "3"},
    {"a list does not grow without end", "{{setData 'set' 'bk' 'l.99999999' 1}}",
     "ERROR 1:3: a list grows by 10,000 elements at most"},
    {"a bucket that changes under a loop",
     "{{#each (dataRaw 'bk' 'l')}}{{this}}{{setData 'push' 'bk' 'l' 'z'}}{{/each}} {{data 'bk' "
     "'l'}}",
     R"(xy ["x","y","z","z"])"},
    {"variables",
     "{{setVar 'v' 5}}{{getVar 'v'}}{{@v}}{{#if (eq (getVar 'v') 5)}}!{{/if}}{{getVar 'w'}}",
     "55!"},
    {"variables reach into blocks", "{{setVar 'v' 'x'}}{{#repeat 2 comma=false}}{{@v}}{{/repeat}}",
     "xx"},
    {"globals",
     "{{getGlobalVar 'g' 'x.0'}}{{getGlobalVar 'g' '$.x[0]'}} {{getGlobalVar 'no' '' 'd'}} "
     "{{getGlobalVar 'g' 'no' 'e'}}",
     "77 d e"},
    {"globals are kept", "{{setGlobalVar 'h' (body 'u.n')}}{{getGlobalVar 'h'}}", "N"},
    {"the environment, with its prefix",
     "{{getEnvVar 'REGION'}} {{getEnvVar 'MOCKOON_REGION'}} {{getEnvVar 'HOME' 'no'}}[{{getEnvVar "
     "'X'}}]",
     "eu eu no[]"},
};
TEST(MockoonData, Rows) {
  expect_rows(kData);
}

constexpr Row kBlocks[] = {
    {"repeat", R"({{#repeat 2}}{ "i":{{@index}}, "l":{{@last}} }{{/repeat}})",
     "{ \"i\":0, \"l\":false },\n{ \"i\":1, \"l\":true }\n"},
    {"repeat without commas", "{{#repeat 2 comma=false}}x{{@total}}{{@first}} {{/repeat}}",
     "x2true x2false "},
    {"blanks and a comma of the template's own", "{{#repeat 2}}a ,  {{/repeat}}", "a ,\na \n"},
    {"not at all", "[{{#repeat 0}}x{{/repeat}}]", "[]"},
    {"a text that is a number", "{{#repeat '2' comma=false}}x{{/repeat}}", "xx"},
    {"how often is missing", "{{#repeat}}x{{/repeat}}",
     "ERROR 1:4: The repeat helper requires a numeric param"},
    {"switch",
     "{{#switch 'b'}}{{#case 'a'}}A{{/case}}{{#case "
     "'b'}}B{{/case}}{{#default}}D{{/default}}{{/switch}}",
     "B"},
    {"switch: none", "{{#switch 'c'}}{{#case 'a'}}A{{/case}}{{#default}}D{{/default}}{{/switch}}",
     "D"},
    {"switch: the first hit alone",
     "{{#switch 1}}{{#case 1}}A{{/case}}{{#case 1}}B{{/case}}{{#default}}D{{/default}}{{/switch}}",
     "A"},
    {"switch compares kinds too",
     "{{#switch 1}}{{#case '1'}}A{{/case}}{{#default}}D{{/default}}{{/switch}}", "D"},
    {"switch of safe text", "{{#switch (queryParam 'a')}}{{#case '1'}}A{{/case}}{{/switch}}", "A"},
    {"switch inside a switch",
     "{{#switch 1}}{{#case 1}}{{#switch 2}}{{#case "
     "2}}in{{/case}}{{/switch}}{{/case}}{{#default}}D{{/default}}{{/switch}}",
     "in"},
    {"a case alone", "[{{#case 1}}x{{/case}}{{#default}}y{{/default}}]", "[]"},
};
TEST(MockoonBlocks, Rows) {
  expect_rows(kBlocks);
}

TEST(MockoonBlocks, RepeatByChanceReachesBothEnds) {
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    HostForTests host;
    seen.insert(handlebars::HelperTest{
        .helpers = mockoon_helpers(), .dialect = &handlebars::kMockoon, .host = &host, .seed = seed}
                    .render("{{#repeat 1 3 comma=false}}x{{/repeat}}"));
  }
  EXPECT_EQ(seen, (std::set<std::string>{"x", "xx", "xxx"}));
}

constexpr Row kLists[] = {
    {"array and join", "{{join (array 'a' 'b')}} {{join (array 1 2) ''}} {{join 'x'}}",
     "a, b 12 x"},
    {"object, from the last to the first", "{{{stringify (object a=1 b='x')}}}",
     "{\n  \"b\": \"x\",\n  \"a\": 1\n}"},
    {"objectMerge", "{{{stringify (objectMerge (object a=1) 'no' (object a=2))}}}{{objectMerge}}",
     "{\n  \"a\": 2\n}"},
    {"slice",
     "{{join (slice (array 1 2 3 4) 1 3) ''}} {{join (slice (array 1 2 3 4) -2) ''}}[{{slice 'x' "
     "1}}]",
     "23 34[]"},
    {"len", "{{len (array 1 2)}} {{len 'abc'}} {{len '😀'}} {{len 5}} {{len (object a=1)}}",
     "2 3 2 0 0"},
    {"reverse", "{{join (reverse (array 1 2 3)) ''}}[{{reverse 'ab'}}]", "321[]"},
    {"sort",
     "{{join (sort (array 3 1 2) 'desc') ''}} {{join (sort (array 10 9 2)) ' '}} {{join (sort "
     "(array 'b' 'A' 'a' '1')) ''}}",
     "321 2 9 10 1aAb"},
    {"sort of no list, of objects", "[{{sort 'x'}}]{{len (sort (bodyRaw 'users'))}}", "[]3"},
    {"sortBy",
     "{{#each (sortBy (bodyRaw 'users') 'age')}}{{name}} {{/each}}{{#each (sortBy (bodyRaw "
     "'users') 'name' 'desc')}}{{name}} {{/each}}",
     "bob Cy Ada Cy bob Ada "},
    {"sortBy what the first has not", "{{#each (sortBy (bodyRaw 'users') 'no')}}{{id}}{{/each}}",
     "123"},
    {"concat of texts", "{{concat 'a' 1 'b'}}", "a1b"},
    {"concat of lists", "{{join (concat (array 1) (array 2 3) 4) ''}}", "1234"},
    {"filter by an object",
     "{{#each (filter (bodyRaw 'users') (object role='user'))}}{{name}} {{/each}}", "bob Cy "},
    {"filter: any of several",
     "{{#each (filter (bodyRaw 'users') (object id=1) (object id=2))}}{{name}} {{/each}}",
     "Ada bob "},
    {"filter: all of a list",
     "{{#each (filter (bodyRaw 'users') (array (object role='user') (object on=true)))}}{{name}} "
     "{{/each}}",
     "Cy "},
    {"filter by values", "{{join (filter (array 1 2 '2' 3) 2 3) ''}}", "23"},
    {"filter without condition, of no list", "{{join (filter (array 1 2)) ''}}[{{filter 'x' 1}}]",
     "12[]"},
    {"filter inside objects",
     "{{len (filter (array (object a=(object b=1)) (object a=2)) (object a=(object b=1)))}}", "1"},
    {"find", "{{lookup (find (bodyRaw 'users') (object id=3)) 'name'}}[{{find (array 1) 2}}]",
     "Cy[]"},
    {"oneOf of one",
     "{{oneOf (array 'a')}} {{oneOf 'b'}} {{oneOf (array (object a=1)) true}}[{{oneOf (array)}}]",
     R"(a b {"a":1}[])"},
    {"someOf all",
     "{{len (someOf (array 1 2 3) 3 3)}} {{{someOf (array 'a') 1 1 true}}} {{someOf (array 1) 0 "
     "0}}|",
     "3 [\"a\"] |"},
    {"jsonParse", R"({{lookup (jsonParse '{"a":7}') 'a'}}[{{jsonParse 'x'}}{{jsonParse 1}}])",
     "7[]"},
    {"stringify of scalars", "{{stringify 'a'}} {{stringify 1}} {{{stringify (array)}}}", "a 1 []"},
    {"jsonPath",
     R"({{jsonPath (jsonParse '{"a":[1,2]}') '$.a[1]'}} {{jsonPath (bodyRaw) '$.no' 'd'}} {{jsonPath 'x' '$.a'}})",
     "2 d x"},
    {"jsonPath with a bad path", "{{jsonPath (bodyRaw) '$[' 'd'}}", "d"},
    {"jmesPath",
     "{{jmesPath (bodyRaw) 'users[?age > `10`].name | [0]'}} {{jmesPath (bodyRaw) 'no' 'd'}} "
     "{{jmesPath (bodyRaw) '[[' 'e'}}",
     "Ada d e"},
    {"jmesPath worked out", "{{jmesPath (bodyRaw) (concat 'u.' 'n')}}", "N"},
    {"objectPath",
     "{{objectPath (bodyRaw) 'users.0.name'}} {{objectPath (bodyRaw) 'x.y' 'd'}} {{objectPath "
     "(bodyRaw) 'users.length'}}",
     "Ada d 3"},
};
TEST(MockoonLists, Rows) {
  expect_rows(kLists);
}

TEST(MockoonLists, ChoosingIsAmongThemAndDiffersBySeed) {
  std::set<std::string> one, some;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    HostForTests host;
    const handlebars::HelperTest test{.helpers = mockoon_helpers(),
                                      .dialect = &handlebars::kMockoon,
                                      .host = &host,
                                      .seed = seed};
    one.insert(test.render("{{oneOf (array 'a' 'b' 'c')}}"));
    some.insert(test.render("{{join (sort (someOf (array 'a' 'b' 'c') 1 2)) ''}}"));
  }
  EXPECT_EQ(one, (std::set<std::string>{"a", "b", "c"}));
  EXPECT_EQ(some, (std::set<std::string>{"a", "b", "c", "ab", "ac", "bc"}));
}

constexpr Row kStrings[] = {
    {"case", "{{lowercase 'ABÄ'}} {{uppercase 'abä'}} {{lowercase (body 'u.esc')}}",
     "abä ABÄ &lt;a&amp;&gt;"},
    {"substr",
     "{{substr 'abcdef' 1 3}} {{substr 'abcdef' 2}} {{substr 'abcdef' -2}} {{substr 'abc' 1 "
     "-1}}|{{substr 'abc' 9}}|",
     "bcd cdef ef ||"},
    {"substr counts UTF-16", "{{substr 'a😀b' 3}} {{substr 'äöü' 1 1}}", "b ö"},
    {"replace",
     "{{replace 'aXa' 'a' 'b'}} {{replaceAll 'aXa' 'a' 'b'}} {{replace 'a.a' '.' '-'}}[{{replace "
     "'a' 'a'}}]",
     "bXa bXb a-a[]"},
    {"replacements have patterns", "{{replace 'abc' 'b' '[$&]'}} {{replaceAll 'aa' 'a' '$$'}}",
     "a[b]c $$"},
    {"replace nothing", "{{replace 'abc' '' 'x'}}", "abc"},
    {"pad",
     "{{padStart '7' 3 '0'}} {{padEnd 'a' 3 '-'}} {{padStart 7 3}} {{padStart 'abc' 2 'x'}} "
     "{{padEnd 'a' 6 'xyz'}}",
     "007 a--   7 abc axyzxy"},
    {"pad has a limit", "{{padStart 'a' '1e12'}}", "ERROR 1:3: the template's output is too large"},
    {"includes", "{{includes 'abc' 'b'}} {{includes 'abc' 'x'}} {{includes (array 'a') 'a'}}",
     "true false false"},
    {"indexOf",
     "{{indexOf 'abc' 'c'}} {{indexOf 'abcabc' 'b' 2}} {{indexOf 'abc' 'x'}} {{indexOf '😀b' 'b'}}",
     "2 4 -1 2"},
    {"split",
     "{{join (split 'a,b' ',') '+'}} {{join (split 'a b') '+'}} {{join (split 'a,b,' ',') "
     "'+'}}[{{split 5}}]",
     "a+b a+b a+b+[]"},
    {"newline", "a{{newline}}b", "a\nb"},
    {"base64",
     "{{base64 'hi'}} {{base64 '<'}} {{base64Decode 'aGk='}} {{#base64}}h{{concat 'i'}}{{/base64}}",
     "aGk= PA== hi aGk="},
    {"base64url",
     "{{base64url '\?\?>>'}} {{base64urlDecode 'Pz8-Pg'}} "
     "{{#base64urlDecode}}aGk{{/base64urlDecode}}",
     "Pz8-Pg \?\?>> hi"},
    {"base64 of any text", "{{base64Decode 'a G*k='}}|{{base64Decode 'x'}}|{{base64Decode 'aGl'}}",
     "hi||hi"},
    {"parseInt", "{{parseInt '12px'}} {{parseInt '-3.9'}} [{{parseInt 'x'}}]", "12 -3 []"},
    {"a token's parts",
     "{{jwtHeader 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3Iiwib24iOnRydWV9.x' 'alg'}} {{jwtPayload "
     "'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3Iiwib24iOnRydWV9.x' 'sub'}}",
     "HS256 7"},
    {"a token's whole part",
     "{{{stringify (jwtPayload 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.x')}}}",
     "{\n  \"sub\": \"7\"\n}"},
    {"no token", "[{{jwtPayload 'x' 'a'}}{{jwtHeader 'x.y'}}{{jwtHeader 5}}]", "[]"},
};
TEST(MockoonStrings, Rows) {
  expect_rows(kStrings);
}

constexpr Row kNumbers[] = {
    {"sums", "{{add 1 2 3}} {{subtract 5 2}} {{multiply 2 3}} {{divide 7 2}} {{modulo 7 3}}",
     "6 3 6 3.5 1"},
    {"texts are numbers", "{{add '1' '2'}} {{add (queryParam 'a') 1}} {{add 1 ' 0x10 '}}",
     "3 2 17"},
    {"what is no number is left out", "{{add 1 'x' 2}} {{divide 8 0 2}} {{subtract 1 'x'}}",
     "3 4 1"},
    {"but the first", "{{add 'x' 1}}", "NaN"},
    {"nothing of nothing", "[{{add}}{{modulo 1}}{{modulo 1 0}}{{ceil}}]", "[]"},
    {"doubles as JavaScript prints them", "{{add 0.1 0.2}} {{multiply '1e21' 10}} {{divide 1 3}}",
     "0.30000000000000004 1e+22 0.3333333333333333"},
    {"rounding",
     "{{ceil 1.2}} {{floor 1.8}} {{round 1.5}} {{round -1.5}} {{round '2.4'}} {{floor -0.5}}",
     "2 1 2 -1 2 -1"},
    {"toFixed",
     "{{toFixed 1.005 2}} {{toFixed 2.5 0}} {{toFixed 0.5 0}} {{toFixed -1.25 1}} {{toFixed 'x' "
     "1}} {{toFixed '1e21' 2}}",
     "1.00 3 1 -1.3 0.0 1e+21"},
    {"toFixed has a limit", "{{toFixed 1 101}}",
     "ERROR 1:3: toFixed() digits argument must be between 0 and 100"},
    {"equality", "{{eq 1 1}} {{eq 1 '1'}} {{eq 1 1.0}} {{eq 'a' 'a'}} {{eq true true}}",
     "true false true true true"},
    {"order", "{{gt 2 1}} {{gt '10' 9}} {{gt 'x' 1}} {{gte 2 2}} {{lt 1 2}} {{lte 3 2}}",
     "true true false true true false"},
};
TEST(MockoonNumbers, Rows) {
  expect_rows(kNumbers);
}

constexpr Row kDates[] = {
    {"now", "{{now}} {{now 'yyyy'}}", "2026-11-20T09:50:57.123+00:00 2026"},
    {"dateFormat",
     "{{dateFormat '2020-02-03T04:05:06.000Z' 'yyyy'}} {{dateFormat '2020-02-03' 'dd/MM EEE'}}",
     "2020 03/02 Mon"},
    {"dateFormat of milliseconds", "{{dateFormat 0 'yyyy-MM-dd'}}", "1970-01-01"},
    {"dateFormat of a date by chance",
     "{{dateFormat (date '2020-01-01' '2020-01-01') 'yyyy-MM-dd'}}", "2020-01-01"},
    {"dateFormat of no date", "{{dateFormat 'x' 'yyyy'}}", "ERROR 1:3: Invalid time value"},
    {"dateFormat without a pattern", "[{{dateFormat '2020-01-01'}}]", "[]"},
    {"dateTimeShift",
     "{{dateTimeShift date='2020-01-31' months=1 format='yyyy-MM-dd'}} {{dateTimeShift "
     "date='2020-02-03T04:05:06Z' days=-1 hours=2}}",
     "2020-02-29 2020-02-02T06:05:06.000+00:00"},
    {"dateTimeShift from now", "{{dateTimeShift years='1' format='yyyy-MM-dd HH:mm'}}",
     "2027-11-20 09:50"},
    {"a date by chance prints as JavaScript's",
     "{{date '2026-04-21T14:09:14Z' '2026-04-21T14:09:14Z'}}",
     "Tue Apr 21 2026 14:09:14 GMT+0000 (Coordinated Universal Time)"},
    {"a date by chance in a pattern",
     "{{date '2020-01-01' '2020-12-31' 'yyyy'}}[{{date '2020-01-01'}}]", "2020[]"},
    {"a time by chance", "{{time '09:30' '09:30'}} {{time '09:30' '09:30' 'H'}}", "09:30 9"},
    {"isValidDate",
     "{{isValidDate '2020-02-03'}} {{isValidDate 'x'}} {{isValidDate 5}} {{isValidDate}}",
     "true false true false"},
};
TEST(MockoonDates, Rows) {
  expect_rows(kDates);
}

TEST(MockoonDates, TheServersZoneCounts) {
  HostForTests host;
  host.zone = "Europe/Paris";
  EXPECT_EQ(render(host,
                   "{{now 'HH:mm xxx'}} {{dateFormat '2020-07-01T00:00:00' 'HH:mm'}} {{dateFormat "
                   "'2020-07-01' 'HH:mm'}}"),
            "10:50 +01:00 00:00 02:00");
}

// What has chance in it: the form of what it makes, for many seeds.
struct FormRow {
  std::string_view source, form;
};
constexpr FormRow kForms[] = {
    {"{{int 1 3}}", "[123]"},
    {"{{int}}", "[0-9]+"},
    {"{{float 0 1}}", "[01](\\.[0-9]+)?"},
    {"{{uuid}}", "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"},
    {"{{guid}}", "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"},
    {"{{hexColor}}", "[0-9a-f]{6}"},
    {"{{objectId}}", "[0-9a-f]{24}"},
    {"{{boolean}}", "true|false"},
    {"{{ipv4}}", "[0-9]{1,3}(\\.[0-9]{1,3}){3}"},
    {"{{ipv6}}", "[0-9a-f]{4}(:[0-9a-f]{4}){7}"},
    {"{{lat}}", "-?[0-9]{1,2}(\\.[0-9]+)?"},
    {"{{long}}", "-?[0-9]{1,3}(\\.[0-9]+)?"},
    {"{{countryCode}}", "[A-Z]{2}"},
    {"{{{email}}}", "[^@ ]+@[^@ ]+\\.[a-z]+"},
    {"{{domain}}", "[^@ ]+\\.[a-z]+"},
    {"{{tld}}", "[a-z]+"},
    {"{{lorem 3}}", "[A-Z][a-z]* [a-z]+ [a-z]+\\."},
    {"{{{title}}} {{{firstName}}} {{{lastName}}} {{{company}}}", "..*"},
    {"{{{street}}} {{{city}}} {{{country}}} {{{zipcode}}} {{{postcode}}} {{{phone}}} {{{color}}}",
     "..*"},
};
TEST(MockoonRandom, Forms) {
  for (const FormRow& row : kForms) {
    SCOPED_TRACE(row.source);
    const auto form = regex::Regex::compile(row.form);
    ASSERT_TRUE(form);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      HostForTests host;
      const std::string made = handlebars::HelperTest{.helpers = mockoon_helpers(),
                                                      .dialect = &handlebars::kMockoon,
                                                      .host = &host,
                                                      .seed = seed}
                                   .render(row.source);
      EXPECT_FALSE(made.starts_with("ERROR")) << made;
      EXPECT_EQ(form->full_match(made), regex::Regex::Outcome::kYes) << made;
    }
  }
}

TEST(MockoonTables, EveryRowIsCalledByItsUsage) {
  for (const Topic& topic : mockoon_topics()) {
    for (const handlebars::HelperRow& row : topic.rows) {
      SCOPED_TRACE(row.usage);
      HostForTests host = request();
      EXPECT_NE(row.usage.find(row.name), std::string_view::npos);
      EXPECT_FALSE(render(host, row.usage).starts_with("ERROR")) << render(host, row.usage);
    }
  }
}

TEST(MockoonTables, UnknownHelpersAreNothing) {
  HostForTests host;
  EXPECT_EQ(render(host, "{{nope 1}}|{{nope}}"), "|");
}

}  // namespace
}  // namespace mimus::helpers
