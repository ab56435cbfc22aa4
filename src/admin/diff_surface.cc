#include "diff_surface.h"

#include "admission.h"
#include "serve/reply.h"

namespace mimus::admin {

bool DiffSurface::answer(const http::Request& request, server::LoopIndex, Arena& arena, server::Reply& reply) {
  if (request.path != "/__mimus/diff" && request.path != "/__mimus/diff/") return false;
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (request.method == "OPTIONS") {
    serve::send(204, "", "", arena, reply, {{"Allow", "GET, DELETE, OPTIONS"}});
  } else if (!reads && request.method != "DELETE") {
    serve::send_error(405, "this endpoint takes GET and DELETE", "", arena, reply, {{"Allow", "GET, DELETE"}});
  } else if (!admitted(request, token_, arena, reply)) {
    return true;
  } else if (live_ == nullptr) {
    serve::send_error(404, "the mocks are compared with no server", "start with: mimus serve mocks.yaml --diff-against https://api.example.com", arena, reply);
  } else if (request.method == "DELETE") {
    live_->ledger().clear();
    serve::send(204, "", "", arena, reply);
  } else {
    json::Object body{{"against", against_}, {"waiting", live_->waiting()}};
    for (auto& member : live_->ledger().to_json()) body[member.key()] = std::move(member.value());
    serve::send_json(200, body, arena, reply);
  }
  return true;
}

}  // namespace mimus::admin
