// What Mimus makes of HTTP/1.1 bytes, rule by rule. (The public suites are in
// http1_conformance_test.cc.)
#include <gtest/gtest.h>

#include "support/program.h"
#include "support/temp_dir.h"
#include "support/wire_check.h"

namespace mimus {
namespace {

constexpr std::string_view kRoutes = R"(
routes:
  - { path: /, method: [GET, HEAD, POST, PUT], response: { ok: true } }
  - { path: "regex:/.+", response: { ok: true } }
)";

struct WireCase {
  std::string_view rule, bytes;
  int status;  // of the first response
  std::size_t messages =
      1;  // responses before the connection ends or falls silent; of a refusal: 1
};

using namespace std::string_view_literals;  // NUL bytes in rows

constexpr WireCase kAccepted[] = {
    {"a request without a body", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"sv, 200},
    {"HTTP/1.0 needs no Host", "GET / HTTP/1.0\r\n\r\n"sv, 200},
    {"an empty Host is a Host, §3.2", "GET / HTTP/1.1\r\nHost:\r\n\r\n"sv, 200},
    {"blank lines before a request are skipped, §2.2", "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"sv,
     200},
    {"optional whitespace around a value, §5", "GET / HTTP/1.1\r\nHost: \t x \t \r\n\r\n"sv, 200},
    {"obs-text in a value, RFC 9110 §5.5", "GET / HTTP/1.1\r\nHost: x\r\nX: caf\xc3\xa9\r\n\r\n"sv,
     200},
    {"absolute-form, §3.2.2", "GET http://x/a?b=1 HTTP/1.1\r\nHost: x\r\n\r\n"sv, 200},
    {"any token is a method, RFC 9110 §9.1", "M-COLA /a HTTP/1.1\r\nHost: x\r\n\r\n"sv, 200},
    {"pipelined requests are answered in order, §9.3.2",
     "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n"sv, 200, 2},
    {"a body by Content-Length",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhiGET / HTTP/1.1\r\nHost: x\r\n\r\n"sv,
     200, 2},
    {"a chunked body, its extension and trailer, §7.1",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
     "chunked\r\n\r\nA;a=\"b\"\r\n0123456789\r\n0\r\nT: 1\r\n\r\n"
     "GET / HTTP/1.1\r\nHost: x\r\n\r\n"sv,
     200, 2},
    {"coding names compare without case, §7",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n"sv, 200},
    {"Expect: 100-continue, RFC 9110 §10.1.1",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nhi"sv, 200},
    {"OPTIONS * is about the server, §3.2.4", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"sv, 204},
    {"a method that no route takes: 405", "DELETE / HTTP/1.1\r\nHost: x\r\n\r\n"sv, 405},
};

constexpr WireCase kRefused[] = {
    {"no Host, §3.2", "GET / HTTP/1.1\r\n\r\n"sv, 400},
    {"two Hosts, §3.2", "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n"sv, 400},
    {"a Host that is none, §3.2", "GET / HTTP/1.1\r\nHost: x y\r\n\r\n"sv, 400},
    {"another major version, RFC 9110 §15.6.6", "GET / HTTP/2.0\r\nHost: x\r\n\r\n"sv, 505},
    {"no version", "GET /\r\nHost: x\r\n\r\n"sv, 400},
    {"two spaces, §3", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n"sv, 400},
    {"a blank in the target, §3.2", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"sv, 400},
    {"a byte beyond ASCII in the target", "GET /caf\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n"sv, 400},
    {"NUL in the target", "GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n"sv, 400},
    {"a target without a slash, §3.2", "GET a HTTP/1.1\r\nHost: x\r\n\r\n"sv, 400},
    {"'*' with GET, §3.2.4", "GET * HTTP/1.1\r\nHost: x\r\n\r\n"sv, 400},
    {"a bare CR in a value, §2.2", "GET / HTTP/1.1\r\nHost: x\r\nX: a\rb\r\n\r\n"sv, 400},
    {"a bare LF between fields, §2.2", "GET / HTTP/1.1\r\nHost: x\nX: a\r\n\r\n"sv, 400},
    {"NUL in a value, RFC 9110 §5.5", "GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n"sv, 400},
    {"DEL in a value, RFC 9110 §5.5", "GET / HTTP/1.1\r\nHost: x\r\nX: a\x7f\r\n\r\n"sv, 400},
    {"a blank before the colon, §5.1", "GET / HTTP/1.1\r\nHost : x\r\n\r\n"sv, 400},
    {"an empty field name", "GET / HTTP/1.1\r\nHost: x\r\n: a\r\n\r\n"sv, 400},
    {"a line without a colon", "GET / HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n"sv, 400},
    {"obs-fold, §5.2", "GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n"sv, 400},
    {"a blank after the request line", "GET / HTTP/1.1\r\n Host: x\r\n\r\n"sv, 400},
    {"Content-Length and Transfer-Encoding, §6.1",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"sv,
     400},
    {"lengths that differ, §6.3",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nhi"sv, 400},
    {"a length twice: RFC 9110 §8.6 lets us refuse",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2, 2\r\n\r\nhi"sv, 400},
    {"CONNECT: this is no proxy, RFC 9110 §9.3.6", "CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\n"sv,
     501},
    {"a length with a sign", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +2\r\n\r\nhi"sv, 400},
    {"a length beyond 64 bits",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n"sv, 400},
    {"an empty length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n"sv, 400},
    {"chunked is not last, §6.3",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n"sv, 400},
    {"a coding that is not known, §6.1",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"sv, 501},
    {"chunked twice, §6.1",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"sv, 400},
    {"Transfer-Encoding in HTTP/1.0, §6.1",
     "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"sv, 400},
    {"a chunk size with 0x, §7.1",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0x2\r\nhi\r\n0\r\n\r\n"sv,
     400},
    {"a chunk size beyond 64 bits, §7.1",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nhi\r\n0\r\n\r\n"sv,
     400},
    {"a chunk longer than its size, §7.1",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nhi\r\n0\r\n\r\n"sv, 400},
    {"an expectation that is not known, RFC 9110 §10.1.1",
     "GET / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n"sv, 417},
};

class Http1 : public ::testing::Test {
 protected:
  Http1() : server_(folder_with_routes(), {"mimus.yaml"}) {}
  void SetUp() override { ASSERT_NE(server_.port(), 0) << server_.said(); }

  TempDir folder_;
  Server server_;

 private:
  const TempDir& folder_with_routes() {
    folder_.write("mimus.yaml", kRoutes);
    return folder_;
  }
};

TEST_F(Http1, Accepted) {
  for (const WireCase& row : kAccepted) {
    SCOPED_TRACE(row.rule);
    const Reaction reaction = react(server_.port(), row.bytes, row.messages);
    ASSERT_EQ(reaction.responses.size(), row.messages) << reaction.text();
    EXPECT_EQ(reaction.status(), row.status) << reaction.text();
  }
}

TEST_F(Http1, Refused) {
  for (const WireCase& row : kRefused) {
    SCOPED_TRACE(row.rule);
    const Reaction reaction = react(server_.port(), row.bytes);
    EXPECT_EQ(reaction.status(), row.status) << reaction.text();
    EXPECT_TRUE(reaction.refused()) << reaction.text();
  }
}

// Arriving byte by byte, a request means the same.
TEST_F(Http1, ByteByByte) {
  for (const WireCase& row : kAccepted) {
    if (row.messages > 1) continue;
    SCOPED_TRACE(row.rule);
    Connection connection(server_.port());
    for (const char& byte : row.bytes) connection.send({&byte, 1});
    EXPECT_EQ(connection.read("GET").response.status, row.status);
  }
}

TEST_F(Http1, Persistence) {
  struct Row {
    std::string_view rule, bytes;
    bool closes;
  };
  constexpr Row kRows[] = {
      {"HTTP/1.1 goes on, §9.3", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", false},
      {"unless told otherwise, §9.6", "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
       true},
      {"option names compare without case",
       "GET / HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n", true},
      {"close in a list", "GET / HTTP/1.1\r\nHost: x\r\nConnection: te, close\r\n\r\n", true},
      {"HTTP/1.0 ends, §9.3", "GET / HTTP/1.0\r\n\r\n", true},
      {"unless asked to go on", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", false},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.rule);
    Connection connection(server_.port());
    connection.send(row.bytes);
    ASSERT_EQ(connection.read("GET").response.status, 200);
    if (row.closes) {
      EXPECT_TRUE(connection.closes());
    } else {
      connection.send("GET /again HTTP/1.1\r\nHost: x\r\n\r\n");
      EXPECT_EQ(connection.read("GET").response.status, 200);
    }
  }
}

TEST_F(Http1, HeadSendsTheHeadOfGet) {
  const Answer get = exchange(server_.port(), "GET / HTTP/1.1\r\n");
  const Answer head = exchange(server_.port(), "HEAD / HTTP/1.1\r\n");
  EXPECT_EQ(head.response.status, 200);
  EXPECT_EQ(head.response.value("Content-Length"), std::to_string(get.response.body.size()));
  EXPECT_EQ(head.response.value("Content-Type"), get.response.value("Content-Type"));
}

TEST_F(Http1, NotAllowedSaysWhatIs) {
  const Answer answer = exchange(server_.port(), "DELETE / HTTP/1.1\r\n");
  EXPECT_EQ(answer.response.status, 405);
  const std::string allow = answer.response.value("Allow");
  for (const char* method : {"GET", "HEAD", "POST", "PUT"}) {
    EXPECT_NE(allow.find(method), std::string::npos) << allow;
  }
}

// 100 Continue comes before the body is sent, and only when somebody waits for it.
TEST_F(Http1, ContinueInvites) {
  Connection connection(server_.port());
  connection.send(
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_TRUE(connection.arrives("HTTP/1.1 100 Continue\r\n\r\n"));
  connection.send("hi");
  EXPECT_EQ(connection.read("POST").response.status, 200);
}

}  // namespace
}  // namespace mimus
