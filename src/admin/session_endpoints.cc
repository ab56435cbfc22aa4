#include "endpoints.h"
#include "members.h"
#include "session_report.h"
#include "world_options.h"

namespace mimus::admin {
namespace {

constexpr std::int64_t kDefaultSeconds = 600;

json::Object describe(const Call& call, const serve::WorldInfo& info) {
  json::Object said = to_json(info);
  const std::string& known = call.side.options.url;
  const std::string base =
      known.empty() ? std::string(call.request.scheme) + "://" + std::string(call.request.authority) : known;
  said["url"] = base + "/__mimus/s/" + info.token;
  said["header"] = json::Object{{"Mimus-Session", info.token}};
  return said;
}

Result<Answer> list(const Call& call) {
  MIMUS_TRY(serve::Worlds* const worlds, call.worlds());
  json::Array all;
  for (const serve::WorldInfo& info : worlds->sessions()) all.push_back(describe(call, info));
  return Answer{200, json::Object{{"sessions", std::move(all)}}};
}

// From a world as it is, or from a snapshot.
Result<Answer> open(const Call& call) {
  MIMUS_TRY(serve::Worlds* const worlds, call.worlds());
  const bool plain = call.request.body.empty();
  MIMUS_TRY(const json::Value document, plain ? Result<json::Value>(json::Object()) : call.document());
  Members members(document);
  serve::Worlds::SessionOptions options;
  const auto name = members.text("name");
  const auto from = members.text("world");
  const auto snapshot = members.text("snapshot");
  const auto ttl = members.duration("ttl");
  read_world_options(members, options);
  MIMUS_TRY_DONE(members.finish());
  options.name = name.value_or("");
  options.lasts = ttl ? std::chrono::ceil<std::chrono::seconds>(*ttl) : std::chrono::seconds(kDefaultSeconds);
  std::optional<serve::Kept> kept;
  if (snapshot) {
    if (call.side.options.snapshots != nullptr) kept = call.side.options.snapshots->find(*snapshot);
    if (!kept) return Error{Code::kNotFound, "there is no snapshot '" + *snapshot + "'", "GET /__mimus/snapshots lists them", {}};
  }
  const serve::Worlds::Lease parent = from ? worlds->find(*from) : nullptr;
  if (from && parent == nullptr) {
    return Error{Code::kNotFound, "there is no world '" + *from + "'", "GET /__mimus/worlds lists them", {}};
  }
  MIMUS_TRY(const serve::Worlds::Session session,
            worlds->open(parent ? *parent : call.side.world, kept ? &kept->image : nullptr, options));
  return Answer{201, describe(call, session.info), {{"Location", "/__mimus/sessions/" + session.info.token}}};
}

Result<Answer> get(const Call& call) {
  MIMUS_TRY(serve::Worlds* const worlds, call.worlds());
  MIMUS_TRY(const serve::Worlds::Session session, worlds->session(call.id));
  json::Object said = describe(call, session.info);
  said["report"] = report(*session.world, *session.began_with);
  return Answer{200, std::move(said)};
}

Result<Answer> close(const Call& call) {
  MIMUS_TRY(serve::Worlds* const worlds, call.worlds());
  MIMUS_TRY(const serve::Worlds::Session session, worlds->close(call.id));
  json::Object said = describe(call, session.info);
  said["report"] = report(*session.world, *session.began_with);
  return Answer{200, std::move(said)};
}

constexpr std::string_view kNew = R"({"type": "object", "additionalProperties": false, "properties": {
  "name": {"type": "string"}, "world": {"type": "string", "description": "what it is a fork of; unless given the world of the call"},
  "snapshot": {"type": "string", "description": "it begins as that was"},
  "ttl": {"type": ["string", "number"], "description": "\"10m\", or seconds; 10 minutes unless given"},
  "seed": {"type": "integer"}, "journalBytes": {"type": "integer", "minimum": 0}, "clock": {"type": "string", "format": "date-time"},
  "maxStubs": {"type": "integer", "minimum": 0}, "requestsPerSecond": {"type": "integer", "minimum": 1}}})";
constexpr std::string_view kSession = R"({"type": "object", "required": ["name", "token", "url", "header", "expires", "seed", "stubs"],
  "properties": {"name": {"type": "string"}, "token": {"type": "string"}, "url": {"type": "string"}, "header": {"type": "object"},
  "expires": {"type": "string", "format": "date-time"}, "seed": {"type": "integer"}, "stubs": {"type": "integer"}}})";
constexpr std::string_view kSessions = R"({"type": "object", "required": ["sessions"], "properties": {"sessions": {"type": "array"}}})";
constexpr std::string_view kClosed = R"({"type": "object", "required": ["token", "report"], "properties": {"report": {"type": "object",
  "required": ["requests", "matched", "verifications", "verified", "unverified", "unmatched", "unused"], "properties": {
  "requests": {"type": "integer"}, "matched": {"type": "integer"}, "verified": {"type": "boolean"}, "verifications": {"type": "array"},
  "unverified": {"type": "array"}, "unmatched": {"type": "array"}, "unused": {"type": "array"}}}}})";

constexpr Endpoint kEndpoints[] = {
    {"GET", "/__mimus/sessions", &list, "the sessions that are open", "", 200, kSessions},
    {"POST", "/__mimus/sessions", &open, "forks a world for one test: base URL, token, and a life of its own", kNew, 201, kSession},
    {"GET", "/__mimus/sessions/{id}", &get, "one of them (by its token), and what came of it so far", "", 200, kClosed},
    {"DELETE", "/__mimus/sessions/{id}", &close, "ends it, and says what was verified, unmatched and left over", "", 200, kClosed},
};

}  // namespace

std::span<const Endpoint> session_endpoints() { return kEndpoints; }

}  // namespace mimus::admin
