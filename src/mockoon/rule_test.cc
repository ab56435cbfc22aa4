#include "rule.h"

#include <gtest/gtest.h>

#include "serving_for_tests.h"

namespace mimus::mockoon {
namespace {

constexpr std::string_view kJson = "application/json";
constexpr std::string_view kForm = "multipart/form-data; boundary=B";
constexpr std::string_view kParts =
    "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n2\r\n"
    "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"me.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n--B--\r\n";
constexpr std::string_view kBuckets =
    R"(,"data":[{"id":"sch1","name":"schema","value":"{\"cat\":{\"type\":\"object\",\"required\":[\"lives\"]}}"},
                {"id":"set1","name":"Settings","value":"{\"on\":true,\"list\":[]}"},
                {"id":"dot1","name":"v1.2","value":"{\"on\":true}"}])";

// POST /x/7?q=1&o[k]=v with a header X-K: k, a cookie c=v and this body.
struct RuleCase {
  std::string_view what, rule, type, body;
  bool holds;
};
constexpr RuleCase kRuleCases[] = {
    {"a path into the body", R"("target":"body","modifier":"u.n","value":"Ann")", kJson, R"({"u":{"n":"Ann"}})", true},
    {"another value there", R"("target":"body","modifier":"u.n","value":"Ann")", kJson, R"({"u":{"n":"Bob"}})", false},
    {"turned around", R"("target":"body","modifier":"u.n","value":"Ann","invert":true)", kJson, R"({"u":{"n":"Bob"}})", true},
    {"a dot of a name", R"("target":"body","modifier":"u\\.n","value":"1")", kJson, R"({"u.n":1})", true},
    {"an element", R"("target":"body","modifier":"l.1","value":"b")", kJson, R"({"l":["a","b"]})", true},
    {"any element of a list", R"("target":"body","modifier":"l","value":"b")", kJson, R"({"l":["a","b"]})", true},
    {"JSONPath", R"("target":"body","modifier":"$.l[*].k","value":"2")", kJson, R"({"l":[{"k":1},{"k":2}]})", true},
    {"numbers as JavaScript writes them", R"("target":"body","modifier":"n","value":"1")", kJson, R"({"n":1.0})", true},
    {"null is empty", R"("target":"body","modifier":"n","value":"")", kJson, R"({"n":null})", true},
    {"the raw body", R"("target":"body","value":"abc")", "text/plain", "abc", true},
    {"the raw body in an expression", R"("target":"body","value":"^a.c$","operator":"regex")", "text/plain", "abc", true},
    {"a body that is no JSON has no members", R"("target":"body","modifier":"u","value":"1")", "text/plain", R"({"u":1})", false},
    {"JSON by its suffix", R"("target":"body","modifier":"u","value":"1")", "application/hal+json; charset=utf-8", R"({"u":1})", true},
    {"a form", R"("target":"body","modifier":"a.b","value":"1")", "application/x-www-form-urlencoded", "a[b]=1", true},
    {"a field of a multipart form", R"("target":"body","modifier":"a","value":"2")", kForm, kParts, true},
    {"that came again: any of the list", R"("target":"body","modifier":"a.1","value":"2")", kForm, kParts, true},
    {"a file's name", R"("target":"body","modifier":"f.filename","value":"me.png")", kForm, kParts, true},
    {"its size, and not what is in it", R"("target":"body","modifier":"f.size","value":"3")", kForm, kParts, true},
    {"XML", R"("target":"body","modifier":"a.b._text","value":"t")", "application/xml", "<a><b>t</b></a>", true},
    {"attributes of XML", R"("target":"body","modifier":"a._attributes.k","value":"v")", "text/xml", "<a k='v'/>", true},
    {"repeated elements of XML", R"("target":"body","modifier":"a.b.1._text","value":"y")", "text/xml", "<a><b>x</b><b>y</b></a>", true},
    {"a query parameter", R"("target":"query","modifier":"q","value":"1")", "", "", true},
    {"one in brackets", R"("target":"query","modifier":"o.k","value":"v")", "", "", true},
    {"one that is not there", R"("target":"query","modifier":"z","value":"")", "", "", false},
    {"a header in any case", R"("target":"header","modifier":"x-k","value":"k")", "", "", true},
    {"a header without a name is empty", R"("target":"header","value":"")", "", "", true},
    {"a cookie", R"("target":"cookie","modifier":"c","value":"v")", "", "", true},
    {"a cookie without a name never holds", R"("target":"cookie","value":"")", "", "", false},
    {"a part of the path", R"("target":"params","modifier":"id","value":"7")", "", "", true},
    {"the path that was asked for", R"("target":"path","value":"/x/7")", "", "", true},
    {"the route's path", R"("target":"path","value":"/x/:id?")", "", "", true},
    {"the method in small letters", R"("target":"method","value":"post")", "", "", true},
    {"the number of the request", R"("target":"request_number","value":"1")", "", "", true},
    {"a bucket by its name", R"("target":"data_bucket","modifier":"Settings.on","value":"true")", "", "", true},
    {"not by a part of it", R"("target":"data_bucket","modifier":"setting.on","value":"true")", "", "", false},
    {"nor in another case", R"("target":"data_bucket","modifier":"settings.on","value":"true")", "", "", false},
    {"a name with a dot", R"("target":"data_bucket","modifier":"v1\\.2.on","value":"true")", "", "", true},
    {"a bucket by its id", R"("target":"data_bucket","modifier":"set1.on","value":"true")", "", "", true},
    {"a bucket that is none", R"("target":"data_bucket","modifier":"nope.on","value":"true")", "", "", false},
    {"a variable that nobody set", R"("target":"global_var","modifier":"g","value":"")", "", "", false},
    {"what a template makes", R"("target":"templating","modifier":"{{add 1 2}}","value":"3")", "", "", true},
    {"templates on both sides", R"("target":"query","modifier":"{{lowercase 'Q'}}","value":"{{urlParam 'id'}}","invert":true)", "", "", true},
    {"a template that fails does not hold", R"("target":"templating","modifier":"{{faker 'no.such'}}","value":"")", "", "", false},
    {"null: absent", R"("target":"query","modifier":"z","operator":"null")", "", "", true},
    {"null: there", R"("target":"query","modifier":"q","operator":"null")", "", "", false},
    {"null: empty", R"("target":"body","modifier":"e","operator":"null")", kJson, R"({"e":""})", true},
    {"null: null", R"("target":"body","modifier":"e","operator":"null")", kJson, R"({"e":null})", true},
    {"null: not an empty list", R"("target":"body","modifier":"e","operator":"null")", kJson, R"({"e":[]})", false},
    {"null: nor a list of nothing", R"("target":"body","modifier":"e","operator":"null")", kJson, R"({"e":[null]})", false},
    {"an empty list", R"("target":"body","modifier":"l","operator":"empty_array")", kJson, R"({"l":[]})", true},
    {"one with something in it", R"("target":"body","modifier":"l","operator":"empty_array")", kJson, R"({"l":[0]})", false},
    {"an empty list of a bucket", R"("target":"data_bucket","modifier":"set1.list","operator":"empty_array")", "", "", true},
    {"a list that includes", R"("target":"body","modifier":"l","value":"2","operator":"array_includes")", kJson, R"({"l":[1,2]})", true},
    {"what is no list includes nothing", R"("target":"body","modifier":"l","value":"2","operator":"array_includes")", kJson, R"({"l":2})", false},
    {"an expression finds", R"("target":"body","modifier":"t","value":"b","operator":"regex")", kJson, R"({"t":"abc"})", true},
    {"and knows letter case", R"("target":"body","modifier":"t","value":"B","operator":"regex")", kJson, R"({"t":"abc"})", false},
    {"or not", R"("target":"body","modifier":"t","value":"B","operator":"regex_i")", kJson, R"({"t":"abc"})", true},
    {"in any element", R"("target":"body","modifier":"l","value":"^b","operator":"regex")", kJson, R"({"l":["a","bc"]})", true},
    {"one that a template makes", R"("target":"body","modifier":"t","value":"^{{urlParam 'id'}}$","operator":"regex")", kJson, R"({"t":7})", true},
    {"a broken one does not hold", R"("target":"body","modifier":"t","value":"(","operator":"regex")", kJson, R"({"t":"("})", false},
    {"a schema in a bucket", R"("target":"body","value":"schema.cat","operator":"valid_json_schema")", kJson, R"({"lives":9})", true},
    {"that refuses", R"("target":"body","value":"schema.cat","operator":"valid_json_schema")", kJson, R"({})", false},
    {"a schema's bucket goes by its whole name", R"("target":"body","value":"sche.cat","operator":"valid_json_schema")", kJson, R"({"lives":9})", false},
    {"a schema that is not there", R"("target":"body","value":"schema.dog","operator":"valid_json_schema")", kJson, R"({})", false},
    {"an unknown target", R"("target":"moon","value":"")", "", "", false},
    {"an unknown operator", R"("target":"query","modifier":"q","value":"1","operator":"like")", "", "", false},
};

TEST(Rule, Rows) {
  for (const RuleCase& row : kRuleCases) {
    SCOPED_TRACE(row.what);
    ServingForTests serving(one_route(R"({"body":"usual","default":true},{"body":"ruled","rules":[{)" + std::string(row.rule) + "}]}") + std::string(kBuckets));
    ServingForTests::Fields fields{{"X-K", "k"}, {"Cookie", "a=b; c=v"}};
    if (!row.type.empty()) fields.push_back({"Content-Type", row.type});
    EXPECT_EQ(serving.ask("POST", "/x/7?q=1&o[k]=v", row.body, fields).body, row.holds ? "ruled" : "usual");
  }
}

// It is compiled once for each value of its bucket.
TEST(Rule, ASchemaThatChangesIsAnotherOne) {
  ServingForTests serving(one_route(R"({"body":"usual{{#if (eq (method) 'PUT')}}{{setData 'set' 's' 'required' (array 'b')}}{{/if}}","default":true},
                                       {"body":"fits","rulesOperator":"AND","rules":[{"target":"body","value":"s","operator":"valid_json_schema"},{"target":"method","value":"post"}]})") +
                          R"(,"data":[{"id":"s","name":"s","value":"{\"required\":[\"a\"]}"}])");
  const auto posted = [&](std::string_view body) { return serving.ask("POST", "/x", body, {{"Content-Type", kJson}}).body; };
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(posted(R"({"a":1})"), "fits");
    EXPECT_EQ(posted(R"({"b":1})"), "usual");
  }
  serving.ask("PUT", "/x");
  EXPECT_EQ(posted(R"({"a":1})"), "usual");
  EXPECT_EQ(posted(R"({"b":1})"), "fits");
}

struct ChoiceCase {
  std::string_view what, more;
  std::string responses;
  std::string_view bodies;  // of four requests for /x?q=1
};
constexpr std::string_view kYes = R"("rules":[{"target":"query","modifier":"q","value":"1"}])";
constexpr std::string_view kBoth = R"("rules":[{"target":"query","modifier":"q","value":"1"},{"target":"query","modifier":"q","value":"2"}])";

TEST(Choice, Rows) {
  const ChoiceCase rows[] = {
      {"the default, wherever it stands", "", R"({"body":"a"},{"body":"b","default":true})", "bbbb"},
      {"without one the first", "", R"({"body":"a"},{"body":"b"})", "aaaa"},
      {"the first whose rules hold", "", R"({"body":"a"},{"body":"b",)" + std::string(kYes) + R"(},{"body":"c",)" + std::string(kYes) + "}", "bbbb"},
      {"one of the rules is enough", "", R"({"body":"a"},{"body":"b",)" + std::string(kBoth) + "}", "bbbb"},
      {"or all must hold", "", R"({"body":"a"},{"body":"b","rulesOperator":"AND",)" + std::string(kBoth) + "}", "aaaa"},
      {"one after the other", R"(,"responseMode":"SEQUENTIAL")", R"({"body":"a"},{"body":"b"},{"body":"c"})", "abca"},
      {"rules do not count", R"(,"responseMode":"DISABLE_RULES")", R"({"body":"a"},{"body":"b",)" + std::string(kYes) + "}", "aaaa"},
  };
  for (const ChoiceCase& row : rows) {
    SCOPED_TRACE(row.what);
    ServingForTests serving(one_route(row.responses, row.more));
    std::string bodies;
    for (int i = 0; i < 4; ++i) bodies += serving.get("/x?q=1").body;
    EXPECT_EQ(bodies, row.bodies);
  }
}

// The first route's rule wants its first call.
TEST(Choice, AFallbackThatDoesNotAnswerIsNoCall) {
  ServingForTests serving(R"("lastMigration":33,"routes":[
      {"uuid":"a","endpoint":"x","responseMode":"FALLBACK","responses":[{"body":"first{{queryParam 'q'}}","rulesOperator":"AND","rules":[
          {"target":"query","modifier":"q","value":"1"},{"target":"request_number","value":"^[12]$","operator":"regex"}]}]},
      {"uuid":"b","endpoint":"x","responses":[{"body":"second"}]}])");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(serving.get("/x").body, "second");
  EXPECT_EQ(serving.get("/x?q=1").body, "first1");
  EXPECT_EQ(serving.get("/x?q=1").body, "first1");
  EXPECT_EQ(serving.get("/x?q=1").body, "second") << "two calls it had";
}

TEST(Choice, ChanceIsTheSeeds) {
  const std::string members = one_route(R"({"body":"a"},{"body":"b"},{"body":"c"})", R"(,"responseMode":"RANDOM")");
  const auto draw = [&](std::uint64_t seed) {
    ServingForTests serving(members, seed);
    std::string bodies;
    for (int i = 0; i < 40; ++i) bodies += serving.get("/x").body;
    return bodies;
  };
  const std::string drawn = draw(7);
  EXPECT_EQ(drawn, draw(7));
  EXPECT_NE(drawn, draw(8));
  for (const char c : {'a', 'b', 'c'}) EXPECT_NE(drawn.find(c), std::string::npos) << c;
}

}  // namespace
}  // namespace mimus::mockoon
