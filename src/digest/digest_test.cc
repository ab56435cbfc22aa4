#include "digest.h"

#include <gtest/gtest.h>

#include "text/encoding.h"

namespace mimus::digest {
namespace {

struct Row {
  std::string_view rule;
  Kind kind;
  std::string_view bytes, digest;
};
const Row kRows[] = {
    {"RFC 1321 A.5", Kind::kMd5, "abc", "900150983cd24fb0d6963f7d28e17f72"},
    {"nothing, RFC 1321 A.5", Kind::kMd5, "", "d41d8cd98f00b204e9800998ecf8427e"},
    {"FIPS 180-4", Kind::kSha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
    {"FIPS 180-4", Kind::kSha256, "abc",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
};
TEST(Digest, Rows) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(text::hex_encode(of(row.kind, row.bytes)), row.digest);
  }
}

TEST(Digest, KeyedAsRfc4231Says) {
  EXPECT_EQ(text::hex_encode(hmac(Kind::kSha256, "Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Digest, Names) {
  for (const std::string_view name : {"sha256", "SHA-256", "HmacSHA256"})
    EXPECT_EQ(named(name), Kind::kSha256) << name;
  EXPECT_FALSE(named("sha0"));
}

TEST(Digest, NoKeyNoSignature) {
  EXPECT_FALSE(rsa_signature(Kind::kSha256, "not a key", "bytes"));
}

}  // namespace
}  // namespace mimus::digest
