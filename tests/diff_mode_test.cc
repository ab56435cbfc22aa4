// `mimus serve --diff-against`: the real server answers, the mocks are asked beside it.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "json/json.h"
#include "support/http_client.h"
#include "support/program.h"
#include "support/temp_dir.h"
#include "support/upstream.h"

namespace mimus {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kReal =
    "routes:\n"
    "  - { path: \"/users/{id:int}\", response: { name: Ada, at: 1 } }\n"
    "  - { path: /same, response: { a: 1.0, b: [1] } }\n"
    "  - { path: /steps, response: third }\n"
    "  - { path: /only-there, response: { ok: true } }\n"
    "  - { path: /fault, response: { ok: true } }\n"
    "  - { path: /login, response: { access_token: s3cret-of-the-server, name: Ada } }\n"
    "  - { path: /proxied, method: POST, response: { ok: true } }\n";

std::string mocks(const std::string& real) {
  return "routes:\n"
         "  - { path: \"/users/{id:int}\", response: { name: Bob, at: 2 } }\n"
         "  - { path: /same, response: { b: [1], a: 1 } }\n"
         "  - { path: /steps, responses: [{ response: first }, { response: second }, { response: third }] }\n"
         "  - { path: /fault, fault: connection_reset }\n"
         "  - { path: /login, response: { access_token: s3cret-of-the-mocks, name: Bob } }\n"
         "  - { path: /proxied, method: POST, proxy: \"" + real + "\" }\n";
}

class DiffMode : public ::testing::Test {
 protected:
  DiffMode() {
    real_folder_.write("real.yaml", kReal);
    real_.emplace(real_folder_, std::vector<std::string>{"real.yaml"});
    real_url_ = "http://127.0.0.1:" + std::to_string(real_->port());
    folder_.write("mocks.yaml", mocks(real_url_));
  }
  Server start(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"mocks.yaml", "--diff-against", real_url_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Server(folder_, arguments);
  }
  static json::Value get(std::uint16_t port, std::string_view target) {
    const Answer answer = mimus::exchange(port, "GET " + std::string(target) + " HTTP/1.1\r\n");
    const auto body = json::parse(answer.response.body);
    return body ? *body : json::Value();
  }
  // What was found, when all has been compared.
  static json::Value found(std::uint16_t port) {
    for (const auto end = std::chrono::steady_clock::now() + kPatience; std::chrono::steady_clock::now() < end;) {
      json::Value found = get(port, "/__mimus/diff");
      if (found.is_object() && found.at("waiting").to_number<int>() == 0) return found;
      std::this_thread::sleep_for(5ms);
    }
    ADD_FAILURE() << "it never ends";
    return {};
  }
  std::string file(const std::string& name) const {
    std::ifstream in(folder_.path() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  TempDir real_folder_, folder_;
  std::optional<Server> real_;
  std::string real_url_;
};

TEST_F(DiffMode, TheRealServerAnswersAndDifferencesAreNoted) {
  Server server = start({"--diff-report", "diff.xml", "--diff-ignore", "/at"});
  ASSERT_NE(server.port(), 0) << server.said();
  EXPECT_EQ(mimus::exchange(server.port(), "GET /users/17 HTTP/1.1\r\n").response.body, R"({"name":"Ada","at":1})");
  mimus::exchange(server.port(), "GET /same HTTP/1.1\r\n");
  EXPECT_EQ(mimus::exchange(server.port(), "GET /only-there?x=1 HTTP/1.1\r\n").response.status, 200);
  EXPECT_EQ(mimus::exchange(server.port(), "GET /fault HTTP/1.1\r\n").response.status, 200);
  EXPECT_EQ(mimus::exchange(server.port(), "POST /proxied HTTP/1.1\r\n", "x").response.status, 200);
  const json::Value found = DiffMode::found(server.port());
  EXPECT_EQ(found.at("compared").to_number<int>(), 4) << json::write(found);
  EXPECT_EQ(found.at("same").to_number<int>(), 1);
  EXPECT_EQ(found.at("different").to_number<int>(), 2);
  EXPECT_EQ(found.at("no_route").to_number<int>(), 1);
  EXPECT_EQ(found.at("not_compared").to_number<int>(), 1);
  std::string list;
  for (const json::Value& one : found.at("differences").as_array()) {
    list += std::string(one.at("request").as_string()) + " " + json::write(one.at("route")) + " " + json::write(one.at("differences")) + "\n";
  }
  EXPECT_EQ(list,
            "GET /fault \"ANY /fault\" [{\"where\":\"answer\",\"server\":\"status 200\",\"mocks\":\"connection_reset\"}]\n"
            "GET /only-there?x=1 null [{\"where\":\"answer\",\"server\":\"status 200\",\"mocks\":\"no route\"}]\n"
            "GET /users/17 \"ANY /users/{id:int}\" [{\"where\":\"/name\",\"server\":\"\\\"Ada\\\"\",\"mocks\":\"\\\"Bob\\\"\"}]\n");
  EXPECT_TRUE(server.process().wait_for_line("differs GET /users/17  /name: the server \"Ada\", the mocks \"Bob\""));

  // Each request once in the journal of both, with the answer that the client got.
  const json::Value logs = get(server.port(), "/__logs");
  ASSERT_EQ(logs.at("requests").as_array().size(), 5u) << json::write(logs);
  EXPECT_EQ(get(real_->port(), "/__logs").at("requests").as_array().size(), 5u) << "the proxied POST went there once";
  server.expect_clean_end();
  EXPECT_NE(file("diff.xml").find("tests=\"5\" failures=\"3\" errors=\"0\" skipped=\"1\""), std::string::npos) << file("diff.xml");
}

TEST_F(DiffMode, SecretsStandNowhere) {
  Server server = start({"--diff-report", "diff.json"});
  EXPECT_NE(mimus::exchange(server.port(), "GET /login?api_key=s3cret-of-the-client HTTP/1.1\r\n").response.body.find("s3cret-of-the-server"), std::string::npos);
  const json::Value found = DiffMode::found(server.port());
  EXPECT_EQ(json::write(found.at("differences").as_array()[0].at("differences")),
            "[{\"where\":\"/access_token\",\"server\":\"REDACTED\",\"mocks\":\"REDACTED\"},{\"where\":\"/name\",\"server\":\"\\\"Ada\\\"\",\"mocks\":\"\\\"Bob\\\"\"}]");
  EXPECT_TRUE(server.process().wait_for_line("differs GET /login?api_key=REDACTED  /access_token: the server REDACTED, the mocks REDACTED; /name"));
  server.expect_clean_end();
  EXPECT_EQ(json::write(found).find("s3cret"), std::string::npos);
  EXPECT_EQ(file("diff.json").find("s3cret"), std::string::npos) << file("diff.json");
}

TEST_F(DiffMode, WhatTheMocksRememberMovesOn) {
  Server server = start();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(mimus::exchange(server.port(), "GET /steps HTTP/1.1\r\n").response.body, "third");
  }
  const json::Value found = DiffMode::found(server.port());
  EXPECT_EQ(found.at("different").to_number<int>(), 2) << json::write(found);
  EXPECT_EQ(found.at("same").to_number<int>(), 1);
  EXPECT_EQ(mimus::exchange(server.port(), "DELETE /__mimus/diff HTTP/1.1\r\n").response.status, 204);
  EXPECT_EQ(DiffMode::found(server.port()).at("compared").to_number<int>(), 0);
  mimus::exchange(server.port(), "GET /steps HTTP/1.1\r\n");
  EXPECT_EQ(DiffMode::found(server.port()).at("same").to_number<int>(), 1);
}

TEST_F(DiffMode, WithoutTheServerNothingIsCompared) {
  const std::string nowhere = "http://127.0.0.1:" + std::to_string(closed_port());
  Server server(folder_, {"mocks.yaml", "--diff-against", nowhere});
  EXPECT_EQ(mimus::exchange(server.port(), "GET /same HTTP/1.1\r\n").response.status, 502);
  const json::Value found = DiffMode::found(server.port());
  EXPECT_EQ(found.at("not_compared").to_number<int>(), 1);
  EXPECT_NE(json::write(found).find("connection refused"), std::string::npos) << json::write(found);
}

TEST_F(DiffMode, ManyAtOnce) {
  Server server = start({"--quiet"});
  constexpr int kThreads = 4, kEach = 50;
  std::vector<std::thread> clients;
  for (int t = 0; t < kThreads; ++t) {
    clients.emplace_back([&] {
      Connection connection(server.port());
      for (int i = 0; i < kEach; ++i) {
        connection.send("GET /same HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_EQ(connection.read("GET").response.status, 200);
      }
    });
  }
  for (std::thread& one : clients) one.join();
  const json::Value found = DiffMode::found(server.port());
  EXPECT_EQ(found.at("same").to_number<int>() + found.at("skipped").to_number<int>(), kThreads * kEach);
  EXPECT_GE(found.at("same").to_number<int>(), kThreads) << "it may fall behind, and still compares: " << json::write(found);
  EXPECT_EQ(found.at("different").to_number<int>(), 0);
}

TEST(DiffModeUse, IsExplained) {
  TempDir folder;
  folder.write("mocks.yaml", "routes: []\n");
  {
    Server server(folder, {"mocks.yaml"});
    const Answer answer = mimus::exchange(server.port(), "GET /__mimus/diff HTTP/1.1\r\n");
    EXPECT_EQ(answer.response.status, 404);
    EXPECT_NE(answer.response.body.find("--diff-against"), std::string::npos) << answer.response.body;
  }
  for (const std::vector<std::string>& bad : {std::vector<std::string>{"--diff-against", "nowhere"}, {"--diff-report", "x"},
                                              {"--diff-against", "http://a", "--upstream", "http://b"}, {"--diff-against", "http://a", "--diff-ignore", "a"}}) {
    std::vector<std::string> command{program_path(), "serve", "mocks.yaml", "--port", "0"};
    command.insert(command.end(), bad.begin(), bad.end());
    Process process(command, folder.path());
    EXPECT_EQ(process.wait(), 2) << bad[0] << process.output();
    EXPECT_NE(process.errors(), "");
  }
}

}  // namespace
}  // namespace mimus
