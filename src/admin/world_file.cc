#include "world_file.h"

#include <filesystem>
#include <fstream>

#include "members.h"
#include "native/native.h"
#include "native/write.h"
#include "text/dates.h"
#include "text/encoding.h"
#include "wiremock/mapping.h"

namespace mimus::admin {
namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::uintmax_t kMostInlined = 16u << 20;

// The bytes of a file body stand in the document itself: where it is loaded there is no such file.
void take_along(stub::ResponseSpec& response, std::vector<std::string>& lost) {
  const auto* const file = std::get_if<stub::FileBody>(&response.body);
  if (file == nullptr) return;
  const std::filesystem::path path = std::filesystem::path(file->root) / file->path;
  std::error_code failure;
  if (file->path.find("{{") != std::string::npos || std::filesystem::file_size(path, failure) > kMostInlined || failure) {
    lost.push_back("the file '" + file->path + "' was not taken along");
    return;
  }
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const bool templated = file->templated;
  if (templated || text::is_valid_utf8(bytes)) {
    response.body = stub::TextBody{std::move(bytes), templated};
  } else {
    response.body = stub::BinaryBody{std::move(bytes)};
  }
}

json::Object clock_of(const Clock::State& clock) {
  if (clock.frozen) return {{"frozen", text::iso8601(*clock.frozen, 9)}};
  return {{"aheadNanoseconds", clock.ahead.count()}, {"speed", clock.speed}, {"setAt", text::iso8601(clock.set_at, 9)}};
}

Result<Clock::State> read_clock(Members& members) {
  Clock::State clock;
  auto inner = members.object("clock");
  if (!inner) return clock;
  clock.frozen = inner->time("frozen");
  if (const auto ahead = inner->integer("aheadNanoseconds", INT64_MIN, INT64_MAX)) clock.ahead = Nanoseconds(*ahead);
  clock.speed = inner->number("speed", 0).value_or(1);
  clock.set_at = inner->time("setAt").value_or(WallTime());
  MIMUS_TRY_DONE(inner->finish());
  return clock;
}

// What differs from the beginning; null when no row was ever there to differ.
json::Value rows_of(const collections::Store::Moment& moment) {
  if (moment == nullptr || moment->catalog->size() == 0) return nullptr;
  collections::Store store;
  store.restore(moment);
  return store.to_json();
}

Error in_document(Error error, std::string_view at) {
  error.where.source = "";
  error.where.pointer.insert(0, at);
  return error;
}

Result<std::vector<stub::Stub>> read_mappings(const json::Value* mappings) {
  std::vector<stub::Stub> stubs;
  if (mappings == nullptr) return stubs;
  if (!mappings->is_array()) return in_document({Code::kInvalid, "'mappings' must be a list", "", {}}, "/mappings");
  for (std::size_t i = 0; i < mappings->get_array().size(); ++i) {
    auto stub = wiremock::read_mapping(mappings->get_array()[i], {});
    if (!stub) return in_document(std::move(stub).error(), "/mappings/" + std::to_string(i));
    stubs.push_back(*std::move(stub));
  }
  return stubs;
}

Result<std::vector<stub::Stub>> read_routes(const json::Value* routes) {
  if (routes == nullptr) return std::vector<stub::Stub>();
  json::Object file{{"routes", *routes}};
  native::Loaded loaded = native::load_text(json::write(file), "world", "/nonexistent");
  if (!loaded.errors.empty()) return in_document(std::move(loaded.errors.front()), "");
  for (stub::Stub& stub : loaded.configuration->stubs) stub.origin = {};
  return std::move(loaded.configuration->stubs);
}

Status read_scenarios(const json::Value* scenarios, serve::World& into) {
  if (scenarios == nullptr) return Done{};
  if (!scenarios->is_array()) return in_document({Code::kInvalid, "'scenarios' must be a list", "", {}}, "/scenarios");
  for (std::size_t i = 0; i < scenarios->get_array().size(); ++i) {
    Members members(scenarios->get_array()[i], "/scenarios/" + std::to_string(i));
    const auto name = members.text("scenario"), key = members.text("key"), state = members.text("state");
    MIMUS_TRY_DONE(members.finish());
    if (!name || !state) {
      return in_document({Code::kInvalid, "a scenario has a name and a state", R"({"scenario": "checkout", "state": "Paid"})", {}},
                         "/scenarios/" + std::to_string(i));
    }
    MIMUS_TRY_DONE(into.scenarios.set(*name, *state, key.value_or("")));
  }
  return Done{};
}

}  // namespace

json::Object write_world(const serve::Kept& kept) {
  json::Array routes, mappings, scenarios, lost;
  for (const stub::StubPtr& each : kept.image.stubs.snapshot->stubs.all()) {
    stub::Stub stub = each->original();
    if (stub.dialect == stub::Dialect::kWireMock && !stub.more->document.empty()) {
      if (auto document = json::parse(stub.more->document)) mappings.push_back(*std::move(document));
      continue;
    }
    native::Route route;
    for (stub::ResponseSpec& response : stub.responses) take_along(response, route.lost);
    native::Route written = native::to_document(stub);
    routes.push_back(std::move(written.document));
    for (const auto* phrases : {&route.lost, &written.lost}) {
      for (const std::string& phrase : *phrases) lost.push_back(json::Value(stub.label + ": " + phrase));
    }
  }
  for (const serve::Scenarios::Instance& instance : kept.image.remembered.scenarios.moved()) {
    json::Object said{{"scenario", instance.scenario}, {"state", instance.state}};
    if (!instance.key.empty()) said["key"] = instance.key;
    scenarios.push_back(std::move(said));
  }
  return {{"mimus", "world"},
          {"version", kVersion},
          {"name", kept.name},
          {"world", kept.world},
          {"made", text::iso8601(kept.made, 3)},
          {"seed", kept.image.seed},
          {"clock", clock_of(kept.image.clock)},
          {"routes", std::move(routes)},
          {"mappings", std::move(mappings)},
          {"scenarios", std::move(scenarios)},
          {"state", kept.image.remembered.state.to_json()},
          {"collections", rows_of(kept.image.collections)},
          {"lost", std::move(lost)}};
}

Result<serve::Kept> read_world(const json::Value& document, std::string_view name, const serve::World& like) {
  Members members(document);
  const auto kind = members.text("mimus");
  const auto version = members.integer("version", 0, INT64_MAX);
  (void)members.text("name");
  const auto world = members.text("world");
  const auto made = members.time("made");
  const json::Value* const seed = members.any("seed");
  MIMUS_TRY(const Clock::State clock, read_clock(members));
  const json::Value* const routes = members.any("routes");
  const json::Value* const mappings = members.any("mappings");
  const json::Value* const scenarios = members.any("scenarios");
  const json::Value* const state = members.any("state");
  const json::Value* const rows = members.any("collections");
  (void)members.any("lost");
  if (kind != "world") return Error{Code::kInvalid, "this is no world of Mimus", "GET /__mimus/snapshots/NAME/file gives one", {}};
  if (version != kVersion) {
    return Error{Code::kInvalid, "this world is of version " + (version ? std::to_string(*version) : "none"),
                 "this program reads version " + std::to_string(kVersion), {}};
  }
  MIMUS_TRY_DONE(members.finish());
  MIMUS_TRY(std::vector<stub::Stub> own, read_routes(routes));
  MIMUS_TRY(std::vector<stub::Stub> theirs, read_mappings(mappings));

  serve::World scratch(like, std::string(name), {.bytes = 0, .enabled = false});
  const auto around = like.live.current();
  std::vector<Error> errors;
  scratch.stubs.limit(std::nullopt);
  if (!scratch.stubs.take_files({.stubs = std::move(own), .cors = around->cors, .unmatched = around->unmatched,
                                 .dialect = around->dialect, .static_root = around->static_root, .only = true},
                                errors)) {
    return in_document(std::move(errors.front()), "");
  }
  if (const auto imported = scratch.stubs.import({.stubs = std::move(theirs)}); !imported) return imported.error();
  scratch.scenarios.reset();
  MIMUS_TRY_DONE(read_scenarios(scenarios, scratch));
  if (state != nullptr && !state->is_object()) return in_document({Code::kInvalid, "'state' must be an object", "", {}}, "/state");
  MIMUS_TRY_DONE(scratch.state.replace(state != nullptr ? state->get_object() : json::Object()));
  if (rows != nullptr) {
    if (const Status put = scratch.collections.from_json(*rows); !put) return in_document(put.error(), "/collections");
  }
  scratch.clock.restore(clock);
  if (seed != nullptr && seed->is_number()) scratch.reseed(seed->is_uint64() ? seed->get_uint64() : static_cast<std::uint64_t>(seed->to_number<std::int64_t>()));
  return serve::Kept{std::string(name), world.value_or(""),
                     made.value_or(std::chrono::time_point_cast<Nanoseconds>(std::chrono::system_clock::now())), scratch.image()};
}

}  // namespace mimus::admin
