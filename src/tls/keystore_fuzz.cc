// Files of certificates and keys: the first byte chooses a password.
#include <cstdint>
#include <string_view>

#include "tls/identity.h"
#include "tls/trust.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  // No password with PEM: rounds of an encrypted PEM key are bounded by nothing, and its owner chose them.
  const std::string_view password = data[0] % 2 == 0 ? "" : "password";
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (const auto identity = mimus::tls::Identity::from_pkcs12(bytes, password)) (void)identity->facts();
  if (const auto identity = mimus::tls::Identity::from_pem(bytes, bytes)) (void)identity->facts();
  (void)mimus::tls::Trust::from_bytes(bytes);
  return 0;
}
