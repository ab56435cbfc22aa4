#include "cors.h"

#include <algorithm>

namespace mimus::serve {
namespace {

std::string join(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) {
    if (!text.empty()) text += ", ";
    text += item;
  }
  return text;
}

// What Access-Control-Allow-Origin says to this request; "" when the origin is not allowed.
std::string allowed_origin(const stub::Cors& cors, const http::Request& request) {
  const std::string origin(request.header("Origin").value_or(""));
  const bool any = std::ranges::find(cors.origins, "*") != cors.origins.end();
  if (any && !cors.credentials) return "*";
  if (any) return origin;
  return std::ranges::find(cors.origins, origin) != cors.origins.end() ? origin : "";
}

}  // namespace

void append_cors_fields(const stub::Cors& cors, const http::Request& request,
                        std::vector<http::OwnedField>& fields) {
  if (!cors.enabled) return;
  const auto given = [&](std::string_view name) {
    return std::ranges::any_of(fields, [&](const auto& field) { return http::same_name(field.name, name); });
  };
  if (given("Access-Control-Allow-Origin")) return;
  const std::string origin = allowed_origin(cors, request);
  if (origin.empty()) return;
  fields.push_back({"Access-Control-Allow-Origin", origin});
  if (origin != "*") fields.push_back({"Vary", "Origin"});
  if (cors.credentials) fields.push_back({"Access-Control-Allow-Credentials", "true"});
  if (!cors.expose.empty()) fields.push_back({"Access-Control-Expose-Headers", join(cors.expose)});
}

bool is_preflight(const http::Request& request) {
  return request.method == "OPTIONS" && request.header("Origin") &&
         request.header("Access-Control-Request-Method");
}

std::vector<http::OwnedField> options_fields(const stub::Cors& cors, const http::Request& request,
                                             const std::vector<std::string>& methods) {
  std::vector<http::OwnedField> fields;
  const std::string allow = methods.empty() ? "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" : join(methods);
  if (!is_preflight(request) || !cors.enabled) {
    fields.push_back({"Allow", allow});
    append_cors_fields(cors, request, fields);
    return fields;
  }
  append_cors_fields(cors, request, fields);
  if (fields.empty()) return fields;
  fields.push_back({"Access-Control-Allow-Methods", cors.methods.empty() ? allow : join(cors.methods)});
  const std::string headers = cors.headers.empty()
                                  ? std::string(request.header("Access-Control-Request-Headers").value_or("*"))
                                  : join(cors.headers);
  fields.push_back({"Access-Control-Allow-Headers", headers});
  if (cors.max_age) {
    fields.push_back({"Access-Control-Max-Age", std::to_string(cors.max_age->count())});
  }
  fields.push_back({"Vary", "Access-Control-Request-Method, Access-Control-Request-Headers"});
  return fields;
}

}  // namespace mimus::serve
