#include "response_reader.h"

#include <gtest/gtest.h>

#include "reading_for_tests.h"

namespace mimus::outbound {
namespace {

struct ReadingRow {
  std::string_view rule, method, bytes;
  bool ends;  // the connection does
  std::string_view body;
  int status;
  bool keeps;
};
constexpr ReadingRow kReadings[] = {
    {"a length", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", false, "hi", 200, true},
    {"a length of nothing", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false, "", 200, true},
    {"chunks", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n1;x=y\r\n!\r\n0\r\n\r\n", false, "hi!", 200, true},
    {"trailers", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n!\r\n0\r\nX: y\r\n\r\n", false, "!", 200, true},
    {"the connection's end", "GET", "HTTP/1.1 200 OK\r\n\r\nhi", true, "hi", 200, false},
    {"RFC 9110 §9.3.2: no body to HEAD", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", false, "", 200, true},
    {"204 has none", "GET", "HTTP/1.1 204 No Content\r\n\r\n", false, "", 204, true},
    {"304 has none, whatever it says", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", false, "", 304, true},
    {"1xx is passed over", "GET", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\nx", false, "x", 201, true},
    {"no reason", "GET", "HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx", false, "x", 200, true},
    {"lines that end in LF", "GET", "HTTP/1.1 200 OK\nContent-Length: 1\n\nx", false, "x", 200, true},
    {"HTTP/1.0 closes", "GET", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", false, "x", 200, false},
    {"HTTP/1.0 keeps when it says so", "GET", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx", false, "x", 200, true},
    {"close", "GET", "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 1\r\n\r\nx", false, "x", 200, false},
    {"the same length twice", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1, 1\r\n\r\nx", false, "x", 200, true},
    {"§6.3: chunks override a length, and the connection is over", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", false, "x", 200, false},
};

TEST(ResponseReader, Rows) {
  for (const ReadingRow& row : kReadings) {
    SCOPED_TRACE(row.rule);
    for (std::size_t step : {row.bytes.size(), std::size_t{1}, std::size_t{7}}) {
      const Reading reading = read_in_steps(row.bytes, row.method, step, row.ends);
      EXPECT_TRUE(reading.ended) << reading.why;
      EXPECT_EQ(reading.status, row.status);
      EXPECT_EQ(reading.body, row.body);
      EXPECT_EQ(reading.keeps, row.keeps);
      EXPECT_EQ(reading.left, "");
    }
  }
}

TEST(ResponseReader, FoldedLinesAreOneValueAndTrailersStandApart) {
  const Reading reading = read_in_steps(
      "HTTP/1.1 200 OK\r\nX: a\r\n  b\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nT: u\r\n\r\nrest", "GET", 3, false);
  EXPECT_EQ(reading.fields, "X=a b;Transfer-Encoding=chunked;");
  EXPECT_EQ(reading.trailers, "T=u;");
  EXPECT_EQ(reading.left, "rest");
}

struct BrokenRow {
  std::string_view rule, bytes, why;
  bool ends = false;
};
constexpr BrokenRow kBroken[] = {
    {"not HTTP", "SSH-2.0-OpenSSH\r\n", "no status line"},
    {"HTTP/2 in the clear", "HTTP/2 200\r\n\r\n", "no status line"},
    {"two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "two lengths"},
    {"a length that is none", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "is none"},
    {"a coding nobody knows", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "not known"},
    {"a chunk without a size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "no size"},
    {"a chunk of more than it says", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n", "longer than it says"},
    {"a blank before the colon", "HTTP/1.1 200 OK\r\nA : b\r\n\r\n", "no header line"},
    {"NUL", std::string_view("HTTP/1.1 200 OK\r\nA: \0\r\n\r\n", 25), "control character"},
    {"101", "HTTP/1.1 101 Switching Protocols\r\n\r\n", "switches protocols"},
    {"an end inside the body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi", "3 bytes before the end", true},
    {"an end inside chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhi", "inside a chunked body", true},
    {"an end inside the header", "HTTP/1.1 200 OK\r\nA:", "inside the header", true},
    {"no response", "", "without a response", true},
};

TEST(ResponseReader, BrokenRows) {
  for (const BrokenRow& row : kBroken) {
    SCOPED_TRACE(row.rule);
    for (std::size_t step : {row.bytes.size() + 1, std::size_t{1}}) {
      const Reading reading = read_in_steps(row.bytes, "GET", step, row.ends);
      EXPECT_FALSE(reading.ended);
      EXPECT_NE(reading.why.find(row.why), std::string::npos) << reading.why;
    }
  }
}

TEST(ResponseReader, LimitsHold) {
  const ResponseLimits limits{.head_bytes = 100, .fields = 2, .informational = 1};
  const auto why = [&](std::string_view bytes) { return read_in_steps(bytes, "GET", 5, false, limits).why; };
  EXPECT_NE(why("HTTP/1.1 200 OK\r\nA: " + std::string(200, 'a')).find("larger than 100"), std::string::npos);
  EXPECT_NE(why("HTTP/1.1 200 OK\r\nA:1\r\nB:1\r\nC:1\r\n\r\n").find("more than 2"), std::string::npos);
  EXPECT_NE(why("HTTP/1.1 100 A\r\n\r\nHTTP/1.1 100 A\r\n\r\n").find("more than 1"), std::string::npos);
}

}  // namespace
}  // namespace mimus::outbound
