#pragma once

#include <span>
#include <string>

#include "exchange/exchange.h"
#include "json/json.h"

namespace mimus::draft {

// One request with its answer, recorded or made as an example.
struct Seen {
  exchange::Exchange exchange;
  std::string pattern{};  // the native path pattern that it is an example of: "/users/{id:int}"; "": its path tells
  std::string name{};     // what its author calls it
};

struct Description {
  std::string title = "API";
  std::string server{};   // "https://api.example.com"; "": none is named
};

// An OpenAPI 3.1 document for what was seen, to begin with:
//
//   GET /users/17?full=1 -> 200 {"id": 17}, GET /users/42 -> 404 {"error": "none"}
//     paths: {"/users/{userId}": {"get": {
//       "parameters": [{"name": "userId", "in": "path", …}, {"name": "full", "in": "query", "schema": {"type": "integer"}}],
//       "responses": {"200": {"content": {"application/json": {"schema": {"type": "object", …}, "example": {"id": 17}}}}, "404": …}}}}
//
// Paths come in the order in which they were first seen. Literal patterns that differ in identifiers alone are one path, too. What all requests of an operation had is required. Schemas are those of
// jsonschema/infer.h: each body that was seen is valid. Texts with "{{" are templates, whose values may be anything. Authorization becomes a
// security scheme. Methods that OpenAPI does not know are left out.
json::Object openapi_draft(std::span<const Seen> seen, const Description& description);

}  // namespace mimus::draft
