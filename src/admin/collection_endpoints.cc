#include "collections/state.h"
#include "collections/store.h"
#include "endpoints.h"

namespace mimus::admin {
namespace {

Result<Answer> list(const Call& call) {
  const collections::Store::Moment now = call.side.world.collections.now();
  json::Array all;
  for (std::size_t i = 0; i < now->catalog->size(); ++i) {
    all.push_back(json::Object{{"name", now->catalog->definition(i).name}, {"rows", now->table(i).size()}});
  }
  return Answer{200, json::Object{{"collections", std::move(all)}}};
}

Result<Answer> reset(const Call& call) {
  call.side.world.collections.reset();
  return Answer{204, nullptr};
}

Result<Answer> get_changes(const Call& call) { return Answer{200, call.side.world.collections.to_json()}; }

Result<Answer> put_changes(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  MIMUS_TRY_DONE(call.side.world.collections.from_json(document));
  return list(call);
}

constexpr std::string_view kCollections = R"({"type": "object", "required": ["collections"], "properties": {"collections": {"type": "array",
  "items": {"type": "object", "required": ["name", "rows"], "properties": {"name": {"type": "string"}, "rows": {"type": "integer"}}}}}})";
constexpr std::string_view kObject = R"({"type": "object"})";

constexpr Endpoint kEndpoints[] = {
    {"GET", "/__mimus/collections", &list, "the collections of the world, and how many rows each has", "", 200, kCollections},
    {"DELETE", "/__mimus/collections", &reset, "all of them as they were in the beginning", "", 204},
    {"GET", "/__mimus/collections/changes", &get_changes, "what differs from the beginning, as one document", "", 200, kObject},
    {"PUT", "/__mimus/collections/changes", &put_changes, "the collections as such a document says", kObject, 200, kCollections},
};

}  // namespace

std::span<const Endpoint> collection_endpoints() { return kEndpoints; }

}  // namespace mimus::admin
