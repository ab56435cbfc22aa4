#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "base/result.h"
#include "loop.h"
#include "outbound/options.h"

namespace mimus::outbound {

// The TLS settings of a client, made when the first connection asks: reading the system's certificates takes
// milliseconds. Belongs to the client's thread, once start() has checked it.
class Trust {
 public:
  explicit Trust(const Options& options) : options_(options) {}
  // Errors: certificate files that cannot be read.
  Result<asio::ssl::context*> context(bool insecure);
  // Does what the options name exist?
  Status check();

 private:
  Result<std::unique_ptr<asio::ssl::context>> make(bool insecure) const;
  const Options& options_;
  std::unique_ptr<asio::ssl::context> verifying_, trusting_;
};

// Before the handshake: whom the certificate has to be for (RFC 6125), and SNI (RFC 6066 §3), which names have.
void expect_host(SSL* handle, const std::string& host);
// After it failed: why, for people.
std::string why_no_handshake(SSL* handle, const error_code& failed);

}  // namespace mimus::outbound
