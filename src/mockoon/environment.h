#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/result.h"

namespace mimus::mockoon {

using Milliseconds = std::chrono::milliseconds;

// A header. The value is a template.
struct Field {
  std::string key, value;
  friend bool operator==(const Field&, const Field&) = default;
};

enum class BodyType : std::uint8_t { kInline, kFile, kBucket };

struct Rule {
  std::string target;           // "body", "query", …: rule.h
  std::string modifier, value;  // templates
  std::string op = "equals";
  bool invert = false;
  friend bool operator==(const Rule&, const Rule&) = default;
};

struct CallbackUse {
  std::string uuid;
  Milliseconds latency{0};
  friend bool operator==(const CallbackUse&, const CallbackUse&) = default;
};

struct Response {
  std::string uuid, label;
  int status = 200;  // 100 … 999
  Milliseconds latency{0};
  std::vector<Field> headers;
  BodyType body_type = BodyType::kInline;
  std::string body = "{}";
  std::string file;    // relative to the environment's file; a template
  bool inline_file = false;  // else Content-Disposition: attachment
  std::string bucket;  // id
  std::vector<Rule> rules;
  bool all_rules = false;  // AND
  bool templated = true;
  bool fallback_to_404 = false;
  bool is_default = false;
  std::string crud_key = "id";
  std::vector<CallbackUse> callbacks;
  friend bool operator==(const Response&, const Response&) = default;
};

enum class RouteType : std::uint8_t { kHttp, kCrud, kSocket };
enum class Mode : std::uint8_t { kRules, kRandom, kSequential, kDefault, kFallback };

struct Route {
  std::string uuid, documentation;
  RouteType type = RouteType::kHttp;
  std::string method = "get";  // or "all"
  std::string endpoint;        // "users/:id", see endpoint_path.h
  std::vector<Response> responses;
  Mode mode = Mode::kRules;
  std::string pointer;  // where it stands in the file, for messages: "/routes/3"
  friend bool operator==(const Route&, const Route&) = default;
};

struct Bucket {
  std::string uuid, id, name;
  std::string value = "[\n]";  // a template
  friend bool operator==(const Bucket&, const Bucket&) = default;
};

struct Callback {
  std::string uuid, id, name;
  std::string method = "post";
  std::string uri;  // a template; "/…" is this server
  std::vector<Field> headers;
  BodyType body_type = BodyType::kInline;
  std::string body, file, bucket;
  bool file_is_body = true;  // else a multipart field
  friend bool operator==(const Callback&, const Callback&) = default;
};

struct Tls {
  bool enabled = false;
  bool pfx = false;
  std::string pfx_path, cert_path, key_path, ca_path, passphrase;  // relative to the environment's file
  friend bool operator==(const Tls&, const Tls&) = default;
};

// A Mockoon environment, migration level 33, as its file says it; what is missing has Mockoon's default.
struct Environment {
  std::string uuid, name = "New environment";
  std::uint16_t port = 3000;
  std::string hostname;  // "": all addresses
  std::string prefix;    // before every endpoint
  Milliseconds latency{0};
  std::vector<Route> routes;  // in the order in which they are tried; those in no list are not here
  bool proxies = false;
  std::string proxy_host;
  bool proxy_removes_prefix = false;
  std::vector<Field> proxy_request_headers, proxy_response_headers;
  Tls tls;
  bool cors = true;
  std::vector<Field> headers;
  std::vector<Bucket> buckets;
  std::vector<Callback> callbacks;

  std::optional<std::size_t> bucket_place(std::string_view id) const;  // of the first one; "" is none's
  friend bool operator==(const Environment&, const Environment&) = default;
};

// Is this text an environment, or one of the very old exports that wrap some? By its content.
bool is_environment(std::string_view text);

struct Reading {
  Environment environment;
  std::vector<Error> warnings;  // what was repaired or is left out, with line and column
};

//   MIMUS_TRY(Reading shop, read_environment(text, "shop.mockoon.json"));
//
// Older forms are migrated (old_forms.h); what is missing or of a wrong type becomes Mockoon's default, the latter with a
// warning; what is unknown is dropped. Errors: kSyntax with line and column for what is no JSON, kInvalid for what is no
// environment.
Result<Reading> read_environment(std::string_view text, const std::string& source);

// Fills in line and column of all that have a pointer.
void locate(std::string_view text, const std::string& source, std::vector<Error>& errors);

}  // namespace mimus::mockoon
