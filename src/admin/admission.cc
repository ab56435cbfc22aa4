#include "admission.h"

#include "facts/request_facts.h"
#include "serve/reply.h"
#include "text/secret.h"

namespace mimus::admin {
namespace {

using text::same_secret;

bool brings(const http::Request& request, std::string_view token, Arena& arena) {
  const std::string_view given = request.header("Authorization").value_or("");
  const bool bearer = given.size() > 7 && given[6] == ' ' && http::same_name(given.substr(0, 6), "Bearer");  // RFC 9110 §11.1
  if (bearer && same_secret(given.substr(7), token)) return true;
  facts::RequestFacts facts(request, arena);
  for (const facts::NameValue& parameter : facts.query()) {
    if (parameter.name == "token" && same_secret(parameter.value, token)) return true;
  }
  return false;
}

}  // namespace

bool admitted(const http::Request& request, std::string_view token, Arena& arena, server::Reply& reply) {
  if (token.empty() || brings(request, token, arena)) return true;
  serve::send_error(401, "the admin side wants its token",
                    "send 'Authorization: Bearer TOKEN' (printed at start, or set with --admin-token), or start with "
                    "--admin-open",
                    arena, reply, {{"WWW-Authenticate", "Bearer"}});
  return false;
}

}  // namespace mimus::admin
