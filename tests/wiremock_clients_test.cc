// WireMock's real clients against the running program: tests/clients/wiremock. ./dev test fetches
// them and says where they are (tools/clients.sh); one whose toolchain or registry is out of reach
// is skipped.
#include <gtest/gtest.h>

#include <cstdlib>

#include "support/program.h"
#include "support/temp_dir.h"

namespace mimus {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::string script(const std::string& name) {
  return std::string(MIMUS_SOURCE_DIR) + "/tests/clients/wiremock/" + name;
}

class WireMockClients : public ::testing::Test {
 protected:
  WireMockClients() : server_(folder_, {"--root-dir", ".", "--threads", "2"}) {}
  void SetUp() override { ASSERT_NE(server_.port(), 0) << server_.said(); }

  std::string base() const { return "http://127.0.0.1:" + port(); }
  std::string port() const { return std::to_string(server_.port()); }
  void expect_success(const std::vector<std::string>& command) {
    Process process(command, folder_.path());
    EXPECT_EQ(process.wait(), 0) << process.output() << process.errors();
  }

  TempDir folder_;
  Server server_;
};

// npm: wiremock-captain, wiremock-rest-client.
TEST_F(WireMockClients, JavaScript) {
  const std::string folder = variable("MIMUS_JAVASCRIPT_CLIENTS"), node = variable("MIMUS_NODE");
  if (folder.empty() || node.empty())
    GTEST_SKIP() << "no node, or no npm packages of WireMock's clients";
  for (const std::string name : {"captain.mjs", "rest_client.mjs"}) {
    SCOPED_TRACE(name);
    expect_success({node, folder + "/" + name, base()});
  }
}

// PyPI: wiremock.
TEST_F(WireMockClients, Python) {
  const std::string python = variable("MIMUS_PYTHON_CLIENT");
  if (python.empty()) GTEST_SKIP() << "no python3 with the package wiremock";
  expect_success({python, script("python/client.py"), base()});
}

// github.com/wiremock/go-wiremock.
TEST_F(WireMockClients, Go) {
  const std::string program = variable("MIMUS_GO_CLIENT");
  if (program.empty()) GTEST_SKIP() << "no go, or no go-wiremock";
  expect_success({program, base()});
}

// Maven: org.wiremock:wiremock, with JUnit.
TEST_F(WireMockClients, Java) {
  const std::string folder = variable("MIMUS_JAVA_CLIENT");
  if (folder.empty()) GTEST_SKIP() << "no mvn, or no org.wiremock:wiremock";
  expect_success({"/usr/bin/env", "mvn", "--quiet", "--batch-mode", "--file", folder + "/pom.xml",
                  "surefire:test", "-Dmimus.port=" + port()});
}

}  // namespace
}  // namespace mimus
