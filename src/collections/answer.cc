#include "answer.h"

#include <algorithm>
#include <cmath>

#include "http/conditional.h"
#include "json/merge_patch.h"
#include "json/patch.h"
#include "request.h"
#include "text/percent.h"

namespace mimus::collections {
namespace {

constexpr std::string_view kJson = "application/json";

Answer answer_of(const Problem& refused) {
  Answer out;
  out.status = refused.status;
  out.fields = refused.fields;
  out.fields.push_back({"Content-Type", "application/problem+json"});
  out.body = json::write(refused.document()) + "\n";
  return out;
}

Answer json_answer(int status, const json::Value& value) {
  Answer out;
  out.status = status;
  out.body = json::write(value);
  out.fields = {{"Content-Type", std::string(kJson)}, {"ETag", etag_of(out.body)}};
  return out;
}

// What a condition of a GET makes of the answer: RFC 9110 §13.2.2.
Answer conditionally(const Ask& ask, Answer out) {
  http::Request request;
  request.method = ask.method;
  request.fields = ask.fields;
  const auto etag = std::find_if(out.fields.begin(), out.fields.end(), [](const auto& each) { return each.name == "ETag"; });
  switch (http::evaluate(request, {etag->value, {}})) {
    case http::Precondition::kProceed:
      return out;
    case http::Precondition::kFailed:
      return answer_of(problem(412, "the ETag is " + etag->value));
    case http::Precondition::kNotModified:
      break;
  }
  out.status = 304;
  out.body.clear();
  std::erase_if(out.fields, [](const auto& each) { return each.name == "Content-Type"; });
  return out;
}

std::string path_of(const Place& place, const Definition& definition, const json::Value& row) {
  return place.path + "/" + text::percent_encode(id_text(row.get_object().at(definition.id)));
}

Filter equal_filter(const std::string& member, const json::Value& value) {
  Filter filter;
  filter.path = member;
  filter.operands.push_back(Operand::of(id_text(value)));
  return filter;
}

Outcome<Query> list_query(const State& state, const Place& place, const Ask& ask) {
  MIMUS_TRY(Query query, parse_query(ask.query, state.table(place.collection)));
  if (place.within) query.filters.push_back(equal_filter(place.within->first, place.within->second));
  return query;
}

const json::Value& row_of(const State& state, std::size_t collection, std::uint64_t position, Row& hold) {
  hold = Table::Reader(state.table(collection)).row(position);
  return *hold;
}

// ---- reading ---------------------------------------------------------------------------------------

Outcome<Answer> get_list(const State& state, const Place& place, const Ask& ask) {
  MIMUS_TRY(const Query query, list_query(state, place, ask));
  MIMUS_TRY(const Page page, run(state.table(place.collection), query));
  MIMUS_TRY(std::vector<json::Value> rows, present(state, place.collection, page.rows, query));
  json::Array list;
  list.reserve(rows.size());
  for (json::Value& row : rows) list.push_back(std::move(row));
  Answer out = json_answer(200, list);
  out.fields.push_back({"X-Total-Count", std::to_string(page.total)});
  if (std::string link = link_of(ask, place.path, query, page); !link.empty()) out.fields.push_back({"Link", std::move(link)});
  return conditionally(ask, std::move(out));
}

Outcome<Answer> get_one(const State& state, const Place& place, const Ask& ask) {
  MIMUS_TRY(const std::uint64_t position, find_row(state, place));
  MIMUS_TRY(const Query query, parse_query(ask.query, state.table(place.collection)));
  const Row row = Table::Reader(state.table(place.collection)).row(position);
  MIMUS_TRY(const std::vector<json::Value> rows, present(state, place.collection, {row}, query));
  return conditionally(ask, json_answer(200, rows.front()));
}

// ---- writing: each works on a copy of the state that is thrown away when a problem comes back ---------

// Where in a list that was sent a problem is.
Problem inside(std::size_t index, Problem refused) {
  const std::string at = "/" + std::to_string(index);
  refused.pointer.insert(0, at);
  for (Problem::Fault& fault : refused.errors) fault.pointer.insert(0, at);
  return refused;
}

json::Value placed_within(const Place& place, json::Value row) {
  if (place.within && row.is_object()) row.get_object()[place.within->first] = place.within->second;
  return row;
}

Outcome<Answer> post(State& state, const Place& place, const Ask& ask) {
  const Definition& definition = state.catalog->definition(place.collection);
  MIMUS_TRY(ReadBody body, read_body(ask, false));
  if (!body.value.is_array()) {
    MIMUS_TRY(const std::uint64_t position, insert(state, place.collection, placed_within(place, std::move(body.value))));
    Row hold;
    const json::Value& row = row_of(state, place.collection, position, hold);
    Answer out = json_answer(201, row);
    out.fields.push_back({"Location", path_of(place, definition, row)});
    return out;
  }
  json::Array made;
  json::Array& rows = body.value.get_array();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto position = insert(state, place.collection, placed_within(place, std::move(rows[i])));
    if (!position) return inside(i, std::move(position).error());
    Row hold;
    made.push_back(row_of(state, place.collection, *position, hold));
  }
  Answer out = json_answer(201, made);
  out.fields.push_back({"Location", place.path});
  return out;
}

Outcome<Answer> put_one(State& state, const Place& place, const Ask& ask) {
  const Definition& definition = state.catalog->definition(place.collection);
  MIMUS_TRY(ReadBody body, read_body(ask, false));
  json::Value row = placed_within(place, std::move(body.value));
  auto position = find_row(state, place);
  Row hold;
  MIMUS_TRY_DONE(check_preconditions(ask, definition, position ? &row_of(state, place.collection, *position, hold) : nullptr));
  if (position) {
    MIMUS_TRY(const Row kept, replace(state, place.collection, *position, std::move(row)));
    return json_answer(200, *kept);
  }
  const bool elsewhere = !definition.singular && state.table(place.collection).find(*place.id).has_value();
  if (!definition.put_creates || elsewhere) return std::move(position).error();
  if (!row.is_object()) return problem(400, "a row of '" + definition.name + "' is a JSON object");
  if (definition.singular) {
    state.edit(place.collection).add(std::make_shared<const json::Value>(row));
    return json_answer(201, row);
  }
  const json::Value* given = row.get_object().if_contains(definition.id);
  if (given != nullptr && !given->is_null() && id_text(*given) != *place.id)
    return problem_at(409, "/" + json::escape_pointer(definition.id), "the path says " + *place.id + " and the body " + json::write(*given));
  if (given == nullptr || given->is_null()) {
    const auto number = read_number(*place.id);
    const bool whole = definition.id_rule.kind == IdRule::Kind::kSequence && number && std::abs(*number) < 9e15 &&
                       std::to_string(static_cast<std::int64_t>(*number)) == *place.id;
    json::Object with{{definition.id, whole ? json::Value(static_cast<std::int64_t>(*number)) : json::Value(*place.id)}};
    row.get_object().erase(definition.id);
    for (auto& each : row.get_object()) with.emplace(each.key(), std::move(each.value()));
    row = std::move(with);
  }
  MIMUS_TRY(const std::uint64_t made, insert(state, place.collection, std::move(row)));
  const json::Value& kept = row_of(state, place.collection, made, hold);
  Answer out = json_answer(201, kept);
  out.fields.push_back({"Location", path_of(place, definition, kept)});
  return out;
}

// A patch applied to a row, in one of its forms.
Outcome<json::Value> patched(const json::Value& row, Body kind, const json::Value& patch) {
  json::Value changed = row;
  if (kind != Body::kJsonPatch) {
    if (!patch.is_object()) return problem(400, "a merge patch of a row is a JSON object");
    json::merge_patch(changed, patch);
    return changed;
  }
  const auto read = json::Patch::parse(patch);
  if (!read) return problem_at(400, read.error().where.pointer, read.error().message, read.error().hint);
  if (const Status done = read->apply(changed); !done)
    return problem_at(done.error().code == Code::kConflict ? 409 : 422, done.error().where.pointer, done.error().message);
  return changed;
}

Outcome<Answer> patch_one(State& state, const Place& place, const Ask& ask) {
  MIMUS_TRY(const ReadBody body, read_body(ask, true));
  MIMUS_TRY(const std::uint64_t position, find_row(state, place));
  Row hold;
  const json::Value& row = row_of(state, place.collection, position, hold);
  MIMUS_TRY_DONE(check_preconditions(ask, state.catalog->definition(place.collection), &row));
  MIMUS_TRY(json::Value changed, patched(row, body.kind, body.value));
  MIMUS_TRY(const Row kept, replace(state, place.collection, position, std::move(changed)));
  return json_answer(200, *kept);
}

Outcome<Answer> delete_one(State& state, const Place& place, const Ask& ask) {
  MIMUS_TRY(const std::uint64_t position, find_row(state, place));
  Row hold;
  MIMUS_TRY_DONE(check_preconditions(ask, state.catalog->definition(place.collection),
                                     &row_of(state, place.collection, position, hold)));
  MIMUS_TRY_DONE(remove(state, place.collection, position));
  Answer out;
  out.status = 204;
  return out;
}

// ---- many at once ------------------------------------------------------------------------------------

Outcome<std::vector<std::uint64_t>> filtered(const State& state, const Place& place, const Ask& ask) {
  MIMUS_TRY(const Query query, list_query(state, place, ask));
  if (!query.filtered())
    return problem(400, std::string(ask.method) + " of many rows needs a filter", "say which: ?price_lt=10");
  return all_positions(state.table(place.collection), query);
}

Outcome<Answer> delete_many(State& state, const Place& place, const Ask& ask) {
  MIMUS_TRY(const std::vector<std::uint64_t> positions, filtered(state, place, ask));
  for (const std::uint64_t position : positions) MIMUS_TRY_DONE(remove(state, place.collection, position));
  Answer out = json_answer(200, json::Object{{"deleted", positions.size()}});
  std::erase_if(out.fields, [](const auto& each) { return each.name == "ETag"; });
  return out;
}

Outcome<std::uint64_t> row_with_id(const State& state, const Place& place, const json::Value& sent) {
  const Definition& definition = state.catalog->definition(place.collection);
  const json::Value* id = sent.is_object() ? sent.get_object().if_contains(definition.id) : nullptr;
  if (id == nullptr) return problem(400, "each row of the list needs its " + definition.id);
  Place one = place;
  one.id = id_text(*id);
  return find_row(state, one);
}

// PUT of a list: each replaces, or by the rule creates, the row of its id; or these are all from now on.
Outcome<Answer> put_many(State& state, const Place& place, const Ask& ask) {
  const Definition& definition = state.catalog->definition(place.collection);
  MIMUS_TRY(ReadBody body, read_body(ask, false));
  if (!body.value.is_array()) return problem(400, "PUT of '" + definition.name + "' takes a list of rows", "PUT " + place.path + "/ID replaces one");
  if (definition.put_replaces_all) {
    MIMUS_TRY(const std::vector<std::uint64_t> all, all_positions(state.table(place.collection), {}));
    for (const std::uint64_t position : all) MIMUS_TRY_DONE(remove(state, place.collection, position));
  }
  json::Array kept;
  json::Array& rows = body.value.get_array();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    json::Value row = placed_within(place, std::move(rows[i]));
    auto position = row_with_id(state, place, row);
    if (position) {
      if (auto made = replace(state, place.collection, *position, std::move(row)); !made) return inside(i, std::move(made).error());
    } else if (definition.put_replaces_all || (definition.put_creates && position.error().status == 404)) {
      position = insert(state, place.collection, std::move(row));
    }
    if (!position) return inside(i, std::move(position).error());
    Row hold;
    kept.push_back(row_of(state, place.collection, *position, hold));
  }
  return json_answer(200, kept);
}

// PATCH of a list: each is merged into the row of its id. Of an object or a JSON Patch with a filter: into all
// that it finds.
Outcome<Answer> patch_many(State& state, const Place& place, const Ask& ask) {
  MIMUS_TRY(const ReadBody body, read_body(ask, true));
  json::Array kept;
  const auto change = [&](std::uint64_t position, const json::Value& patch) -> Settled {
    Row hold;
    MIMUS_TRY(json::Value changed, patched(row_of(state, place.collection, position, hold), body.kind, patch));
    MIMUS_TRY(const Row row, replace(state, place.collection, position, std::move(changed)));
    kept.push_back(*row);
    return Done{};
  };
  if (body.kind == Body::kJsonPatch || !body.value.is_array()) {
    MIMUS_TRY(const std::vector<std::uint64_t> positions, filtered(state, place, ask));
    for (const std::uint64_t position : positions) MIMUS_TRY_DONE(change(position, body.value));
    return json_answer(200, kept);
  }
  const json::Array& patches = body.value.get_array();
  for (std::size_t i = 0; i < patches.size(); ++i) {
    const auto position = row_with_id(state, place, patches[i]);
    if (!position) return inside(i, position.error());
    if (Settled done = change(*position, patches[i]); !done) return inside(i, std::move(done).error());
  }
  return json_answer(200, kept);
}

// ---- which method does what --------------------------------------------------------------------------

struct Method {
  std::string_view name;
  Outcome<Answer> (*read)(const State&, const Place&, const Ask&);
  Outcome<Answer> (*change)(State&, const Place&, const Ask&);
};
constexpr Method kOfLists[] = {{"GET", &get_list, nullptr},        {"HEAD", &get_list, nullptr},
                               {"POST", nullptr, &post},           {"PUT", nullptr, &put_many},
                               {"PATCH", nullptr, &patch_many},    {"DELETE", nullptr, &delete_many}};
constexpr Method kOfRows[] = {{"GET", &get_one, nullptr},      {"HEAD", &get_one, nullptr},
                              {"PUT", nullptr, &put_one},      {"PATCH", nullptr, &patch_one},
                              {"DELETE", nullptr, &delete_one}};
constexpr Method kOfSingulars[] = {{"GET", &get_one, nullptr},    {"HEAD", &get_one, nullptr},
                                   {"PUT", nullptr, &put_one},    {"PATCH", nullptr, &patch_one},
                                   {"POST", nullptr, &put_one}};

std::span<const Method> methods_of(const Definition& definition, const Place& place) {
  if (definition.singular) return kOfSingulars;
  if (place.id) return kOfRows;
  return kOfLists;
}

bool allowed(const Method& method, const Definition& definition, const Place& place) {
  return method.name != "DELETE" || place.id || definition.delete_many;
}

std::string allow_of(const Definition& definition, const Place& place) {
  std::string out;
  for (const Method& method : methods_of(definition, place)) {
    if (allowed(method, definition, place)) out.append(method.name).append(", ");
  }
  return out + "OPTIONS";
}

Outcome<Answer> dispatch(Store& store, std::size_t collection, const Ask& ask) {
  const Store::Moment moment = store.now();
  MIMUS_TRY(const Place place, find_place(*moment, collection, ask));
  const Definition& definition = moment->catalog->definition(place.collection);
  if (ask.method == "OPTIONS") {
    Answer out;
    out.status = 204;
    out.fields.push_back({"Allow", allow_of(definition, place)});
    return out;
  }
  for (const Method& method : methods_of(definition, place)) {
    if (method.name != ask.method || !allowed(method, definition, place)) continue;
    if (method.read != nullptr) return method.read(*moment, place, ask);
    // The place is looked for again: only what it finds there is of the moment that is changed.
    return store.write([&](State& state) -> Outcome<Answer> {
      if (state.catalog != moment->catalog) return problem(503, "the collections have just been loaded anew", "ask again");
      MIMUS_TRY(const Place now, find_place(state, collection, ask));
      return method.change(state, now, ask);
    });
  }
  const std::string allow = allow_of(definition, place);
  Problem refused = problem(405, "'" + place.path + (place.id ? "/" + *place.id : "") + "' takes no " + std::string(ask.method), "one of " + allow);
  refused.fields.push_back({"Allow", allow});
  return refused;
}

}  // namespace

Answer answer(Store& store, std::string_view collection, const Ask& ask) {
  const Store::Moment moment = store.now();
  const auto found = moment->catalog->find(collection);
  if (!found)
    return answer_of(problem(404, "there is no collection '" + std::string(collection) + "'", moment->catalog->hint_for(collection)));
  Outcome<Answer> out = dispatch(store, *found, ask);
  return out ? *std::move(out) : answer_of(out.error());
}

}  // namespace mimus::collections
