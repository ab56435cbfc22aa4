#include "admission.h"

#include <string>
#include <string_view>

#include "facts/request_facts.h"
#include "text/encoding.h"
#include "text/secret.h"

namespace mimus::wiremock_admin {
namespace {

constexpr int kHttpsRequired = 40;

// What follows "Basic " or "Bearer ", schemes being compared without case (RFC 9110 §11.1).
std::optional<std::string_view> credentials(const http::Request& request, std::string_view scheme) {
  const std::string_view given = request.header("Authorization").value_or("");
  if (given.size() <= scheme.size() || given[scheme.size()] != ' ') return std::nullopt;
  if (!text::equal_ignoring_case(given.substr(0, scheme.size()), scheme)) return std::nullopt;
  return given.substr(scheme.size() + 1);
}

bool knows_password(const Credentials& wanted, const http::Request& request) {
  const auto given = credentials(request, "Basic");
  if (!given) return false;
  const auto pair = text::base64_decode(text::trim(*given));
  return pair && text::same_secret(*pair, wanted.user + ":" + wanted.password);
}

bool knows_token(std::string_view wanted, const http::Request& request, Arena& arena) {
  const auto given = credentials(request, "Bearer");
  if (given && text::same_secret(*given, wanted)) return true;
  facts::RequestFacts facts(request, arena);
  for (const facts::NameValue& parameter : facts.query()) {
    if (parameter.name == "token" && text::same_secret(parameter.value, wanted)) return true;
  }
  return false;
}

}  // namespace

std::optional<Problem> turned_away(const Options& options, const http::Request& request,
                                   Arena& arena) {
  if (options.require_https && request.scheme != "https") {
    return refused(403, kHttpsRequired, "HTTPS is required for accessing the admin API");
  }
  const bool open = options.token.empty() && !options.basic_auth;
  if (open || (options.basic_auth && knows_password(*options.basic_auth, request)) ||
      (!options.token.empty() && knows_token(options.token, request, arena))) {
    return std::nullopt;
  }
  return Problem{401, std::nullopt, ""};
}

std::vector<http::OwnedField> common_fields(const http::Request& request) {
  std::vector<http::OwnedField> fields{{"Vary", "Origin"}};
  if (const auto origin = request.header("Origin")) {
    fields.push_back({"Access-Control-Allow-Origin", std::string(*origin)});
    fields.push_back({"Access-Control-Allow-Credentials", "true"});
  }
  return fields;
}

std::optional<std::vector<http::OwnedField>> preflight_fields(const http::Request& request) {
  if (request.method != "OPTIONS" || !request.header("Origin") ||
      !request.header("Access-Control-Request-Method")) {
    return std::nullopt;
  }
  std::vector<http::OwnedField> fields = common_fields(request);
  fields.push_back({"Access-Control-Max-Age", "1800"});
  fields.push_back({"Access-Control-Allow-Methods", "OPTIONS,GET,POST,PUT,PATCH,DELETE"});
  if (const auto asked = request.header("Access-Control-Request-Headers")) {
    fields.push_back({"Access-Control-Allow-Headers", std::string(*asked)});
  }
  return fields;
}

}  // namespace mimus::wiremock_admin
