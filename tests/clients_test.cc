// Real clients against the running program: curl, Node's fetch, and a follower of the live log.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "support/http_client.h"
#include "support/program.h"
#include "support/temp_dir.h"

namespace mimus {
namespace {

constexpr std::string_view kRoutes = R"(
routes:
  - { path: "/users/{id:int}", method: GET, response: { id: "{{path.id}}", name: Jörg } }
  - { path: /users, method: POST, status: 201, response: { name: "{{body.name}}" }, headers: { Location: /users/7 } }
  - { path: /slow, latency_ms: 20, response: { slow: true } }
  - { path: /big, response: { text: "0123456789abcdef" } }
)";

// The first executable of this name in PATH, or "".
std::string find_program(const std::string& name) {
  std::string folders = std::getenv("PATH") != nullptr ? std::getenv("PATH") : "";
  while (!folders.empty()) {
    const std::size_t end = folders.find(':');
    const std::string candidate = folders.substr(0, end) + "/" + name;
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
    folders.erase(0, end == std::string::npos ? folders.size() : end + 1);
  }
  return "";
}

// ./dev test says where a recent Node is; without it, any will do that knows fetch().
std::string node_program() {
  const char* chosen = std::getenv("MIMUS_NODE");
  return chosen != nullptr && *chosen != '\0' ? chosen : find_program("node");
}

class Clients : public ::testing::Test {
 protected:
  Clients()
      : server_((folder_.write("mimus.yaml", kRoutes), folder_), {"mimus.yaml", "--threads", "2"}) {
  }
  void SetUp() override { ASSERT_NE(server_.port(), 0) << server_.said(); }

  std::string url(std::string_view path) const {
    return "http://127.0.0.1:" + std::to_string(server_.port()) + std::string(path);
  }
  std::string curl(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {find_program("curl"), "--silent", "--show-error"});
    Process process(arguments, folder_.path());
    EXPECT_EQ(process.wait(), 0) << process.errors();
    return process.output();
  }

  TempDir folder_;
  Server server_;
};

TEST_F(Clients, Curl) {
  if (find_program("curl").empty()) GTEST_SKIP() << "curl is not installed";
  EXPECT_EQ(curl({url("/users/7")}), R"({"id":7,"name":"Jörg"})");
  EXPECT_EQ(curl({"--json", R"({"name":"Ann"})", url("/users")}), R"({"name":"Ann"})");
  EXPECT_EQ(curl({"--head", "--output", "/dev/null", "--write-out", "%{http_code} %{size_download}",
                  url("/big")}),
            "200 0");
  EXPECT_EQ(curl({"--http1.0", "--write-out", " %{http_version}", url("/slow")}),
            R"({"slow":true} 1.1)");
  EXPECT_EQ(curl({"--header", "Transfer-Encoding: chunked", "--header",
                  "Content-Type: application/json", "--data", R"({"name":"Bo"})", url("/users")}),
            R"({"name":"Bo"})");
  // One connection for both.
  EXPECT_EQ(curl({"--output", "/dev/null", "--output", "/dev/null", "--write-out",
                  "%{num_connects} ", url("/big"), url("/big")}),
            "1 0 ");
}

TEST_F(Clients, NodeFetch) {
  const std::string node = node_program();
  if (node.empty()) GTEST_SKIP() << "there is no node";
  const std::string script = std::string(MIMUS_SOURCE_DIR) + "/tests/clients/fetch.mjs";
  Process process({node, script, url("")}, folder_.path());
  EXPECT_EQ(process.wait(), 0) << process.output() << process.errors();
}

// GET /__logs as an event stream: one event a request, as it happens.
TEST_F(Clients, LiveLog) {
  Connection follower(server_.port());
  follower.send("GET /__logs HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n");
  ASSERT_TRUE(follower.arrives("\r\n\r\n"));
  EXPECT_NE(follower.unread().find("text/event-stream"), std::string_view::npos)
      << follower.unread();
  EXPECT_EQ(exchange(server_.port(), "GET /users/4711 HTTP/1.1\r\n").response.status, 200);
  EXPECT_TRUE(follower.arrives("/users/4711")) << follower.unread();
  EXPECT_NE(follower.unread().find("data:"), std::string_view::npos) << follower.unread();
  EXPECT_EQ(exchange(server_.port(), "GET /users/4712 HTTP/1.1\r\n").response.status, 200);
  EXPECT_TRUE(follower.arrives("/users/4712")) << follower.unread();
}

// SIGHUP reads the configuration again.
TEST_F(Clients, HangUpReloads) {
  folder_.write("mimus.yaml", "routes: [{ path: /fresh, response: { fresh: true } }]\n");
  server_.process().signal(SIGHUP);
  // No answer tells when a signal has been dealt with; the change itself is the event.
  Connection connection(server_.port());
  int status = 0;
  for (int i = 0; i < 10'000 && status != 200; ++i) {
    connection.send("GET /fresh HTTP/1.1\r\nHost: x\r\n\r\n");
    status = connection.read("GET").response.status;
  }
  EXPECT_EQ(status, 200);
}

// SIGTERM lets a request in flight finish. This one is: its header was answered with 100 Continue.
TEST_F(Clients, TerminationDrains) {
  Connection connection(server_.port());
  connection.send(
      "POST /users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 15\r\n"
      "Expect: 100-continue\r\n\r\n");
  ASSERT_TRUE(connection.arrives("100 Continue"));
  server_.process().signal(SIGTERM);
  // New connections are refused as soon as the signal has been dealt with.
  while (Connection(server_.port()).connected()) {
  }
  connection.send(R"({"name":"Late"})");
  EXPECT_EQ(connection.read("POST").response.body, R"({"name":"Late"})");
  EXPECT_TRUE(connection.closes());
  EXPECT_EQ(server_.process().wait(), 0);
}

}  // namespace
}  // namespace mimus
