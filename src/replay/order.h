#pragma once

#include <string>
#include <string_view>

#include "exchange/exchange.h"

namespace mimus::replay {

// What a request does, as far as others have to wait for it.
struct Act {
  bool writes;        // its method is not a safe one, RFC 9110 §9.2.1
  std::string path;   // without a slash at its end
};
Act act_of(const exchange::Request& request);

// Must these two keep their order? One of them writes, and one path stands at or below the other.
//
//   POST /users      GET /users/17       yes
//   GET /users       GET /users/17       no
//   PUT /users/17    DELETE /users/18    no
bool keep_order(const Act& a, const Act& b);

}  // namespace mimus::replay
