#pragma once

#include <string>

#include "exchange/exchange.h"

namespace mimus::exchange {

// The request as a command for a POSIX shell, appended to `out` with its line feed:
//
//   curl -X POST 'http://localhost:8080/users' -H 'Content-Type: application/json' --data-raw '{"name":"Ada"}'
//
// with a line for each option. It sends what was recorded and nothing else: a field that curl would add by itself is switched off when the request
// had none of it, and those that say how the message is framed (Content-Length, Transfer-Encoding) are curl's. A body
// with bytes that do not belong on a command line comes as base64 through a pipe. Without a known host it is
// that of the field Host, else localhost. Names and methods that are no HTTP tokens are left out, lest a
// recording make curl read files ("@name").
void write_curl(const Exchange& exchange, std::string& out);

}  // namespace mimus::exchange
