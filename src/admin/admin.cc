#include "admin.h"

#include "admission.h"
#include "endpoints.h"
#include "serve/reply.h"
#include "text/percent.h"

namespace mimus::admin {
namespace {

using serve::send;

std::string_view without_last_slash(std::string_view path) {
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path;
}

// What of the path stands for the row's {id}, a whole segment; "" when it has none; nothing when it is another path.
std::optional<std::string_view> fits(std::string_view row, std::string_view path) {
  constexpr std::string_view kId = "{id}";
  const std::size_t at = row.find(kId);
  if (at == std::string_view::npos) {
    return row == path ? std::optional<std::string_view>("") : std::nullopt;
  }
  const std::string_view before = row.substr(0, at), behind = row.substr(at + kId.size());
  if (path.size() <= before.size() + behind.size()) return std::nullopt;
  if (!path.starts_with(before) || !path.ends_with(behind)) return std::nullopt;
  const std::string_view id = path.substr(at, path.size() - before.size() - behind.size());
  return id.find('/') == std::string_view::npos ? std::optional(id) : std::nullopt;
}

void run(const Endpoint& endpoint, const Call& call) {
  if (endpoint.write != nullptr) return endpoint.write(call);
  Result<Answer> answer = endpoint.answer(call);
  if (!answer) return send_error(answer.error(), call.arena, call.reply);
  if (answer->body.is_null()) return send(answer->status, "", "", call.arena, call.reply, std::move(answer->fields));
  serve::send_json(answer->status, answer->body, call.arena, call.reply, std::move(answer->fields));
}

}  // namespace

struct Admin::Impl {
  const Options options;
  Side side;

  Impl(serve::World& world, reload::Reloader& reloader, Options given)
      : options(std::move(given)), side{world, reloader, options} {}
};

Admin::Admin(serve::World& world, reload::Reloader& reloader, Options options)
    : impl_(std::make_unique<Impl>(world, reloader, std::move(options))) {}
Admin::~Admin() = default;

bool Admin::answer(const http::Request& request, server::LoopIndex, Arena& arena, server::Reply& reply) {
  const std::string_view path = without_last_slash(request.path);
  if (!path.starts_with("/__")) return false;
  std::string allow;
  const std::string_view method = request.method == "HEAD" ? std::string_view("GET") : request.method;
  for (const Topic& topic : topics()) {
    for (const Endpoint& row : topic.endpoints()) {
      const auto id = fits(row.path, path);
      if (!id) continue;
      if (row.method != method) {
        allow += (allow.empty() ? "" : ", ") + std::string(row.method);
        continue;
      }
      if (!admitted(request, impl_->options.token, arena, reply)) return true;
      run(row, {impl_->side, request, text::percent_decode(*id, arena), arena, reply});
      return true;
    }
  }
  if (!allow.empty()) {
    if (request.method == "OPTIONS") {
      send(204, "", "", arena, reply, {{"Allow", allow + ", OPTIONS"}});
      return true;
    }
    serve::send_error(405, "this endpoint takes " + allow, "", arena, reply, {{"Allow", allow}});
    return true;
  }
  if (path.starts_with("/__mimus")) {
    serve::send_error(404, "nothing at " + std::string(request.path), "GET /__mimus lists what there is", arena, reply);
    return true;
  }
  return false;
}

}  // namespace mimus::admin
