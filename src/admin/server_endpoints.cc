#include "config_report.h"
#include "endpoints.h"
#include "explain.h"
#include "logs.h"
#include "native/native.h"
#include "serve/reply.h"

namespace mimus::admin {
namespace {

void get_log(const Call& call) { get_logs(call.side.world, call.side.reloader, call.request, call.arena, call.reply); }
void clear_log(const Call& call) { delete_logs(call.side.world, call.arena, call.reply); }
void explain(const Call& call) { explain_request(call.side.world, call.id, call.arena, call.reply); }

void reload(const Call& call) {
  reload::Reloader& reloader = call.side.reloader;
  call.reply.deferred = [&reloader](std::function<void(server::Reply)> answer) {
    reloader.request("POST /__reload", [answer](const reload::Report& report) {
      answer(serve::owned_json(report.loaded ? 200 : 422, to_json(report)));
    });
  };
}

Result<Answer> health(const Call& call) {
  const Side& side = call.side;
  const journal::Journal::Stats stats = side.world.journal.stats();
  const auto uptime = std::chrono::steady_clock::now() - side.started;
  json::Object body;
  body["status"] = "up";
  body["version"] = side.options.version;
  body["world"] = side.world.name;
  body["routes"] = side.world.live.current()->stubs.size();
  body["seed"] = side.world.seed();
  body["uptimeSeconds"] = std::chrono::duration_cast<std::chrono::seconds>(uptime).count();
  body["threads"] = side.options.loops;
  body["journal"] = json::Object{{"requests", stats.appended}, {"held", stats.held}, {"bytes", stats.bytes}};
  body["configurationOk"] = side.reloader.last().loaded;
  return Answer{200, std::move(body)};
}

Result<Answer> schema(const Call&) { return Answer{200, native::schema()}; }
Result<Answer> describe(const Call& call) { return Answer{200, openapi(call.side.options.version)}; }

Result<Answer> reset(const Call& call) {
  serve::World& world = call.side.world;
  world.counters.reset();
  world.forget();
  world.verifications.reset();
  world.journal.clear();
  return Answer{204, nullptr};
}

Result<Answer> index(const Call& call) {
  json::Array endpoints;
  for (const Topic& topic : topics()) {
    for (const Endpoint& row : topic.endpoints()) {
      endpoints.push_back(
          json::Object{{"method", row.method}, {"path", row.path}, {"topic", topic.name}, {"summary", row.summary}});
    }
  }
  return Answer{200, json::Object{{"mimus", call.side.options.version}, {"endpoints", std::move(endpoints)}}};
}

constexpr std::string_view kLogs = R"({"type": "object", "required": ["requests", "total"], "properties": {
  "requests": {"type": "array", "items": {"type": "object", "required": ["id", "time", "method", "url", "status"]}},
  "total": {"type": "integer"}}})";
constexpr std::string_view kHealth = R"({"type": "object", "required": ["status", "version", "world", "routes", "seed"], "properties": {
  "status": {"const": "up"}, "version": {"type": "string"}, "world": {"type": "string"}, "routes": {"type": "integer"},
  "seed": {"type": "integer"}, "uptimeSeconds": {"type": "integer"}, "threads": {"type": "integer"},
  "configurationOk": {"type": "boolean"}, "journal": {"type": "object", "properties": {
    "requests": {"type": "integer"}, "held": {"type": "integer"}, "bytes": {"type": "integer"}}}}})";
constexpr std::string_view kIndex = R"({"type": "object", "required": ["mimus", "endpoints"], "properties": {"mimus": {"type": "string"},
  "endpoints": {"type": "array", "items": {"type": "object", "required": ["method", "path", "topic", "summary"]}}}})";
constexpr std::string_view kObject = R"({"type": "object"})";

constexpr Endpoint kEndpoints[] = {
    {"GET", "/__logs", nullptr, "requests and answers, newest first; filters: method, path, status, matched, since, limit", "", 200,
     kLogs, &get_log},
    {"DELETE", "/__logs", nullptr, "forgets them", "", 204, "", &clear_log},
    {"POST", "/__reload", nullptr, "reads the configuration again; the old one stays on any error", "", 200, kObject, &reload},
    {"GET", "/__mimus", &index, "this list", "", 200, kIndex},
    {"GET", "/__mimus/openapi.json", &describe, "what all of it takes and gives, as OpenAPI 3.1", "", 200, kObject},
    {"GET", "/__mimus/health", &health, "that it is up, and with what", "", 200, kHealth},
    {"GET", "/__mimus/schema", &schema, "the JSON Schema of the native file", "", 200, kObject},
    {"GET", "/__mimus/requests/{id}/explain", nullptr, "why a request of the journal was answered as it was", "", 200, kObject,
     &explain},
    {"POST", "/__mimus/reset", &reset, "counters, scenarios, state and the journal as at the start", "", 204},
};

}  // namespace

std::span<const Endpoint> server_endpoints() { return kEndpoints; }

}  // namespace mimus::admin
