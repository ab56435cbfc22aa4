#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "http/delivery.h"
#include "http/message.h"
#include "http/upload.h"
#include "json/json.h"
#include "serve/outward.h"
#include "server/handler.h"

namespace mimus::serve {

// Whose words a proxied answer uses when the upstream gave none.
enum class Voice : std::uint8_t {
  kOurs,      // 502 or 504 in JSON, with what happened
  kWireMock,  // its 500
  kMockoon,   // its 504: Errand::prologue and why
};

// Makes the body of an upstream's answer anew. Called on the request's loop, while its connection waits, if that is still there.
using Rewrite = std::function<Status(const outbound::Head& head, std::string& body)>;

// A request for another server, and what is to be done with its answer: all that forward() needs, owned.
struct Errand {
  outbound::Request request;
  std::vector<http::OwnedField> added;    // to the response
  std::vector<http::OwnedField> implied;  // likewise, unless it has such a field
  std::vector<std::string> removed;       // from the response; a name that ends in '*' takes all that begin so
  bool replaces = true;                   // `added` stand in place of the response's own of those names
  json::Value patch;                      // RFC 6902; null: none
  Rewrite rewrite{};                      // after the patch; empty: none
  std::string rewritten_type{};           // the Content-Type of what that makes; "": the response's
  const http::Delivery* delivery = nullptr;  // in the arena of the request, or held
  bool whole = false;                     // the body is gathered first: a delivery or a patch wants that
  bool head_only = false;                 // HEAD
  Voice voice = Voice::kOurs;
  std::string prologue{};                 // of Voice::kMockoon
  std::shared_ptr<const void> hold;       // lives as long as the reply
  std::string client_ip;
  std::string_view label{};               // Reply::label
  std::shared_ptr<http::Upload> upload{};  // the request's body, when it is still on its way
  std::function<void(exchange::Exchange)> heard{};  // beside Outward::on_exchange, of this one alone
  bool changes_body() const { return !patch.is_null() || rewrite; }
};

// The body that is there, or the one that is on its way.
void pass_body(const http::Request& request, Errand& errand);
// The fields of a request that are passed on, in order: without those of the connection, Host, Content-Length, and
// Content-Encoding, which is undone when a request is read, except of a body on its way.
std::vector<http::OwnedField> passed_on(const http::Request& request);
// `base` without its last slash, the path without `prefix`, the query.
std::string target_url(std::string_view base, const http::Request& request, std::string_view prefix);
// Via and X-Forwarded-*, when `outward` says so; RFC 9110 §7.6.3.
void say_who(const Outward& outward, const http::Request& request, std::vector<http::OwnedField>& fields);
void set_field(std::vector<http::OwnedField>& fields, std::string_view name, std::string value);

// Makes `reply` one that waits for the upstream. A body that is small or known to be is gathered, so that the journal has
// it; another streams, and the journal has what was there when it began. When the upstream breaks inside a streamed body
// so does the connection to the client.
void forward(const Outward& outward, Errand&& errand, server::Reply& reply);

}  // namespace mimus::serve
