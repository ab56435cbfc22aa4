#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "arena_memory.h"
#include "base/arena.h"
#include "http/message.h"
#include "http/multipart.h"
#include "json/json.h"

namespace mimus::facts {

struct NameValue {
  std::string_view name;
  std::string_view value;
};

// Everything that matchers and templates can ask about one request. Each kind of body and each list is
// parsed at most once, and only when somebody asks; a stub that looks at nothing costs nothing.
//
// Borrows the request and the arena; all views live as long as both. One thread.
class RequestFacts {
 public:
  RequestFacts(const http::Request& request, Arena& arena)
      : request_(&request), arena_(&arena), json_memory_(arena) {}
  RequestFacts(const RequestFacts&) = delete;
  RequestFacts& operator=(const RequestFacts&) = delete;

  const http::Request& request() const { return *request_; }
  Arena& arena() const { return *arena_; }

  // The path with percent-encoding normalised: see text/percent.h normalize_path(). The same view as
  // request().path when there is nothing to normalise.
  std::string_view normal_path();
  // Query parameters in order, percent-decoded, '+' read as a blank; `?k` has the empty value.
  std::span<const NameValue> query();
  // Cookies in order; surrounding double quotes removed.
  std::span<const NameValue> cookies();
  // Fields of an application/x-www-form-urlencoded body, decoded like the query; else empty.
  std::span<const NameValue> form();
  // The parts of a multipart body, as its Content-Type says; none when it is not one, or broken.
  std::span<const http::Part> parts();
  // The body as JSON, whatever its Content-Type; nullptr when it is not JSON.
  const json::Value* json();

 private:
  const http::Request* request_;
  Arena* arena_;
  std::optional<std::string_view> normal_path_;
  std::optional<std::span<const NameValue>> query_;
  std::optional<std::span<const NameValue>> cookies_;
  std::optional<std::span<const NameValue>> form_;
  std::optional<std::span<const http::Part>> parts_;
  ArenaMemory json_memory_;
  bool json_tried_ = false;
  std::optional<json::Value> json_;
};

}  // namespace mimus::facts
