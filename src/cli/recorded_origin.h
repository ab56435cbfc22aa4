#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "exchange/exchange.h"

namespace mimus::cli {

// The recorded server, "https://api.example.com/v1": requests to it, and what of their path is behind it.
class Origin {
 public:
  // Errors: not http or https, no host, a query or a fragment. User and password are left out of everything.
  static Result<Origin> parse(std::string_view url);

  // Is the exchange with this server? Then its url is as clients of a mock have it: "https://api.example.com/v1/users" has "/users".
  bool take(exchange::Exchange& exchange) const;
  const std::string& host() const { return host_; }  // "https://api.example.com"

 private:
  std::string host_, path_;
};

}  // namespace mimus::cli
