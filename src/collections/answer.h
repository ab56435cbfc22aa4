#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "store.h"

namespace mimus::collections {

// One request to a collection. Borrowed.
struct Ask {
  std::string_view method;
  std::string_view base;   // path of the collection as the client knows it, for Location and Link: "/products"
  std::string_view rest;   // what follows it, raw: "", "/", "/7", "/7/reviews"
  std::string_view query;  // raw, without '?'
  std::span<const http::HeaderField> fields;
  std::string_view body;
};

struct Answer {
  int status = 200;
  std::vector<http::OwnedField> fields;
  std::string body;  // also of a HEAD: whoever sends it leaves it out
};

// What a REST server answers from this collection: list, one, create, replace, patch, delete; nested routes
// (/users/3/posts). Every error is a problem document. See docs/collections.md. Any thread; what a request
// changes it changes at once or not at all.
Answer answer(Store& store, std::string_view collection, const Ask& ask);

}  // namespace mimus::collections
