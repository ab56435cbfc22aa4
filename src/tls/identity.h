#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace mimus::tls {

struct IdentityData;

// What a certificate says, for people and tests.
struct CertificateFacts {
  std::string subject;             // RFC 2253: "CN=localhost,O=Mimus"
  std::string issuer;
  std::string fingerprint;         // SHA-256, "AB:CD:…"
  WallTime not_before, not_after;
  std::vector<std::string> names;  // of subjectAltName: "localhost", "127.0.0.1"
};

// A certificate, those between it and its root, and its private key: who a server is.
//
//   MIMUS_TRY(const Identity me, Identity::from_files("server.pem", "server-key.pem"));
//   MIMUS_TRY(const Identity me, Identity::from_files("server.p12", {}, "password"));
//
// Immutable and cheap to copy. Errors say what is missing or does not fit, and how to mend it: no certificate or key in
// the file, a wrong password, a key that belongs to another certificate, a Java keystore.
class Identity {
 public:
  // PEM (RFC 7468): the certificate first, then its chain in any order; the key may stand in the same text.
  static Result<Identity> from_pem(std::string_view certificates, std::string_view key, std::string_view password = {});
  // RFC 7292.
  static Result<Identity> from_pkcs12(std::string_view bytes, std::string_view password);
  // Either kind, told apart by what is in the file. `key` empty: it is in `certificates`, too.
  static Result<Identity> from_files(const std::filesystem::path& certificates, const std::filesystem::path& key = {},
                                     std::string_view password = {});

  CertificateFacts facts() const;
  std::string certificate_pem() const;
  std::string key_pem() const;  // PKCS#8, not encrypted
  std::string certificate_der() const;

  explicit Identity(std::shared_ptr<const IdentityData> data) : data_(std::move(data)) {}
  const IdentityData& data() const { return *data_; }  // for this module

 private:
  std::shared_ptr<const IdentityData> data_;
};

}  // namespace mimus::tls
