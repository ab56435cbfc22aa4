#include "json_server_reader.h"

#include <algorithm>
#include <string>

#include "members.h"
#include "native/write.h"

namespace mimus::formats {
namespace {

bool is_rows(const json::Value& value) {
  const json::Array* list = value.if_array();
  return list != nullptr &&
         std::ranges::all_of(*list, [](const json::Value& row) { return row.is_object(); });
}

// {"postId": "posts"} for members that are called like another list.
json::Object parents_of(const json::Array& rows, const json::Object& database) {
  json::Object parents;
  for (const json::Value& row : rows) {
    for (const auto& field : row.get_object()) {
      const std::string_view name = field.key();
      if (!name.ends_with("Id") || name.size() < 3 || parents.contains(name)) continue;
      const std::string one(name.substr(0, name.size() - 2));
      for (const std::string& many : {one + "s", one + "es", one}) {
        const json::Value* list = database.if_contains(many);
        if (list == nullptr || !is_rows(*list)) continue;
        parents[name] = many;
        break;
      }
    }
  }
  return parents;
}

}  // namespace

bool is_database(const json::Value& document) {
  const json::Object* object = document.if_object();
  if (object == nullptr) return false;
  return std::ranges::any_of(*object, [](const auto& one) { return is_rows(one.value()); });
}

Result<Imported> read_json_server(std::string_view text) {
  MIMUS_TRY(const json::Value document, json::parse(text));
  if (!is_database(document))
    return invalid("not a database of json-server: it has no list of objects",
                   R"({"posts": [{"id": 1}]})");
  Imported out;
  const json::Object& database = document.get_object();
  for (const auto& one : database) {
    if (one.key().starts_with('$')) continue;  // "$schema"
    const std::string path = "/" + native::escape_path(one.key());
    json::Object route;
    if (is_rows(one.value())) {
      route["resource"] = path;
      json::Object parents = parents_of(one.value().get_array(), database);
      if (!parents.empty()) route["belongs_to"] = std::move(parents);
      route["data"] = one.value();
    } else {
      route["path"] = path;
      route["method"] = "GET";
      route["json"] = one.value();
      if (json::write(one.value()).find("{{") != std::string::npos) route["templated"] = false;
      out.report.approximated.push_back(
          {std::string(one.key()), "it is answered, and cannot be changed"});
    }
    ++out.report.taken;
    out.routes.emplace_back(std::move(route));
  }
  return out;
}

}  // namespace mimus::formats
