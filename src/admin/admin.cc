#include "admin.h"

#include "admission.h"
#include "config_report.h"
#include "explain.h"
#include "logs.h"
#include "native/native.h"
#include "serve/reply.h"

namespace mimus::admin {
namespace {

using serve::owned_json;
using serve::send;
using serve::send_error;
using serve::send_json;

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

}  // namespace

struct Admin::Impl {
  serve::World& world;
  reload::Reloader& reloader;
  const Options options;
  const SteadyTime started = std::chrono::steady_clock::now();

  struct Call {
    const http::Request& request;
    Arena& arena;
    server::Reply& reply;
    std::string_view id;  // what stands for {id} in the row's path
  };
  struct Row {
    std::string_view method;
    std::string_view path;
    void (Impl::*answer)(const Call& call);
    std::string_view summary;
  };
  static const std::span<const Row> rows();

  void logs(const Call& call) { get_logs(world, reloader, call.request, call.arena, call.reply); }
  void clear_logs(const Call& call) { delete_logs(world, call.arena, call.reply); }
  void reload(const Call& call);
  void health(const Call& call);
  void schema(const Call& call) { send_json(200, native::schema(), call.arena, call.reply); }
  void reset(const Call& call);
  void explain(const Call& call) { explain_request(world, call.id, call.arena, call.reply); }
  void index(const Call& call);
};

const std::span<const Admin::Impl::Row> Admin::Impl::rows() {
  static constexpr Row kRows[] = {
      {"GET", "/__logs", &Impl::logs, "requests and answers, newest first; filters: method, path, status, matched, since, limit"},
      {"DELETE", "/__logs", &Impl::clear_logs, "forgets them"},
      {"POST", "/__reload", &Impl::reload, "reads the configuration again; the old one stays on any error"},
      {"GET", "/__mimus", &Impl::index, "this list"},
      {"GET", "/__mimus/health", &Impl::health, "that it is up, and with what"},
      {"GET", "/__mimus/schema", &Impl::schema, "the JSON Schema of the native file"},
      {"GET", "/__mimus/requests/{id}/explain", &Impl::explain, "why a request of the journal was answered as it was"},
      {"POST", "/__mimus/reset", &Impl::reset, "counters and the journal as at the start"},
  };
  return kRows;
}

void Admin::Impl::reload(const Call& call) {
  call.reply.deferred = [this](std::function<void(server::Reply)> answer) {
    reloader.request("POST /__reload", [answer](const reload::Report& report) {
      answer(owned_json(report.loaded ? 200 : 422, to_json(report)));
    });
  };
}

void Admin::Impl::health(const Call& call) {
  const journal::Journal::Stats stats = world.journal.stats();
  const auto uptime = std::chrono::steady_clock::now() - started;
  json::Object body;
  body["status"] = "up";
  body["version"] = options.version;
  body["routes"] = world.live.current()->stubs.size();
  body["seed"] = world.seed();
  body["uptimeSeconds"] = std::chrono::duration_cast<std::chrono::seconds>(uptime).count();
  body["threads"] = options.loops;
  body["journal"] = json::Object{{"requests", stats.appended}, {"held", stats.held}, {"bytes", stats.bytes}};
  const reload::Report last = reloader.last();
  body["configurationOk"] = last.loaded;
  send_json(200, body, call.arena, call.reply);
}

void Admin::Impl::reset(const Call& call) {
  world.counters.reset();
  world.journal.clear();
  send(204, "", "", call.arena, call.reply);
}

void Admin::Impl::index(const Call& call) {
  json::Array endpoints;
  for (const Row& row : rows()) {
    endpoints.push_back(json::Object{{"method", row.method}, {"path", row.path}, {"summary", row.summary}});
  }
  send_json(200, json::Object{{"mimus", options.version}, {"endpoints", std::move(endpoints)}}, call.arena,
            call.reply);
}

Admin::Admin(serve::World& world, reload::Reloader& reloader, Options options)
    : impl_(new Impl{world, reloader, std::move(options)}) {}
Admin::~Admin() = default;

bool Admin::answer(const http::Request& request, server::LoopIndex, Arena& arena, server::Reply& reply) {
  const std::string_view path = without_last_slash(request.path);
  std::string allow;
  const std::string_view method = request.method == "HEAD" ? std::string_view("GET") : request.method;
  for (const Impl::Row& row : Impl::rows()) {
    const auto id = fits(row.path, path);
    if (!id) continue;
    if (row.method != method) {
      allow += (allow.empty() ? "" : ", ") + std::string(row.method);
      continue;
    }
    if (!admitted(request, impl_->options.token, arena, reply)) return true;
    (impl_.get()->*row.answer)({request, arena, reply, *id});
    return true;
  }
  if (!allow.empty()) {
    if (request.method == "OPTIONS") {
      send(204, "", "", arena, reply, {{"Allow", allow + ", OPTIONS"}});
      return true;
    }
    send_error(405, "this endpoint takes " + allow, "", arena, reply, {{"Allow", allow}});
    return true;
  }
  if (path.starts_with("/__mimus")) {
    send_error(404, "nothing at " + std::string(request.path), "GET /__mimus lists what there is", arena, reply);
    return true;
  }
  return false;
}

}  // namespace mimus::admin
