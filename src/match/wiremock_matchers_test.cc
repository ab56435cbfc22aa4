// WireMock's operators one by one: reference/wiremock-stubs.md §3.
#include <algorithm>

#include "http/content_coding.h"
#include "support/property.h"
#include "wiremock_request_for_tests.h"

namespace mimus::match {
namespace {

json::Value read(std::string_view text) {
  auto value = json::parse(text);
  EXPECT_TRUE(value) << text << ": " << (value ? "" : describe(value.error()));
  return value ? *value : json::Value();
}

Result<CompiledPattern> compile(Place place, std::string_view matcher, std::string name = "k") {
  RequestPattern pattern;
  pattern.manner = Manner::kWireMock;
  MIMUS_TRY(Test test, read_wiremock_test(read(matcher), place));
  pattern.conditions.push_back({place, takes_name(place) && place != Place::kBody ? name : "", {std::move(test)}});
  return CompiledPattern::compile(std::move(pattern));
}

bool holds(const CompiledPattern& pattern, Asked& asked) {
  const bool holds = pattern.rest_matches(asked.facts(), {});
  const Explanation why = pattern.explain(asked.facts());
  EXPECT_EQ(holds, why.distance == 0);
  EXPECT_LE(why.distance, 1);
  return holds;
}

// Of the query parameter k in "/?" + query.
bool in_query(std::string_view query, std::string_view matcher) {
  const auto pattern = compile(Place::kQuery, matcher);
  EXPECT_TRUE(pattern) << matcher << ": " << (pattern ? "" : describe(pattern.error()));
  Asked asked("GET", "/?" + std::string(query), {}, "");
  return pattern && holds(*pattern, asked);
}

bool in_body(std::string_view body, std::string_view matcher, std::string type = "text/plain") {
  const auto pattern = compile(Place::kBody, matcher);
  EXPECT_TRUE(pattern) << matcher << ": " << (pattern ? "" : describe(pattern.error()));
  Asked asked("POST", "/", {{"Content-Type", std::move(type)}}, std::string(body));
  return pattern && holds(*pattern, asked);
}

struct Row {
  std::string_view rule, input, matcher;
  bool holds;
};

constexpr Row kQueryRows[] = {
    {"equalTo", "k=a", R"({"equalTo": "a"})", true},
    {"equalTo keeps case", "k=A", R"({"equalTo": "a"})", false},
    {"caseInsensitive", "k=A", R"({"equalTo": "a", "caseInsensitive": true})", true},
    {"caseInsensitive beyond ASCII", "k=%C3%84.", R"({"equalTo": "ä.", "caseInsensitive": true})", true},
    {"any value", "k=a&k=b", R"({"equalTo": "b"})", true},
    {"nothing is not the empty text", "", R"({"equalTo": ""})", false},
    {"a name alone is the empty text", "k", R"({"equalTo": ""})", true},
    {"contains", "k=abc", R"({"contains": "b"})", true},
    {"nothing contains nothing", "", R"({"contains": ""})", false},
    {"doesNotContain", "k=abc", R"({"doesNotContain": "x"})", true},
    {"doesNotContain of nothing", "", R"({"doesNotContain": "x"})", true},
    {"one value without it is enough", "k=x&k=a", R"({"doesNotContain": "x"})", true},
    {"matches all of it", "k=abc", R"({"matches": "a.c"})", true},
    {"and no less", "k=abcd", R"({"matches": "a.c"})", false},
    {"a dot is a line end too", "k=a%0Ac", R"({"matches": "a.c"})", true},
    {"Java's flags and quantifiers", "k=AAb", R"({"matches": "(?i)a++B"})", true},
    {"Java's properties", "k=%C3%A9", R"({"matches": "\\p{L}"})", true},
    {"doesNotMatch", "k=b", R"({"doesNotMatch": "a"})", true},
    {"doesNotMatch of nothing", "", R"({"doesNotMatch": "a"})", true},
    {"absent", "", R"({"absent": true})", true},
    {"absent whatever its operand", "", R"({"absent": false})", true},
    {"an empty value is there", "k=", R"({"absent": true})", false},
    {"anything", "", R"({"anything": "anything"})", true},
    {"and", "k=abc", R"({"and": [{"contains": "a"}, {"contains": "c"}]})", true},
    {"and not", "k=abc", R"({"and": [{"contains": "a"}, {"contains": "x"}]})", false},
    {"or", "k=abc", R"({"or": [{"contains": "x"}, {"contains": "c"}]})", true},
    {"or with absent", "", R"({"or": [{"absent": true}, {"contains": "c"}]})", true},
    {"not", "k=a", R"({"not": {"equalTo": "a"}})", false},
    {"not of nothing", "", R"({"not": {"equalTo": "a"}})", true},
    {"not absent", "k", R"({"not": {"absent": true}})", true},
    {"not of one of several", "k=a&k=b", R"({"not": {"equalTo": "a"}})", true},
    {"hasExactly in any order", "k=b&k=a", R"({"hasExactly": [{"equalTo": "a"}, {"equalTo": "b"}]})", true},
    {"hasExactly counts", "k=b", R"({"hasExactly": [{"equalTo": "a"}, {"equalTo": "b"}]})", false},
    {"two may share one", "k=a&k=b", R"({"hasExactly": [{"equalTo": "a"}, {"matches": "a"}]})", true},
    {"hasExactly of nothing", "", R"({"hasExactly": []})", false},
    {"includes", "k=a&k=b&k=c", R"({"includes": [{"equalTo": "a"}, {"equalTo": "c"}]})", true},
    {"includes not", "k=a", R"({"includes": [{"equalTo": "a"}, {"equalTo": "c"}]})", false},
    {"matchesPathTemplate", "k=/a/7", R"({"matchesPathTemplate": "/a/{id}"})", true},
    {"matchesPathTemplate not", "k=/a/7/8", R"({"matchesPathTemplate": "/a/{id}"})", false},
    {"numbers", "k=7", R"({"gte": 7})", true},
    {"an offset keeps its plus", "k=2024-01-02T03:04:05+02:00", R"({"equalTo": "2024-01-02T03:04:05+02:00"})", true},
    {"other values do not", "k=a+b", R"({"equalTo": "a b"})", true},
    {"before", "k=2021-05-31", R"({"before": "2021-06-01"})", true},
    {"after", "k=2021-05-31", R"({"after": "2021-06-01"})", false},
    {"the same instant", "k=2021-06-01T14:00:00%2B02:00", R"({"equalToDateTime": "2021-06-01T12:00:00Z"})", true},
    {"a local expectation looks at the wall", "k=2021-06-01T14:00:00%2B02:00",
     R"({"equalToDateTime": "2021-06-01T14:00:00"})", true},
    {"unix", "k=1622548800", R"({"equalToDateTime": "2021-06-01T12:00:00Z", "actualFormat": "unix"})", true},
    {"epoch", "k=1622548800000", R"({"equalToDateTime": "2021-06-01T12:00:00Z", "actualFormat": "epoch"})", true},
    {"a format", "k=01/06/2021", R"({"equalToDateTime": "2021-06-01", "actualFormat": "dd/MM/yyyy"})", true},
    {"no date", "k=soon", R"({"before": "2021-06-01"})", false},
    {"no expected date", "k=2021-06-01", R"({"before": "soon"})", false},
    {"long ago", "k=2000-01-01", R"({"before": "now"})", true},
    {"longer ago", "k=2000-01-01", R"({"before": "now -100 years"})", false},
};
TEST(WireMockMatchers, OfText) {
  for (const Row& row : kQueryRows) {
    EXPECT_EQ(in_query(row.input, row.matcher), row.holds) << row.rule << ": " << row.input << " " << row.matcher;
  }
}

constexpr Row kBodyRows[] = {
    {"no body is nothing", "", R"({"equalTo": ""})", false},
    {"no body is absent", "", R"({"absent": true})", true},
    {"bytes", "\x01\x02", R"({"binaryEqualTo": "AQI="})", true},
    {"other bytes", "\x01\x03", R"({"binaryEqualTo": "AQI="})", false},
    {"binaryEqualTo comes first", "x", R"({"equalTo": "x", "binaryEqualTo": "AQI="})", false},
    {"members in any order", R"({"b":2,"a":1})", R"({"equalToJson": {"a": 1, "b": 2}})", true},
    {"JSON in a string", R"({"a":1})", R"({"equalToJson": "{'a': 1} and more"})", true},
    {"a lenient body", "{'a':1 /* one */}", R"({"equalToJson": {"a": 1}})", true},
    {"1 is 1.0", "[1.0]", R"({"equalToJson": [1]})", true},
    {"1 is not \"1\"", "[\"1\"]", R"({"equalToJson": [1]})", false},
    {"null is not missing", "{}", R"({"equalToJson": {"a": null}})", false},
    {"exact integers", "[12345678901234567890123]", R"({"equalToJson": "[12345678901234567890124]"})", false},
    {"exact integers that are equal", "[12345678901234567890123]", R"({"equalToJson": "[12345678901234567890123.0]"})", true},
    {"exact decimals", "[0.10000000000000000001]", R"({"equalToJson": "[0.1]"})", false},
    {"a far exponent", "[1e400]", R"({"equalToJson": "[10e399]"})", true},
    {"2^53 + 1", "[9007199254740993.0]", R"({"equalToJson": "[9007199254740993]"})", true},
    {"arrays are in order", "[2,1]", R"({"equalToJson": [1, 2]})", false},
    {"or not", "[2,[3,1]]", R"({"equalToJson": [[1, 3], 2], "ignoreArrayOrder": true})", true},
    {"but as often", "[1,1,2]", R"({"equalToJson": [1, 2, 2], "ignoreArrayOrder": true})", false},
    {"more members", R"({"a":1,"b":2})", R"({"equalToJson": {"a": 1}, "ignoreExtraElements": true})", true},
    {"more elements at the end", "[1,2,3]", R"({"equalToJson": [1, 2], "ignoreExtraElements": true})", true},
    {"not at the front", "[0,1,2]", R"({"equalToJson": [1, 2], "ignoreExtraElements": true})", false},
    {"anywhere with both", "[0,2,1]",
     R"({"equalToJson": [1, 2], "ignoreExtraElements": true, "ignoreArrayOrder": true})", true},
    {"ignore", R"({"a":[7]})", R"({"equalToJson": {"a": "${json-unit.ignore}"}})", true},
    {"ignore wants something", "{}", R"({"equalToJson": {"a": "${json-unit.ignore}"}})", false},
    {"ignore-element does not", "{}", R"({"equalToJson": {"a": "#{json-unit.ignore-element}"}})", true},
    {"any-string", R"({"a":"x"})", R"({"equalToJson": {"a": "${json-unit.any-string}"}})", true},
    {"a long number is no string", "[12345678901234567890123]", R"({"equalToJson": ["${json-unit.any-string}"]})", false},
    {"any-number", "[12345678901234567890123]", R"({"equalToJson": ["${json-unit.any-number}"]})", true},
    {"any-boolean", "[1]", R"({"equalToJson": ["${json-unit.any-boolean}"]})", false},
    {"regex", R"(["abc"])", R"({"equalToJson": ["${json-unit.regex}a.c"]})", true},
    {"text around it", R"(["x7"])", R"({"equalToJson": ["x${json-unit.any-string}"]})", false},
    {"a path", R"({"a":{"b":0}})", R"({"matchesJsonPath": "$.a.b"})", true},
    {"a path to null", R"({"a":null})", R"({"matchesJsonPath": "$.a"})", false},
    {"a path to nothing much", R"({"a":[]})", R"({"matchesJsonPath": "$.a"})", false},
    {"a filter", R"([{"a":5},{"a":1}])", R"x({"matchesJsonPath": "$[?(@.a > 4)]"})x", true},
    {"the value as text", R"({"a":5})", R"({"matchesJsonPath": {"expression": "$.a", "equalTo": "5"}})", true},
    {"any element", R"({"a":["x","y"]})", R"({"matchesJsonPath": {"expression": "$.a", "equalTo": "y"}})", true},
    {"the whole array", R"({"a":[1,2]})", R"({"matchesJsonPath": {"expression": "$.a", "equalToJson": "[1,2]"}})", true},
    {"missing fails", "{}", R"({"matchesJsonPath": {"expression": "$.a", "doesNotContain": "x"}})", false},
    {"missing is absent", "{}", R"({"matchesJsonPath": {"expression": "$.a", "absent": true}})", true},
    {"no JSON", "<a/>", R"({"matchesJsonPath": "$.a"})", false},
    {"a schema", R"({"a":1})", R"({"matchesJsonSchema": {"required": ["a"]}})", true},
    {"a schema that fails", R"({"b":1})", R"({"matchesJsonSchema": {"required": ["a"]}})", false},
    {"a number is a string too", "5", R"({"matchesJsonSchema": "{\"type\":\"string\"}"})", true},
    {"bare text is a string", "abc", R"({"matchesJsonSchema": "{\"type\":\"string\"}"})", true},
    {"nullable", "null", R"({"matchesJsonSchema": {"type": "string", "nullable": true}})", true},
    {"a bad schema never matches", "5", R"({"matchesJsonSchema": {"type": 7}})", false},
    {"XML", "<a> <b k='1' j='2'/></a>", R"({"equalToXml": "<a><b j=\"2\" k=\"1\"/></a>"})", true},
    {"other XML", "<a><b/></a>", R"({"equalToXml": "<a/>"})", false},
    {"XML placeholders", "<a>7</a>", R"({"equalToXml": "<a>${xmlunit.isNumber}</a>", "enablePlaceholders": true})", true},
    {"exempted", "<a>7</a>", R"({"equalToXml": "<a>8</a>", "exemptedComparisons": ["TEXT_VALUE"]})", true},
    {"an XPath", "<a><b>1</b></a>", R"({"matchesXPath": "/a/b"})", true},
    {"local names", "<x:a xmlns:x='u'><x:b/></x:a>", R"({"matchesXPath": "/a/b"})", true},
    {"bound prefixes", "<a xmlns='u'/>", R"({"matchesXPath": "/p:a", "xPathNamespaces": {"p": "v"}})", false},
    {"a text", "<a><b>1</b></a>", R"x({"matchesXPath": {"expression": "/a/b/text()", "equalTo": "1"}})x", true},
    {"an element is XML", "<a><b>1</b></a>", R"({"matchesXPath": {"expression": "/a/b", "equalTo": "1"}})", false},
    {"nothing matches nothing", "<a/>", R"({"matchesXPath": {"expression": "/a/b", "absent": true}})", false},
    {"no XML", "{}", R"({"matchesXPath": "/a"})", false},
};
TEST(WireMockMatchers, OfBodies) {
  for (const Row& row : kBodyRows) {
    EXPECT_EQ(in_body(row.input, row.matcher), row.holds) << row.rule << ": " << row.input << " " << row.matcher;
  }
}

TEST(WireMockMatchers, BodiesAreDecodedAndUnpacked) {
  EXPECT_TRUE(in_body("\xe4", R"({"equalTo": "ä"})", "text/plain; charset=ISO-8859-1"));
  EXPECT_TRUE(in_body(std::string_view("\0a\0b", 4), R"({"equalTo": "ab"})", "text/plain; charset=utf-16"));
  EXPECT_TRUE(in_body(std::string_view("\xff\xfe\x61\0", 4), R"({"equalTo": "a"})", "text/plain; charset=\"UTF-16\""));
  const std::string packed = http::encode_content(http::Coding::kGzip, "abc");
  EXPECT_TRUE(in_body(packed, R"({"equalTo": "abc"})"));
  EXPECT_TRUE(in_body("\x1f\x8b\x08 broken", R"({"contains": "broken"})"));
}

TEST(WireMockMatchers, AMissingCookieIsOnlyAbsent) {
  const auto asks = [](std::string_view matcher, std::string cookie) {
    Asked asked("GET", "/", {{"Cookie", std::move(cookie)}}, "");
    return holds(*compile(Place::kCookie, matcher), asked);
  };
  EXPECT_TRUE(asks(R"({"absent": true})", "j=1"));
  EXPECT_FALSE(asks(R"({"doesNotMatch": "x"})", "j=1"));
  EXPECT_FALSE(asks(R"({"not": {"equalTo": "x"}})", "j=1"));
  EXPECT_TRUE(asks(R"({"equalTo": "2"})", "k=1; k=2"));
}

TEST(WireMockMatchers, ClaimsOfATokenThatNobodyVerifies) {
  // {"alg":"HS256"} . {"sub":"ada","roles":["a","b"]}
  const std::string token = "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEiLCJyb2xlcyI6WyJhIiwiYiJdfQ.c2ln";
  const auto asks = [&](std::string_view matcher, std::string text) {
    Asked asked("GET", "/", {{"k", std::move(text)}}, "");
    return holds(*compile(Place::kHeader, matcher), asked);
  };
  EXPECT_TRUE(asks(R"({"jwt": {"payload": {"sub": {"equalTo": "ada"}}, "header": {"alg": {"contains": "HS"}}}})", token));
  EXPECT_TRUE(asks(R"({"jwt": {"payload": {"roles": {"equalTo": "b"}}}})", token));
  EXPECT_FALSE(asks(R"({"jwt": {"payload": {"sub": {"equalTo": "bob"}}}})", token));
  EXPECT_TRUE(asks(R"({"jwt": {"payload": {"exp": {"absent": true}}}})", token));
  EXPECT_FALSE(asks(R"({"jwt": {"payload": {"exp": {"absent": true}}}})", "Bearer x.y.z"));
}

struct BadRow {
  std::string_view rule, matcher, says;
};
TEST(WireMockMatchers, FaultsAreFoundWhenTheyAreCompiled) {
  constexpr BadRow kRows[] = {
      {"no operator", R"({"equlTo": "x"})", "did you mean 'equalTo'?"},
      {"no text", R"({"equalTo": 5})", "operand must be a non-null string"},
      {"a bad expression", R"({"matches": "(a"})", "byte"},
      {"a bad path", R"({"matchesJsonPath": "$.["})", ""},
      {"a bad XPath", R"({"matchesXPath": "/a["})", ""},
      {"bad XML", R"({"equalToXml": "<a>"})", ""},
      {"bad JSON", R"({"equalToJson": "{"})", ""},
      {"one matcher is no and", R"({"and": [{"equalTo": "x"}]})", "at least two"},
      {"a bad schema version", R"({"matchesJsonSchema": {}, "schemaVersion": "V5"})", "V202012"},
      {"a bad truncation", R"({"before": "now", "truncateActual": "noon"})", "noon"},
      {"no base64", R"({"binaryEqualTo": "%"})", "base64"},
      {"a fault inside", R"({"not": {"matches": "(a"}})", "byte"},
  };
  for (const BadRow& row : kRows) {
    const auto pattern = compile(Place::kBody, row.matcher);
    ASSERT_FALSE(pattern) << row.rule;
    EXPECT_NE(describe(pattern.error()).find(row.says), std::string::npos) << describe(pattern.error());
  }
}

// ---- near misses -------------------------------------------------------------------------------

RequestPattern order_pattern() {
  return *pattern_of(read(R"({"method": "POST", "url": "/orders/new",
      "headers": {"X-Tenant": {"equalTo": "acme"}, "Accept": {"matches": ".*json.*"}},
      "queryParameters": {"q": {"equalTo": "1"}}, "bodyPatterns": [{"equalToJson": {"id": 1}}]})"));
}

TEST(WireMockMatchers, FindingsStandSideBySide) {
  const auto pattern = *CompiledPattern::compile(order_pattern());
  Asked asked("POST", "/orders/nwe", {{"X-Tenant", "other"}, {"Accept", "text/plain"}}, R"({"id":2})");
  const std::vector<Finding> findings = pattern.findings(asked.facts());
  const std::vector<std::vector<std::string>> expected = {
      {"", "/orders/new", "/orders/nwe"}, {"", "POST", "POST"},
      {"equalTo", "/orders/new", "/orders/nwe"},  // the condition on the URL comes first among the conditions
      {"equalTo", "acme", "other"},       {"matches", ".*json.*", "text/plain"},
      {"equalTo", "1", "(nothing)"},      {"equalToJson", "{\n  \"id\" : 1\n}", "{\n  \"id\" : 2\n}"}};
  ASSERT_EQ(findings.size(), expected.size());
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& finding = findings[i];
    EXPECT_EQ((std::vector<std::string>{finding.matcher, finding.expected, finding.actual.value_or("(nothing)")}),
              expected[i]);
    EXPECT_EQ(finding.holds, i == 1) << i;
    EXPECT_EQ(finding.distance == 0, finding.holds) << i;
  }
}

double distance(const char* method, const char* url, std::vector<http::OwnedField> fields, const char* body) {
  Asked asked(method, url, std::move(fields), body);
  return CompiledPattern::compile(order_pattern())->explain(asked.facts()).distance;
}

TEST(WireMockMatchers, WhereItWasSentWeighsMost) {
  const std::vector<http::OwnedField> fine{{"X-Tenant", "acme"}, {"Accept", "application/json"}};
  const double headers = distance("POST", "/orders/new", {}, "");
  const double method = distance("PUT", "/orders/new", fine, "{\"id\":1}");
  const double url = distance("POST", "/elsewhere", fine, "{\"id\":1}");
  const double typing = distance("POST", "/orders/nwe", fine, "{\"id\":1}");
  EXPECT_DOUBLE_EQ(method, 3.0 / 39);
  EXPECT_DOUBLE_EQ(typing, 10 * (1.0 / 11) / 39);  // two letters exchanged are one edit here
  EXPECT_GT(url, method);
  EXPECT_DOUBLE_EQ(headers, 3.0 / 46);
}

struct PathRow {
  std::string_view rule, pattern, path, captures;
};
TEST(WireMockMatchers, PathTemplatesTakeWhatWasSent) {
  constexpr PathRow kRows[] = {
      {"a segment", "/a/{id}", "/a/7", "id=7"},
      {"undecoded", "/a/{id}", "/a/%37%2F", "id=%37%2F"},
      {"never empty", "/a/{id}", "/a/", "no"},
      {"several in one segment, the first as long as it can be", "/x/{a}-{b}", "/x/1-2-3", "a=1-2 b=3"},
      {"** is any text", "/deep/**/end", "/deep/x/y/end", ""},
      {"with both its slashes", "/deep/**/end", "/deep/end", "no"},
      {"or none", "/deep/**/end", "/deep//end", ""},
      {"names lose what they cannot have", "/{a.b;c*}", "/x", "abc=x"},
      {"literals are compared as they are", "/%41/{x}", "/A/1", "no"},
      {"a slash at the end", "/{x}/", "/1/", "x=1"},
      {"a slash at the end, not", "/{x}/", "/1", "no"},
      {"neighbours", "/{x}/{y}/z", "/1/2/z", "x=1 y=2"},
      {"dots are literal", "/{x}.json", "/1xjson", "no"},
  };
  for (const PathRow& row : kRows) {
    Captures captures;
    std::string found = "no";
    const PathPattern pattern = *PathPattern::raw_template(row.pattern);
    if (pattern.match(row.path, captures)) {
      found.clear();
      for (const Capture& capture : captures.view()) {
        found += (found.empty() ? "" : " ") + std::string(capture.name) + "=" + std::string(capture.value);
      }
    }
    EXPECT_EQ(found, row.captures) << row.rule;
  }
  EXPECT_FALSE(PathPattern::raw_template("/{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}{k}{l}{m}{n}{o}{p}{q}"));
  EXPECT_NE(PathPattern::raw_exact("/x"), PathPattern::exact("/x"));
}

// ---- properties --------------------------------------------------------------------------------

json::Value arbitrary(const Chance& chance, int depth) {
  switch (chance.fork("kind").below(depth == 0 ? 4 : 6)) {
    case 0: return nullptr;
    case 1: return chance.fork("n").below(3);
    case 2: return static_cast<double>(chance.fork("d").below(7)) / 2;
    case 3: return json::Value(std::string(1, static_cast<char>('a' + chance.fork("s").below(3))));
    case 4: {
      json::Array array;
      const std::uint64_t size = chance.fork("size").below(4);
      for (std::uint64_t i = 0; i < size; ++i) array.push_back(arbitrary(chance.fork(i), depth - 1));
      return array;
    }
    default: {
      json::Object object;
      const std::uint64_t size = chance.fork("size").below(4);
      for (std::uint64_t i = 0; i < size; ++i) {
        object[std::string(1, static_cast<char>('a' + i))] = arbitrary(chance.fork(i), depth - 1);
      }
      return object;
    }
  }
}

// The same value with members turned round, and elements too if asked.
json::Value turned(const json::Value& value, bool elements) {
  if (const json::Object* object = value.if_object()) {
    json::Object other;
    for (auto at = object->end(); at != object->begin();) {
      --at;
      other[at->key()] = turned(at->value(), elements);
    }
    return other;
  }
  if (const json::Array* array = value.if_array()) {
    json::Array other;
    for (const json::Value& element : *array) other.push_back(turned(element, elements));
    if (elements) std::reverse(other.begin(), other.end());
    return other;
  }
  return value;
}

std::string matcher_text(const json::Value& value, bool any_order, bool extra) {
  return json::write(json::Object{{"equalToJson", json::write(value)}, {"ignoreArrayOrder", any_order}, {"ignoreExtraElements", extra}});
}

TEST(WireMockMatchers, JsonEqualsItselfHoweverItsMembersStand) {
  for_each_seed(400, [](const Chance& chance) {
    const json::Value value = arbitrary(chance, 3);
    EXPECT_TRUE(in_body(json::write(turned(value, false)), matcher_text(value, false, false)));
    EXPECT_TRUE(in_body(json::write(turned(value, true)), matcher_text(value, true, false)));
    const json::Value other = arbitrary(chance.fork("other"), 3);
    const bool strict = in_body(json::write(other), matcher_text(value, false, false));
    if (strict) {  // what is equal stays so when less is asked for
      EXPECT_TRUE(in_body(json::write(other), matcher_text(value, true, true)));
    }
    EXPECT_EQ(strict, in_body(json::write(value), matcher_text(other, false, false))) << "symmetric";
  });
}

TEST(WireMockMatchers, AndOrNotObeyTheirLaws) {
  constexpr std::string_view kMatchers[] = {R"({"equalTo": "a"})",      R"({"contains": "b"})",  R"({"absent": true})",
                                            R"({"doesNotMatch": "a"})", R"({"matches": "a?b?"})", R"({"anything": "x"})"};
  constexpr std::string_view kQueries[] = {"", "k", "k=a", "k=b", "k=ab"};
  for (const std::string_view a : kMatchers) {
    for (const std::string_view b : kMatchers) {
      const std::string both = "[" + std::string(a) + "," + std::string(b) + "]";
      const std::string no_a = R"({"not": )" + std::string(a) + "}", no_b = R"({"not": )" + std::string(b) + "}";
      for (const std::string_view query : kQueries) {
        const bool x = in_query(query, a), y = in_query(query, b);
        EXPECT_EQ(in_query(query, R"({"and": )" + both + "}"), x && y);
        EXPECT_EQ(in_query(query, R"({"or": )" + both + "}"), x || y);
        EXPECT_EQ(in_query(query, no_a), !x);
        EXPECT_EQ(in_query(query, R"({"not": {"and": )" + both + "}}"),
                  in_query(query, R"({"or": [)" + no_a + "," + no_b + "]}"));
      }
    }
  }
}

TEST(WireMockMatchers, HostilePatternsComeBack) {
  const std::string a(30'000, 'a');
  EXPECT_FALSE(in_body(a + "b", R"({"matches": "(a+)+"})"));
  (void)in_body(a + "b", R"({"doesNotMatch": "(a+)+c"})");  // the test is that it comes back
  std::string numbers = "[0";
  for (int i = 1; i < 3000; ++i) numbers += "," + std::to_string(i % 7);
  EXPECT_FALSE(in_body(numbers + "]", R"({"equalToJson": )" + numbers + R"(,8], "ignoreArrayOrder": true})"));
}

}  // namespace
}  // namespace mimus::match
