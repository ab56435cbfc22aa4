#pragma once

#include <string>

#include "openssl.h"
#include "session.h"

namespace mimus::tls {

// Private to this module: Context makes it and finds it again in OpenSSL's callbacks.
struct Session::Impl {
  Impl(SslPtr made, Wire& wire, std::string host);

  bool flush();  // what is sealed goes out; false: not all of it, or the wire is broken
  void fail(int status);

  SslPtr ssl;
  Wire& wire;
  const std::string host;   // for the certificate, without SNI
  std::string problem;      // what a callback found wrong
  std::string failure;
  std::string sealed;       // not sent yet
  std::size_t sent = 0;     // of it
  std::size_t owed = 0;     // bytes of write() that it holds the rest of
  bool established = false;
  bool broken = false;
  bool ended = false;       // the wire brings no more
  bool finished = false;

  static Impl& of(const SSL* ssl);
};

}  // namespace mimus::tls
