#include <algorithm>

#include "request.h"
#include "text/percent.h"
#include "text/suggest.h"

namespace mimus::collections {
namespace {

Problem unknown_relation(const Definition& definition, std::string parameter, const std::string& name,
                         const std::vector<std::string_view>& known) {
  Problem refused = problem(400, "'" + definition.name + "' has no relation '" + name + "' to " + parameter,
                            known.empty() ? "it has none" : text::did_you_mean(name, known));
  refused.parameter = std::move(parameter);
  return refused;
}

Outcome<const Catalog::Child*> find_child(const State& state, std::size_t collection, const std::string& name) {
  std::vector<std::string_view> known;
  for (const Catalog::Child& child : (*state.catalog)[collection].children) {
    known.push_back(state.catalog->definition(child.collection).name);
    if (known.back() == name) return &child;
  }
  return unknown_relation(state.catalog->definition(collection), "embed", name, known);
}

Outcome<std::size_t> find_parent(const State& state, std::size_t collection, const std::string& name) {
  std::vector<std::string_view> known;
  const Definition& definition = state.catalog->definition(collection);
  for (std::size_t i = 0; i < definition.belongs_to.size(); ++i) {
    const BelongsTo& relation = definition.belongs_to[i];
    known.push_back(relation.as);
    if (relation.as == name || relation.target == name || relation.member == name) return i;
  }
  return unknown_relation(definition, "expand", name, known);
}

Settled embed(const State& state, const Catalog::Child& child, const json::Value& id, json::Value& into) {
  MIMUS_TRY(const std::vector<std::uint64_t> positions,
            referring(state, child.collection, child.relation.member, id_text(id)));
  Table::Reader read(state.table(child.collection));
  json::Array rows;
  for (const std::uint64_t position : positions) rows.push_back(*read.row(position));
  into = std::move(rows);
  return Done{};
}

json::Value parent_of(const State& state, std::size_t target, const json::Value* reference) {
  if (reference == nullptr || reference->is_null()) return nullptr;
  const Table& table = state.table(target);
  const auto position = table.find(id_text(*reference));
  return position ? *Table::Reader(table).row(*position) : json::Value(nullptr);
}

// The query string with one parameter set, or another in its place.
std::string with_parameter(std::string_view query, std::string_view name, std::string_view alias, const std::string& value) {
  std::string out;
  bool set = false;
  const auto append = [&out](std::string_view pair) { out.append(out.empty() ? "" : "&").append(pair); };
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const std::string_view key = pair.substr(0, pair.find('='));
    if (key != name && key != alias) {
      if (!pair.empty()) append(pair);
    } else if (!set) {
      set = true;
      append(std::string(key) + "=" + value);
    }
  }
  if (!set) append(std::string(name) + "=" + value);
  return out;
}

}  // namespace

Outcome<std::vector<json::Value>> present(const State& state, std::size_t collection, const std::vector<Row>& rows,
                                          const Query& query) {
  const Catalog::Entry& entry = (*state.catalog)[collection];
  std::vector<const Catalog::Child*> children;
  for (const std::string& name : query.embed) {
    MIMUS_TRY(const Catalog::Child* const child, find_child(state, collection, name));
    children.push_back(child);
  }
  std::vector<std::size_t> parents;
  for (const std::string& name : query.expand) {
    MIMUS_TRY(const std::size_t parent, find_parent(state, collection, name));
    parents.push_back(parent);
  }
  std::vector<json::Value> out;
  out.reserve(rows.size());
  for (const Row& row : rows) {
    json::Value shown = query.fields.empty() ? *row : project(*row, query.fields);
    for (std::size_t i = 0; i < children.size(); ++i) {
      const json::Value& id = row->get_object().at(entry.definition->id);
      MIMUS_TRY_DONE(embed(state, *children[i], id, shown.get_object()[query.embed[i]]));
    }
    for (const std::size_t parent : parents) {
      const BelongsTo& relation = entry.definition->belongs_to[parent];
      const json::Value* reference = row->get_object().if_contains(relation.member);
      shown.get_object()[relation.as] = parent_of(state, entry.targets[parent], reference);
    }
    out.push_back(std::move(shown));
  }
  return out;
}

std::string link_of(const Ask& ask, std::string_view path, const Query& query, const Page& page) {
  std::string out;
  const auto add = [&](std::string_view relation, std::string_view name, std::string_view alias, const std::string& value) {
    out.append(out.empty() ? "" : ", ").append("<").append(path).append("?");
    out.append(with_parameter(ask.query, name, alias, value)).append(">; rel=\"").append(relation).append("\"");
  };
  if (query.paging == Query::Paging::kCursor) {
    add("first", "cursor", "_cursor", "");
    if (!page.next.empty()) add("next", "cursor", "_cursor", page.next);
    return out;
  }
  const std::uint64_t size = std::max<std::uint64_t>(query.limit, 1);
  const std::uint64_t pages = std::max<std::uint64_t>((page.total + size - 1) / size, 1);
  if (query.paging == Query::Paging::kOffset) {
    const auto offset = [&](std::string_view relation, std::uint64_t to) { add(relation, "offset", "_start", std::to_string(to)); };
    offset("first", 0);
    if (query.offset > 0) offset("prev", query.offset - std::min(query.offset, size));
    if (query.offset + query.limit < page.total) offset("next", query.offset + query.limit);
    offset("last", (pages - 1) * size);
    return out;
  }
  if (query.paging == Query::Paging::kNone && pages == 1) return out;
  const std::uint64_t at = query.offset / size + 1;
  // A list that nobody asked to be paged has pages of its own length.
  const std::string query_string =
      query.paging == Query::Paging::kNone ? with_parameter(ask.query, "limit", "_limit", std::to_string(size)) : "";
  Ask named = ask;
  if (!query_string.empty()) named.query = query_string;
  const auto number = [&](std::string_view relation, std::uint64_t to) {
    out.append(out.empty() ? "" : ", ").append("<").append(path).append("?");
    out.append(with_parameter(named.query, "page", "_page", std::to_string(to))).append(">; rel=\"").append(relation).append("\"");
  };
  number("first", 1);
  if (at > 1) number("prev", std::min(at - 1, pages));
  if (at < pages) number("next", at + 1);
  number("last", pages);
  return out;
}

}  // namespace mimus::collections
