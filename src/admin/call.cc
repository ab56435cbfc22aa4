#include "call.h"

#include "config_report.h"
#include "facts/request_facts.h"
#include "serve/reply.h"

namespace mimus::admin {

std::optional<std::string_view> Call::parameter(std::string_view name) const {
  facts::RequestFacts facts(request, arena);
  for (const facts::NameValue& each : facts.query()) {
    if (each.name == name) return each.value;
  }
  return std::nullopt;
}

Result<json::Value> Call::document() const {
  if (request.body.empty()) return Error{Code::kInvalid, "this call wants a JSON body", "GET /__mimus/openapi.json describes it", {}};
  return json::parse(request.body);
}

Result<serve::Worlds*> Call::worlds() const {
  if (side.options.worlds == nullptr) return Error{Code::kUnsupported, "this server has one world only", "", {}};
  return side.options.worlds;
}

int status_of(Code code) {
  switch (code) {
    case Code::kSyntax:
    case Code::kInvalid: return 400;
    case Code::kNotFound: return 404;
    case Code::kConflict: return 409;
    case Code::kLimit: return 429;
    case Code::kUnsupported: return 501;
    case Code::kIo: break;
  }
  return 500;
}

void send_error(const Error& error, Arena& arena, server::Reply& reply) {
  json::Object body{{"error", error.message}};
  if (!error.hint.empty()) body["hint"] = error.hint;
  if (!error.where.pointer.empty()) body["pointer"] = error.where.pointer;
  if (error.where.line != 0) body["line"] = error.where.line, body["column"] = error.where.column;
  serve::send_json(status_of(error.code), body, arena, reply);
}

}  // namespace mimus::admin
