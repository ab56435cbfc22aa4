#include "content_coding.h"

#include <gtest/gtest.h>

#include "support/property.h"
#include "text/encoding.h"

namespace mimus::http {
namespace {

constexpr std::size_t kPlenty = 1 << 26;
constexpr Coding kCodings[] = {Coding::kIdentity, Coding::kGzip, Coding::kDeflate, Coding::kBrotli,
                               Coding::kZstd};

// Sometimes text that repeats itself, sometimes noise.
std::string arbitrary_body(const Chance& chance) {
  std::string body(chance.fork("size").below(60'000), 'x');
  const std::uint64_t letters = chance.fork("noise").happens(0.5) ? 256 : 3;
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(chance.fork(i / 3).below(letters));
  return body;
}

TEST(ContentCoding, DecodingWhatWasEncodedIsIdentity) {
  for_each_seed(20, [](const Chance& chance) {
    const std::string body = arbitrary_body(chance);
    for (const Coding coding : kCodings) {
      SCOPED_TRACE(name_of(coding));
      const auto decoded = decode_content(name_of(coding), encode_content(coding, body), body.size());
      ASSERT_TRUE(decoded) << decoded.error().message;
      EXPECT_TRUE(*decoded == body);
    }
  });
}

TEST(ContentCoding, EncodingMakesTextSmaller) {
  const std::string body(10'000, 'x');
  for (const Coding coding : kCodings) {
    if (coding == Coding::kIdentity) continue;
    EXPECT_LT(encode_content(coding, body).size(), 200u) << name_of(coding);
    EXPECT_FALSE(encode_content(coding, "").empty()) << name_of(coding);
  }
}

TEST(ContentCoding, SeveralAreRemovedLastAppliedFirst) {
  const std::string body = "some text";
  const std::string twice = encode_content(Coding::kBrotli, encode_content(Coding::kGzip, body));
  EXPECT_EQ(*decode_content("gzip, br", twice, kPlenty), body);
  EXPECT_EQ(*decode_content(" X-GZIP ,, identity,BR,", twice, kPlenty), body);
  EXPECT_FALSE(decode_content("br, gzip", twice, kPlenty));
}

TEST(ContentCoding, FramesMayFollowOneAnother) {
  for (const Coding coding : {Coding::kGzip, Coding::kZstd}) {
    const std::string both = encode_content(coding, "one ") + encode_content(coding, "two");
    EXPECT_EQ(*decode_content(name_of(coding), both, kPlenty), "one two");
  }
}

TEST(ContentCoding, BareDeflateIsUnderstood) {
  const std::string framed = encode_content(Coding::kDeflate, "some text");
  const std::string bare = framed.substr(2, framed.size() - 6);  // without header and checksum
  EXPECT_EQ(*decode_content("deflate", bare, kPlenty), "some text");
}

TEST(ContentCoding, KnownBytesOfOthers) {
  // Made by gzip -n, by the zlib of node and by zstd.
  const auto decode = [](std::string_view coding, std::string_view base64) {
    return *decode_content(coding, *text::base64_decode(base64), kPlenty);
  };
  EXPECT_EQ(decode("gzip", "H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA=="), "hello");
  EXPECT_EQ(decode("br", "CwKAaGVsbG8D"), "hello");
  EXPECT_EQ(decode("zstd", "KLUv/QRYKQAAaGVsbG+jbZ+I"), "hello");
}

struct FaultCase {
  std::string_view rule;
  std::string_view coding;
  std::string bytes;
  Code code;
};
TEST(ContentCoding, Faults) {
  const std::string body(1000, 'x');
  std::vector<FaultCase> cases = {
      {"a foreign coding", "compress", "x", Code::kUnsupported},
      {"a foreign coding behind a known one", "gzip, foo", "x", Code::kUnsupported},
      {"too many codings", "br,br,br,br,br,br,br,br,br", "x", Code::kUnsupported},
  };
  for (const Coding coding : kCodings) {
    if (coding == Coding::kIdentity) continue;
    const std::string good = encode_content(coding, body);
    cases.push_back({"not encoded", name_of(coding), "plain text", Code::kSyntax});
    cases.push_back({"cut short", name_of(coding), good.substr(0, good.size() - 1), Code::kSyntax});
    cases.push_back({"followed by text", name_of(coding), good + "text", Code::kSyntax});
  }
  for (const FaultCase& row : cases) {
    SCOPED_TRACE(std::string(row.rule) + ": " + std::string(row.coding));
    const auto decoded = decode_content(row.coding, row.bytes, kPlenty);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, row.code);
  }
}

TEST(ContentCoding, TheLimitIsExact) {
  const std::string body(100'000, 'x');
  for (const Coding coding : kCodings) {
    SCOPED_TRACE(name_of(coding));
    const std::string encoded = encode_content(coding, body);
    EXPECT_TRUE(decode_content(name_of(coding), encoded, body.size()));
    const auto refused = decode_content(name_of(coding), encoded, body.size() - 1);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::kLimit);
  }
}

TEST(ContentCoding, AnEmptyBodyNeedsNoFrame) {
  EXPECT_EQ(*decode_content("gzip", "", 0), "");
  EXPECT_EQ(*decode_content("", "text", 4), "text");
}

struct NegotiateCase {
  std::string_view rule, accept;
  Coding coding;
};
constexpr NegotiateCase kNegotiateCases[] = {
    {"nothing wanted", "", Coding::kIdentity},
    {"the only one", "gzip", Coding::kGzip},
    {"ties follow our order", "gzip, deflate, br, zstd", Coding::kZstd},
    {"ties follow our order, as browsers ask", "gzip, deflate, br", Coding::kBrotli},
    {"the highest weight wins", "br;q=0.5, gzip;q=0.8, zstd;q=0.799", Coding::kGzip},
    {"a weight of 0 forbids", "br;q=0, gzip;q=0.1", Coding::kGzip},
    {"all forbidden", "gzip;q=0, *;q=0", Coding::kIdentity},
    {"the star stands for the others", "zstd;q=0, *", Coding::kBrotli},
    {"the star has a weight too", "gzip;q=0.9, *;q=0.5", Coding::kGzip},
    {"identity may be wanted most", "identity, gzip;q=0.5", Coding::kIdentity},
    {"identity as much as gzip", "identity, gzip", Coding::kGzip},
    {"names have no case, blanks are free", " GZIP ; Q=1.000 ,", Coding::kGzip},
    {"an old name", "x-gzip", Coding::kGzip},
    {"foreign ones are passed over", "compress, foo;q=1", Coding::kIdentity},
    {"a malformed weight is passed over", "br;q=2, gzip;q=0.5", Coding::kGzip},
    {"four digits are malformed", "br;q=0.1234, gzip;q=0.1", Coding::kGzip},
    {"more than one is malformed", "br;q=1.001, gzip;q=0.1", Coding::kGzip},
};
TEST(ContentCoding, Negotiation) {
  for (const NegotiateCase& row : kNegotiateCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(name_of(negotiate_coding(row.accept)), name_of(row.coding));
  }
}

}  // namespace
}  // namespace mimus::http
