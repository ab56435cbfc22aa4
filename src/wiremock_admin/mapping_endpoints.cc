#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "endpoints.h"
#include "mapping_files.h"
#include "mappings.h"
#include "paging.h"
#include "reset.h"
#include "stub_document.h"

namespace mimus::wiremock_admin {
namespace {

Or<std::optional<std::size_t>> read_count(const Call& call, std::string_view name) {
  const auto text = call.parameter(name);
  if (!text) return std::optional<std::size_t>();
  std::size_t count = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), count);
  if (error != std::errc() || end != text->data() + text->size()) {
    return broken("query parameter " + std::string(name) + ": '" + std::string(*text) +
                  "' is no count");
  }
  return std::optional<std::size_t>(count);
}

Or<server::Reply> list_mappings(const Call& call) {
  MIMUS_TRY(const Page page, read_page(call));
  const std::vector<stub::StubPtr> stubs = call.side.world.live.current()->stubs.all();
  if (page.offset > stubs.size()) return broken("offset is past the end");
  const std::size_t most = std::min(page.limit.value_or(stubs.size()), stubs.size() - page.offset);
  json::Array shown;
  for (std::size_t i = 0; i < most; ++i) shown.push_back(document_of(*stubs[page.offset + i]));
  return call.answers.json(list_of(std::move(shown), stubs.size()));
}

Or<server::Reply> get_mapping(const Call& call) {
  MIMUS_TRY(const Uuid id, call.id());
  const stub::StubPtr stub = call.side.world.live.current()->stubs.share(stub::StubId{id});
  if (stub == nullptr) return not_found();
  return call.answers.json_text(document_text(*stub));
}

// No request in the journal was answered by it.
std::unordered_set<stub::StubId> served(const Call& call) {
  std::unordered_set<stub::StubId> ids;
  call.side.world.journal.visit({.matched = true}, [&](const journal::Exchange& exchange) {
    ids.insert(stub::StubId{exchange.stub_id});
    return true;
  });
  return ids;
}

Or<server::Reply> list_unmatched(const Call& call) {
  const auto ids = served(call);
  std::vector<stub::StubPtr> stubs = call.side.world.live.current()->stubs.all();
  std::erase_if(stubs, [&](const stub::StubPtr& stub) { return ids.contains(stub->source.id); });
  return call.answers.json(list_of(stubs));
}

Or<server::Reply> remove_unmatched(const Call& call) {
  const auto ids = served(call);
  const auto removed = call.side.world.stubs.remove_if(
      [&](const stub::CompiledStub& stub) { return !ids.contains(stub.source.id); });
  for (const stub::StubPtr& stub : removed) MIMUS_TRY_DONE(forget(call.side, *stub));
  return call.answers.empty_object();
}

constexpr std::string_view kMapping = "a stub mapping";
constexpr std::string_view kMatcher = "one string matcher, asked of the metadata";

constexpr Endpoint kEndpoints[] = {
    {"GET", "/", &list_mappings, "all stubs, in the order in which they are asked; limit, offset"},
    {"GET", "/mappings", &list_mappings,
     "all stubs, in the order in which they are asked; limit, offset"},
    {"POST", "/mappings", &create_mapping, "adds a stub", kMapping},
    {"DELETE", "/mappings", &remove_all_mappings, "removes every stub, and its mapping file"},
    {"POST", "/mappings/reset", &reset_mappings,
     "stubs and scenarios as the files have them; an empty journal"},
    {"POST", "/mappings/save", &save_mappings, "writes every stub to a file below mappings/"},
    {"GET", "/mappings/unmatched", &list_unmatched,
     "stubs that no request in the journal was answered by"},
    {"DELETE", "/mappings/unmatched", &remove_unmatched, "removes them"},
    {"POST", "/mappings/remove", &remove_equal_mappings,
     "removes the stub of that id, else those of an equal request", kMapping},
    {"POST", "/mappings/edit", &edit_mapping, "replaces the stub of that id (for 2.x clients)",
     kMapping},
    {"POST", "/mappings/import", &import_mappings, "adds or replaces several at once",
     "stub mappings and importOptions"},
    {"POST", "/mappings/find-by-metadata", &find_by_metadata, "stubs whose metadata match",
     kMatcher},
    {"POST", "/mappings/remove-by-metadata", &remove_by_metadata,
     "removes stubs whose metadata match", kMatcher},
    {"GET", "/mappings/{id}", &get_mapping, "one stub"},
    {"PUT", "/mappings/{id}", &replace_mapping, "replaces a stub; its place among its equals stays",
     kMapping},
    {"DELETE", "/mappings/{id}", &remove_mapping,
     "removes a stub; its file only if it is persistent"},
};

}  // namespace

Or<Page> read_page(const Call& call) {
  MIMUS_TRY(const std::optional<std::size_t> limit, read_count(call, "limit"));
  MIMUS_TRY(const std::optional<std::size_t> offset, read_count(call, "offset"));
  return Page{limit, offset.value_or(0)};
}

std::span<const Endpoint> mapping_endpoints() {
  return kEndpoints;
}

}  // namespace mimus::wiremock_admin
