#pragma once

#include <string>
#include <vector>

#include "base/arena.h"
#include "http/message.h"
#include "json/json.h"
#include "problem.h"

namespace mimus::wiremock_admin {

// A request that a client describes in the form of logged_request(): url, absoluteUrl, method,
// headers, cookies, bodyAsBase64, scheme, clientIp. What else there is, is ignored, "body" too.
// Borrows the document, and the arena keeps what has to be made.
class DescribedRequest {
 public:
  static Or<DescribedRequest> read(const json::Value& document, Arena& arena);
  // Valid while this stays where it is.
  http::Request request() const;

 private:
  http::Request request_;
  std::vector<http::HeaderField> fields_;
};

}  // namespace mimus::wiremock_admin
