#include "prepared_response.h"

#include <gtest/gtest.h>

#include "base/hash.h"

namespace mimus::http {
namespace {

struct HeadCase {
  std::string_view rule;
  int status;
  std::string_view reason;
  std::vector<OwnedField> fields;
  std::string_view body, head;
};
const HeadCase kHeadCases[] = {
    {"the length is added",
     200,
     "",
     {{"Content-Type", "application/json"}},
     "{}",
     "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"},
    {"an empty body has a length too",
     404,
     "",
     {},
     "",
     "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n"},
    {"a given length stays",
     200,
     "",
     {{"content-length", "9"}},
     "{}",
     "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n"},
    {"chunks have no length",
     200,
     "",
     {{"transfer-encoding", "chunked"}},
     "{}",
     "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n"},
    {"204 has none, RFC 9110 §8.6", 204, "", {}, "", "HTTP/1.1 204 No Content\r\n"},
    {"101 has none", 101, "", {}, "", "HTTP/1.1 101 Switching Protocols\r\n"},
    {"304 has none", 304, "", {}, "", "HTTP/1.1 304 Not Modified\r\n"},
    {"the user's reason", 200, "Fine", {}, "", "HTTP/1.1 200 Fine\r\nContent-Length: 0\r\n"},
    {"no reason for a foreign status", 299, "", {}, "", "HTTP/1.1 299 \r\nContent-Length: 0\r\n"},
    {"fields repeat in order",
     200,
     "",
     {{"A", "1"}, {"B", "2"}, {"A", "3"}},
     "",
     "HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\nA: 3\r\nContent-Length: 0\r\n"},
    {"CR in a value",
     200,
     "",
     {{"A", "1\rB: 2"}, {"C", "3"}},
     "",
     "HTTP/1.1 200 OK\r\nC: 3\r\nContent-Length: 0\r\n"},
    {"LF in a value", 200, "", {{"A", "1\nB: 2"}}, "", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"},
    {"NUL in a value",
     200,
     "",
     {{"A", std::string(1, '\0')}},
     "",
     "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"},
    {"a name that is no token",
     200,
     "",
     {{"A b", "1"}, {"", "2"}, {"C:", "3"}},
     "",
     "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"},
    {"a length that cannot be sent is not given",
     200,
     "",
     {{"Content-Length", "1\r\n"}},
     "ab",
     "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"},
    {"a line end in the reason",
     200,
     "Fine\r\nA: 1",
     {},
     "",
     "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"},
};
TEST(PreparedResponse, Heads) {
  for (const HeadCase& row : kHeadCases) {
    SCOPED_TRACE(row.rule);
    const auto prepared = PreparedResponse::make(row.status, std::string(row.reason), row.fields,
                                                 std::string(row.body));
    EXPECT_EQ(prepared.head, row.head);
    EXPECT_EQ(prepared.status, row.status);
    EXPECT_EQ(prepared.body, row.body);
    EXPECT_EQ(prepared.body_hash, hash_bytes(row.body));
  }
}

TEST(PreparedResponse, AStatusWithoutContentDropsTheBody) {
  EXPECT_EQ(PreparedResponse::make(204, "", {}, "text").body, "");
}

TEST(PreparedResponse, KeepsTheFieldsThatCanBeSent) {
  const auto prepared = PreparedResponse::make(200, "", {{"A", "1\n"}, {"date", "now"}}, "");
  EXPECT_EQ(prepared.fields(), (std::vector<OwnedField>{{"date", "now"}}));
  EXPECT_TRUE(prepared.has_date);
  EXPECT_FALSE(PreparedResponse::make(200, "", {{"Update", "now"}}, "").has_date);
}

TEST(PreparedResponse, ReadsBackWhatItWasMadeOf) {
  const std::vector<OwnedField> fields{
      {"A", ""}, {"b", " x: y "}, {"A", "1"}, {"Content-Length", "9"}};
  for (const bool framed : {false, true}) {
    const std::vector<OwnedField> given(fields.begin(), fields.end() - (framed ? 0 : 1));
    const auto prepared = PreparedResponse::make(200, "Quite Fine", given, "body");
    EXPECT_EQ(prepared.fields(), given);
    EXPECT_EQ(prepared.reason(), "Quite Fine");
  }
  EXPECT_EQ(PreparedResponse::make(204, "", {}, "").reason(), "No Content");
  EXPECT_EQ(PreparedResponse::make(299, "", {}, "").reason(), "");
  EXPECT_EQ(PreparedResponse::make(299, "", {}, "").fields(), (std::vector<OwnedField>{}));
}

struct ChunkCase {
  std::string_view rule;
  int status;
  std::vector<OwnedField> fields;
  std::string body;
  std::string_view head, on_wire;
};
TEST(PreparedResponse, ChunkedIsFinishedBytesToo) {
  const std::string long_body(300, 'x');
  const std::string long_wire = "12c\r\n" + long_body + "\r\n0\r\n\r\n";
  const ChunkCase rows[] = {
      {"one chunk and the end, RFC 9112 §7.1",
       200,
       {},
       "hello",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n",
       "5\r\nhello\r\n0\r\n\r\n"},
      {"sizes are hexadecimal",
       200,
       {},
       long_body,
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n",
       long_wire},
      {"an empty body is the end alone",
       200,
       {},
       "",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n",
       "0\r\n\r\n"},
      {"a given length stays",
       200,
       {{"Content-Length", "2"}},
       "ab",
       "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n",
       "ab"},
      {"204 has neither", 204, {}, "ab", "HTTP/1.1 204 No Content\r\n", ""},
  };
  for (const ChunkCase& row : rows) {
    SCOPED_TRACE(row.rule);
    const auto prepared = PreparedResponse::make(row.status, "", row.fields, row.body, "beside",
                                                 PreparedResponse::Framing::kChunked);
    EXPECT_EQ(prepared.head, row.head);
    EXPECT_EQ(prepared.on_wire(), row.on_wire);
    EXPECT_EQ(prepared.body, row.status == 204 ? "" : row.body);
    EXPECT_EQ(prepared.body_hash, hash_bytes(prepared.body));
    EXPECT_EQ(prepared.beside(), "beside");
    EXPECT_EQ(prepared.chunked(), row.head.find("chunked") != std::string_view::npos);
  }
}

TEST(WriteHead, AppendsAndLeavesTheLengthOutWhenNegative) {
  std::string out = "before ";
  write_head(200, "", {}, -1, out);
  EXPECT_EQ(out, "before HTTP/1.1 200 OK\r\n");
}

}  // namespace
}  // namespace mimus::http
