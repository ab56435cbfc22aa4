#include "store.h"

#include <algorithm>

namespace mimus::collections {
namespace {

Chance chance_of(const Definition& definition, Chance world) {
  return (definition.seed ? Chance(*definition.seed) : world).fork(definition.name);
}

bool same(const Definition& a, const Definition& b) { return a.name == b.name && a.text == b.text; }

// The table that `before` has for this very definition, or a fresh one.
Result<Table> table_for(const DefinitionPtr& definition, const State& before, Chance chance) {
  const bool other_rows = definition->schema && !definition->seed && before.chance != chance;
  const auto found = before.catalog->find(definition->name);
  if (found && !other_rows && same(*definition, before.catalog->definition(*found))) return before.table(*found);
  auto base = make_base(*definition, chance_of(*definition, chance));
  if (!base) {
    Error error = std::move(base).error();
    error.where.pointer.insert(0, "/schema");
    return error;
  }
  return Table(definition, *std::move(base));
}

json::Object exported(const Table& table) {
  json::Array rows, deleted;
  std::vector<std::pair<std::uint64_t, Row>> changes;
  table.for_each_change([&](std::uint64_t position, const Row& row) { changes.emplace_back(position, row); });
  std::sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [position, row] : changes) {
    if (row) {
      rows.push_back(json::Array{position, *row});
    } else {
      deleted.push_back(json::Value(position));
    }
  }
  return {{"initial", table.base().count()}, {"next", table.next_number()}, {"rows", std::move(rows)},
          {"deleted", std::move(deleted)}};
}

Error at(std::string pointer, Error error) {
  error.where.pointer = std::move(pointer);
  return error;
}

std::optional<std::uint64_t> read_position(const json::Value& value) {
  if (value.is_int64() && value.get_int64() >= 0) return static_cast<std::uint64_t>(value.get_int64());
  return value.is_uint64() ? std::optional(value.get_uint64()) : std::nullopt;
}

// One row of an export: [position, row].
Status import_row(Table& table, const json::Value& entry) {
  const json::Array* pair = entry.if_array();
  const auto position = pair != nullptr && pair->size() == 2 ? read_position((*pair)[0]) : std::nullopt;
  if (!position || !(*pair)[1].is_object()) return invalid("must be [position, row]");
  const Definition& definition = table.definition();
  const json::Value* id = (*pair)[1].get_object().if_contains(definition.id);
  const bool of_base = *position < table.base().count();
  if (!definition.singular) {
    if (id == nullptr || (!id->is_string() && !id->is_number())) return invalid("the row has no " + definition.id);
    if (of_base ? table.base().position_of(id_text(*id)) != position : table.find(id_text(*id)).has_value())
      return Error{Code::kConflict, "another row has the " + definition.id + " " + json::write(*id), "", {}};
  }
  table.put_back(*position, std::make_shared<const json::Value>((*pair)[1]));
  return Done{};
}

Result<Table> imported(const Table& now, const json::Value& document, const std::string& pointer) {
  Table table(now.shared_definition(), now.shared_base());
  const json::Object* members = document.if_object();
  const json::Value* initial = members == nullptr ? nullptr : members->if_contains("initial");
  if (initial == nullptr || read_position(*initial) != table.base().count())
    return at(pointer + "/initial", invalid("the collection began with " + (initial ? json::write(*initial) : "no") +
                                                " rows there and with " + std::to_string(table.base().count()) + " here",
                                            "load it with the same configuration"));
  if (const json::Value* deleted = members->if_contains("deleted"); deleted && deleted->is_array()) {
    for (const json::Value& each : deleted->get_array()) {
      const auto position = read_position(each);
      if (!position || *position >= table.base().count())
        return at(pointer + "/deleted", invalid("there is no row at " + json::write(each)));
      table.erase(*position);
    }
  }
  if (const json::Value* rows = members->if_contains("rows"); rows && rows->is_array()) {
    for (std::size_t i = 0; i < rows->get_array().size(); ++i) {
      if (Status done = import_row(table, rows->get_array()[i]); !done)
        return at(pointer + "/rows/" + std::to_string(i), std::move(done).error());
    }
  }
  if (const json::Value* next = members->if_contains("next"); next && next->is_number())
    table.count_from(std::max(table.next_number(), next->to_number<double>()));
  return table;
}

}  // namespace

void Store::publish(Moment next) {
  const std::uint64_t generation = next->generation;
  {
    const std::lock_guard lock(cell_);
    state_.swap(next);
  }
  generation_.store(generation, std::memory_order_release);
}  // what was there is freed outside of the lock

Status Store::define(std::vector<DefinitionPtr> definitions, Chance chance, std::uint64_t generation) {
  const std::lock_guard lock(writing_);
  const Moment before = now();
  if (generation != 0 && before->generation >= generation) return Done{};  // another thread was first
  auto next = std::make_shared<State>();
  next->generation = generation != 0 ? generation : before->generation;
  next->chance = chance;
  MIMUS_TRY(next->catalog, Catalog::make(std::move(definitions)));
  for (std::size_t i = 0; i < next->catalog->size(); ++i) {
    const DefinitionPtr& definition = (*next->catalog)[i].definition;
    auto table = table_for(definition, *before, chance);
    if (!table) {
      Error error = std::move(table).error();
      error.message = "'" + definition->name + "': " + error.message;
      return error;
    }
    next->tables.emplace_back().edit() = *std::move(table);
    for (const std::string& member : definition->indexed) next->table(i).base().index(member);  // begins to build it
  }
  publish(std::move(next));
  return Done{};
}

void Store::reseed(Chance chance) {
  const Moment before = now();
  std::vector<DefinitionPtr> definitions;
  for (std::size_t i = 0; i < before->catalog->size(); ++i) definitions.push_back((*before->catalog)[i].definition);
  (void)define(std::move(definitions), chance);  // they were good once; a first row that fails now leaves the old ones
}

void Store::reset() {
  (void)write([](State& state) -> Status {
    for (std::size_t i = 0; i < state.tables.size(); ++i)
      state.edit(i) = Table((*state.catalog)[i].definition, state.table(i).shared_base());
    return Done{};
  });
}

void Store::restore(Moment moment) {
  const std::lock_guard lock(writing_);
  publish(std::move(moment));
}

std::unique_ptr<Store> Store::fork() const {
  auto other = std::make_unique<Store>();
  other->restore(now());
  return other;
}

json::Value Store::to_json() const {
  const Moment moment = now();
  json::Object out;
  for (std::size_t i = 0; i < moment->tables.size(); ++i)
    out[moment->catalog->definition(i).name] = exported(moment->table(i));
  return out;
}

Status Store::from_json(const json::Value& document) {
  if (!document.is_object()) return invalid("must be an object of collections by name");
  return write([&](State& state) -> Status {
    for (const auto& member : document.get_object()) {
      const std::string pointer = "/" + json::escape_pointer(member.key());
      const auto collection = state.catalog->find(member.key());
      if (!collection)
        return at(pointer, Error{Code::kNotFound, "there is no collection '" + std::string(member.key()) + "'",
                                 state.catalog->hint_for(member.key()), {}});
      MIMUS_TRY(Table table, imported(state.table(*collection), member.value(), pointer));
      state.edit(*collection) = std::move(table);
    }
    return Done{};
  });
}

}  // namespace mimus::collections
