#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "document.h"
#include "http/message.h"
#include "http/multipart.h"
#include "json/json.h"
#include "surroundings.h"

namespace mimus::facts {

struct NameValue {
  std::string_view name;
  std::string_view value;
  std::string_view raw{};  // of query and form: the value before decoding
};

// Everything that matchers and templates can ask about one request. Each kind of body and each list
// is parsed at most once, and only when somebody asks; a stub that looks at nothing costs nothing.
//
// Borrows the request, the arena and the surroundings (nullptr: real time, no luck); all views live
// as long as these. One thread.
class RequestFacts {
 public:
  RequestFacts(const http::Request& request, Arena& arena,
               const Surroundings* surroundings = nullptr)
      : request_(&request), arena_(&arena), surroundings_(surroundings) {}
  RequestFacts(const RequestFacts&) = delete;
  RequestFacts& operator=(const RequestFacts&) = delete;

  const http::Request& request() const { return *request_; }
  Arena& arena() const { return *arena_; }

  // The path with percent-encoding normalised: see text/percent.h normalize_path(). The same view
  // as request().path when there is nothing to normalise.
  std::string_view normal_path();
  // The path as it was sent, with its query: "/a?b=1". Without a '?' when the query is empty.
  std::string_view url();
  // Of the Host header (or an absolute-form target), without and with what follows the colon; 80 or
  // 443 when nothing does.
  std::string_view host() const;
  std::string_view port() const;
  // X-Forwarded-For as it stands, when it is there and not empty; else the peer's address.
  std::string_view client_ip() const;
  // Query parameters in order, percent-decoded, '+' read as a blank; `?k` has the empty value.
  std::span<const NameValue> query();
  // Cookies in order; surrounding double quotes removed.
  std::span<const NameValue> cookies();
  // Fields of an application/x-www-form-urlencoded body, decoded like the query; else empty.
  std::span<const NameValue> form();
  // The parts of a multipart body, as its Content-Type says; none when it is not one, or broken.
  std::span<const http::Part> parts();
  // The body of parts()[i] in all its readings.
  Document& part_body(std::size_t i);
  // The body as JSON, whatever its Content-Type; nullptr when it is not JSON.
  const json::Value* json() { return body().json(); }
  // The body in all its readings.
  Document& body();
  bool has_body() {
    asked_body_ = true;
    return !request_->body.empty();
  }
  bool asked_body() const { return asked_body_ || body_ || form_ || parts_; }  // by anybody, so far

  bool in_a_world() const { return surroundings_ != nullptr; }
  WallTime now() const;
  Chance chance(std::uint64_t key) const;
  // "" without surroundings
  std::string_view scenario_state(std::string_view scenario, const Captured& captured);
  const json::Value* state(const StatePath& path) const;  // nullptr without surroundings
  std::uint64_t served(std::uint64_t key) const;  // 0 without surroundings

 private:
  const http::Request* request_;
  Arena* arena_;
  const Surroundings* surroundings_;
  std::optional<std::string_view> normal_path_;
  std::optional<std::span<const NameValue>> query_;
  std::optional<std::span<const NameValue>> cookies_;
  std::optional<std::span<const NameValue>> form_;
  std::optional<std::string_view> url_;
  std::optional<Document> body_;
  bool asked_body_ = false;
  std::optional<std::span<const http::Part>> parts_;
  std::vector<std::unique_ptr<Document>> part_bodies_;  // of parts_, made when somebody asks
};

}  // namespace mimus::facts
