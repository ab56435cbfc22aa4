#include "borrowed_request.h"

namespace mimus::journal {

BorrowedRequest::BorrowedRequest(const Exchange& exchange) {
  const http::OwnedRequest& owned = exchange.request;
  fields_.reserve(owned.fields.size());
  for (const http::OwnedField& field : owned.fields) fields_.push_back({field.name, field.value});
  request_.method = owned.method;
  request_.target = owned.target;
  request_.scheme = owned.scheme;
  request_.authority = owned.authority;
  request_.path = owned.path;
  request_.query = owned.query;
  request_.body = owned.body;
  request_.client_ip = owned.client_ip;
  request_.fields = fields_;
  request_.version = exchange.version;
}

}  // namespace mimus::journal
