#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "tls/identity.h"
#include "tls/mint.h"
#include "tls/session.h"
#include "tls/trust.h"

namespace mimus::tls {

enum class Version : std::uint8_t { k12, k13 };

// What a listener offers. One of `identity` and `mint`.
struct ServerOptions {
  std::optional<Identity> identity;      // one certificate for everybody
  std::shared_ptr<Mint> mint;            // or one for each host that is asked for
  std::optional<Trust> clients;          // mutual TLS: whose client certificates are taken
  bool client_required = true;           // with `clients`: nobody comes in without; else a bad one is refused, none is fine
  std::vector<std::string> protocols{"http/1.1"};  // ALPN (RFC 7301), best first
  Version least = Version::k12;
};

// The TLS of one listener, shared by all its connections and threads; keeps their sessions, so that clients resume them
// (tickets, and the older session ids). Renegotiation and compression are off.
//
//   MIMUS_TRY(const auto context, Context::build(options));
//   const std::unique_ptr<Session> session = context->accept(wire, "192.168.1.7");
class Context {
 public:
  static Result<std::shared_ptr<const Context>> build(const ServerOptions& options);
  ~Context();

  // `host`: what the certificate is made for when the client does not name one (SNI): the address that it came to, or
  // "" for the machine's names. The wire outlives the session.
  std::unique_ptr<Session> accept(Wire& wire, std::string_view host) const;

 private:
  struct Impl;
  explicit Context(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mimus::tls
