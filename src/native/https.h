#pragma once

#include <span>

#include "keys.h"
#include "native.h"

namespace mimus::native {

// The members of `https`:
//
//   https: { port: 8443, cert: server.pem, key: server-key.pem, client_ca: clients.pem, client_cert: optional }
//
// Files are read when the server starts, so that a check needs none; their names are made absolute here.
std::span<const Key<Https>> https_keys();

void read_https(Context& in, const json::Value& value, const Place& at, Https& out);

}  // namespace mimus::native
