#pragma once

#include "base/result.h"
#include "json/json.h"
#include "serve/snapshots.h"

namespace mimus::admin {

// A whole world as one document, to be loaded elsewhere:
//
//   {"mimus": "world", "version": 1, "name", "world", "made", "seed", "clock", "routes": [native routes],
//    "mappings": [WireMock's], "scenarios": [{"scenario", "key", "state", "since"}], "state": {…}, "collections": {what differs from
//    the beginning}, "lost": ["GET /a: …"]}
//
// Bodies that lie in files come along. `lost`: what the form cannot say, for people.
json::Object write_world(const serve::Kept& kept);

// What such a document holds, in the surroundings (CORS, 404, dialect, templates, definitions of collections) of another world. Errors: another
// version, what is no world, and those of its stubs, with a pointer; then nothing has happened.
Result<serve::Kept> read_world(const json::Value& document, std::string_view name, const serve::World& like);

}  // namespace mimus::admin
