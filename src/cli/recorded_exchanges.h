#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exchange/exchange.h"

namespace mimus::cli {

// Exchanges of a file: a history of `mimus serve --history`, or a HAR file. A response that the file does not have whole is left
// out, and Exchange::failure says so. Errors: a file that is neither, or cannot be read; with line and column.
Result<std::vector<exchange::Exchange>> read_exchanges(const std::string& file);

// The recorded server, "https://api.example.com/v1": requests to it, and what of their path is behind it.
class Origin {
 public:
  // Errors: not http or https, no host. User and password are left out of everything.
  static Result<Origin> parse(std::string_view url);

  // Is the exchange with this server? Then its url is as clients of a mock have it: "https://api.example.com/v1/users" has "/users".
  bool take(exchange::Exchange& exchange) const;
  const std::string& host() const { return host_; }  // "https://api.example.com"

 private:
  std::string host_, path_;
};

// Exchanges as recording wants them: content codings undone, and no response where it is not whole or its coding is unknown; an event
// stream ends where it was left. Times are multiplied by `pace`. In the order in which they began.
void prepare(std::vector<exchange::Exchange>& exchanges, double pace);

}  // namespace mimus::cli
