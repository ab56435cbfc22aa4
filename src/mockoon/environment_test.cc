#include "environment.h"

#include <gtest/gtest.h>

#include "json/json.h"
#include "old_forms.h"

namespace mimus::mockoon {
namespace {

Reading read(std::string_view text) {
  auto reading = read_environment(text, "e.json");
  EXPECT_TRUE(reading) << describe(reading.error());
  return reading ? *std::move(reading) : Reading{};
}

std::string endpoints(const Environment& environment) {
  std::string text;
  for (const Route& route : environment.routes) text += (text.empty() ? "" : " ") + route.endpoint;
  return text;
}

TEST(Environment, WhatIsMissingHasMockoonsDefault) {
  const Environment environment = read(R"({"rootChildren": [{"type": "route", "uuid": "r"}], "routes": [{"uuid": "r", "responses": [{}]}]})").environment;
  EXPECT_EQ(environment.name, "New environment");
  EXPECT_EQ(environment.port, 3000);
  EXPECT_TRUE(environment.cors);
  ASSERT_EQ(environment.routes.size(), 1u);
  const Route& route = environment.routes.front();
  EXPECT_EQ(route.method, "get");
  EXPECT_EQ(route.mode, Mode::kRules);
  Response usual;
  usual.is_default = true;
  EXPECT_EQ(route.responses, std::vector<Response>{usual});
}

struct OrderCase {
  std::string_view rule, lists, order;
};
constexpr OrderCase kOrderCases[] = {
    {"the order is that of rootChildren", R"("rootChildren": [{"type":"route","uuid":"b"},{"type":"route","uuid":"a"}])", "b a"},
    {"what is in no list is not served", R"("rootChildren": [{"type":"route","uuid":"b"}])", "b"},
    {"an empty list serves nothing", R"("rootChildren": [])", ""},
    {"folders come where they stand",
     R"("rootChildren": [{"type":"folder","uuid":"f"},{"type":"route","uuid":"a"}], "folders": [{"uuid":"f","children":[{"type":"route","uuid":"c"}]}])",
     "c a"},
    {"folders in folders",
     R"("rootChildren": [{"type":"folder","uuid":"f"}], "folders": [{"uuid":"f","children":[{"type":"folder","uuid":"g"},{"type":"route","uuid":"a"}]},
        {"uuid":"g","children":[{"type":"route","uuid":"b"}]}])",
     "b a"},
    {"a folder in itself ends",
     R"("rootChildren": [{"type":"folder","uuid":"f"}], "folders": [{"uuid":"f","children":[{"type":"folder","uuid":"f"},{"type":"route","uuid":"a"}]}])",
     "a"},
    {"a route that is named twice counts once", R"("rootChildren": [{"type":"route","uuid":"a"},{"type":"route","uuid":"a"}])", "a"},
    {"without rootChildren all are served in order", R"("lastMigration": 24)", "a b c"},
};

TEST(Environment, OrderOfRoutes) {
  for (const OrderCase& row : kOrderCases) {
    SCOPED_TRACE(row.rule);
    const std::string text = "{" + std::string(row.lists) +
                             R"(, "routes": [{"uuid":"a","endpoint":"a","responses":[{}]},{"uuid":"b","endpoint":"b","responses":[{}]},
                                            {"uuid":"c","endpoint":"c","responses":[{}]}]})";
    EXPECT_EQ(endpoints(read(text).environment), row.order);
  }
}

TEST(Environment, TextsOfNumbersAndSwitchesAreTaken) {
  const Reading reading = read(R"({"lastMigration": 33, "port": "3005", "latency": " 20 ", "cors": "false",
                                    "routes": [{"responses": [{"statusCode": "201", "latency": "5", "sendFileAsBody": "true"}]}]})");
  EXPECT_TRUE(reading.warnings.empty());
  EXPECT_EQ(reading.environment.port, 3005);
  EXPECT_EQ(reading.environment.latency, Milliseconds(20));
  EXPECT_FALSE(reading.environment.cors);
  const Response& response = reading.environment.routes.at(0).responses.at(0);
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.latency, Milliseconds(5));
  EXPECT_TRUE(response.inline_file);
}

struct RepairCase {
  std::string_view rule, text, warning;
};
constexpr RepairCase kRepairCases[] = {
    {"a wrong type", "{\"rootChildren\": [],\n \"routes\": [], \"port\": \"x\"}", "e.json:2:24: 'port' must be a number from 0 to 65535; it is taken for 3000"},
    {"a number out of its bounds", "{\"rootChildren\": [], \"routes\": [],\n\"port\": 70000}", "e.json:2:9: 'port' must be a number from 0 to 65535; it is taken for 3000"},
    {"an unknown mode", R"({"lastMigration": 33, "routes": [{"responseMode": "LUCK", "responses": [{}]}]})",
     "e.json:1:51: 'responseMode' must be one of '', 'RANDOM', 'SEQUENTIAL', 'DISABLE_RULES', 'FALLBACK'; it is taken for ''"},
    {"what should be an object", R"({"lastMigration": 33, "routes": [7]})", "e.json:1:34: this must be an object; it is left out"},
    {"what should be a list", R"({"lastMigration": 33, "routes": [], "headers": {}})", "e.json:1:48: 'headers' must be a list; it is taken for empty"},
};

TEST(Environment, WhatIsWrongIsRepairedWithAWarning) {
  for (const RepairCase& row : kRepairCases) {
    SCOPED_TRACE(row.rule);
    const Reading reading = read(row.text);
    ASSERT_EQ(reading.warnings.size(), 1u);
    EXPECT_EQ(describe(reading.warnings.front()), row.warning);
  }
}

TEST(Environment, WhatIsNoneIsAnErrorWithItsPlace) {
  const auto broken = read_environment("{\"routes\": [\n", "e.json");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().where.line, 2);
  EXPECT_EQ(broken.error().where.source, "e.json");
  const auto other = read_environment(R"({"routes": []})", "e.json");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, Code::kInvalid);
}

struct DetectCase {
  std::string_view rule, text;
  bool is_one;
};
constexpr DetectCase kDetectCases[] = {
    {"an environment", R"({"routes": [], "rootChildren": []})", true},
    {"an older one", R"({"routes": [], "lastMigration": 9})", true},
    {"a very old export", R"({"source": "mockoon:1.5.0", "data": [{"type": "environment", "item": {"routes": []}}]})", true},
    {"one with escaped names", R"({"routes": [], "\u0072ootChildren": []})", true},
    {"our own file", R"({"routes": [{"path": "/", "response": 1}]})", false},
    {"a database", R"({"routes": {"rootChildren": 1}})", false},
    {"no JSON", "routes: []", false},
};

TEST(Environment, IsToldApartByItsContent) {
  for (const DetectCase& row : kDetectCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(is_environment(row.text), row.is_one);
  }
}

TEST(Environment, AVeryOldExportServesItsFirst) {
  const Reading reading = read(R"({"source": "mockoon:1.5.0", "data": [{"type": "environment", "item": {"name": "one", "routes": []}},
                                    {"type": "environment", "item": {"name": "two", "routes": []}}]})");
  EXPECT_EQ(reading.environment.name, "one");
  ASSERT_EQ(reading.warnings.size(), 1u);
  EXPECT_EQ(reading.warnings.front().message, "the file holds 2 environments");
}

struct MigrationCase {
  std::string_view rule, before, after;
};
constexpr MigrationCase kMigrationCases[] = {
    {"6: a route was its response", R"({"routes":[{"statusCode":"201","body":"b","headers":[]}]})",
     R"({"routes":[{"statusCode":"201","body":"b","headers":[],"responses":[{"statusCode":"201","headers":[],"body":"b","default":true}]}]})"},
    {"13: RANDOM", R"({"routes":[{"responses":[],"randomResponse":true}]})", R"({"routes":[{"responses":[],"randomResponse":true,"responseMode":"RANDOM"}]})"},
    {"14: SEQUENTIAL", R"({"routes":[{"responses":[],"sequentialResponse":true}]})",
     R"({"routes":[{"responses":[],"sequentialResponse":true,"responseMode":"SEQUENTIAL"}]})"},
    {"18: isRegex", R"({"routes":[{"responses":[{"rules":[{"isRegex":true}]}]}]})", R"({"routes":[{"responses":[{"rules":[{"isRegex":true,"operator":"regex"}]}]}]})"},
    {"19: https", R"({"https":true,"routes":[]})", R"({"https":true,"routes":[],"tlsOptions":{"enabled":true}})"},
    {"24: a file is a body", R"({"routes":[{"responses":[{"filePath":"a"}]}]})", R"({"routes":[{"responses":[{"filePath":"a","bodyType":"FILE"}]}]})"},
    {"27: every address", R"({"hostname":"0.0.0.0"})", R"({"hostname":""})"},
    {"27: what is wanted today stays", R"({"lastMigration":33,"hostname":"0.0.0.0"})", R"({"lastMigration":33,"hostname":"0.0.0.0"})"},
    {"29: faker 8", R"({"data":[{"value":"{{faker 'address.city'}} {{faker 'name.findName'}}"}]})",
     R"({"data":[{"value":"{{faker 'location.city'}} {{faker 'person.fullName'}}"}]})"},
    {"29: other texts stay", R"({"data":[{"value":"address.city {{body 'name.x'}}"}]})", R"({"data":[{"value":"address.city {{body 'name.x'}}"}]})"},
    {"31: disabled routes are gone", R"({"routes":[{"enabled":false},{"enabled":true,"responses":[]}]})", R"({"routes":[{"enabled":true,"responses":[]}]})"},
};

TEST(Environment, OldForms) {
  for (const MigrationCase& row : kMigrationCases) {
    SCOPED_TRACE(row.rule);
    json::Value document = *json::parse(row.before);
    modernise(document.get_object());
    EXPECT_EQ(json::write(document), row.after);
    const std::string once = json::write(document);
    modernise(document.get_object());
    EXPECT_EQ(json::write(document), once) << "a file of today stays as it is";
  }
}

}  // namespace
}  // namespace mimus::mockoon
