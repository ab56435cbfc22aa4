#include "collection_answer.h"

#include <algorithm>

#include "collections/plan.h"
#include "handlebars/value.h"

namespace mimus::serve {
namespace {

// Where the path's first so many segments end.
std::size_t end_of(std::string_view path, std::size_t segments) {
  std::size_t at = 0;
  for (; segments > 0 && at != path.npos; --segments) at = path.find('/', at + 1);
  return std::min(at, path.size());
}

// The text before the mark; the text behind it goes to `rest`.
std::string_view take(std::string_view text, char mark, std::string_view& rest) {
  const std::size_t at = text.find(mark);
  rest = at == text.npos ? std::string_view() : text.substr(at + 1);
  return text.substr(0, at);
}

std::optional<json::Value> read(const collections::State& state, std::string_view reference) {
  std::string_view fragment, query, id;
  std::string_view name = take(reference, '#', fragment);
  name = take(name, '?', query);
  name = take(name, '/', id);
  const auto collection = state.catalog->find(name);
  if (!collection) return std::nullopt;
  const collections::Table& table = state.table(*collection);
  collections::Table::Reader rows(table);
  if (table.definition().singular) return table.size() > 0 ? std::optional(*rows.row(table.nth(0))) : std::nullopt;
  if (!id.empty()) {
    const auto position = table.find(id);
    return position ? std::optional(*rows.row(*position)) : std::nullopt;
  }
  const auto asked = collections::parse_query(query, table);
  if (!asked) return std::nullopt;
  const auto page = collections::run(table, *asked);
  if (!page) return std::nullopt;
  if (fragment == "count") return json::Value(page->total);
  json::Array list;
  for (const collections::Row& row : page->rows) list.push_back(*row);
  return json::Value(std::move(list));
}

}  // namespace

collections::Answer answer_from_collection(World& world, const stub::Resource& resource, const http::Request& request) {
  world.collections.keep_up(*resource.all, world.chance());
  const std::size_t end = end_of(request.path, resource.segments);
  return collections::answer(world.collections, resource.collection,
                             {.method = request.method,
                              .base = request.path.substr(0, end),
                              .rest = request.path.substr(end),
                              .query = request.query,
                              .fields = request.fields,
                              .body = request.body});
}

const json::Value* look_up(const World& world, std::string_view reference, Arena& arena) {
  std::optional<json::Value> found = read(*world.collections.now(), reference);
  if (!found && world.below != nullptr) found = read(*world.below->collections.now(), reference);
  return found ? &handlebars::keep_in(arena, *found) : nullptr;
}

}  // namespace mimus::serve
