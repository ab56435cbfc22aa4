// The public description of WireMock's admin API: its examples are accepted, and what we show is
// shaped like them.
#include "asking_for_tests.h"
#include "support/shared_data.h"
#include "yaml/document.h"

namespace mimus::wiremock_admin {
namespace {

// Examples of messages (websockets) belong to WireMock 4.
std::optional<json::Value> example(const std::string& name) {
  const auto path = shared_path("conformance/wiremock-admin-api/examples/" + name + ".yaml");
  if (!std::filesystem::exists(path)) return std::nullopt;
  const auto document = yaml::Document::parse(read_file(path), name);
  EXPECT_TRUE(document) << name;
  return json::own(document->root());
}

// Has `ours` every member that `theirs` has, all the way down? Only the shape counts, and of arrays
// the first element.
void expect_members(const json::Value& ours, const json::Value& theirs, const std::string& where) {
  if (theirs.is_array() && !theirs.as_array().empty()) {
    ASSERT_TRUE(ours.is_array() && !ours.as_array().empty()) << where;
    expect_members(ours.as_array()[0], theirs.as_array()[0], where + "/0");
  }
  if (!theirs.is_object()) return;
  ASSERT_TRUE(ours.is_object()) << where;
  for (const auto& member : theirs.as_object()) {
    const std::string at = where + "/" + std::string(member.key());
    // What the request of the example happened to bring; what our 404 does not say.
    if (at.find("/headers/") != std::string::npos) continue;
    if (at.ends_with("/transformers") || at.ends_with("/transformerParameters")) continue;
    const json::Value* const mine = ours.as_object().if_contains(member.key());
    ASSERT_NE(mine, nullptr) << at;
    expect_members(*mine, member.value(), at);
  }
}

class Conformance : public Asking {};

#define MIMUS_EXAMPLE(name, file)  \
  const auto name = example(file); \
  if (!name) GTEST_SKIP() << "no example " << file << ": public suite absent"

struct Accepted {
  std::string_view example, method, path;
  int status;
};
constexpr Accepted kAccepted[] = {
    {"stub-mapping-no-id", "POST", "/mappings", 201},
    {"stub-mapping-with-id", "POST", "/mappings", 201},
    {"stub-mapping-with-id", "PUT", "/mappings/76ada7b0-49ae-4229-91c4-396a36f18e09", 200},
    {"stub-mapping-with-id", "POST", "/mappings/remove", 200},
    {"stub-mappings", "POST", "/mappings/import", 200},
    {"recorded-stub-mappings", "POST", "/mappings/import", 200},
    {"by-metadata-request", "POST", "/mappings/find-by-metadata", 200},
    {"by-metadata-request", "POST", "/mappings/remove-by-metadata", 200},
    {"by-metadata-request", "POST", "/requests/remove-by-metadata", 200},
    {"request-pattern", "POST", "/requests/count", 200},
    {"request-pattern", "POST", "/requests/find", 200},
    {"request-pattern", "POST", "/requests/remove", 200},
    {"request-pattern", "POST", "/near-misses/request-pattern", 200},
    {"logged-request", "POST", "/near-misses/request", 200},
};

TEST_F(Conformance, ExamplesAreAccepted) {
  for (const Accepted& row : kAccepted) {
    SCOPED_TRACE(std::string(row.path) + " " + std::string(row.example));
    MIMUS_EXAMPLE(document, std::string(row.example));
    const Said said = admin(row.method, std::string(row.path), json::write(*document));
    EXPECT_EQ(said.status, row.status) << said.body;
  }
}

// What a stub is shown as can be sent back, and is shown the same again.
TEST_F(Conformance, StubsGoRound) {
  for (const std::string_view name : {"stub-mappings", "recorded-stub-mappings"}) {
    SCOPED_TRACE(name);
    MIMUS_EXAMPLE(document, std::string(name));
    admin("DELETE", "/mappings");
    ASSERT_EQ(admin("POST", "/mappings/import", json::write(*document)).status, 200);
    const json::Value shown = admin("GET", "/mappings").json();
    ASSERT_EQ(shown.at("mappings").as_array().size(), document->at("mappings").as_array().size());
    expect_members(shown.at("mappings"), document->at("mappings"), "");
    for (const json::Value& mapping : shown.at("mappings").as_array()) {
      const std::string path = "/mappings/" + std::string(mapping.at("id").as_string());
      EXPECT_EQ(admin("PUT", path, json::write(mapping)).json(), mapping);
      EXPECT_EQ(admin("GET", path).json(), mapping);
    }
  }
}

TEST_F(Conformance, AnswersAreShapedLikeTheExamples) {
  stub(R"({"request": {"method": "GET", "url": "/almostmatch"}})");
  get("/received-request/2");
  const std::string id(admin("GET", "/requests").json().at("requests").at(0).at("id").as_string());
  const std::pair<std::string_view, Said> answers[] = {
      {"health", admin("GET", "/health")},
      {"serve-events", admin("GET", "/requests")},
      {"request", admin("GET", "/requests/" + id)},
      {"requests", admin("POST", "/requests/find", "{}")},
      {"near-misses", admin("POST", "/near-misses/request-pattern",
                            R"({"method": "GET", "url": "/almostmatch"})")},
  };
  for (const auto& [name, said] : answers) {
    SCOPED_TRACE(name);
    MIMUS_EXAMPLE(document, std::string(name));
    expect_members(said.json(), *document, "");
  }
}

}  // namespace
}  // namespace mimus::wiremock_admin
