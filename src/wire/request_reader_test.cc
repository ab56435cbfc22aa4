#include "request_reader.h"

#include <gtest/gtest.h>

#include "http/content_coding.h"
#include "reading_for_tests.h"
#include "support/property.h"

namespace mimus::wire {
namespace {

using namespace std::string_view_literals;  // NUL bytes in rows

const RequestLimits kDefaults;

std::string get(std::string_view fields = "") {
  return "GET / HTTP/1.1\r\nHost: x\r\n" + std::string(fields) + "\r\n";
}
std::string post(std::string_view fields, std::string_view body) {
  return "POST / HTTP/1.1\r\nHost: x\r\n" + std::string(fields) + "\r\n" + std::string(body);
}
std::string with_length(std::string_view body) {
  return post("Content-Length: " + std::to_string(body.size()) + "\r\n", body);
}
std::string chunked(std::string_view body) { return post("Transfer-Encoding: chunked\r\n", body); }

TEST(RequestReader, AWholeRequestInItsParts) {
  const std::string request =
      "PUT /a%20b?c=d#e HTTP/1.1\r\nHost: h:81\r\nX-One:  1 \r\nx-one: 2\r\nContent-Length: 3\r\n\r\nabc";
  const Outcome read = read_whole(kDefaults, request + "GET");
  ASSERT_TRUE(read.complete) << read.why;
  EXPECT_EQ(read.method, "PUT");
  EXPECT_EQ(read.target, "/a%20b?c=d#e");
  EXPECT_EQ(read.path, "/a%20b");
  EXPECT_EQ(read.query, "c=d");
  EXPECT_EQ(read.authority, "h:81");
  EXPECT_EQ(read.scheme, "http");
  EXPECT_EQ(read.body, "abc");
  EXPECT_EQ(read.used, request.size());
  const std::vector<http::OwnedField> fields{
      {"Host", "h:81"}, {"X-One", "1"}, {"x-one", "2"}, {"Content-Length", "3"}};
  EXPECT_EQ(read.fields, fields);
}

// ---- what is a method, a target, a version, a host -------------------------------------------------

struct LineCase {
  std::string_view rule, bytes;
  std::string_view method, path, query = "", authority = "x", scheme = "http";
};
constexpr LineCase kLines[] = {
    {"a method is any token, RFC 9110 §9.1", "M-SEARCH / HTTP/1.1\r\nHost: x\r\n\r\n", "M-SEARCH", "/"},
    {"also one of unusual characters", "!#$%&'*+.^_`|~09aZ / HTTP/1.1\r\nHost: x\r\n\r\n", "!#$%&'*+.^_`|~09aZ", "/"},
    {"methods keep their case", "get / HTTP/1.1\r\nHost: x\r\n\r\n", "get", "/"},
    {"origin-form, RFC 9112 §3.2.1", "GET /a/b?c=1&d HTTP/1.1\r\nHost: x\r\n\r\n", "GET", "/a/b", "c=1&d"},
    {"absolute-form decides the authority, §3.2.2", "GET http://y:8/a?b HTTP/1.1\r\nHost: x\r\n\r\n", "GET", "/a", "b", "y:8"},
    {"absolute-form without a path is /", "GET http://y HTTP/1.1\r\nHost: x\r\n\r\n", "GET", "/", "", "y"},
    {"absolute-form keeps its scheme", "GET https://y/ HTTP/1.1\r\nHost: x\r\n\r\n", "GET", "/", "", "y", "https"},
    {"asterisk-form with OPTIONS, §3.2.4", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "OPTIONS", "*"},
    {"a fragment is dropped", "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n", "GET", "/a"},
    {"an empty query is a query", "GET /a? HTTP/1.1\r\nHost: x\r\n\r\n", "GET", "/a"},
    {"an empty Host is a Host, §3.2", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET", "/", "", ""},
    {"HTTP/1.0 may lack a Host", "GET / HTTP/1.0\r\n\r\n", "GET", "/", "", ""},
    {"a Host may be an IPv6 address with a port", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "GET", "/", "", "[::1]:80"},
    {"empty lines before a request are skipped, §2.2", "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET", "/"},
};
TEST(RequestReader, RequestLines) {
  for (const LineCase& row : kLines) {
    SCOPED_TRACE(row.rule);
    const Outcome read = read_whole(kDefaults, row.bytes);
    EXPECT_TRUE(read.complete) << read.refused << " " << read.why;
    EXPECT_EQ(read.method, row.method);
    EXPECT_EQ(read.path, row.path);
    EXPECT_EQ(read.query, row.query);
    EXPECT_EQ(read.authority, row.authority);
    EXPECT_EQ(read.scheme, row.scheme);
    EXPECT_EQ(read.used, row.bytes.size());
  }
}

struct RefusalCase {
  std::string_view rule, bytes;
  int status = 400;
};
constexpr RefusalCase kBadHeads[] = {
    {"no version", "GET /\r\nHost: x\r\n\r\n"},
    {"HTTP/2 is not spoken here, RFC 9110 §15.6.6", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505},
    {"nor HTTP/1.2", "GET / HTTP/1.2\r\nHost: x\r\n\r\n", 505},
    {"a version is HTTP/ digit . digit", "GET / HTTP/1\r\nHost: x\r\n\r\n"},
    {"and in capitals", "GET / http/1.1\r\nHost: x\r\n\r\n"},
    {"a method of no characters", " / HTTP/1.1\r\nHost: x\r\n\r\n"},
    {"a method with a separator", "GE(T / HTTP/1.1\r\nHost: x\r\n\r\n"},
    {"two blanks, §3", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n"},
    {"a tab instead of a blank", "GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n"},
    {"a blank at the end of the request line", "GET / HTTP/1.1 \r\nHost: x\r\n\r\n"},
    {"a target without a slash", "GET a HTTP/1.1\r\nHost: x\r\n\r\n"},
    {"'*' is for OPTIONS", "GET * HTTP/1.1\r\nHost: x\r\n\r\n"},
    {"CONNECT is for proxies", "CONNECT y:443 HTTP/1.1\r\nHost: x\r\n\r\n", 501},
    {"bytes beyond ASCII in the target", "GET /\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n"},
    {"NUL in the target", "GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n"sv},
    {"no Host in HTTP/1.1, §3.2", "GET / HTTP/1.1\r\n\r\n"},
    {"two Hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n"},
    {"two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: x\r\nHost: x\r\n\r\n"},
    {"a Host with a path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n"},
    {"a Host with user information", "GET / HTTP/1.1\r\nHost: u@x\r\n\r\n"},
    {"a Host that is a list", "GET / HTTP/1.1\r\nHost: x, y\r\n\r\n"},
    {"a Host with a blank", "GET / HTTP/1.1\r\nHost: x y\r\n\r\n"},
    {"a bad Host beside an absolute-form target", "GET http://y/ HTTP/1.1\r\nHost: x y\r\n\r\n"},
    {"obs-fold, §5.2", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n"},
    {"obs-fold with a tab", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\tc\r\n\r\n"},
    {"obs-fold that adds nothing", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n \r\n\r\n"},
    {"obs-fold behind an empty value", "GET / HTTP/1.1\r\nHost: x\r\nA:\r\n b\r\n\r\n"},
    {"obs-fold of nothing", "GET / HTTP/1.1\r\nHost: x\r\nA:\r\n \r\n\r\n"},
    {"obs-fold that carries a framing field", "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\n\r\n"},
    {"obs-fold in the Host", "GET / HTTP/1.1\r\nHost:\r\n x\r\n\r\n"},
    {"a line that begins with a blank", "GET / HTTP/1.1\r\n Host: x\r\n\r\n"},
    {"a bare LF", "GET / HTTP/1.1\nHost: x\r\n\r\n"},
    {"a bare LF between fields", "GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n"},
    {"a bare CR in a value", "GET / HTTP/1.1\r\nHost: x\r\nA: b\rC: d\r\n\r\n"},
    {"NUL in a value, RFC 9110 §5.5", "GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n"sv},
    {"a blank before the colon, §5.1", "GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n"},
    {"a field without a name", "GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n"},
    {"a field without a colon", "GET / HTTP/1.1\r\nHost: x\r\nA\r\n\r\n"},
    {"a field name that is no token", "GET / HTTP/1.1\r\nHost: x\r\nA(b: c\r\n\r\n"},
    {"an expectation nobody knows, RFC 9110 §10.1.1", "GET / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n", 417},
};
TEST(RequestReader, HeadsThatAreRefused) {
  for (const RefusalCase& row : kBadHeads) {
    SCOPED_TRACE(row.rule);
    const Outcome read = read_whole(kDefaults, row.bytes);
    EXPECT_EQ(read.refused, row.status) << read.why;
    EXPECT_FALSE(read.why.empty() && row.status != 0);
    EXPECT_FALSE(read.keep_alive);
  }
}

// ---- where a body ends: whatever two servers could read in two ways is refused ----------------------

constexpr RefusalCase kBadFraming[] = {
    {"Content-Length and Transfer-Encoding, RFC 9112 §6.1", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"},
    {"in the other order", "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"},
    {"lengths that differ, §6.3", "Content-Length: 3\r\nContent-Length: 4\r\n"},
    {"lengths that differ in a list", "Content-Length: 3, 4\r\n"},
    {"the same length twice, RFC 9110 §8.6", "Content-Length: 5\r\nContent-Length: 5\r\n"},
    {"the same length twice in a list", "Content-Length: 5, 5\r\n"},
    {"a signed length, RFC 9110 §8.6", "Content-Length: +3\r\n"},
    {"a negative length", "Content-Length: -3\r\n"},
    {"a hexadecimal length", "Content-Length: 0x3\r\n"},
    {"an empty length", "Content-Length:\r\n"},
    {"a length with a blank inside", "Content-Length: 1 0\r\n"},
    {"a length beyond 64 bits", "Content-Length: 18446744073709551619\r\n"},
    {"a blank before the colon hides a framing field, §5.1", "Transfer-Encoding : chunked\r\n"},
    {"chunked twice, §6.1", "Transfer-Encoding: chunked, chunked\r\n"},
    {"chunked in two lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"},
    {"chunked, then not", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"},
    {"chunked is not last", "Transfer-Encoding: chunked, gzip\r\n"},
    {"another coding before chunked", "Transfer-Encoding: gzip, chunked\r\n", 501},
    {"a coding that only looks like it", "Transfer-Encoding: xchunked\r\n"},
    {"a coding with a parameter", "Transfer-Encoding: chunked;a=b\r\n"},
    {"an empty coding", "Transfer-Encoding:\r\n"},
};
TEST(RequestReader, FramingThatIsRefused) {
  for (const RefusalCase& row : kBadFraming) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(read_whole(kDefaults, post(row.bytes, "0\r\n\r\n")).refused, row.status);
  }
  const std::string old = "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
  EXPECT_EQ(read_whole(kDefaults, old).refused, 400) << "Transfer-Encoding in HTTP/1.0, RFC 9112 §6.1";
}

struct BodyCase {
  std::string_view rule, fields, bytes, body;
};
constexpr BodyCase kBodies[] = {
    {"no length, no body", "", "", ""},
    {"a length of 0", "Content-Length: 0\r\n", "", ""},
    {"so many bytes, whatever they are", "Content-Length: 5\r\n", "a\0\r\n\xff"sv, "a\0\r\n\xff"sv},
    {"leading zeros are digits", "Content-Length: 003\r\n", "abc", "abc"},
    {"the last chunk alone, RFC 9112 §7.1", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", ""},
    {"chunks in a row", "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde"},
    {"sizes are hexadecimal, of either case", "Transfer-Encoding: chunked\r\n",
     "A\r\n0123456789\r\nb\r\n0123456789a\r\n0\r\n\r\n", "01234567890123456789a"},
    {"sizes may have leading zeros", "Transfer-Encoding: chunked\r\n", "0003\r\nabc\r\n000\r\n\r\n", "abc"},
    {"CRLF in a chunk is data", "Transfer-Encoding: chunked\r\n", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n"},
    {"extensions are ignored, §7.1.1", "Transfer-Encoding: chunked\r\n",
     "3;a;b=c;d=\"e;f\\\"g\"\r\nabc\r\n0;z\r\n\r\n", "abc"},
    {"coding names compare without case, §7", "Transfer-Encoding: ChUnKeD\r\n", "1\r\na\r\n0\r\n\r\n", "a"},
};
TEST(RequestReader, Bodies) {
  for (const BodyCase& row : kBodies) {
    SCOPED_TRACE(row.rule);
    const std::string request = post(row.fields, row.bytes);
    const Outcome read = read_whole(kDefaults, request + "GET / HTTP/1.1\r\n");
    EXPECT_TRUE(read.complete) << read.refused << " " << read.why;
    EXPECT_EQ(read.body, row.body);
    EXPECT_EQ(read.used, request.size());
    EXPECT_TRUE(read.keep_alive);
  }
}

TEST(RequestReader, TrailersAreKeptApart) {
  const Outcome read = read_whole(kDefaults, chunked("1\r\na\r\n0\r\nT-One: 1\r\nHost: evil\r\n\r\n"));
  ASSERT_TRUE(read.complete) << read.why;
  const std::vector<http::OwnedField> expected{{"T-One", "1"}, {"Host", "evil"}};
  EXPECT_EQ(read.trailers, expected);
  EXPECT_EQ(read.authority, "x");
  EXPECT_EQ(read.fields.size(), 2u);
}

constexpr RefusalCase kBadChunks[] = {
    {"a size of no digits", "\r\n0\r\n\r\n"},
    {"a size in another alphabet", "g\r\n\r\n"},
    {"a prefix", "0x1\r\na\r\n0\r\n\r\n"},
    {"a sign", "+1\r\na\r\n0\r\n\r\n"},
    {"a blank before the size", " 1\r\na\r\n0\r\n\r\n"},
    {"a size beyond 64 bits", "10000000000000001\r\na\r\n0\r\n\r\n"},
    {"a bare LF behind the size", "1\na\r\n0\r\n\r\n"},
    {"a bare CR behind the size", "1\ra\r\n0\r\n\r\n"},
    {"a bare LF in an extension", "1;a\nb\r\na\r\n0\r\n\r\n"},
    {"more data than announced", "1\r\nab\r\n0\r\n\r\n"},
    {"no CRLF behind the data", "1\r\na0\r\n\r\n"},
    {"a bare LF behind the data", "1\r\na\n0\r\n\r\n"},
    {"a trailer that is no field", "0\r\nnonsense\r\n\r\n"},
    {"a folded trailer", "0\r\nT: a\r\n b\r\n\r\n"},
    {"a trailer folded behind nothing", "0\r\nT:\r\n b\r\n\r\n"},
};
TEST(RequestReader, ChunksThatAreRefused) {
  for (const RefusalCase& row : kBadChunks) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(read_whole(kDefaults, chunked(row.bytes)).refused, row.status);
  }
}

// ---- limits: the last value that passes, and the first that does not ----------------------------------

std::string head_of_size(std::size_t size) {
  std::string head = "GET / HTTP/1.1\r\nHost: x\r\nX: \r\n\r\n";
  head.insert(head.size() - 4, size - head.size(), 'a');
  return head;
}

TEST(RequestReader, HeaderBytes) {
  const RequestLimits limits{.head_bytes = 200};
  EXPECT_TRUE(read_whole(limits, head_of_size(200)).complete);
  const Outcome refused = read_whole(limits, head_of_size(201));
  EXPECT_EQ(refused.refused, 431);
  EXPECT_NE(refused.why.find("--max-header-bytes"), std::string::npos);
  EXPECT_EQ(read_whole(limits, head_of_size(300).substr(0, 201)).refused, 431) << "without waiting for its end";
  EXPECT_FALSE(read_whole(limits, head_of_size(300).substr(0, 199)).refused);
}

TEST(RequestReader, TargetBytes) {
  const RequestLimits limits{.target_bytes = 100};
  const auto ask = [&](std::size_t size) {
    return read_whole(limits, "GET /" + std::string(size - 1, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n");
  };
  EXPECT_TRUE(ask(100).complete);
  EXPECT_EQ(ask(101).refused, 414);
  EXPECT_NE(ask(101).why.find("--max-url-bytes"), std::string::npos);
  EXPECT_EQ(ask(70'000).refused, 414) << "not 431, although the header is too large as well";
}

TEST(RequestReader, ARequestLineLongerThanTheHeaderMayBeIsA431) {
  const RequestLimits limits{.head_bytes = 100, .target_bytes = 1000};
  const std::string request = "GET /" + std::string(150, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n";
  for (const std::size_t size : {std::size_t{101}, std::size_t{150}, request.size()}) {
    EXPECT_EQ(read_whole(limits, request.substr(0, size)).refused, 431) << size;
  }
}

TEST(RequestReader, HeaderCount) {
  const RequestLimits limits{.fields = 5};
  const auto ask = [&](int more) {
    std::string fields;
    for (int i = 0; i < more; ++i) fields += "A: b\r\n";
    return read_whole(limits, get(fields));
  };
  EXPECT_TRUE(ask(4).complete);
  EXPECT_EQ(ask(5).refused, 431);
  EXPECT_NE(ask(5).why.find("--max-header-count"), std::string::npos);
}

TEST(RequestReader, BodyBytes) {
  const RequestLimits limits{.body_bytes = 10};
  EXPECT_TRUE(read_whole(limits, with_length("0123456789")).complete);
  EXPECT_EQ(read_whole(limits, with_length("0123456789a")).refused, 413);
  EXPECT_EQ(read_whole(limits, post("Content-Length: 11\r\n", "")).refused, 413) << "before its first byte";
  EXPECT_TRUE(read_whole(limits, chunked("5\r\nabcde\r\n5\r\nfghij\r\n0\r\n\r\n")).complete);
  EXPECT_EQ(read_whole(limits, chunked("5\r\nabcde\r\n6\r\nfghijk\r\n0\r\n\r\n")).refused, 413);
  EXPECT_EQ(read_whole(limits, chunked("b\r\n01")).refused, 413) << "before its first byte";
  EXPECT_EQ(read_whole(limits, chunked("ffffffffffffffff\r\n")).refused, 413);
  EXPECT_NE(read_whole(limits, chunked("b\r\n01")).why.find("--max-body-bytes"), std::string::npos);
}

TEST(RequestReader, WhatIsBesideTheDataOfAChunkIsBoundedToo) {
  for (const std::string& endless : {"1;" + std::string(20'000, 'a') + "\r\na\r\n0\r\n\r\n",
                                     "0\r\nT: " + std::string(20'000, 'a') + "\r\n\r\n"}) {
    EXPECT_EQ(read_whole(kDefaults, chunked(endless)).refused, 400);
    EXPECT_EQ(read_whole(kDefaults, chunked(endless.substr(0, 18'000))).refused, 400);
  }
}

// ---- codings, expectations, persistence -----------------------------------------------------------------

TEST(RequestReader, ContentCodingsAreRemoved) {
  const std::string text(1000, 'a');
  const auto ask = [](std::string_view coding, const std::string& body, std::size_t limit = 1 << 20) {
    return read_whole({.body_bytes = limit}, post("Content-Encoding: " + std::string(coding) + "\r\nContent-Length: " +
                                                      std::to_string(body.size()) + "\r\n", body));
  };
  const std::string zipped = http::encode_content(http::Coding::kGzip, text);
  EXPECT_EQ(ask("gzip", zipped).body, text);
  EXPECT_EQ(ask("GZIP", zipped).body, text);
  EXPECT_EQ(ask("gzip, br", http::encode_content(http::Coding::kBrotli, zipped)).body, text) << "the last one first";
  EXPECT_EQ(ask("identity", text).body, text);
  EXPECT_EQ(ask("tea", zipped).refused, 415);
  EXPECT_EQ(ask("gzip", "no gzip").refused, 400);
  EXPECT_EQ(ask("gzip", zipped.substr(0, zipped.size() - 3)).refused, 400);
  EXPECT_EQ(ask("gzip", zipped, text.size()).body, text);
  EXPECT_EQ(ask("gzip", zipped, text.size() - 1).refused, 413) << "the limit counts what comes out";
  EXPECT_EQ(ask("gzip", "").body, "") << "nothing is not a broken something";
}

TEST(RequestReader, ContentCodingsInTwoLinesAreOneList) {
  const std::string twice =
      http::encode_content(http::Coding::kBrotli, http::encode_content(http::Coding::kGzip, "hello"));
  const std::string request = post("Content-Encoding: gzip\r\nContent-Encoding: br\r\nContent-Length: " +
                                       std::to_string(twice.size()) + "\r\n", twice);
  EXPECT_EQ(read_whole(kDefaults, request).body, "hello");
}

struct ContinueCase {
  std::string_view rule, bytes;
  bool wants;
};
constexpr ContinueCase kContinues[] = {
    {"a body by length", "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n", true},
    {"a chunked body", "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n", true},
    {"in any case", "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\n", true},
    {"no body to wait for", "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n", false},
    {"HTTP/1.0 has no 1xx, RFC 9110 §15.2", "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n", false},
    {"nobody asked", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n", false},
};
TEST(RequestReader, Expectations) {
  for (const ContinueCase& row : kContinues) {
    SCOPED_TRACE(row.rule);
    RequestReader reader(kDefaults);
    EXPECT_EQ(reader.read_head(row.bytes), row.bytes.size());
    EXPECT_EQ(reader.wants_continue(), row.wants);
  }
}

struct PersistenceCase {
  std::string_view rule, version, connection;
  bool keeps;
};
constexpr PersistenceCase kPersistence[] = {
    {"HTTP/1.1 persists, RFC 9112 §9.3", "1.1", "", true},
    {"until close", "1.1", "close", false},
    {"in any case", "1.1", "Close", false},
    {"among others", "1.1", "upgrade, close", false},
    {"close wins", "1.1", "close, keep-alive", false},
    {"keep-alive changes nothing", "1.1", "keep-alive", true},
    {"a longer word is another word", "1.1", "closed", true},
    {"HTTP/1.0 ends", "1.0", "", false},
    {"unless it asks", "1.0", "keep-alive", true},
    {"in any case (1.0)", "1.0", "Keep-Alive", true},
    {"close wins (1.0)", "1.0", "keep-alive, close", false},
};
TEST(RequestReader, Persistence) {
  for (const PersistenceCase& row : kPersistence) {
    SCOPED_TRACE(row.rule);
    std::string request = "GET / HTTP/" + std::string(row.version) + "\r\nHost: x\r\n";
    if (!row.connection.empty()) request += "Connection: " + std::string(row.connection) + "\r\n";
    const Outcome read = read_whole(kDefaults, request + "\r\n");
    ASSERT_TRUE(read.complete) << read.why;
    EXPECT_EQ(read.keep_alive, row.keeps);
    EXPECT_EQ(read.version, row.version == "1.0" ? http::Version::k10 : http::Version::k11);
  }
}

// ---- one reader, many requests ----------------------------------------------------------------------------

TEST(RequestReader, KeptHeadsOutliveTheBufferTheyCameIn) {
  RequestReader reader(kDefaults);
  Arena arena;
  {
    const std::string head = "POST /a?b HTTP/1.1\r\nHost: h\r\nContent-Encoding: identity\r\nContent-Length: 2\r\n\r\n";
    const auto buffer = std::make_unique<char[]>(head.size());
    std::memcpy(buffer.get(), head.data(), head.size());
    ASSERT_EQ(reader.read_head({buffer.get(), head.size()}), head.size());
    reader.keep_head(arena);
  }
  ASSERT_EQ(reader.read_body("hi"), 2u);
  ASSERT_TRUE(reader.done());
  reader.finish();
  const http::Request& request = reader.request_view();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/a?b");
  EXPECT_EQ(request.path, "/a");
  EXPECT_EQ(request.query, "b");
  EXPECT_EQ(request.authority, "h");
  EXPECT_EQ(request.header("content-encoding"), "identity");
  EXPECT_EQ(request.body, "hi");
}

TEST(RequestReader, ARequestThatIsNotThereYetBorrowsNothing) {
  RequestReader reader(kDefaults);
  {
    const std::string begun = "HEAD /long/enough/to/be/on/the/heap HTTP/1.1\r\n";
    EXPECT_EQ(reader.read_head(begun), 0u);
  }
  EXPECT_TRUE(reader.request_view().method.empty()) << "the caller may have moved the bytes by now";
  EXPECT_TRUE(reader.request_view().fields.empty());
}

// ---- requests that repeat
// ----------------------------------------------------------------------------

struct RepeatCase {
  std::string_view rule, first, second;
  bool repeats;
};
constexpr RepeatCase kRepeatCases[] = {
    {"the same bytes", "GET /a?b HTTP/1.1\r\nHost: h\r\n\r\n",
     "GET /a?b HTTP/1.1\r\nHost: h\r\n\r\n", true},
    {"whatever follows", "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: h\r\n\r\nGET /b", true},
    {"another target", "GET /a HTTP/1.1\r\nHost: h\r\n\r\n", "GET /b HTTP/1.1\r\nHost: h\r\n\r\n",
     false},
    {"the last field differs", "GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: h\r\nA: 2\r\n\r\n", false},
    {"one field more", "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\n\r\n", false},
    {"a body may differ", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx",
     "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\ny", false},
    {"chunks may differ",
     "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
     "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", false},
};

TEST(RequestReader, TheSameHeadAgainSaysSoAndIsTheSameRequest) {
  for (const RepeatCase& row : kRepeatCases) {
    SCOPED_TRACE(row.rule);
    const std::string bytes = std::string(row.first) + std::string(row.second);
    RequestReader reader(RequestLimits{});
    std::string_view rest = bytes;
    const auto take = [&] {
      rest.remove_prefix(reader.read_head(rest));
      while (!reader.done()) rest.remove_prefix(reader.read_body(rest));
      reader.finish();
    };
    take();
    EXPECT_FALSE(reader.request().repeats);
    reader.reset();
    take();
    ASSERT_FALSE(reader.refused());
    EXPECT_EQ(reader.request().repeats, row.repeats);
    const Outcome alone = read_whole(RequestLimits{}, row.second);
    EXPECT_EQ(reader.request().target, alone.target);
    EXPECT_EQ(reader.request().query, alone.query);
    EXPECT_EQ(reader.request().body, alone.body);
    EXPECT_EQ(owned(reader.request().fields), alone.fields);
    EXPECT_EQ(reader.keep_alive(), alone.keep_alive);
  }
}

TEST(RequestReader, AForgottenHeadIsReadAgainAndBorrowsNothing) {
  constexpr std::string_view kBytes = "GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  RequestReader reader(RequestLimits{});
  auto first = std::make_unique<std::string>(kBytes);
  EXPECT_EQ(reader.read_head(*first), kBytes.size());
  reader.finish();
  reader.reset();
  reader.forget_head();
  first.reset();  // AddressSanitizer watches
  EXPECT_TRUE(reader.request_view().method.empty());
  const std::string second(kBytes);
  EXPECT_EQ(reader.read_head(second), kBytes.size());
  EXPECT_FALSE(reader.request().repeats);
  EXPECT_EQ(reader.request().path, "/a");
  EXPECT_FALSE(reader.keep_alive());
}

TEST(RequestReader, AMalformedHeadAfterARememberedOneIsRefused) {
  const std::string bytes = "GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /a HTTP/1.1\r\nHost : h\r\n\r\n";
  RequestReader reader(RequestLimits{});
  std::string_view rest = bytes;
  rest.remove_prefix(reader.read_head(rest));
  reader.finish();
  reader.reset();
  EXPECT_EQ(reader.read_head(rest), 0u);
  EXPECT_EQ(reader.refusal().status, 400);
}

TEST(RequestReader, ResetLeavesNothingBehind) {
  RequestReader reader(kDefaults);
  const std::string_view first[] = {
      "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nT: 1\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      "GET / HT",
  };
  for (const std::string_view bytes : first) {
    SCOPED_TRACE(bytes);
    (void)read_in_pieces(reader, bytes, {5, 60});
    reader.reset();
    const Outcome read = read_in_pieces(reader, get(), {});
    EXPECT_TRUE(read.complete);
    EXPECT_EQ(read.body, "");
    EXPECT_TRUE(read.trailers.empty());
    EXPECT_TRUE(read.keep_alive);
    EXPECT_FALSE(read.wants_continue);
    reader.reset();
  }
}

// ---- the property: how the bytes arrive makes no difference -----------------------------------------------

// Requests from pieces that do and do not fit together, most of them small mistakes away from each other.
std::string arbitrary_request(const Chance& chance) {
  const auto one_of = [&](std::string_view name, std::initializer_list<std::string_view> choices) {
    return std::string(choices.begin()[chance.fork(name).below(choices.size())]);
  };
  std::string text = one_of("before", {"", "", "", "\r\n", "\r\n\r\n", "\n", " "});
  text += one_of("method", {"GET", "POST", "HEAD", "OPTIONS", "M-X", "G(", ""}) + " ";
  text += one_of("target", {"/", "/a?b=c", "http://h/p?q", "*", "/\x80", "a", "/%zz"});
  if (chance.fork("long").happens(0.1)) text += std::string(chance.fork("longer").below(600), 'u');
  text += one_of("version", {" HTTP/1.1", " HTTP/1.1", " HTTP/1.1", " HTTP/1.0", " HTTP/2.0", "", " HTP"}) + "\r\n";
  if (chance.fork("host").happens(0.9)) text += "Host: x\r\n";
  const std::uint64_t more = chance.fork("more").below(8);
  for (std::uint64_t i = 0; i < more; ++i) {
    const Chance line = chance.fork(i);
    constexpr std::string_view kLinesOf[] = {
        "A: b\r\n", "Accept: text/html, */*;q=0.8\r\n", "X:\r\n", "C: d\r\n e\r\n", "bad\r\n", "N: \x01\r\n",
        "Connection: close\r\n", "Connection: keep-alive\r\n", "Expect: 100-continue\r\n", "Host: y\r\n", "L: m\n"};
    text += kLinesOf[line.below(line.fork("mild").happens(0.7) ? 3 : std::size(kLinesOf))];
    if (line.fork("wide").happens(0.1)) text += "W: " + std::string(line.fork("w").below(500), 'w') + "\r\n";
  }
  switch (chance.fork("body").below(6)) {
    case 0:
      return text + "\r\n";
    case 1:
      return text + "Content-Length: 7\r\n\r\n1234567GET / HTTP/1.1\r\n\r\n";
    case 2: {
      const std::string zipped = http::encode_content(http::Coding::kGzip, "hello hello hello");
      return text + "Content-Encoding: gzip\r\nContent-Length: " + std::to_string(zipped.size()) + "\r\n\r\n" + zipped;
    }
    case 3: {
      const std::size_t size = chance.fork("size").below(1300);
      return text + "Content-Length: " + std::to_string(size) + "\r\n\r\n" + std::string(size, 'z');
    }
    default:
      break;
  }
  text += "Transfer-Encoding: chunked\r\n\r\n";
  const std::uint64_t chunks = chance.fork("chunks").below(6);
  for (std::uint64_t i = 0; i < chunks; ++i) {
    const Chance chunk = chance.fork("chunk").fork(i);
    constexpr std::string_view kChunks[] = {"3\r\nabc\r\n", "5;x=\"y\"\r\nhello\r\n", "12\r\n0123456789abcdefgh\r\n",
                                            "200\r\n", "3\r\nabcd\r\n", "z\r\n0\r\n\r\n"};
    text += kChunks[chunk.below(chunk.fork("mild").happens(0.8) ? 3 : std::size(kChunks))];
  }
  return text + one_of("end", {"0\r\n\r\n", "0\r\nT: u\r\nV: w\r\n\r\n", "0;e\r\n\r\nGET", "0\r\nbad\r\n\r\n", "", "0\r\n"});
}

std::vector<std::size_t> arbitrary_cuts(std::size_t size, const Chance& chance) {
  std::vector<std::size_t> cuts;
  const std::uint64_t widest = 1 + chance.fork("widest").below(chance.fork("fine").happens(0.5) ? 8 : 200);
  for (std::size_t at = 0, i = 0; at < size; ++i) {
    at += 1 + chance.fork(i).below(widest);
    cuts.push_back(at);
  }
  while (!cuts.empty() && cuts.back() >= size) cuts.pop_back();
  return cuts;
}

void expect_same(const Outcome& pieces, const Outcome& whole) {
  EXPECT_EQ(pieces.refused, whole.refused) << pieces.why << " / " << whole.why;
  EXPECT_EQ(pieces.complete, whole.complete);
  EXPECT_EQ(pieces.method, whole.method);
  EXPECT_EQ(pieces.target, whole.target);
  EXPECT_EQ(pieces.path, whole.path);
  EXPECT_EQ(pieces.query, whole.query);
  EXPECT_EQ(pieces.authority, whole.authority);
  EXPECT_EQ(pieces.fields, whole.fields);
  EXPECT_EQ(pieces.trailers, whole.trailers);
  EXPECT_EQ(pieces.body, whole.body);
  EXPECT_EQ(pieces.keep_alive, whole.keep_alive);
  EXPECT_EQ(pieces.wants_continue, whole.wants_continue);
  EXPECT_EQ(pieces.used, whole.used);
}

TEST(RequestReader, HowTheBytesArriveMakesNoDifference) {
  const RequestLimits limits{.head_bytes = 900, .target_bytes = 500, .fields = 9, .body_bytes = 1000};
  for_each_seed(3'000, [&](const Chance& chance) {
    const std::string request = arbitrary_request(chance);
    SCOPED_TRACE(request);
    const Outcome whole = read_whole(limits, request);
    expect_same(read_in_pieces(limits, request, arbitrary_cuts(request.size(), chance.fork("cuts"))), whole);
    expect_same(read_in_pieces(limits, request, arbitrary_cuts(request.size(), chance.fork("again")),
                               BodyBy::kBodySpace), whole);
    if (whole.refused == 0 && request.find("Content-Encoding") == std::string::npos) {  // codings stay in a stream
      expect_same(read_in_pieces(limits, request, arbitrary_cuts(request.size(), chance.fork("stream")), BodyBy::kStream), whole);
    }
  });
}

TEST(RequestReader, ByteByByte) {
  for (const LineCase& row : kLines) {
    SCOPED_TRACE(row.rule);
    std::vector<std::size_t> cuts;
    for (std::size_t at = 1; at < row.bytes.size(); ++at) cuts.push_back(at);
    expect_same(read_in_pieces(kDefaults, row.bytes, cuts), read_whole(kDefaults, row.bytes));
  }
  for (const RefusalCase& row : kBadHeads) {
    SCOPED_TRACE(row.rule);
    std::vector<std::size_t> cuts;
    for (std::size_t at = 1; at < row.bytes.size(); ++at) cuts.push_back(at);
    EXPECT_EQ(read_in_pieces(kDefaults, row.bytes, cuts).refused, row.status);
  }
  for (const RefusalCase& row : kBadChunks) {
    SCOPED_TRACE(row.rule);
    const std::string bytes = chunked(row.bytes);
    std::vector<std::size_t> cuts;
    for (std::size_t at = 1; at < bytes.size(); ++at) cuts.push_back(at);
    EXPECT_EQ(read_in_pieces(kDefaults, bytes, cuts).refused, row.status);
  }
}

}  // namespace
}  // namespace mimus::wire
