#pragma once

#include <vector>

#include "http/message.h"
#include "journal/journal.h"

namespace mimus::journal {

// A stored request as matchers see one:
//
//   const BorrowedRequest borrowed(exchange);
//   facts::RequestFacts facts(borrowed.request(), arena);
//
// Borrows the exchange.
class BorrowedRequest {
 public:
  explicit BorrowedRequest(const Exchange& exchange);
  BorrowedRequest(const BorrowedRequest&) = delete;
  BorrowedRequest& operator=(const BorrowedRequest&) = delete;

  const http::Request& request() const { return request_; }

 private:
  std::vector<http::HeaderField> fields_;
  http::Request request_;
};

}  // namespace mimus::journal
