#pragma once

#include <optional>
#include <string>

#include "tls/session.h"

namespace mimus::server {

// The status that Handler::refused() hears of a client with which no TLS came about: there was no request.
inline constexpr int kNoHandshake = 0;

// What is known about a connection beside its requests. Only connections with something to tell have one.
struct ConnectionFacts {
  std::optional<tls::Agreement> tls;  // version, SNI, the client's certificate
  std::string tunnel;                 // "api.example.com:443" of the CONNECT that it came through; "": none
};

// A side door for handlers: the connection whose request is being answered on this thread.
//
//   if (const ConnectionFacts* facts = CurrentConnection::facts()) use(facts->tls->client_subject);
//
// Valid during Handler::answer(), and nothing of it later. nullptr: a plain connection.
class CurrentConnection {
 public:
  static const ConnectionFacts* facts() { return facts_; }

 private:
  friend class Connection;
  static constinit inline thread_local const ConnectionFacts* facts_ = nullptr;
};

}  // namespace mimus::server
