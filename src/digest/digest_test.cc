#include "digest.h"

#include <gtest/gtest.h>

#include "text/encoding.h"

namespace mimus::digest {
namespace {

struct Row {
  std::string_view rule, algorithm, key, bytes, hex;  // key "-": a plain hash
};
constexpr Row kRows[] = {
    {"RFC 1321 A.5", "md5", "-", "abc", "900150983cd24fb0d6963f7d28e17f72"},
    {"RFC 1321 A.5, nothing", "MD5", "-", "", "d41d8cd98f00b204e9800998ecf8427e"},
    {"FIPS 180-4", "sha-1", "-", "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
    {"FIPS 180-4", "SHA-256", "-", "abc",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"FIPS 180-4, nothing", "sha_256", "-", "",
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"FIPS 180-4", "sha384", "-", "abc",
     "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c82"
     "5a7"},
    {"FIPS 180-4", "sha512", "-", "abc",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3fee"
     "bbd454d4423643ce80e2a9ac94fa54ca49f"},
    {"RFC 2202 §2.2", "md5", "Jefe", "what do ya want for nothing?",
     "750c783e6ab0b503eaa86e310a5db738"},
    {"RFC 2202 §3.2", "sha1", "Jefe", "what do ya want for nothing?",
     "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"},
    {"RFC 4231 §4.3", "sha256", "Jefe", "what do ya want for nothing?",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
};

TEST(Digest, Rows) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(std::string(row.rule) + ": " + std::string(row.algorithm));
    const auto algorithm = algorithm_named(row.algorithm);
    ASSERT_TRUE(algorithm);
    EXPECT_EQ(text::hex_encode(row.key == "-" ? hash(*algorithm, row.bytes)
                                              : hmac(*algorithm, row.key, row.bytes)),
              row.hex);
  }
  EXPECT_FALSE(algorithm_named("sha3"));
}

}  // namespace
}  // namespace mimus::digest
