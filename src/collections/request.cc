#include "request.h"

#include <algorithm>

#include "base/hash.h"
#include "http/conditional.h"
#include "text/encoding.h"
#include "text/percent.h"
#include "text/suggest.h"

namespace mimus::collections {
namespace {

std::vector<std::string_view> segments_of(std::string_view rest) {
  std::vector<std::string_view> out;
  while (!rest.empty()) {
    if (rest.front() == '/') rest.remove_prefix(1);
    const std::string_view one = rest.substr(0, rest.find('/'));
    rest.remove_prefix(one.size());
    if (!one.empty() || !rest.empty()) out.push_back(one);
  }
  return out;
}

Problem not_found(const Definition& definition, std::string_view id) {
  return problem(404, "there is no row with the " + definition.id + " '" + std::string(id) + "' in '" + definition.name + "'");
}

bool is_json(std::string_view essence) {
  return essence.empty() || text::equal_ignoring_case(essence, "application/json") || essence.ends_with("+json");
}

std::string hex(std::uint64_t number) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift);
  return text::hex_encode(bytes);
}

http::Request as_request(const Ask& ask) {
  http::Request request;
  request.method = ask.method;
  request.fields = ask.fields;
  return request;
}

}  // namespace

Outcome<Place> find_place(const State& state, std::size_t collection, const Ask& ask) {
  Place place;
  place.collection = collection;
  place.path = ask.base;
  const std::vector<std::string_view> segments = segments_of(ask.rest);
  for (std::size_t i = 0; i < segments.size(); i += 2) {
    const Definition& definition = state.catalog->definition(place.collection);
    if (definition.singular) return problem(404, "'" + definition.name + "' is one object; nothing lies below it");
    place.id = text::to_valid_utf8(text::percent_decode(segments[i]));
    if (i + 1 == segments.size()) break;
    MIMUS_TRY(const std::uint64_t parent, find_row(state, place));
    const json::Value id = Table::Reader(state.table(place.collection)).row(parent)->get_object().at(definition.id);
    const std::string wanted = text::percent_decode(segments[i + 1]);
    const Catalog::Child* found = nullptr;
    std::vector<std::string_view> names;
    for (const Catalog::Child& child : (*state.catalog)[place.collection].children) {
      names.push_back(state.catalog->definition(child.collection).name);
      if (names.back() == wanted && found == nullptr) found = &child;
    }
    if (found == nullptr)
      return problem(404, "nothing called '" + text::to_valid_utf8(wanted) + "' belongs to '" + definition.name + "'",
                     names.empty() ? "" : text::did_you_mean(wanted, names));
    place.path.append("/").append(segments[i]).append("/").append(segments[i + 1]);
    place.within = {found->relation.member, id};
    place.collection = found->collection;
    place.id.reset();
  }
  return place;
}

Outcome<std::uint64_t> find_row(const State& state, const Place& place) {
  const Table& table = state.table(place.collection);
  if (table.definition().singular) {
    if (table.size() > 0) return table.nth(0);
    return problem(404, "'" + table.definition().name + "' is not there");
  }
  const auto position = table.find(*place.id);
  if (!position) return not_found(table.definition(), *place.id);
  if (place.within) {
    const Row row = Table::Reader(table).row(*position);
    const json::Value* reference = row->get_object().if_contains(place.within->first);
    if (reference == nullptr || id_text(*reference) != id_text(place.within->second))
      return not_found(table.definition(), *place.id);
  }
  return *position;
}

Outcome<ReadBody> read_body(const Ask& ask, bool patch) {
  const std::string_view type = http::find_header(ask.fields, "Content-Type").value_or("");
  const std::string essence = text::to_lower_ascii(text::trim(type.substr(0, type.find(';'))));
  ReadBody out;
  if (patch && essence == "application/json-patch+json") out.kind = Body::kJsonPatch;
  if (patch && essence == "application/merge-patch+json") out.kind = Body::kMergePatch;
  if (!is_json(essence) || (!patch && essence == "application/json-patch+json")) {
    constexpr std::string_view kPatches = "application/merge-patch+json, application/json-patch+json, application/json";
    Problem refused = problem(415, std::string(ask.method) + " takes no '" + text::to_valid_utf8(essence) + "'",
                              patch ? std::string(kPatches) : "application/json");
    if (patch) refused.fields.push_back({"Accept-Patch", std::string(kPatches)});
    return refused;
  }
  auto value = json::parse(ask.body);
  if (!value) {
    const Where& where = value.error().where;
    return problem_at(400, where.pointer,
                      "the body is no JSON: line " + std::to_string(where.line) + ", column " + std::to_string(where.column) +
                          ": " + value.error().message);
  }
  out.value = *std::move(value);
  return out;
}

std::string etag_of(std::string_view body) {
  return "\"" + hex(hash_bytes(body)) + hex(hash_bytes(body, 1)) + "\"";
}

Settled check_preconditions(const Ask& ask, const Definition& definition, const json::Value* row) {
  const bool has_match = http::find_header(ask.fields, "If-Match").has_value();
  if (definition.require_match && row != nullptr && !has_match)
    return problem(428, "changing a row of '" + definition.name + "' needs If-Match", "GET the row; its ETag goes there");
  if (row == nullptr)  // If-Match: * and If-Match: "…" both fail where there is nothing
    return has_match ? Settled(problem(412, "there is no such row, so If-Match does not hold")) : Settled(Done{});
  const http::Validator validator{etag_of(json::write(*row)), {}};
  if (http::evaluate(as_request(ask), validator) == http::Precondition::kProceed) return Done{};
  return problem(412, "the row is another one by now: its ETag is " + validator.etag, "GET it again and redo the change");
}

}  // namespace mimus::collections
