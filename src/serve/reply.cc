#include "reply.h"

#include "http/prepared_response.h"

namespace mimus::serve {

void send(int status, std::string_view content_type, std::string_view body, Arena& arena, server::Reply& reply,
          std::vector<http::OwnedField> more) {
  std::vector<http::OwnedField> fields = std::move(more);
  if (!content_type.empty()) fields.push_back({"Content-Type", std::string(content_type)});
  fields.push_back({"Cache-Control", "no-store"});
  std::string head;
  http::write_head(status, "", fields, http::forbids_body(status) ? -1 : static_cast<std::int64_t>(body.size()), head);
  reply.status = status;
  reply.head = arena.copy(head);
  reply.body = arena.copy(body);
}

void send_json(int status, const json::Value& value, Arena& arena, server::Reply& reply,
               std::vector<http::OwnedField> more) {
  send(status, "application/json", json::write(value, {.indent = 2}) + "\n", arena, reply, std::move(more));
}

void send_error(int status, std::string message, std::string hint, Arena& arena, server::Reply& reply,
                std::vector<http::OwnedField> more) {
  json::Object body{{"error", message}};
  if (!hint.empty()) body["hint"] = hint;
  send_json(status, body, arena, reply, std::move(more));
}

server::Reply owned_json(int status, const json::Value& value) {
  auto owned = std::make_shared<http::PreparedResponse>(http::PreparedResponse::make(
      status, "", {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
      json::write(value, {.indent = 2}) + "\n"));
  server::Reply reply;
  reply.prepared = owned.get();
  reply.hold = std::move(owned);
  return reply;
}

}  // namespace mimus::serve
