#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "answer.h"
#include "seeds.h"

namespace mimus::collections {

inline json::Value parsed(std::string_view text) {
  auto value = json::parse(text);
  if (!value) ADD_FAILURE() << describe(value.error()) << " in " << text;
  return value.value_or(nullptr);
}

// Definitions as JSON of a few members: {"name", "rows", "schema", "count", "id", "belongs_to", "index", …}.
inline Definition described(std::string_view text) {
  const json::Value document = parsed(text);
  const json::Object& from = document.get_object();
  Definition made;
  made.name = std::string(from.at("name").get_string());
  made.text = std::string(text);
  if (const json::Value* rows = from.if_contains("rows"))
    made.rows = std::make_shared<const std::vector<json::Value>>(rows->get_array().begin(), rows->get_array().end());
  if (const json::Value* id = from.if_contains("id")) made.id_rule = *IdRule::parse(id->get_string());
  if (const json::Value* schema = from.if_contains("schema")) {
    made.schema = *records::Schema::compile(*schema);
    made.id_rule = *id_rule_of_schema(*schema, "id");
  }
  if (const json::Value* count = from.if_contains("count")) made.count = static_cast<std::uint64_t>(count->to_number<double>());
  if (const json::Value* scan = from.if_contains("scan")) made.most_scanned = static_cast<std::uint64_t>(scan->to_number<double>());
  if (const json::Value* validate = from.if_contains("validate")) made.validation = *validate;
  if (const json::Value* index = from.if_contains("index")) {
    for (const json::Value& each : index->get_array()) made.indexed.emplace_back(each.get_string());
  }
  if (const json::Value* relations = from.if_contains("belongs_to")) {
    for (const auto& each : relations->get_object()) {
      const std::string target(each.value().at("to").get_string());
      made.belongs_to.push_back({std::string(each.key()), target, singular_of(target),
                                 *read_on_delete(each.value().at("on_delete").get_string())});
    }
  }
  for (const auto& [name, flag] : std::initializer_list<std::pair<std::string_view, bool*>>{
           {"require_match", &made.require_match}, {"delete_many", &made.delete_many}, {"lenient", &made.lenient},
           {"put_replaces_all", &made.put_replaces_all}, {"put_creates", &made.put_creates}, {"singular", &made.singular}}) {
    if (const json::Value* value = from.if_contains(name)) *flag = value->get_bool();
  }
  return made;
}

inline void define(Store& store, const std::vector<std::string>& texts, std::uint64_t seed = 1) {
  std::vector<DefinitionPtr> definitions;
  for (const std::string& text : texts) {
    auto complete_one = complete(described(text));
    ASSERT_TRUE(complete_one) << describe(complete_one.error());
    definitions.push_back(*std::move(complete_one));
  }
  const Status done = store.define(std::move(definitions), Chance(seed));
  ASSERT_TRUE(done) << describe(done.error());
}

using Fields = std::vector<http::HeaderField>;

// Asks with "GET /users/3?x=1": the first segment is the collection.
inline Answer ask(Store& store, std::string_view line, std::string_view body = {}, const Fields& fields = {}) {
  const std::size_t blank = line.find(' ');
  const std::string_view target = line.substr(blank + 1);
  const std::string_view path = target.substr(0, target.find('?'));
  const std::size_t end = std::min(path.find('/', 1), path.size());
  Ask made{line.substr(0, blank), path.substr(0, end), path.substr(end),
           path.size() < target.size() ? target.substr(path.size() + 1) : std::string_view(), fields, body};
  return answer(store, path.substr(1, end - 1), made);
}

inline std::string field(const Answer& answer, std::string_view name) {
  for (const http::OwnedField& each : answer.fields) {
    if (http::same_name(each.name, name)) return each.value;
  }
  return "(none)";
}

// The values of one member of a list, for rows: "3,1,2".
inline std::string column(const Answer& answer, std::string_view member = "id") {
  const json::Value list = parsed(answer.body);
  if (!list.is_array()) return answer.body;
  std::string out;
  for (const json::Value& row : list.get_array()) {
    const json::Value* value = member_at(row, member);
    out.append(out.empty() ? "" : ",").append(value == nullptr ? "-" : id_text(*value));
  }
  return out;
}

}  // namespace mimus::collections
