#include "mappings.h"

#include <algorithm>
#include <utility>

#include "mapping_files.h"
#include "stub_document.h"
#include "wiremock/mapping.h"
#include "wiremock/request.h"

namespace mimus::wiremock_admin {
namespace {

constexpr int kDuplicate = 109;

Problem taken(const Uuid& id) {
  Problem problem = refused(422, kDuplicate, "Duplicate stub mapping ID");
  (*problem.error)["detail"] = "ID of the provided stub mapping '" + id.text() +
                               "' is already taken by another stub mapping";
  return problem;
}

// What the store said about a stub that was read from this document.
Problem not_taken(Error error, const json::Value& document) {
  return unreadable(wiremock::in_mapping(std::move(error), document));
}

Or<Done> replace(const Call& call, stub::Stub stub, const json::Value& document) {
  const stub::StubPtr old = call.side.world.live.current()->stubs.share(stub.id);
  if (old == nullptr) return not_found();
  if (old->source.dialect == stub::Dialect::kWireMock) stub.origin = old->source.origin;
  MIMUS_TRY_DONE(find_place(call.side, stub));
  auto replaced = call.side.world.stubs.replace(std::move(stub));
  if (!replaced) {
    if (replaced.error().code == Code::kNotFound) return not_found();  // removed meanwhile
    return not_taken(std::move(replaced).error(), document);
  }
  return keep(call.side, (*replaced)->source);
}

bool has_text(const json::Value& document, std::string_view member) {
  const json::Object* const object = document.if_object();
  const json::Value* const value = object != nullptr ? object->if_contains(member) : nullptr;
  return value != nullptr && value->is_string();
}

Or<Done> forget_all(const Side& side, const std::vector<stub::StubPtr>& stubs) {
  for (const stub::StubPtr& stub : stubs) MIMUS_TRY_DONE(forget(side, *stub));
  return Done{};
}

}  // namespace

Or<server::Reply> create_mapping(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  MIMUS_TRY(stub::Stub stub, understood(wiremock::read_mapping(document, call.side.rules())));
  const Uuid id = stub.id.value;
  MIMUS_TRY_DONE(find_place(call.side, stub));
  auto created = call.side.world.stubs.create(std::move(stub));
  if (!created) {
    if (created.error().code == Code::kConflict) return taken(id);
    return not_taken(std::move(created).error(), document);
  }
  MIMUS_TRY_DONE(keep(call.side, (*created)->source));
  return call.answers.json_text(document_text(**created), 201);
}

Or<server::Reply> replace_mapping(const Call& call) {
  MIMUS_TRY(const Uuid uuid, call.id());
  const stub::StubId id{uuid};
  if (call.side.world.live.current()->stubs.share(id) == nullptr) return not_found();
  MIMUS_TRY(const json::Value document, call.document());
  MIMUS_TRY(stub::Stub stub,
            understood(wiremock::read_mapping(document, call.side.rules(), {.always = id})));
  MIMUS_TRY_DONE(replace(call, std::move(stub), document));
  const stub::StubPtr now = call.side.world.live.current()->stubs.share(id);
  if (now == nullptr) return not_found();
  return call.answers.json_text(document_text(*now));
}

Or<server::Reply> edit_mapping(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  MIMUS_TRY(stub::Stub stub, understood(wiremock::read_mapping(document, call.side.rules())));
  MIMUS_TRY_DONE(replace(call, std::move(stub), document));
  return call.answers.nothing(204);
}

Or<server::Reply> remove_mapping(const Call& call) {
  MIMUS_TRY(const Uuid id, call.id());
  const stub::StubPtr there = call.side.world.live.current()->stubs.share(stub::StubId{id});
  if (there == nullptr) return not_found();
  if (there->source.more->persistent && is_read_only(*there)) {
    return broken(
        "Stubs loaded from multi-mapping files are read-only, and therefore cannot be removed");
  }
  const stub::StubPtr removed = call.side.world.stubs.remove(stub::StubId{id});
  if (removed == nullptr) return not_found();
  MIMUS_TRY_DONE(forget(call.side, *removed));
  return call.answers.empty_object();
}

Or<server::Reply> remove_equal_mappings(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  MIMUS_TRY(const stub::Stub stub, understood(wiremock::read_mapping(document, call.side.rules())));
  serve::StubStore& store = call.side.world.stubs;
  if (has_text(document, "id") || has_text(document, "uuid")) {
    if (const stub::StubPtr removed = store.remove(stub.id)) {
      MIMUS_TRY_DONE(forget(call.side, *removed));
      return call.answers.nothing();
    }
  }
  const auto removed = store.remove_if(
      [&](const stub::CompiledStub& each) { return each.source.request == stub.request; });
  MIMUS_TRY_DONE(forget_all(call.side, removed));
  return call.answers.nothing();
}

Or<server::Reply> remove_all_mappings(const Call& call) {
  const auto all = call.side.world.live.current()->stubs.all();
  if (std::ranges::any_of(all, [](const stub::StubPtr& stub) { return is_read_only(*stub); })) {
    return broken("Some of the stubs were loaded from multi-mapping files, which are read-only");
  }
  const auto removed = call.side.world.stubs.remove_if([](const auto&) { return true; });
  for (const stub::StubPtr& stub : removed) MIMUS_TRY_DONE(forget(call.side, *stub, true));
  return call.answers.empty_object();
}

Or<server::Reply> import_mappings(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  const json::Object* const object = document.if_object();
  const json::Value* const mappings = object != nullptr ? object->if_contains("mappings") : nullptr;
  if (mappings == nullptr || !mappings->is_array())
    return broken("there are no \"mappings\" to import");
  serve::StubStore::Import import;
  for (std::size_t i = 0; i < mappings->as_array().size(); ++i) {
    auto stub = wiremock::read_mapping(mappings->as_array()[i], call.side.rules());
    if (!stub) {
      Error error = std::move(stub).error();
      error.where.pointer.insert(0, "/mappings/" + std::to_string(i));
      return unreadable(error);
    }
    MIMUS_TRY_DONE(find_place(call.side, *stub));
    import.stubs.push_back(*std::move(stub));
  }
  const json::Value* const options = object->if_contains("importOptions");
  bool complete = true;
  if (options != nullptr && options->is_object()) {
    const json::Value* const policy = options->as_object().if_contains("duplicatePolicy");
    const json::Value* const others = options->as_object().if_contains("deleteAllNotInImport");
    import.overwrite = policy != nullptr && *policy == "OVERWRITE";
    import.delete_others = others != nullptr && others->is_bool() && others->as_bool();
    complete = others != nullptr && others->is_bool();
  }
  std::vector<stub::StubId> ids;
  for (const stub::Stub& stub : import.stubs) ids.push_back(stub.id);
  auto removed = call.side.world.stubs.import(std::move(import));
  if (!removed) return unreadable(removed.error());
  MIMUS_TRY_DONE(forget_all(call.side, *removed));
  const auto now = call.side.world.live.current();
  for (const stub::StubId& id : ids) {
    if (const stub::StubPtr stub = now->stubs.share(id)) {
      MIMUS_TRY_DONE(keep(call.side, stub->source));
    }
  }
  // WireMock imports, and then stumbles over the missing option.
  if (!complete) return broken("importOptions.deleteAllNotInImport is missing");
  return call.answers.nothing();
}

Or<server::Reply> save_mappings(const Call& call) {
  serve::StubStore::Import import;
  for (const stub::StubPtr& each : call.side.world.live.current()->stubs.all()) {
    if (each->source.dialect != stub::Dialect::kWireMock) continue;
    if (is_read_only(*each)) {
      return broken(
          "Stubs loaded from multi-mapping files are read-only, and therefore cannot be saved");
    }
    json::Object document = document_of(*each);
    document["persistent"] = true;
    MIMUS_TRY(stub::Stub stub, understood(wiremock::read_mapping(document, call.side.rules())));
    stub.origin = each->source.origin;
    MIMUS_TRY_DONE(find_place(call.side, stub));
    MIMUS_TRY_DONE(keep(call.side, stub));
    import.stubs.push_back(std::move(stub));
  }
  auto saved = call.side.world.stubs.import(std::move(import));  // each keeps its place
  if (!saved) return unreadable(saved.error());
  return call.answers.nothing();
}

}  // namespace mimus::wiremock_admin
