#include "asking_for_tests.h"
#include "checks/checks.h"
#include "fake/methods.h"

namespace mimus::fakeapi {
namespace {

std::vector<std::string> members(const json::Object& object) {
  std::vector<std::string> names;
  for (const auto& member : object) names.emplace_back(member.key());
  return names;
}

// ---- the first seed's endpoints -----------------------------------------------------------------

struct SeedCase {
  std::string path;
  std::vector<std::string> members;  // in this order: the seed's code has them so
};
const SeedCase kSeedCases[] = {
    {"/basic_profile", {"id", "req_url", "basic_profile"}},
    {"/basic_profile/various/3", {"id", "req_url", "required_quantity", "profiles"}},
    {"/basic_profile/3", {"req_url", "quantity_req", "profiles"}},
    {"/basic_profile/sex/M", {"id", "req_url", "sex_req", "basic_profile"}},
    {"/basic_profile/sex/F/3", {"id", "req_url", "sex_req", "quantity_required", "profiles"}},
    {"/full_profile", {"id", "req_url", "full_profile"}},
    {"/full_profile/sex/F", {"id", "req_url", "sex_required", "full_profile"}},
    {"/full_profile/sex/M/3", {"id", "req_url", "sex_required", "required_quantity", "profiles"}},
    {"/full_name", {"id", "req_url", "full_name"}},
    {"/full_name/3", {"id", "req_url", "quantity_required", "full_names"}},
    {"/address", {"id", "req_url", "address"}},
    {"/address/3", {"id", "req_url", "quantity_required", "addresses"}},
    {"/country", {"id", "req_url", "country"}},
    {"/country/3", {"id", "req_url", "quantity_required", "countries"}},
    {"/job", {"id", "req_url", "job"}},
    {"/job/3", {"id", "req_url", "quantity_required", "jobs"}},
};

TEST(SeedEndpoints, MembersAreThoseOfTheSeed) {
  Asking fakes;
  for (const SeedCase& row : kSeedCases) {
    SCOPED_TRACE(row.path);
    const Said said = fakes.get(row.path);
    EXPECT_EQ(said.status, 200);
    EXPECT_NE(said.head.find("Content-Type: application/json; charset=utf-8\r\n"), std::string::npos);
    const json::Object body = said.object();
    EXPECT_EQ(members(body), row.members);
    EXPECT_EQ(body.at("req_url"), json::Value(row.path));
    if (body.contains("id")) {
      EXPECT_TRUE(checks::check_uuid(std::string_view(body.at("id").as_string())));
    }
    const json::Value& last = body.at(row.members.back());
    if (last.is_array()) {
      EXPECT_EQ(last.get_array().size(), 3u);
    }
    if (last.is_string()) {
      EXPECT_FALSE(last.get_string().empty());
    }
  }
}

TEST(SeedEndpoints, ProfilesHaveTheSexThatWasAskedFor) {
  Asking fakes;
  const std::vector<std::string> simple{"username", "name", "sex", "address", "mail", "birthdate"};
  for (const std::string sex : {"M", "F"}) {
    const json::Object body = fakes.get("/basic_profile/sex/" + sex + "/20").object();
    EXPECT_EQ(body.at("sex_req"), json::Value(sex));
    for (const json::Value& profile : body.at("profiles").as_array()) {
      EXPECT_EQ(members(profile.as_object()), simple);
      EXPECT_EQ(profile.at("sex"), json::Value(sex));
      EXPECT_TRUE(checks::check_date(std::string_view(profile.at("birthdate").as_string())));
      EXPECT_TRUE(checks::check_email(std::string_view(profile.at("mail").as_string())));
    }
    const json::Object full = fakes.get("/full_profile/sex/" + sex).object();
    EXPECT_EQ(full.at("full_profile").at("sex"), json::Value(sex));
    EXPECT_TRUE(full.at("full_profile").at("current_location").as_array().at(0).is_number());
  }
}

// ---- methods ------------------------------------------------------------------------------------

TEST(Methods, EveryOneAnswersOrSaysWhy) {
  Asking fakes;
  for (const auto modules : {fake::modules(), fake::python_modules()}) {
    for (const fake::Module& module : modules) {
      for (const fake::Method& method : module.methods) {
        const std::string path = "/fake/" + std::string(module.name) + "/" + std::string(method.name);
        SCOPED_TRACE(path);
        if (path == "/fake/helpers/maybe") continue;  // fails when chance says that its function is called: there is none
        const bool needs = std::ranges::any_of(method.params, [](const fake::Param& p) { return p.required(); });
        const Said said = fakes.get(path);
        EXPECT_EQ(said.status, needs ? 400 : 200) << said.body;
        EXPECT_TRUE(said.object().contains(needs ? "error" : "value")) << said.body;
      }
    }
  }
}

TEST(Methods, ASeedGivesFakerJsValues) {
  Asking fakes;
  // faker.seed(42): faker.number.int({min: 1, max: 6}) three times, faker.person.firstName() once.
  EXPECT_EQ(fakes.get("/fake/number/int/3?min=1&max=6&seed=42").object().at("values"), *json::parse("[3,6,5]"));
  EXPECT_EQ(fakes.get("/fake/number/int?min=1&max=6&seed=42").object().at("value"), json::Value(3));
}

struct ArgumentCase {
  std::string_view rule, target;
  int status;
  std::string_view in_body;
};
constexpr ArgumentCase kArgumentCases[] = {
    {"a range", "/fake/string/numeric?length=3-3&seed=1", 200, R"("value":")"},
    {"a list by commas", "/fake/helpers/arrayElement?array=a,a", 200, R"("value":"a")"},
    {"a list by repetition", "/fake/helpers/arrayElement?array=b&array=b", 200, R"("value":"b")"},
    {"a list as JSON", R"(/fake/helpers/arrayElement?array=["c","c"])", 200, R"("value":"c")"},
    {"arguments as JSON", R"(/fake/number/int?args=[{"min":7,"max":7}])", 200, R"("value":7)"},
    {"a choice", "/fake/person/firstName?sex=female", 200, R"("method":"person.firstName")"},
    {"a wrong choice", "/fake/person/firstName?sex=dog", 400, "female"},
    {"an unknown argument", "/fake/number/int?mx=3", 400, "did you mean 'max'?"},
    {"no number", "/fake/number/int?max=three", 400, "not right for 'max'"},
    {"twice", "/fake/number/int?max=3&max=4", 400, "given twice"},
    {"min above max", "/fake/number/int?min=9&max=3", 400, "error"},
    {"an unknown method", "/fake/person/fulName", 404, "person.fullName"},
    {"an unknown module", "/fake/persn/fullName", 404, "person.fullName"},
    {"an unknown locale", "/fake/person/fullName?locale=xx", 400, "no locale is called 'xx'"},
    {"a locale by its language", "/fake/person/fullName?locale=de-DE", 200, R"("locale":"de")"},
    {"a seed that is none", "/fake/person/fullName?seed=abc", 400, "not a whole number"},
    {"an unknown format", "/fake/person/fullName?format=jsn", 400, "json"},
    {"a quantity below zero", "/fake/person/fullName/-1", 400, "not a whole number"},
    {"a huge quantity", "/fake/person/fullName/99999999999999999999999", 400, "--fake-api-max"},
    {"too many", "/fake/person/fullName/1000001", 400, "at most 1000000"},
    {"none at all", "/fake/person/fullName/0", 200, R"("values":[])"},
    {"a wrong sex", "/basic_profile/sex/X", 400, "M or F"},
    {"a negative quantity of the seed's", "/basic_profile/sex/M/-3", 400, "not a whole number"},
    {"no quantity", "/basic_profile/various/many", 400, "not a whole number"},
    {"a misspelt parameter", "/job?loacle=de", 400, "did you mean 'locale'?"},
};
TEST(Methods, Rows) {
  Asking fakes;
  for (const ArgumentCase& row : kArgumentCases) {
    SCOPED_TRACE(row.rule);
    const Said said = fakes.get(row.target);
    EXPECT_EQ(said.status, row.status) << said.body;
    EXPECT_NE(said.body.find(row.in_body), std::string::npos) << said.body;
    EXPECT_TRUE(json::parse(said.body)) << said.body;
  }
}

// ---- chance -------------------------------------------------------------------------------------

TEST(Chance, TheSameSeedAndRequestsGiveTheSameAnswers) {
  Asking one({}, 7), again({}, 7), other({}, 8);
  for (const std::string_view target : {"/basic_profile", "/full_profile/sex/F/4", "/fake/person/fullName/5", "/basic_profile"}) {
    const std::string body = one.get(target).body;
    EXPECT_EQ(again.get(target).body, body);
    EXPECT_NE(other.get(target).body, body);
  }
  EXPECT_NE(one.get("/job/10").body, one.get("/job/10").body) << "a request again is another one";
  EXPECT_EQ(one.get("/job/10?seed=3").body, one.get("/job/10?seed=3").body);
}

TEST(Chance, RecordsDependOnTheirPlaceAlone) {
  Asking one({}, 7), again({}, 7);
  const json::Array ten = one.post("/fake/record/10", R"({"id": "int", "name": "person.fullName"})").json().as_array();
  EXPECT_EQ(ten.size(), 10u);
  EXPECT_EQ(again.post("/fake/record/10", R"({"id": "int", "name": "person.fullName"})").json(), json::Value(ten));
}

// ---- formats ------------------------------------------------------------------------------------

struct FormatCase {
  std::string_view rule, target, accept;
  int status;
  std::string_view type, begins;
};
constexpr FormatCase kFormatCases[] = {
    {"JSON by itself", "/fake/number/int/2?min=1&max=1", "", 200, "application/json", R"({"method":"number.int")"},
    {"JSON for everything", "/fake/number/int/2?min=1&max=1", "*/*", 200, "application/json", "{"},
    {"JSON for a browser", "/fake/number/int", "text/html,application/xhtml+xml,*/*;q=0.8", 200, "application/json", "{"},
    {"lines", "/fake/number/int/2?min=1&max=1", "application/x-ndjson", 200, "application/x-ndjson", "1\n1\n"},
    {"text", "/fake/number/int/2?min=1&max=1&format=text", "", 200, "text/plain", "1\n1\n"},
    {"CSV", "/fake/number/int/2?min=1&max=1", "text/csv", 200, "text/csv", "value\r\n1\r\n1\r\n"},
    {"the heavier", "/fake/number/int/2?min=1&max=1", "text/csv;q=0.5, text/plain", 200, "text/plain", "1\n1\n"},
    {"the parameter wins", "/fake/number/int/1?min=1&max=1&format=ndjson", "text/csv", 200, "application/x-ndjson", "1\n"},
    {"nothing acceptable", "/fake/number/int/2", "image/png", 406, "application/json", R"({"error":)"},
};
TEST(Formats, Rows) {
  Asking fakes;
  for (const FormatCase& row : kFormatCases) {
    SCOPED_TRACE(row.rule);
    std::vector<http::HeaderField> fields;
    if (!row.accept.empty()) fields.push_back({"Accept", row.accept});
    const Said said = fakes.get(row.target, fields);
    EXPECT_EQ(said.status, row.status) << said.body;
    EXPECT_NE(said.head.find("Content-Type: " + std::string(row.type)), std::string::npos) << said.head;
    EXPECT_TRUE(said.body.starts_with(row.begins)) << said.body;
  }
}

TEST(Formats, LargeOnesStreamAndAreWhole) {
  Asking fakes;
  const Said said = fakes.get("/basic_profile/5000");
  EXPECT_TRUE(said.streamed);
  EXPECT_EQ(said.head.find("Content-Length"), std::string::npos);
  EXPECT_EQ(said.object().at("profiles").as_array().size(), 5000u);
  EXPECT_FALSE(fakes.get("/basic_profile/5").streamed);
  const Said csv = fakes.ask("POST", "/fake/record/5000?format=csv", {{"Content-Type", "application/json"}},
                             R"({"id": "int", "name": "person.fullName"})");
  EXPECT_EQ(std::ranges::count(csv.body, '\n'), 5001);
  EXPECT_TRUE(csv.body.starts_with("id,name\r\n1,")) << csv.body.substr(0, 100);
}

// ---- records, templates, validation ---------------------------------------------------------------

TEST(Records, OfASchema) {
  Asking fakes;
  const json::Object one = fakes.post("/fake/record", R"({"id": "int", "email": "internet.email", "tags": ["word.noun"]})").object();
  EXPECT_EQ(members(one), (std::vector<std::string>{"id", "email", "tags"}));
  EXPECT_EQ(one.at("id"), json::Value(1));
  const std::string shop = R"({"$records": {"user": {"id": "int"}, "order": {"userId": {"$ref": "user.id"}}}})";
  EXPECT_TRUE(fakes.post("/fake/record?type=order", shop).object().contains("userId"));
  EXPECT_EQ(fakes.post("/fake/record?type=ordr", shop).status, 400);
}

TEST(Records, BadSchemasSayWhere) {
  Asking fakes;
  const Said bad = fakes.post("/fake/record/2", R"({"address": {"city": "location.citty"}})");
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(bad.object().at("pointer"), json::Value("/address/city"));
  EXPECT_NE(bad.body.find("location.city"), std::string::npos);
  const Said broken = fakes.post("/fake/record", R"({"a": )");
  EXPECT_EQ(broken.status, 400);
  EXPECT_EQ(broken.object().at("line"), json::Value(1));
  EXPECT_EQ(fakes.post("/fake/record", "").status, 400);
  Asking small({.most_body = 10});
  EXPECT_EQ(small.post("/fake/record", R"({"id": "int"})").status, 413);
}

TEST(Templates, AreFilledIn) {
  Asking fakes;
  const std::string body = R"({"template": "{{number.int({\"min\":5,\"max\":5})}} times"})";
  EXPECT_EQ(fakes.post("/fake/template", body).object().at("value"), json::Value("5 times"));
  EXPECT_EQ(fakes.post("/fake/template/2?format=text", body).body, "5 times\n5 times\n");
  EXPECT_EQ(fakes.post("/fake/template?format=text", "just text", "text/plain").body, "just text\n");
  const Said bad = fakes.post("/fake/template", R"({"template": "{{person.fristName}}"})");
  EXPECT_EQ(bad.status, 400);
  EXPECT_NE(bad.body.find("person.firstName"), std::string::npos) << bad.body;
  EXPECT_EQ(fakes.post("/fake/template", R"({"templat": "x"})").status, 400);
}

TEST(Validation, SaysWhyNot) {
  Asking fakes;
  const json::Object good = fakes.post("/validate/iban", R"({"value": "DE89 3704 0044 0532 0130 00"})").object();
  EXPECT_EQ(good.at("valid"), json::Value(true));
  const json::Object bad = fakes.post("/validate/IBAN", "DE88370400440532013000", "text/plain").object();
  EXPECT_EQ(bad.at("valid"), json::Value(false));
  EXPECT_FALSE(bad.at("why").as_string().empty());
  EXPECT_EQ(fakes.post("/validate/ibna", "x", "text/plain").status, 404);
  EXPECT_EQ(fakes.post("/validate/iban", R"({"valu": 1})").status, 400);
  EXPECT_EQ(fakes.post("/validate/iban", "", "text/plain").status, 400);
  const json::Object list = fakes.get("/validate").object();
  for (const json::Value& kind : list.at("kinds").as_array()) {
    const std::string name(kind.at("kind").as_string());
    const std::string body = json::write(json::Object{{"value", kind.at("example")}});
    EXPECT_EQ(fakes.post("/validate/" + name, body).object().at("valid"), json::Value(true)) << name;
  }
}

// ---- around ---------------------------------------------------------------------------------------

TEST(Around, AKeyIsAskedFor) {
  Asking fakes({.key = "s3cret"});
  EXPECT_EQ(fakes.get("/job").status, 401);
  EXPECT_EQ(fakes.get("/job", {{"X-Api-Key", "wrong!"}}).status, 401);
  EXPECT_EQ(fakes.get("/job", {{"X-Api-Key", "s3cret"}}).status, 200);
  EXPECT_EQ(fakes.get("/job", {{"Authorization", "Bearer s3cret"}}).status, 200);
  EXPECT_EQ(fakes.get("/job?api_key=s3cret").status, 200);
  EXPECT_EQ(fakes.get("/fake/number/int?api_key=s3cret&max=3").status, 200);
  EXPECT_EQ(fakes.get("/").status, 200) << "the page itself is open";
}

TEST(Around, APrefixAndWhatIsNotOurs) {
  Asking fakes({.prefix = "/fakes"});
  EXPECT_TRUE(fakes.get("/fakes/job").mine);
  EXPECT_FALSE(fakes.get("/job").mine);
  EXPECT_FALSE(fakes.get("/fakesjob").mine);
  EXPECT_FALSE(fakes.get("/fakes/nothing/here/at/all").mine);
  const Said folder = fakes.get("/fakes");
  EXPECT_EQ(folder.status, 301);
  EXPECT_NE(folder.head.find("Location: /fakes/\r\n"), std::string::npos) << folder.head;
  EXPECT_NE(fakes.get("/fakes/").body.find("<!doctype html>"), std::string::npos);
}

TEST(Around, MethodsAndPreflights) {
  Asking fakes;
  const Said wrong = fakes.ask("DELETE", "/job");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_NE(wrong.head.find("Allow: GET, HEAD\r\n"), std::string::npos) << wrong.head;
  EXPECT_EQ(fakes.ask("HEAD", "/job").status, 200);
  const Said preflight = fakes.ask("OPTIONS", "/fake/record", {{"Origin", "https://a.example"}, {"Access-Control-Request-Method", "POST"}});
  EXPECT_EQ(preflight.status, 204);
  EXPECT_NE(preflight.head.find("Access-Control-Allow-Origin: *"), std::string::npos) << preflight.head;
  EXPECT_NE(fakes.get("/job").head.find("Access-Control-Allow-Origin: *"), std::string::npos);
}

TEST(Around, TheIndexHoldsEveryMethod) {
  Asking fakes;
  const json::Object index = fakes.get("/fake").object();
  std::size_t methods = 0;
  for (const json::Value& module : index.at("modules").as_array()) methods += module.at("methods").as_array().size();
  std::size_t expected = 0;
  for (const auto modules : {fake::modules(), fake::python_modules()}) {
    for (const fake::Module& module : modules) expected += module.methods.size();
  }
  EXPECT_EQ(methods, expected);
  EXPECT_EQ(index.at("locales").as_array().size(), 77u);
  EXPECT_GT(fakes.get("/fake/person").object().at("methods").as_array().size(), 10u);
  EXPECT_EQ(fakes.get("/fake/nobody").status, 404);
}

}  // namespace
}  // namespace mimus::fakeapi
