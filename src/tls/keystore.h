#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "openssl.h"

namespace mimus::tls {

// What is in a file of certificates and keys; nothing is checked against anything else. Private to this module.
struct Keystore {
  KeyPtr key;                                // may be absent
  CertificatePtr own;                        // that PKCS#12 says belongs to the key
  std::vector<CertificatePtr> certificates;  // the others, in the file's order
};

enum class Kind { kPem, kPkcs12, kJavaKeystore, kUnknown };
Kind kind_of(std::string_view bytes);

// All certificates, and the first private key. A key that is encrypted needs the password.
Result<Keystore> read_pem(std::string_view text, std::string_view password);
Result<Keystore> read_pkcs12(std::string_view bytes, std::string_view password);
Result<Keystore> read_keystore(std::string_view bytes, std::string_view password);

// At most 4 MiB.
Result<std::string> read_small_file(const std::filesystem::path& path);

// The same error, told about a file.
Error in_file(Error error, const std::filesystem::path& path);

}  // namespace mimus::tls
