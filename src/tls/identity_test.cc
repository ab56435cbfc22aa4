// Certificates and keys from files: what is taken, and what is said about what is not.
#include "identity.h"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstring>

#include "keystore.h"
#include "testing.h"
#include "trust.h"

namespace mimus::tls {
namespace {

constexpr const char* kPassword = "open sesame";

std::string pkcs12_of(const Identity& identity, const char* password, int rounds = 100) {
  const IdentityData& data = identity.data();
  const Pkcs12Ptr store(PKCS12_create(password, "mine", data.key.get(), data.certificate.get(), nullptr, 0, 0, rounds, rounds, 0));
  const BioPtr out(BIO_new(BIO_s_mem()));
  i2d_PKCS12_bio(out.get(), store.get());
  return all_of(out.get());
}

std::string encrypted_key(const Identity& identity, const char* password) {
  const BioPtr out(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(out.get(), identity.data().key.get(), EVP_aes_128_cbc(), password, static_cast<int>(std::strlen(password)),
                                nullptr, nullptr);
  return all_of(out.get());
}

class Identities : public ::testing::Test {
 protected:
  Folder folder_;
  Authority authority_ = authority_in(folder_);
  Mint mint_{authority_, {"localhost"}};
  Identity leaf_ = must(mint_.identity_for("a.example", real_now()));
  const std::string certificate_ = leaf_.certificate_pem();
  const std::string key_ = leaf_.key_pem();
  const std::string root_ = authority_.identity().certificate_pem();
};

TEST_F(Identities, PemInOneTextOrTwo) {
  const std::string print = leaf_.facts().fingerprint;
  EXPECT_EQ(must(Identity::from_pem(certificate_, key_)).facts().fingerprint, print);
  const std::string all = "a word before\n" + key_ + certificate_ + root_;
  EXPECT_EQ(must(Identity::from_pem(all, all)).facts().fingerprint, print);
  // The key says which one is its own: the order does not matter.
  const std::string turned = root_ + certificate_ + key_;
  const Identity whole = must(Identity::from_pem(turned, turned));
  EXPECT_EQ(whole.facts().fingerprint, print);
  EXPECT_EQ(whole.data().chain.size(), 1u);
}

TEST_F(Identities, AnEncryptedKeyWantsItsPassword) {
  const std::string locked = encrypted_key(leaf_, kPassword);
  EXPECT_TRUE(Identity::from_pem(certificate_, locked, kPassword));
  EXPECT_EQ(Identity::from_pem(certificate_, locked, "wrong").error().message, "the password is not the right one");
  EXPECT_EQ(Identity::from_pem(certificate_, locked).error().message, "it needs a password");
}

TEST_F(Identities, Pkcs12) {
  const std::string bytes = pkcs12_of(leaf_, kPassword);
  EXPECT_EQ(must(Identity::from_pkcs12(bytes, kPassword)).facts().fingerprint, leaf_.facts().fingerprint);
  EXPECT_EQ(Identity::from_pkcs12(bytes, "wrong").error().message, "the password is not the right one");
  EXPECT_EQ(Identity::from_pkcs12(bytes, "").error().message, "it needs a password");
  EXPECT_FALSE(Identity::from_pkcs12(bytes.substr(0, bytes.size() / 2), kPassword));
}

TEST_F(Identities, FilesAreToldApartByWhatIsInThem) {
  const auto p12 = folder_.write("keystore.jks", pkcs12_of(leaf_, "password"));  // as Java names its PKCS#12, too
  EXPECT_TRUE(Identity::from_files(p12, {}, "password"));
  const auto pem = folder_.write("server.crt", certificate_);
  const auto key = folder_.write("server.key", key_);
  EXPECT_TRUE(Identity::from_files(pem, key));
}

TEST_F(Identities, WhatIsWrongIsSaid) {
  const std::string other_key = must(Mint(authority_, {"localhost"}).identity_for("b.example", real_now())).key_pem();
  const struct {
    std::string bytes, says;
  } rows[] = {
      {certificate_, "there is no private key"},
      {key_, "there is no certificate"},
      {certificate_ + other_key, "does not belong to the certificate of CN=a.example,O=Mimus"},
      {"\xfe\xed\xfe\xed and so on", "keytool -importkeystore"},
      {"hello", "neither PEM nor a PKCS#12 keystore"},
      {"", "neither PEM nor a PKCS#12 keystore"},
      {"\x30\x82", "no PKCS#12 keystore"},
      {key_ + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "certificate 1 cannot be read"},
      {"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "private key cannot be read"},
  };
  for (const auto& row : rows) {
    const auto file = folder_.write("bad", row.bytes);
    const auto read = Identity::from_files(file);
    ASSERT_FALSE(read) << row.says;
    const std::string said = describe(read.error());
    EXPECT_NE(said.find(row.says), std::string::npos) << said;
    EXPECT_EQ(said.find(file.string()), 0u) << said;
  }
  EXPECT_NE(describe(Identity::from_files(folder_.path() / "absent").error()).find("No such file"), std::string::npos);
}

// The number of rounds is the file's word, and comes before anything that could be verified.
TEST_F(Identities, AKeystoreThatWantsToKeepUsBusyIsRefused) {
  std::string bytes = pkcs12_of(leaf_, kPassword, 0x1234);
  const std::size_t at = bytes.rfind(std::string("\x02\x02\x12\x34", 4));  // INTEGER: of the MAC, at the end
  ASSERT_NE(at, std::string::npos);
  ASSERT_EQ(at + 4, bytes.size());
  bytes.replace(at, 4, std::string("\x02\x04\x7f\xff\xff\xff", 6));
  // The outer SEQUENCE, whose length takes two bytes, grows as well,
  const int size = (static_cast<unsigned char>(bytes[2]) << 8 | static_cast<unsigned char>(bytes[3])) + 2;
  bytes[2] = static_cast<char>(size >> 8);
  bytes[3] = static_cast<char>(size & 255);
  // and the MacData, the last SEQUENCE that reaches the end.
  for (std::size_t i = bytes.size() - 6; i > 0; --i) {
    if (bytes[i] == '\x30' && static_cast<unsigned char>(bytes[i + 1]) + i + 2 + 2 == bytes.size()) {
      bytes[i + 1] = static_cast<char>(bytes[i + 1] + 2);
      break;
    }
  }
  const auto read = Identity::from_pkcs12(bytes, kPassword);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, "the keystore wants its password hashed 2147483647 times");
}

TEST_F(Identities, TrustIsAListOfCertificates) {
  EXPECT_EQ(must(Trust::from_bytes(root_ + certificate_)).size(), 2u);
  EXPECT_EQ(must(Trust::from_bytes(pkcs12_of(leaf_, kPassword), kPassword)).size(), 1u);
  EXPECT_FALSE(Trust::from_bytes(key_));
  // As keytool -importcert makes one: no key, only certificates.
  const CertificatesPtr roots(sk_X509_new_null());
  X509_up_ref(authority_.identity().data().certificate.get());
  sk_X509_push(roots.get(), authority_.identity().data().certificate.get());
  const Pkcs12Ptr store(PKCS12_create(kPassword, nullptr, nullptr, nullptr, roots.get(), 0, 0, 100, 100, 0));
  const BioPtr out(BIO_new(BIO_s_mem()));
  i2d_PKCS12_bio(out.get(), store.get());
  EXPECT_EQ(must(Trust::from_bytes(all_of(out.get()), kPassword)).size(), 1u);
}

}  // namespace
}  // namespace mimus::tls
