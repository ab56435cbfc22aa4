// HTTPS of the running program, as curl, Node and OpenSSL's own client see it.
#include <gtest/gtest.h>
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
  - { path: /who, response: { url: "{{request.url}}", scheme: "{{request.scheme}}", host: "{{request.host}}" } }
  - { path: /users, method: POST, status: 201, response: { name: "{{body.name}}" } }
  - { path: /v1/charges, when: { host: api.payments.example }, response: { charged: true } }
)";

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

struct Ran {
  std::optional<int> status;
  std::string output, errors;
};

class Https : public ::testing::Test {
 protected:
  Https() { folder_.write("mimus.yaml", kRoutes); }

  Ran run(std::vector<std::string> command) {
    command.front() = find_program(command.front());
    Process process(std::move(command), folder_.path());
    const std::optional<int> status = process.wait();
    return {status, process.output(), process.errors()};
  }
  Ran curl(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"curl", "--silent", "--show-error", "--noproxy", ""});
    return run(std::move(arguments));
  }
  Ran mimus(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), program_path());
    Process process(std::move(arguments), folder_.path());
    const std::optional<int> status = process.wait();
    return {status, process.output(), process.errors()};
  }
  // With HTTPS on a port that it picks, and the authority in ca/.
  std::unique_ptr<Server> serve(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"mimus.yaml", "--threads", "2", "--https-port", "0", "--ca-dir", "ca"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    auto server = std::make_unique<Server>(folder_, arguments);
    const auto line = server->process().wait_for_line("https://127.0.0.1:");
    EXPECT_TRUE(line) << server->said();
    if (line) secure_port_ = line->substr(line->find("https://127.0.0.1:") + 18);
    while (!secure_port_.empty() && (secure_port_.back() < '0' || secure_port_.back() > '9')) secure_port_.pop_back();
    return server;
  }
  std::string secure(std::string_view path, std::string_view host = "localhost") const {
    return "https://" + std::string(host) + ":" + secure_port_ + std::string(path);
  }
  std::string make(const std::string& script) {
    const Ran made = run({"sh", "-c", script});
    EXPECT_EQ(made.status, 0) << made.errors;
    return made.output;
  }

  TempDir folder_;
  std::string secure_port_;
};

TEST_F(Https, Curl) {
  if (find_program("curl").empty()) GTEST_SKIP() << "curl is not installed";
  const auto server = serve();
  const Ran untrusting = curl({secure("/who")});
  EXPECT_EQ(untrusting.status, 60) << "nobody trusts it unasked: " << untrusting.output;
  const std::string expected = R"({"url":"/who","scheme":"https","host":"localhost"})";
  EXPECT_EQ(curl({"--cacert", "ca/ca.pem", secure("/who")}).output, expected);
  EXPECT_EQ(curl({"--cacert", "ca/ca.pem", "--tls-max", "1.2", secure("/who")}).output, expected);
  EXPECT_EQ(curl({"--cacert", "ca/ca.pem", "--http1.1", "--write-out", " %{http_version} %{ssl_verify_result}", secure("/who")}).output,
            expected + " 1.1 0");
  EXPECT_EQ(curl({"--cacert", "ca/ca.pem", "--json", R"({"name":"Ann"})", secure("/users", "127.0.0.1")}).output, R"({"name":"Ann"})");
  EXPECT_EQ(curl({"--cacert", "ca/ca.pem", "--resolve", "shop.example:" + secure_port_ + ":127.0.0.1", secure("/who", "shop.example")}).output,
            R"({"url":"/who","scheme":"https","host":"shop.example"})");
  // One connection for both.
  EXPECT_EQ(curl({"--cacert", "ca/ca.pem", "--output", "/dev/null", "--output", "/dev/null", "--write-out", "%{num_connects} ", secure("/who"),
                  secure("/who")})
                .output,
            "1 0 ");
  // HTTP goes on beside it.
  EXPECT_EQ(exchange(server->port(), "GET /who HTTP/1.1\r\n").response.status, 200);
  const Ran plain = curl({"http://localhost:" + secure_port_ + "/who"});
  EXPECT_NE(plain.output.find("write https://"), std::string::npos) << plain.output << plain.errors;
}

TEST_F(Https, NodeTrustsTheAuthority) {
  const char* chosen = std::getenv("MIMUS_NODE");
  const std::string node = chosen != nullptr && *chosen != '\0' ? chosen : find_program("node");
  if (node.empty()) GTEST_SKIP() << "there is no node";
  const auto server = serve();
  const Ran ran = run({"sh", "-c",
                       "NODE_EXTRA_CA_CERTS=ca/ca.pem '" + node + "' -e \"require('https').get('" + secure("/who") +
                           "', r => { let t = ''; r.on('data', d => t += d); r.on('end', () => console.log(r.statusCode, t)); })\""});
  EXPECT_EQ(ran.output, "200 {\"url\":\"/who\",\"scheme\":\"https\",\"host\":\"localhost\"}\n") << ran.errors;
}

// `openssl verify` and s_client judge what was made, with the strictest rules that they have.
TEST_F(Https, OpenSslVerifies) {
  if (find_program("openssl").empty()) GTEST_SKIP() << "there is no openssl program";
  const auto server = serve();
  const std::string s_client = "openssl s_client -connect 127.0.0.1:" + secure_port_ + " -servername api.example.com -CAfile ca/ca.pem ";
  EXPECT_EQ(make(s_client + "</dev/null 2>/dev/null | openssl x509 > leaf.pem; openssl verify -x509_strict -purpose sslserver "
                            "-verify_hostname api.example.com -CAfile ca/ca.pem leaf.pem"),
            "leaf.pem: OK\n");
  EXPECT_EQ(make("openssl verify -x509_strict -CAfile ca/ca.pem ca/ca.pem"), "ca/ca.pem: OK\n");
  const std::string asked = "printf 'GET /who HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n' | ";
  EXPECT_NE(make(asked + s_client + "-ign_eof -verify_return_error -sess_out session.pem 2>&1").find("\"scheme\":\"https\""), std::string::npos);
  EXPECT_NE(make(asked + s_client + "-ign_eof -sess_in session.pem 2>&1").find("Reused, TLSv1.3"), std::string::npos);
}

TEST_F(Https, MutualTls) {
  if (find_program("openssl").empty() || find_program("curl").empty()) GTEST_SKIP() << "openssl or curl is not installed";
  make("exec 2>&1; set -e; openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout clients.key -out clients.pem "
       "-days 30 -subj /CN=Clients; "
       "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ann.key -out ann.csr -subj /CN=Ann; "
       "openssl x509 -req -in ann.csr -CA clients.pem -CAkey clients.key -CAcreateserial -days 30 -out ann.pem; "
       "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout eve.key -out eve.pem -days 30 -subj /CN=Eve; "
       "openssl pkcs12 -export -nokeys -in clients.pem -out trust.p12 -passout pass:password");
  const std::vector<std::string> nobody{"--cacert", "ca/ca.pem"}, ann{"--cert", "ann.pem", "--key", "ann.key"},
      eve{"--cert", "eve.pem", "--key", "eve.key"};
  const auto ask = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--cacert", "ca/ca.pem", "--output", "/dev/null", "--write-out", "%{http_code}", secure("/who")});
    return curl(words).output;
  };
  for (const std::string how : {"required", "optional", "wiremock"}) {
    SCOPED_TRACE(how);
    const auto server = how == "wiremock" ? serve({"--https-truststore", "trust.p12", "--https-require-client-cert"})
                                          : serve({"--https-client-ca", "clients.pem", "--https-client-cert", how});
    EXPECT_EQ(ask(nobody), how == "optional" ? "200" : "000");
    EXPECT_EQ(ask(ann), "200");
    EXPECT_EQ(ask(eve), "000") << "a bad one is refused, also where none is needed";
  }
}

TEST_F(Https, OwnCertificates) {
  if (find_program("openssl").empty() || find_program("curl").empty()) GTEST_SKIP() << "openssl or curl is not installed";
  make("exec 2>&1; set -e; openssl req -x509 -newkey rsa:2048 -nodes -keyout own.key -out own.pem -days 30 -subj /CN=localhost "
       "-addext subjectAltName=DNS:localhost; openssl pkcs12 -export -in own.pem -inkey own.key -out own.p12 -passout pass:password");
  const std::vector<std::vector<std::string>> ways = {
      {"--https-cert", "own.pem", "--https-key", "own.key"},
      {"--https-cert", "own.p12", "--https-key-password", "password"},
      {"--https-keystore", "own.p12", "--keystore-type", "PKCS12"},
      {"--https-keystore", "own.p12", "--keystore-password", "password"},
  };
  for (const auto& way : ways) {
    SCOPED_TRACE(way.front() + " " + way[1]);
    const auto server = serve(way);
    EXPECT_EQ(curl({"--cacert", "own.pem", "--output", "/dev/null", "--write-out", "%{http_code}", secure("/who")}).output, "200");
  }
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "ca")) << "no authority is made that nobody needs";
  // The same in the native file.
  folder_.write("mimus.yaml", "https: { port: 0, cert: own.pem, key: own.key }\n" + std::string(kRoutes));
  Server server(folder_, {"mimus.yaml"});
  const auto line = server.process().wait_for_line("https://127.0.0.1:");
  ASSERT_TRUE(line) << server.said();
}

struct BadCase {
  std::vector<std::string> arguments;
  std::string says;
};
TEST_F(Https, WhatIsWrongIsSaidAtTheStart) {
  folder_.write("old.jks", std::string("\xfe\xed\xfe\xed\0\0\0\2", 8));
  folder_.write("text.pem", "hello");
  const BadCase rows[] = {
      {{"--https-port", "0", "--https-cert", "absent.pem"}, "absent.pem"},
      {{"--https-port", "0", "--https-keystore", "old.jks"}, "keytool -importkeystore"},
      {{"--https-port", "0", "--https-cert", "text.pem"}, "text.pem: it is neither PEM nor a PKCS#12 keystore"},
      {{"--https-port", "0", "--ca-dir", "/proc/none"}, "--ca-dir"},
      {{"--https-cert", "text.pem"}, "--https-port"},
  };
  for (const BadCase& row : rows) {
    std::vector<std::string> words{"serve", "mimus.yaml", "--port", "0"};
    words.insert(words.end(), row.arguments.begin(), row.arguments.end());
    const Ran ran = mimus(words);
    EXPECT_EQ(ran.status, 2) << row.says;
    EXPECT_NE(ran.errors.find(row.says), std::string::npos) << ran.errors;
  }
}

// HTTPS_PROXY for the program under test: stubs answer for hosts that are elsewhere.
TEST_F(Https, ForwardProxy) {
  if (find_program("curl").empty()) GTEST_SKIP() << "curl is not installed";
  for (const std::string option : {"--forward-proxy", "--enable-browser-proxying"}) {
    SCOPED_TRACE(option);
    const auto server = serve({option});
    const std::string proxy = "http://127.0.0.1:" + std::to_string(server->port());
    EXPECT_EQ(curl({"--proxy", proxy, "--cacert", "ca/ca.pem", "https://api.payments.example/v1/charges"}).output, R"({"charged":true})");
    EXPECT_EQ(curl({"--proxy", proxy, "http://api.payments.example/v1/charges"}).output, R"({"charged":true})") << "in absolute form";
    EXPECT_EQ(curl({"--proxy", proxy, "--cacert", "ca/ca.pem", "https://other.example/who"}).output,
              R"({"url":"/who","scheme":"https","host":"other.example"})");
    // Another host's /__logs is not ours.
    EXPECT_EQ(curl({"--proxy", proxy, "--output", "/dev/null", "--write-out", "%{http_code}", "http://other.example/__logs"}).output, "502") << "there is no such host";
    EXPECT_EQ(curl({"--proxy", proxy, "--output", "/dev/null", "--write-out", "%{http_code}", "http://other.example/v1/charges"}).output, "502");
  }
}

TEST_F(Https, TheCommandOfTheAuthority) {
  const Ran shown = mimus({"ca", "--ca-dir", "mine"});
  EXPECT_EQ(shown.status, 0) << shown.errors;
  EXPECT_NE(shown.output.find("CN=Mimus CA ("), std::string::npos) << shown.output;
  EXPECT_EQ(mimus({"ca", "show", "--ca-dir", "mine"}).output, shown.output);
  const Ran exported = mimus({"ca", "export", "--ca-dir", "mine"});
  EXPECT_EQ(exported.output.substr(0, 27), "-----BEGIN CERTIFICATE-----");
  EXPECT_EQ(mimus({"ca", "export", "-o", "out.der", "--format", "der", "--ca-dir", "mine"}).status, 0);
  EXPECT_GT(std::filesystem::file_size(folder_.path() / "out.der"), 300u);
  EXPECT_NE(mimus({"ca", "install-instructions", "--ca-dir", "mine"}).output.find("NODE_EXTRA_CA_CERTS=mine/ca.pem"), std::string::npos);
  const Ran refused = mimus({"ca", "new", "--ca-dir", "mine"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_NE(refused.errors.find("--replace"), std::string::npos) << refused.errors;
  EXPECT_EQ(mimus({"ca", "new", "--replace", "--ca-dir", "mine"}).status, 0);
  EXPECT_NE(mimus({"ca", "--ca-dir", "mine"}).output, shown.output);
}

}  // namespace
}  // namespace mimus
