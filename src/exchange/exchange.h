#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "http/message.h"

namespace mimus::exchange {

// One request and what was answered to it, as a recording has it: what a proxy saw, what a HAR file, a history or a
// Postman collection holds. A value that owns its bytes. The common coin of recording, replay, import and export;
// journal::Exchange (which knows stubs and worlds) turns into it and never back.
//
// Bodies are as the application sees them: transfer codings are gone, and content codings too, with the field
// Content-Encoding gone from `fields` and its value kept in `coding`.
struct Request {
  std::string method;
  std::string url;  // absolute, "https://api.example.com/users?page=2"; or, where no host is known, "/users?page=2"
  std::vector<http::OwnedField> fields;  // in order, names as they were spelt, repeats kept
  std::string body;
  std::string coding{};  // "gzip": how the body travelled; "" for as it is
  friend bool operator==(const Request&, const Request&) = default;
};

// A body that came in pieces with time between them, an event stream: how much had come when.
struct Piece {
  Nanoseconds after{0};  // since the head
  std::size_t end = 0;   // bytes of the body that were there by then
  friend bool operator==(const Piece&, const Piece&) = default;
};

struct Response {
  int status = 200;
  std::string reason{};  // "" for the registered phrase
  std::vector<http::OwnedField> fields;
  std::string body;
  std::string coding{};
  std::vector<Piece> pieces{};  // empty: at once, or not known
  friend bool operator==(const Response&, const Response&) = default;
};

struct Exchange {
  WallTime started{};
  Nanoseconds wait{0};      // from the request's last byte to the response's first
  Nanoseconds total{0};     // from the request's first byte to the response's last
  Request request;
  std::optional<Response> response;  // nothing: none came, and `failure` says why
  std::string failure{};             // "connection reset", "timed out after 30 s"
  std::string client{};              // the address that asked; "" for not known
  friend bool operator==(const Exchange&, const Exchange&) = default;
};

// The parts of Request::url, views into it: "https" "api.example.com:8443" "/users" "page=2"; scheme and authority are
// "" for a url that begins with "/". The path is "/" at least.
struct UrlParts {
  std::string_view scheme, authority, path, query;
};
UrlParts split(std::string_view url);

// The first value of a field, by its name in any case.
std::optional<std::string_view> find(const std::vector<http::OwnedField>& fields, std::string_view name);

}  // namespace mimus::exchange
