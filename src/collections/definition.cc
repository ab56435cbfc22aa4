#include "definition.h"

#include <algorithm>
#include <set>

#include "fake/call.h"
#include "scalar.h"

namespace mimus::collections {
namespace {

struct NamedRule {
  std::string_view name;
  IdRule::Kind kind;
};
constexpr NamedRule kRules[] = {
    {"int", IdRule::Kind::kSequence},     {"integer", IdRule::Kind::kSequence},
    {"sequence", IdRule::Kind::kSequence}, {"number.int", IdRule::Kind::kSequence},
    {"uuid", IdRule::Kind::kUuid},        {"string.uuid", IdRule::Kind::kUuid},
    {"given", IdRule::Kind::kGiven},
};

Error at(std::string pointer, Error error) {
  error.where.pointer.insert(0, pointer);
  return error;
}

Status check_rows(const Definition& definition) {
  std::set<std::string> seen;
  const auto& rows = *definition.rows;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string pointer = "/data/" + std::to_string(i);
    if (!rows[i].is_object()) return at(pointer, invalid("a row must be an object"));
    const json::Value* id = rows[i].get_object().if_contains(definition.id);
    if (id == nullptr || id->is_null()) continue;
    if (id->is_object() || id->is_array())
      return at(pointer + "/" + json::escape_pointer(definition.id), invalid("an id is a number or a text"));
    if (!seen.insert(id_text(*id)).second) {
      Error twice{Code::kConflict, "two rows have the " + definition.id + " " + json::write(*id),
                  "ids are unique in a collection", {}};
      return at(pointer, std::move(twice));
    }
  }
  return Done{};
}

}  // namespace

Result<IdRule> IdRule::parse(std::string_view text) {
  for (const NamedRule& row : kRules) {
    if (row.name == text) return IdRule{row.kind, {}};
  }
  if (text.find("{n}") != text.npos) return IdRule{Kind::kPattern, std::string(text)};
  if (auto call = fake::Call::parse(text); !call) {
    Error error = std::move(call).error();
    error.hint = "int, uuid, given, a pattern such as order-{n}, or a method of fake data" +
                 (error.hint.empty() ? "" : "; " + error.hint);
    return error;
  }
  return IdRule{Kind::kFake, std::string(text)};
}

std::optional<OnDelete> read_on_delete(std::string_view name) {
  if (name == "restrict") return OnDelete::kRestrict;
  if (name == "cascade") return OnDelete::kCascade;
  if (name == "set-null" || name == "set_null") return OnDelete::kSetNull;
  return std::nullopt;
}

Result<IdRule> id_rule_of_schema(const json::Value& schema, std::string_view id) {
  const json::Object* fields = schema.if_object();
  const json::Value* field = fields == nullptr ? nullptr : fields->if_contains(id);
  if (field == nullptr) return IdRule{};
  const json::String* method = field->if_string();
  for (const NamedRule& row : kRules) {
    if (method != nullptr && row.name == std::string_view(*method) && row.kind != IdRule::Kind::kGiven)
      return IdRule{row.kind, {}};
  }
  return at("/schema/" + json::escape_pointer(id),
            invalid("the id of generated rows must be int or uuid",
                    "so that a row is found by its id without making the others"));
}

Result<DefinitionPtr> complete(Definition definition) {
  if (definition.rows && definition.schema)
    return invalid("rows come from data or from a schema, not from both", "keep one of them");
  if (definition.rows) MIMUS_TRY_DONE(check_rows(definition));
  if (definition.schema && definition.schema->types() != 1)
    return at("/schema", invalid("one collection has one type of record", "take $records apart"));
  if (definition.schema && definition.id_rule.kind != IdRule::Kind::kSequence &&
      definition.id_rule.kind != IdRule::Kind::kUuid)
    return at("/id", invalid("the id of generated rows must be int or uuid"));
  if (!definition.validation.is_null()) {
    auto validator = jsonschema::Schema::compile(definition.validation, {.formats = jsonschema::Formats::kAssert});
    if (!validator) return at("/validate", std::move(validator).error());
    definition.validator = *std::move(validator);
  }
  for (const BelongsTo& relation : definition.belongs_to) definition.indexed.push_back(relation.member);
  std::sort(definition.indexed.begin(), definition.indexed.end());
  definition.indexed.erase(std::unique(definition.indexed.begin(), definition.indexed.end()),
                           definition.indexed.end());
  std::erase(definition.indexed, definition.id);  // ids are found without
  return std::make_shared<const Definition>(std::move(definition));
}

}  // namespace mimus::collections
