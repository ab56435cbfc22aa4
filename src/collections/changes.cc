#include <cmath>

#include "base/uuid.h"
#include "fake/value.h"
#include "plan.h"
#include "state.h"

namespace mimus::collections {
namespace {

std::string pointer_to(std::string_view member) { return "/" + json::escape_pointer(member); }

Settled check_schema(const Definition& definition, const json::Value& row) {
  if (!definition.validator) return Done{};
  std::vector<jsonschema::Violation> violations = definition.validator->all(row);
  if (violations.empty()) return Done{};
  Problem refused = problem(422, "the row is not what the schema of '" + definition.name + "' asks for");
  for (jsonschema::Violation& each : violations)
    refused.errors.push_back({std::move(each.instance), std::move(each.message)});
  refused.pointer = refused.errors.front().pointer;
  return refused;
}

Settled check_references(const State& state, std::size_t collection, const json::Value& row) {
  const Catalog::Entry& entry = (*state.catalog)[collection];
  for (std::size_t i = 0; i < entry.targets.size(); ++i) {
    const BelongsTo& relation = entry.definition->belongs_to[i];
    const json::Value* reference = row.get_object().if_contains(relation.member);
    if (reference == nullptr || reference->is_null()) continue;
    if (state.table(entry.targets[i]).find(id_text(*reference))) continue;
    // A row may refer to itself, whose id is not there yet.
    const json::Value* own = row.get_object().if_contains(entry.definition->id);
    if (entry.targets[i] == collection && own != nullptr && id_text(*own) == id_text(*reference)) continue;
    return problem_at(422, pointer_to(relation.member),
                      "there is no " + relation.as + " " + json::write(*reference) + " in '" + relation.target + "'");
  }
  return Done{};
}

Settled check(const State& state, std::size_t collection, const json::Value& row) {
  MIMUS_TRY_DONE(check_schema(state.catalog->definition(collection), row));
  return check_references(state, collection, row);
}

Result<json::Value> next_id(const State& state, const Table& table, unsigned attempt) {
  const Definition& definition = table.definition();
  const double number = table.next_number() + attempt;
  const Chance chance =
      state.chance.fork("ids").fork(definition.name).fork(table.next_position()).fork(std::uint64_t{attempt});
  switch (definition.id_rule.kind) {
    case IdRule::Kind::kSequence:
      return json::Value(static_cast<std::int64_t>(number));
    case IdRule::Kind::kUuid:
      return json::Value(Uuid::random(chance).text());
    case IdRule::Kind::kPattern: {
      std::string text = definition.id_rule.text;
      text.replace(text.find("{n}"), 3, std::to_string(static_cast<std::int64_t>(number)));
      return json::Value(text);
    }
    case IdRule::Kind::kFake: {
      MIMUS_TRY(const fake::Value made, records::keyed_value(chance, "id", definition.id_rule.text));
      return fake::to_json_value(made);
    }
    case IdRule::Kind::kGiven:
      break;
  }
  return invalid("a row of '" + definition.name + "' has to bring its " + definition.id);
}

// Gives the row an id that nobody has. Short texts of chance meet now and then; a number or pattern moves on.
Settled give_id(const State& state, std::size_t collection, json::Object& row) {
  constexpr unsigned kMostAttempts = 1000;
  const Table& table = state.table(collection);
  const std::string& member = table.definition().id;
  for (unsigned attempt = 0; attempt < kMostAttempts; ++attempt) {
    auto id = next_id(state, table, attempt);
    if (!id) return problem_at(422, pointer_to(member), std::move(id.error().message), std::move(id.error().hint));
    if (table.find(id_text(*id))) continue;
    json::Object with{{member, *std::move(id)}};
    for (auto& each : row) with.emplace(each.key(), std::move(each.value()));
    row = std::move(with);
    return Done{};
  }
  return problem(409, "no free id was found for a new row of '" + table.definition().name + "'",
                 "its id rule makes too few different ones");
}

}  // namespace

Outcome<std::uint64_t> insert(State& state, std::size_t collection, json::Value row) {
  const Definition& definition = state.catalog->definition(collection);
  if (!row.is_object()) return problem(400, "a row of '" + definition.name + "' is a JSON object");
  json::Object& members = row.get_object();
  const json::Value* id = members.if_contains(definition.id);
  const bool pattern = definition.id_rule.kind == IdRule::Kind::kPattern;
  if (id == nullptr || id->is_null()) {
    members.erase(definition.id);
    MIMUS_TRY_DONE(give_id(state, collection, members));
  } else if (!id->is_string() && !id->is_number()) {
    return problem_at(422, pointer_to(definition.id), "an id is a number or a text");
  } else if (state.table(collection).find(id_text(*id))) {
    return problem_at(409, pointer_to(definition.id),
                      "there is a row with the " + definition.id + " " + json::write(*id) + " in '" + definition.name + "'",
                      "PUT or PATCH changes it");
  }
  MIMUS_TRY_DONE(check(state, collection, row));
  Table& table = state.edit(collection);
  const double number = table.next_number();
  const std::uint64_t position = table.add(std::make_shared<const json::Value>(std::move(row)));
  if (pattern && table.next_number() == number) table.count_from(number + 1);
  return position;
}

Outcome<Row> replace(State& state, std::size_t collection, std::uint64_t position, json::Value row) {
  const Definition& definition = state.catalog->definition(collection);
  if (!row.is_object()) return problem(400, "a row of '" + definition.name + "' is a JSON object");
  json::Object& members = row.get_object();
  if (!definition.singular) {
    Table::Reader read(state.table(collection));
    const json::Value id = read.row(position)->get_object().at(definition.id);
    const json::Value* given = members.if_contains(definition.id);
    if (given != nullptr && !given->is_null() && id_text(*given) != id_text(id))
      return problem_at(409, pointer_to(definition.id),
                        "the " + definition.id + " of a row stays what it is: " + json::write(id),
                        "leave it out, or add another row");
    if (given == nullptr || given->is_null()) {
      members.erase(definition.id);
      json::Object with{{definition.id, id}};
      for (auto& each : members) with.emplace(each.key(), std::move(each.value()));
      members = std::move(with);
    } else {
      members[definition.id] = id;  // 7 stays 7 when "7" was sent
    }
  }
  MIMUS_TRY_DONE(check(state, collection, row));
  auto kept = std::make_shared<const json::Value>(std::move(row));
  state.edit(collection).replace(position, kept);
  return Row(kept);
}

Settled remove(State& state, std::size_t collection, std::uint64_t position) {
  const Definition& definition = state.catalog->definition(collection);
  const Row row = Table::Reader(state.table(collection)).row(position);
  if (!row) return Done{};  // a cascade was here before
  const json::Value* id = row->get_object().if_contains(definition.id);
  state.edit(collection).erase(position);
  if (id == nullptr) return Done{};
  for (const Catalog::Child& child : (*state.catalog)[collection].children) {
    MIMUS_TRY(const std::vector<std::uint64_t> positions,
              referring(state, child.collection, child.relation.member, id_text(*id)));
    if (positions.empty()) continue;
    if (child.relation.on_delete == OnDelete::kRestrict) {
      return problem(409,
                     std::to_string(positions.size()) + " of '" + state.catalog->definition(child.collection).name +
                         "' refer to " + definition.id + " " + json::write(*id) + " of '" + definition.name +
                         "' by " + child.relation.member,
                     "delete them first, or let on_delete be cascade or set-null");
    }
    for (const std::uint64_t each : positions) {
      if (child.relation.on_delete == OnDelete::kCascade) {
        MIMUS_TRY_DONE(remove(state, child.collection, each));
        continue;
      }
      json::Value changed = *Table::Reader(state.table(child.collection)).row(each);
      changed.get_object()[child.relation.member] = nullptr;
      MIMUS_TRY_DONE(replace(state, child.collection, each, std::move(changed)));
    }
  }
  return Done{};
}

Outcome<std::vector<std::uint64_t>> referring(const State& state, std::size_t collection, std::string_view member,
                                              std::string_view id) {
  Query query;
  Filter filter;
  filter.path = std::string(member);
  filter.operands.push_back(Operand::of(std::string(id)));
  query.filters.push_back(std::move(filter));
  return all_positions(state.table(collection), query);
}

}  // namespace mimus::collections
