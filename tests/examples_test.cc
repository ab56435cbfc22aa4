// Every example folder runs as its README says.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "support/http_client.h"
#include "support/program.h"
#include "support/temp_dir.h"

namespace mimus {
namespace {

struct ExampleCase {
  std::string_view example, request_line, body;
  int status;
  std::string_view contains;  // in the response's body
};
constexpr ExampleCase kCases[] = {
    {"quickstart", "GET /users", "", 200, "Ada Lovelace"},
    {"quickstart", "GET /users/42", "", 200, "\"id\":42"},
    {"quickstart", "GET /users/99", "", 404, "no such user"},
    {"quickstart", "POST /users", R"({"name":"Jo"})", 201, "\"name\":\"Jo\""},
    {"quickstart", "GET /search?q=mockingbird", "", 200, "Mimus polyglottos"},
    {"quickstart", "GET /jobs/1", "", 202, "queued"},
    {"quickstart", "GET /mockingbird", "", 200, "<"},
    {"checkout", "POST /buy/tea", "", 200, "\"left\":2"},
    {"checkout", "POST /checkout", "", 202, "Pending"},
    {"checkout", "GET /checkout", "", 200, "Started"},
    {"checkout", "GET /receipt", "", 404, "not paid yet"},
    {"checkout", "GET /coupon", "", 200, "WELCOME"},
    {"checkout", "GET /sold", "", 200, "\"items\":null"},
    {"seed-1-fake-data", "GET /", "", 200, "<!doctype html>"},
    {"seed-1-fake-data", "GET /full_name", "", 200, "\"req_url\":\"/full_name\""},
    {"seed-1-fake-data", "GET /basic_profile/sex/F", "", 200, "\"sex_req\":\"F\""},
    {"seed-2-json-mock", "GET /api/1", "", 200, "test1"},
    {"seed-2-json-mock", "GET /api/2/and/more", "", 200, "testA"},
    {"seed-2-json-mock", "GET /other", "", 404, "404 Not Found"},
    {"seed-3-local-api", "PATCH /api/orders", "", 200, "changed"},
    {"seed-3-local-api", "POST /api/orders", R"({"item":"tea"})", 201, "\"item\":\"tea\""},
    {"seed-4-http-api-mock", "GET /api/products/17", "", 200, "\"id\":17"},
    {"seed-4-http-api-mock", "GET /api/products?page=2", "", 200, "\"page\":2"},
    {"seed-4-http-api-mock", "GET /api/nothing", "", 404, "not mocked yet"},
    {"collections", "GET /products/42", "", 200, "\"id\":42"},
    {"collections", "GET /products?sort=-price&limit=3", "", 200, "\"price\":"},
    {"collections", "GET /users/3/products", "", 200, "\"userId\":3"},
    {"collections", "GET /products/42?expand=seller", "", 200, "\"seller\":{"},
    {"collections", "POST /products", R"({"name":"Lamp","price":12.5})", 201, "\"id\":5001"},
    {"collections", "POST /products", R"({"price":-1})", 422, "\"pointer\""},
    {"collections", "GET /orders?product.id=4", "", 200, "Chair, oak"},
    {"collections", "DELETE /users/3", "", 204, ""},
    {"collections", "GET /summary", "", 200, "\"products\":5000"},
};

class Examples : public ::testing::TestWithParam<ExampleCase> {};

TEST_P(Examples, AnswersAsItsReadmeSays) {
  const ExampleCase& row = GetParam();
  const TempDir folder;
  const std::string path = std::string(MIMUS_SOURCE_DIR) + "/examples/" + std::string(row.example);
  Server server(folder, {path});
  ASSERT_NE(server.port(), 0) << server.said();
  Connection connection(server.port());
  const std::string_view method = row.request_line.substr(0, row.request_line.find(' '));
  connection.send(std::string(row.request_line) +
                  " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                  std::to_string(row.body.size()) + "\r\n\r\n" + std::string(row.body));
  const Answer answer = connection.read(method);
  ASSERT_EQ(answer.outcome, Outcome::kResponse) << server.said();
  EXPECT_EQ(answer.response.status, row.status);
  EXPECT_NE(answer.response.body.find(row.contains), std::string::npos) << answer.response.body;
}

INSTANTIATE_TEST_SUITE_P(Rows, Examples, ::testing::ValuesIn(kCases));

// A folder that nobody lists here would go untested.
TEST(Examples, AllHaveARow) {
  for (const auto& entry : std::filesystem::directory_iterator(MIMUS_SOURCE_DIR "/examples")) {
    const std::string name = entry.path().filename().string();
    const bool listed = std::any_of(std::begin(kCases), std::end(kCases),
                                    [&](const ExampleCase& row) { return row.example == name; });
    EXPECT_TRUE(listed) << name;
  }
}

}  // namespace
}  // namespace mimus
