#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "answer.h"
#include "plan.h"

namespace mimus::collections {

// Where a path leads: /users/3/posts/7 is row 7 of posts, among those whose userId is 3.
struct Place {
  std::size_t collection = 0;
  std::optional<std::string> id;  // decoded
  std::string path;               // of the collection, as the client knows it
  // Of nested routes: the member that refers to the parent, and the parent's id.
  std::optional<std::pair<std::string, json::Value>> within;
};
Outcome<Place> find_place(const State& state, std::size_t collection, const Ask& ask);

// The row that the place names; 404 when there is none, or not inside its parent.
Outcome<std::uint64_t> find_row(const State& state, const Place& place);

enum class Body { kJson, kMergePatch, kJsonPatch };
// The body as JSON: 400 with its position, 415 for another media type than the method takes.
struct ReadBody {
  Body kind = Body::kJson;
  json::Value value;
};
Outcome<ReadBody> read_body(const Ask& ask, bool patch);

// Strong: of the bytes.
std::string etag_of(std::string_view body);
// If-Match and If-None-Match of a change (RFC 9110 §13.2.2): 412, or 428 where the definition asks for If-Match.
// `row`: what is there now; nullptr: nothing.
Settled check_preconditions(const Ask& ask, const Definition& definition, const json::Value* row);

// The rows of a page with what _embed and _expand put in, and only the fields that were asked for.
Outcome<std::vector<json::Value>> present(const State& state, std::size_t collection, const std::vector<Row>& rows,
                                          const Query& query);
// Link, with first, prev, next and last as far as there are such; "" for none.
std::string link_of(const Ask& ask, std::string_view path, const Query& query, const Page& page);

}  // namespace mimus::collections
