// Stubs through the API: what is served, what is listed, what is on disk.
#include <filesystem>

#include "asking_for_tests.h"

namespace mimus::wiremock_admin {
namespace {

constexpr std::string_view kId = "00000000-0000-4000-8000-000000000001";

std::string id_quoted(std::string_view id) {
  return "\"" + std::string(id) + "\"";
}

std::string numbered(int number, std::string_view more = "") {
  return R"({"id": "00000000-0000-4000-8000-00000000000)" + std::to_string(number) +
         R"(", "request": {"url": "/)" + std::to_string(number) + R"("}, "response": {})" +
         std::string(more) + "}";
}
std::string id_of(int number) {
  return "00000000-0000-4000-8000-00000000000" + std::to_string(number);
}

class Mappings : public Asking {
 protected:
  std::vector<std::string> on_disk() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root_.mappings())) {
      if (entry.is_regular_file()) names.push_back(entry.path().filename().string());
    }
    return names;
  }
};

TEST_F(Mappings, AreServedWhenTheirPostReturns) {
  const Said created =
      admin("POST", "/mappings",
            R"({"request": {"method": "GET", "url": "/a"}, "response": {"body": "one"}})");
  EXPECT_EQ(created.status, 201);
  EXPECT_TRUE(created.has_field("Content-Type: application/json"));
  EXPECT_EQ(created.at("/request"), R"({"url":"/a","method":"GET"})");
  EXPECT_EQ(created.at("/response"), R"({"status":200,"body":"one"})");
  EXPECT_EQ(created.at("/id"), created.at("/uuid"));
  EXPECT_EQ(get("/a").body, "one");
}

TEST_F(Mappings, AreEditedInPlace) {
  stub(numbered(1));
  stub(
      R"({"id": "00000000-0000-4000-8000-000000000002", "request": {"url": "/1"}, "response": {"body": "newer"}})");
  EXPECT_EQ(get("/1").body, "newer");
  const Said edited = admin(
      "PUT", "/mappings/" + std::string(kId),
      R"({"id": "00000000-0000-4000-8000-00000000000f", "request": {"url": "/1"}, "response": {"body": "edited"}})");
  EXPECT_EQ(edited.status, 200);
  EXPECT_EQ(edited.at("/id"), id_quoted(kId)) << "its own id is ignored";
  EXPECT_EQ(get("/1").body, "newer") << "its place among equals is kept";
  EXPECT_EQ(listed(), (std::vector{id_of(2), id_of(1)}));
}

struct Refusal {
  std::string_view rule, method, path, body;
  int status;
  std::string_view pointer, found;
};
constexpr Refusal kRefusals[] = {
    {"an id that is taken", "POST", "/mappings",
     R"({"id": "00000000-0000-4000-8000-000000000001"})", 422, "/errors/0/code", "109"},
    {"a text that is not JSON", "POST", "/mappings", "{bad", 422, "/errors/0/source", "{}"},
    {"nothing at all", "POST", "/mappings", "", 422, "/errors/0/source/pointer", R"("/")"},
    {"an unknown field", "POST", "/mappings", R"({"request": {"zzz": 1}})", 422,
     "/errors/0/source/pointer", R"("/request/zzz")"},
    {"a bad regex", "POST", "/mappings", R"({"request": {"urlPattern": "("}})", 422,
     "/errors/0/code", "10"},
    {"no UUID", "GET", "/mappings/zz", "", 400, "/errors/0/title", R"("zz is not a valid UUID")"},
    {"no UUID before a bad body", "PUT", "/mappings/zz", "{", 400, "/errors/0/code", "10"},
    {"an unknown id before a bad body", "PUT", "/mappings/00000000-0000-4000-8000-00000000000e",
     "{", 404, "", ""},
    {"an unknown id", "GET", "/mappings/00000000-0000-4000-8000-00000000000e", "", 404, "", ""},
    {"an unknown id", "DELETE", "/mappings/00000000-0000-4000-8000-00000000000e", "", 404, "", ""},
    {"an unknown id", "POST", "/mappings/edit", R"({"id": "00000000-0000-4000-8000-00000000000e"})",
     404, "", ""},
    {"a negative limit", "GET", "/mappings?limit=-1", "", 500, "", ""},
    {"a limit that is no number", "GET", "/mappings?limit=abc", "", 500, "", ""},
    {"an offset past the end", "GET", "/mappings?offset=9", "", 500, "", ""},
    {"an import of nothing", "POST", "/mappings/import", "{}", 500, "", ""},
    {"an import with a bad stub", "POST", "/mappings/import", R"({"mappings": [{}, {"zzz": 1}]})",
     422, "/errors/0/source/pointer", R"("/mappings/1/zzz")"},
    {"no matcher", "POST", "/mappings/find-by-metadata", R"({"nope": 1})", 422, "/errors/0/code",
     "10"},
    {"a slash at the end", "GET", "/mappings/", "", 404, "", ""},
    {"another method", "PATCH", "/mappings", "", 404, "", ""},
};

TEST_F(Mappings, Refusals) {
  stub(numbered(1));
  for (const Refusal& row : kRefusals) {
    SCOPED_TRACE(std::string(row.rule) + ": " + std::string(row.method) + " " +
                 std::string(row.path));
    const Said said = admin(row.method, std::string(row.path), row.body);
    EXPECT_EQ(said.status, row.status) << said.body;
    EXPECT_TRUE(said.has_field("Vary: Origin"));
    if (!row.pointer.empty()) {
      EXPECT_EQ(said.at(row.pointer), row.found) << said.body;
    } else if (row.status == 404) {
      EXPECT_EQ(said.body, "");
    }
  }
  EXPECT_EQ(listed(), std::vector{id_of(1)});
}

TEST_F(Mappings, AreListedByThePage) {
  for (int i = 1; i <= 3; ++i) stub(numbered(i));
  stub(numbered(4, R"(, "priority": 1)"));
  EXPECT_EQ(listed(), (std::vector{id_of(4), id_of(3), id_of(2), id_of(1)}));
  EXPECT_EQ(listed("?limit=2&offset=1"), (std::vector{id_of(3), id_of(2)}));
  EXPECT_EQ(listed("?limit=0"), std::vector<std::string>{});
  EXPECT_EQ(admin("GET", "/mappings?limit=1").at("/meta"), R"({"total":4})");
  EXPECT_EQ(admin("GET", "/").at("/meta"), R"({"total":4})");
}

TEST_F(Mappings, AreRemovedByIdOrByRequest) {
  for (int i = 1; i <= 4; ++i) stub(numbered(i));
  EXPECT_EQ(admin("DELETE", "/mappings/" + id_of(4)).body, "{}");
  EXPECT_EQ(admin("POST", "/mappings/remove",
                  R"({"id": "00000000-0000-4000-8000-000000000003", "request": {"url": "/1"}})")
                .status,
            200);
  EXPECT_EQ(listed(), (std::vector{id_of(2), id_of(1)})) << "the id counts";
  EXPECT_EQ(admin("POST", "/mappings/remove",
                  R"({"request": {"url": "/1"}, "response": {"status": 500}})")
                .body,
            "");
  EXPECT_EQ(listed(), std::vector{id_of(2)}) << "else an equal request, whatever the response";
  EXPECT_EQ(admin("DELETE", "/mappings").body, "{}");
  EXPECT_EQ(listed(), std::vector<std::string>{});
}

TEST_F(Mappings, AreImported) {
  stub(numbered(1));
  const auto import = [&](const std::string& options) {
    return admin(
        "POST", "/mappings/import",
        R"({"anything": 1, "mappings": [{"id": "00000000-0000-4000-8000-000000000002", "request": {"url": "/x"}, "response": {"body": "first"}},
                    {"id": "00000000-0000-4000-8000-000000000001", "request": {"url": "/x"}, "response": {"body": "second"}}])" +
            options + "}");
  };
  EXPECT_EQ(
      import(R"(, "importOptions": {"duplicatePolicy": "IGNORE", "deleteAllNotInImport": false})")
          .status,
      200);
  EXPECT_EQ(get("/1").status, 200) << "kept as it was";
  EXPECT_EQ(get("/x").body, "first") << "the first element is asked first";
  EXPECT_EQ(import("").status, 200);
  EXPECT_EQ(get("/1").status, 404) << "overwritten";
  stub(numbered(3));
  EXPECT_EQ(import(R"(, "importOptions": {"deleteAllNotInImport": true})").status, 200);
  EXPECT_EQ(listed(), (std::vector{id_of(2), id_of(1)}));
  EXPECT_EQ(import(R"(, "importOptions": {"duplicatePolicy": "OVERWRITE"})").status, 500)
      << "WireMock wants the other option too";
}

TEST_F(Mappings, AreFoundAndRemovedByMetadata) {
  stub(numbered(1, R"(, "metadata": {"team": "red"})"));
  stub(numbered(2, R"(, "metadata": {"team": "blue", "n": [1, {"a": {}}]})"));
  stub(numbered(3));
  const auto found = [&](std::string_view matcher) {
    return admin("POST", "/mappings/find-by-metadata", matcher).at("/meta/total");
  };
  EXPECT_EQ(found(R"({"matchesJsonPath": {"expression": "$.team", "equalTo": "red"}})"), "1");
  EXPECT_EQ(found(R"({"equalToJson": {"team": "red"}})"), "1");
  EXPECT_EQ(found(R"({"contains": "\"team\" : \"blue\""})"), "1")
      << "metadata are seen as Jackson writes them";
  EXPECT_EQ(found(R"({"equalTo": "null"})"), "1") << "no metadata";
  EXPECT_EQ(admin("POST", "/mappings/remove-by-metadata", R"({"matchesJsonPath": "$.team"})").body,
            "{}");
  EXPECT_EQ(listed(), std::vector{id_of(3)});
}

TEST_F(Mappings, ThatNobodyAsksForAreFoundAndRemoved) {
  for (int i = 1; i <= 3; ++i) stub(numbered(i));
  get("/2");
  EXPECT_EQ(admin("GET", "/mappings/unmatched").at("/meta/total"), "2");
  EXPECT_EQ(admin("DELETE", "/mappings/unmatched").body, "{}");
  EXPECT_EQ(listed(), std::vector{id_of(2)});
}

TEST_F(Mappings, ArePersistentWhenTheySaySo) {
  stub(R"({"name": "A b", "persistent": true, "id": "00000000-0000-4000-8000-000000000001"})");
  stub(numbered(2));
  EXPECT_EQ(on_disk(), std::vector<std::string>{"a-b-" + id_of(1) + ".json"});
  admin("PUT", "/mappings/" + id_of(1), R"({"persistent": true, "response": {"status": 201}})");
  ASSERT_EQ(on_disk().size(), 1u) << "an edit stays in its file";
  EXPECT_EQ(root_.load().stubs.at(0).responses.at(0).status, 201);
  EXPECT_EQ(admin("POST", "/mappings/save").status, 200);
  EXPECT_EQ(on_disk().size(), 2u);
  EXPECT_EQ(admin("GET", "/mappings/" + id_of(2)).at("/persistent"), "true");
  EXPECT_EQ(listed(), (std::vector{id_of(2), id_of(1)}));
  admin("DELETE", "/mappings/" + id_of(1));
  EXPECT_EQ(on_disk().size(), 1u);
  admin("DELETE", "/mappings");
  EXPECT_EQ(on_disk().size(), 0u);
}

TEST_F(Mappings, OfFilesWithSeveralAreReadOnly) {
  folder_.write("mappings/two.json", "{\"mappings\": [" + numbered(1) + "," +
                                         numbered(2, R"(, "persistent": true)") + "]}");
  serve::StubStore::Files files;
  files.stubs = root_.load().stubs;
  std::vector<Error> errors;
  ASSERT_TRUE(world_.stubs.take_files(std::move(files), errors));
  EXPECT_EQ(admin("POST", "/mappings/save").status, 500);
  EXPECT_EQ(admin("DELETE", "/mappings/" + id_of(2)).status, 500);
  EXPECT_EQ(admin("DELETE", "/mappings").status, 500);
  EXPECT_EQ(listed().size(), 2u) << "nothing is removed";
  EXPECT_EQ(admin("DELETE", "/mappings/" + id_of(1)).status, 200);
}

TEST_F(Mappings, ThatAreNotOfWireMockAreListedToo) {
  folder_.write("mimus.yaml",
                "routes: [{ path: \"/users/{id}\", method: GET, response: { a: 1 } }]");
  ASSERT_EQ(admin("POST", "/mappings/reset").status, 200);
  const Said list = admin("GET", "/mappings");
  EXPECT_EQ(list.at("/mappings/0/request"), R"({"urlPathTemplate":"/users/{id}","method":"GET"})");
  EXPECT_EQ(list.at("/mappings/0/response"), R"({"status":200,"jsonBody":{"a":1}})");
  EXPECT_NE(list.at("/mappings/0/metadata/mimus/file"), "");
}

TEST_F(Mappings, ResetIsWhatTheFilesSay) {
  stub(numbered(1));
  get("/1");
  EXPECT_EQ(admin("POST", "/reset").body, "");
  EXPECT_EQ(listed(), std::vector<std::string>{});
  EXPECT_EQ(count("{}"), 0u);
  folder_.write("mimus.yaml", "routes: [{ pth: /a }]");
  stub(numbered(1));
  EXPECT_EQ(admin("POST", "/mappings/reset").status, 500)
      << "files that cannot be read change nothing";
  EXPECT_EQ(listed(), std::vector{id_of(1)});
}

}  // namespace
}  // namespace mimus::wiremock_admin
