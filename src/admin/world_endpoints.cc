#include "endpoints.h"
#include "members.h"
#include "world_options.h"
#include "text/dates.h"

namespace mimus::admin {

json::Object to_json(const serve::WorldInfo& info) {
  json::Object said{{"name", info.name}, {"seed", info.seed}, {"stubs", info.stubs}, {"requests", info.requests}};
  if (!info.token.empty()) said["token"] = info.token;
  if (info.expires) said["expires"] = text::iso8601(*info.expires, 3);
  return said;
}

void read_world_options(Members& members, serve::WorldOptions& out) {
  if (const auto seed = members.integer("seed", INT64_MIN, INT64_MAX)) out.seed = static_cast<std::uint64_t>(*seed);
  if (const auto bytes = members.integer("journalBytes", 0, std::int64_t{1} << 40)) out.journal_bytes = *bytes;
  if (const auto time = members.time("clock")) out.clock = *time;
  if (const auto stubs = members.integer("maxStubs", 0, 1'000'000'000)) out.limits.stubs = *stubs;
  if (const auto rate = members.integer("requestsPerSecond", 1, 1'000'000'000)) out.limits.requests_per_second = *rate;
}

namespace {

Result<Answer> list(const Call& call) {
  MIMUS_TRY(serve::Worlds* const worlds, call.worlds());
  json::Array all;
  for (const serve::WorldInfo& info : worlds->worlds()) all.push_back(to_json(info));
  return Answer{200, json::Object{{"worlds", std::move(all)}}};
}

Result<serve::WorldInfo> info_of(const serve::Worlds& worlds, std::string_view name) {
  for (serve::WorldInfo& info : worlds.worlds()) {
    if (info.name == name) return std::move(info);
  }
  return Error{Code::kNotFound, "there is no world '" + std::string(name) + "'", "GET /__mimus/worlds lists them", {}};
}

Result<Answer> get(const Call& call) {
  MIMUS_TRY(serve::Worlds* const worlds, call.worlds());
  MIMUS_TRY(const serve::WorldInfo info, info_of(*worlds, call.id));
  return Answer{200, to_json(info)};
}

Result<Answer> create(const Call& call) {
  MIMUS_TRY(serve::Worlds* const worlds, call.worlds());
  MIMUS_TRY(const json::Value document, call.document());
  Members members(document);
  const auto name = members.text("name");
  serve::WorldOptions options;
  read_world_options(members, options);
  MIMUS_TRY_DONE(members.finish());
  if (!name) return Error{Code::kInvalid, "a world needs a name", "{\"name\": \"acme\"}", {}};
  MIMUS_TRY(const serve::Worlds::Lease world, worlds->create(*name, options));
  MIMUS_TRY(const serve::WorldInfo info, info_of(*worlds, *name));
  return Answer{201, to_json(info), {{"Location", "/__mimus/worlds/" + *name}}};
}

Result<Answer> remove(const Call& call) {
  MIMUS_TRY(serve::Worlds* const worlds, call.worlds());
  MIMUS_TRY_DONE(worlds->remove(call.id));
  return Answer{204, nullptr};
}

json::Object to_json(const serve::Assignment& rules) {
  json::Object said{{"onDemand", rules.on_demand}};
  if (!rules.header.empty()) said["header"] = rules.header;
  if (!rules.host.empty()) said["host"] = rules.host;
  if (!rules.path.empty()) said["path"] = rules.path;
  if (!rules.tokens.empty()) {
    json::Object tokens;
    for (const auto& [token, world] : rules.tokens) tokens[token] = world;
    said["tokens"] = std::move(tokens);
  }
  return said;
}

Result<Answer> get_assignment(const Call& call) {
  MIMUS_TRY(serve::Worlds* const worlds, call.worlds());
  return Answer{200, to_json(worlds->assignment())};
}

Result<Answer> put_assignment(const Call& call) {
  MIMUS_TRY(serve::Worlds* const worlds, call.worlds());
  MIMUS_TRY(const json::Value document, call.document());
  Members members(document);
  serve::Assignment rules;
  rules.header = members.text("header").value_or("");
  rules.host = members.text("host").value_or("");
  rules.path = members.text("path").value_or("");
  rules.on_demand = members.flag("onDemand").value_or(true);
  if (const json::Value* const tokens = members.any("tokens")) {
    if (!tokens->is_object()) return Error{Code::kInvalid, "'tokens' must be an object of tokens and worlds", "", {}};
    for (const auto& each : tokens->get_object()) {
      if (!each.value().is_string()) return Error{Code::kInvalid, "a token stands for the name of a world, a text", "", {}};
      rules.tokens.emplace(each.key(), each.value().get_string());
    }
  }
  MIMUS_TRY_DONE(members.finish());
  MIMUS_TRY_DONE(serve::check(rules));
  worlds->assign(std::move(rules));
  return get_assignment(call);
}

constexpr std::string_view kWorld = R"({"type": "object", "required": ["name", "seed", "stubs", "requests"], "properties": {
  "name": {"type": "string"}, "seed": {"type": "integer"}, "stubs": {"type": "integer"}, "requests": {"type": "integer"}}})";
constexpr std::string_view kWorlds = R"({"type": "object", "required": ["worlds"], "properties": {"worlds": {"type": "array", "items": {
  "type": "object", "required": ["name", "seed", "stubs", "requests"]}}}})";
constexpr std::string_view kNew = R"({"type": "object", "required": ["name"], "additionalProperties": false, "properties": {
  "name": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$"}, "seed": {"type": "integer"},
  "journalBytes": {"type": "integer", "minimum": 0}, "clock": {"type": "string", "format": "date-time"},
  "maxStubs": {"type": "integer", "minimum": 0}, "requestsPerSecond": {"type": "integer", "minimum": 1}}})";
constexpr std::string_view kAssignment = R"({"type": "object", "additionalProperties": false, "properties": {
  "header": {"type": "string", "description": "its value is the name of the world"},
  "host": {"type": "string", "description": "{world}.mocks.test"},
  "path": {"type": "string", "description": "/t/{world}; the stubs see what follows"},
  "tokens": {"type": "object", "additionalProperties": {"type": "string"}, "description": "bearer tokens and their worlds"},
  "onDemand": {"type": "boolean", "description": "a new name makes a world"}}})";

constexpr Endpoint kEndpoints[] = {
    {"GET", "/__mimus/worlds", &list, "all worlds; 'default' is the one of the files", "", 200, kWorlds},
    {"POST", "/__mimus/worlds", &create, "a world of its own over the stubs of 'default'", kNew, 201, kWorld},
    {"GET", "/__mimus/worlds/{id}", &get, "one of them", "", 200, kWorld},
    {"DELETE", "/__mimus/worlds/{id}", &remove, "ends a world; requests under way are answered", "", 204},
    {"GET", "/__mimus/assignment", &get_assignment, "how requests say which world is theirs", "", 200, kAssignment},
    {"PUT", "/__mimus/assignment", &put_assignment, "changes that", kAssignment, 200, kAssignment},
};

}  // namespace

std::span<const Endpoint> world_endpoints() { return kEndpoints; }

}  // namespace mimus::admin
