#include "endpoints.h"
#include "members.h"
#include "text/dates.h"
#include "world_file.h"

namespace mimus::admin {
namespace {

Result<serve::Snapshots*> store(const Call& call) {
  if (call.side.options.snapshots == nullptr) return Error{Code::kUnsupported, "this server keeps no snapshots", "", {}};
  return call.side.options.snapshots;
}

Result<serve::Kept> kept(const Call& call, std::string_view name) {
  MIMUS_TRY(serve::Snapshots* const snapshots, store(call));
  auto found = snapshots->find(name);
  if (!found) {
    return Error{Code::kNotFound, "there is no snapshot '" + std::string(name) + "'", "GET /__mimus/snapshots lists them", {}};
  }
  return *std::move(found);
}

json::Object describe(const serve::Kept& kept) {
  json::Object said{{"name", kept.name}, {"world", kept.world}, {"made", text::iso8601(kept.made, 3)}};
  const json::Object summary = serve::summary(kept.image);
  for (const auto& member : summary) said[member.key()] = member.value();
  return said;
}

Result<Answer> list(const Call& call) {
  MIMUS_TRY(serve::Snapshots* const snapshots, store(call));
  json::Array all;
  for (const serve::Kept& each : snapshots->all()) all.push_back(describe(each));
  return Answer{200, json::Object{{"snapshots", std::move(all)}}};
}

Result<Answer> freeze(const Call& call) {
  MIMUS_TRY(serve::Snapshots* const snapshots, store(call));
  MIMUS_TRY(const json::Value document, call.document());
  Members members(document);
  const auto name = members.text("name");
  MIMUS_TRY_DONE(members.finish());
  if (!name) return Error{Code::kInvalid, "a snapshot needs a name", "{\"name\": \"before-checkout\"}", {}};
  serve::Kept made{*name, call.side.world.name, std::chrono::time_point_cast<Nanoseconds>(std::chrono::system_clock::now()),
                   call.side.world.image()};
  json::Object said = describe(made);
  MIMUS_TRY_DONE(snapshots->keep(std::move(made)));
  return Answer{201, std::move(said), {{"Location", "/__mimus/snapshots/" + *name}}};
}

Result<Answer> get(const Call& call) {
  MIMUS_TRY(const serve::Kept found, kept(call, call.id));
  return Answer{200, describe(found)};
}

Result<Answer> remove(const Call& call) {
  MIMUS_TRY(serve::Snapshots* const snapshots, store(call));
  MIMUS_TRY_DONE(kept(call, call.id));
  snapshots->remove(call.id);
  return Answer{204, nullptr};
}

Result<Answer> restore(const Call& call) {
  MIMUS_TRY(const serve::Kept found, kept(call, call.id));
  call.side.world.restore(found.image);
  return Answer{200, describe(found)};
}

// Against the world of the call as it is now, or ?against=NAME of another snapshot.
Result<Answer> compare(const Call& call) {
  MIMUS_TRY(const serve::Kept before, kept(call, call.id));
  const auto against = call.parameter("against");
  if (!against) return Answer{200, serve::diff(before.image, call.side.world.image())};
  MIMUS_TRY(const serve::Kept after, kept(call, *against));
  return Answer{200, serve::diff(before.image, after.image)};
}

// The whole of it as one document, and back.
Result<Answer> get_file(const Call& call) {
  MIMUS_TRY(const serve::Kept found, kept(call, call.id));
  return Answer{200, write_world(found)};
}

Result<Answer> put_file(const Call& call) {
  MIMUS_TRY(serve::Snapshots* const snapshots, store(call));
  MIMUS_TRY(const json::Value document, call.document());
  MIMUS_TRY(serve::Kept loaded, read_world(document, call.id, call.side.world));
  json::Object said = describe(loaded);
  MIMUS_TRY_DONE(snapshots->keep(std::move(loaded)));
  return Answer{200, std::move(said)};
}

constexpr std::string_view kSnapshot = R"({"type": "object", "required": ["name", "world", "made", "stubs", "seed", "clock"], "properties": {
  "name": {"type": "string"}, "world": {"type": "string"}, "made": {"type": "string", "format": "date-time"},
  "stubs": {"type": "integer"}, "seed": {"type": "integer"}, "scenarios": {"type": "object"}, "state": {"type": "integer"},
  "clock": {"type": "object"}}})";
constexpr std::string_view kSnapshots = R"({"type": "object", "required": ["snapshots"], "properties": {"snapshots": {"type": "array"}}})";
constexpr std::string_view kNew = R"({"type": "object", "required": ["name"], "additionalProperties": false,
  "properties": {"name": {"type": "string"}}})";
constexpr std::string_view kDiff = R"({"type": "object", "additionalProperties": false, "properties": {"stubs": {"type": "object"},
  "scenarios": {"type": "object"}, "state": {"type": "object"}, "collections": {"type": "object"}, "clock": {"type": "array"},
  "seed": {"type": "array"}}})";

constexpr std::string_view kFile = R"({"type": "object", "required": ["mimus", "version"], "properties": {"mimus": {"const": "world"},
  "version": {"const": 1}, "name": {"type": "string"}, "world": {"type": "string"}, "made": {"type": "string", "format": "date-time"},
  "seed": {"type": "integer"}, "clock": {"type": "object"}, "routes": {"type": "array"}, "mappings": {"type": "array"},
  "scenarios": {"type": "array"}, "state": {"type": "object"}, "collections": {"type": ["object", "null"]}, "lost": {"type": "array", "items": {"type": "string"}}},
  "additionalProperties": false})";

constexpr Endpoint kEndpoints[] = {
    {"GET", "/__mimus/snapshots", &list, "the snapshots that are kept", "", 200, kSnapshots},
    {"POST", "/__mimus/snapshots", &freeze, "keeps the world as it is at this moment, under a name", kNew, 201, kSnapshot},
    {"GET", "/__mimus/snapshots/{id}", &get, "what one of them holds", "", 200, kSnapshot},
    {"DELETE", "/__mimus/snapshots/{id}", &remove, "forgets it", "", 204},
    {"POST", "/__mimus/snapshots/{id}/restore", &restore, "the world becomes as it was then; its journal stays", "", 200, kSnapshot},
    {"GET", "/__mimus/snapshots/{id}/diff", &compare, "what has changed since, or up to ?against=ANOTHER", "", 200, kDiff},
    {"GET", "/__mimus/snapshots/{id}/file", &get_file, "all of it as one document: stubs, scenarios, state, clock, seed", "", 200, kFile},
    {"PUT", "/__mimus/snapshots/{id}/file", &put_file, "a snapshot from such a document, perhaps another server's", kFile, 200, kSnapshot},
};

}  // namespace

std::span<const Endpoint> snapshot_endpoints() { return kEndpoints; }

}  // namespace mimus::admin
