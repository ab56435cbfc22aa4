#include "resource.h"

#include <algorithm>
#include <atomic>
#include <system_error>

#include "collections/seeds.h"
#include "collections/state.h"
#include "json/document.h"
#include "scalars.h"
#include "source_files.h"
#include "stub/resource.h"
#include "text/suggest.h"

namespace mimus::native {
namespace {

namespace fs = std::filesystem;
using collections::BelongsTo;
using collections::Definition;

constexpr double kMostRows = 4e9;  // an index counts rows with 32 bits

// A fault that has a pointer of its own, below the key.
void report(Context& in, const Place& at, const Error& error) {
  const std::string inside = error.where.pointer.empty() ? "" : " (at " + error.where.pointer + ")";
  const std::string line = error.where.line == 0 ? "" : " (line " + std::to_string(error.where.line) + ")";
  in.faults.error(at, error.message + inside + line, error.hint);
}

void read_data(Context& in, const json::Value& value, const Place& at, ResourceDraft& out) {
  std::vector<json::Value> rows;
  if (value.is_array()) {
    for (const json::Value& row : value.get_array()) rows.push_back(json::own(row));
  } else {
    const auto name = read_text(in.faults, value, at);
    if (!name) return;
    const fs::path full = (in.body_root / fs::path(*name)).lexically_normal();
    in.missing_files.push_back(full);  // to be watched, there or not
    const auto text = read_source_file(full);
    if (!text) return in.faults.error(at, text.error().message, "a list of rows, or a .json, .ndjson, .csv or .tsv file");
    auto read = collections::read_rows(*text, full.string());
    if (!read) return report(in, at, read.error());
    rows = *std::move(read);
    json::Array kept;
    for (const json::Value& row : rows) kept.push_back(row);
    out.text["data"] = std::move(kept);  // of the same name and other content is another definition
  }
  out.definition.rows = std::make_shared<const std::vector<json::Value>>(std::move(rows));
}

void read_relation(Context& in, std::string_view member, const json::Value& value, const Place& at, ResourceDraft& out) {
  BelongsTo relation;
  relation.member = std::string(member);
  if (value.is_string()) {
    relation.target = std::string(value.get_string());
  } else if (value.is_object()) {
    for (const auto& each : value.get_object()) {
      const Place here = at.key(each.key());
      const auto text = read_text(in.faults, each.value(), here);
      if (!text) continue;
      if (each.key() == "collection") {
        relation.target = std::string(*text);
      } else if (each.key() == "as") {
        relation.as = std::string(*text);
      } else if (each.key() != "on_delete") {
        unknown_key(in.faults, here, std::vector<std::string_view>{"collection", "on_delete", "as"});
      } else if (const auto rule = collections::read_on_delete(*text)) {
        relation.on_delete = *rule;
      } else {
        in.faults.error(here, "on_delete must be restrict, cascade or set-null; got '" + std::string(*text) + "'");
      }
    }
  } else {
    return in.faults.wrong_type(at, "the name of a collection, or {collection, on_delete, as}", value);
  }
  if (relation.target.empty()) return in.faults.error(at, "which collection?", "userId: users");
  if (relation.as.empty()) relation.as = collections::singular_of(relation.target);
  out.definition.belongs_to.push_back(std::move(relation));
}

void read_relations(Context& in, const json::Value& value, const Place& at, ResourceDraft& out) {
  if (!value.is_object()) return in.faults.wrong_type(at, "an object such as {userId: users}", value);
  for (const auto& each : value.get_object()) read_relation(in, each.key(), each.value(), at.key(each.key()), out);
}

void read_index(Context& in, const json::Value& value, const Place& at, ResourceDraft& out) {
  if (value.is_string()) return out.definition.indexed.emplace_back(std::string(value.get_string())), void();
  if (!value.is_array()) return in.faults.wrong_type(at, "a member or a list of members", value);
  const json::Array& list = value.get_array();
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (const auto name = read_text(in.faults, list[i], at.item(i))) out.definition.indexed.emplace_back(*name);
  }
}

std::uint64_t read_size(Context& in, const json::Value& value, const Place& at, double least, std::uint64_t otherwise) {
  const Bounds bounds{least, kMostRows, "a number of rows"};
  return static_cast<std::uint64_t>(read_integer(in.faults, value, at, bounds).value_or(static_cast<std::int64_t>(otherwise)));
}

constexpr std::string_view kFlag = R"({"type": "boolean"})";
constexpr std::string_view kSize = R"({"type": "integer", "minimum": 1})";

constexpr Key<ResourceDraft> kKeys[] = {
    {"resource", R"({"type": "string", "pattern": "^/"})", R"("/products")",
     "A REST collection below this path: list, filter, sort, page, create, change, delete.",
     [](Context& in, const json::Value& value, const Place& at, ResourceDraft& out) {
       if (const auto path = read_text(in.faults, value, at)) out.path = std::string(*path);
     }},
    {"collection", R"({"type": "string"})", R"("products")",
     "The collection's name, when it is not the path's last segment; several resources may show the same one.",
     [](Context& in, const json::Value& value, const Place& at, ResourceDraft& out) {
       if (const auto name = read_text(in.faults, value, at)) out.collection = std::string(*name);
     }},
    {"schema", R"({"type": "object"})", R"({"id": "int", "name": "commerce.productName"})",
     "Makes the rows: fields that name methods of fake data.",
     [](Context&, const json::Value& value, const Place&, ResourceDraft& out) { out.schema = &value; }},
    {"count", R"({"type": "integer", "minimum": 0})", "5000", "How many rows the schema makes; 100 unless given.",
     [](Context& in, const json::Value& value, const Place& at, ResourceDraft& out) {
       out.definition.count = read_size(in, value, at, 0, 0);
     }},
    {"data", R"({"type": ["array", "string"]})", R"([{"id": 1, "name": "Ada"}])",
     "The rows: a list, or a file (.json, .ndjson, .csv, .tsv).", &read_data},
    {"id", R"({"type": ["string", "object"]})", R"({"member": "sku", "rule": "uuid"})",
     "Which ids new rows get: int, uuid, given, a pattern such as order-{n}, a method of fake data; or {member, rule}.",
     [](Context&, const json::Value& value, const Place&, ResourceDraft& out) { out.id = &value; }},
    {"belongs_to", R"({"type": "object"})", R"({"userId": "users"})",
     "Members that refer to other collections: {userId: users}, or {collection, on_delete, as}.", &read_relations},
    {"index", R"({"type": ["string", "array"]})", R"(["price"])",
     "Members by which even a million rows are sorted and filtered at once.", &read_index},
    {"validate", R"({"type": ["object", "boolean"]})", R"({"type": "object", "required": ["name"]})",
     "A JSON Schema for what is written; other rows are refused with 422.",
     [](Context&, const json::Value& value, const Place&, ResourceDraft& out) { out.definition.validation = json::own(value); }},
    {"page_size", kSize, "20", "Rows of a page when nobody says how many; 20 unless given.",
     [](Context& in, const json::Value& value, const Place& at, ResourceDraft& out) {
       out.definition.page_size = out.definition.unpaged_size = read_size(in, value, at, 1, 20);
     }},
    {"max_page_size", kSize, "1000", "The most rows that one answer has; 1000 unless given.",
     [](Context& in, const json::Value& value, const Place& at, ResourceDraft& out) {
       out.definition.most_page_size = read_size(in, value, at, 1, 1000);
     }},
    {"max_scan", kSize, "100000", "The most rows that one request looks through; 100000 unless given.",
     [](Context& in, const json::Value& value, const Place& at, ResourceDraft& out) {
       out.definition.most_scanned = read_size(in, value, at, 1, 100'000);
     }},
    {"lenient", kFlag, "true", "Query parameters that mean nothing are ignored; else they are a 400.",
     [](Context& in, const json::Value& value, const Place& at, ResourceDraft& out) {
       out.definition.lenient = read_flag(in.faults, value, at).value_or(false);
     }},
    {"require_match", kFlag, "true", "Changing a row needs If-Match; else 428.",
     [](Context& in, const json::Value& value, const Place& at, ResourceDraft& out) {
       out.definition.require_match = read_flag(in.faults, value, at).value_or(false);
     }},
    {"put_creates", kFlag, "false", "PUT to an id that is not there creates it: true unless given; else 404.",
     [](Context& in, const json::Value& value, const Place& at, ResourceDraft& out) {
       out.definition.put_creates = read_flag(in.faults, value, at).value_or(true);
     }},
    {"put_replaces_all", kFlag, "true", "PUT of a list: these are all rows from then on; else each replaces its own.",
     [](Context& in, const json::Value& value, const Place& at, ResourceDraft& out) {
       out.definition.put_replaces_all = read_flag(in.faults, value, at).value_or(false);
     }},
    {"delete_many", kFlag, "true", "DELETE with a filter deletes all that it finds.",
     [](Context& in, const json::Value& value, const Place& at, ResourceDraft& out) {
       out.definition.delete_many = read_flag(in.faults, value, at).value_or(false);
     }},
};

void read_id(Context& in, const json::Value& value, const Place& at, Definition& out) {
  const json::Value* rule = &value;
  if (const json::Object* members = value.if_object()) {
    rule = members->if_contains("rule");
    for (const auto& each : *members) {
      if (each.key() == "rule") continue;
      const Place here = at.key(each.key());
      if (each.key() != "member") {
        unknown_key(in.faults, here, std::vector<std::string_view>{"member", "rule"});
      } else if (const auto name = read_text(in.faults, each.value(), here)) {
        out.id = std::string(*name);
      }
    }
    if (rule == nullptr) return;
  }
  const auto text = read_text(in.faults, *rule, at);
  if (!text) return;
  auto parsed = collections::IdRule::parse(*text);
  if (!parsed) return report(in, at, parsed.error());
  out.id_rule = *std::move(parsed);
}

void read_schema(Context& in, const ResourceDraft& draft, const Place& at, Definition& out) {
  const Place here = at.key("schema");
  auto schema = records::Schema::compile(*draft.schema);
  if (!schema) return report(in, here, schema.error());
  out.schema = *std::move(schema);
  if (draft.text.if_contains("count") == nullptr) out.count = out.schema->count(0).value_or(100);
  if (draft.id != nullptr) return;  // complete() checks it
  auto rule = collections::id_rule_of_schema(*draft.schema, out.id);
  if (!rule) return report(in, here, rule.error());
  out.id_rule = *std::move(rule);
}

// "/api/products/" -> "/api/products"
std::string without_slash(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

void answer_below(const std::string& path, std::shared_ptr<stub::Resource> resource, stub::Stub& stub) {
  resource->segments = static_cast<std::size_t>(std::count(path.begin(), path.end(), '/'));
  stub.request.methods = resource_methods();
  if (stub.label.empty()) stub.label = resource_label(path);
  stub.more.edit().resource = std::move(resource);
}

}  // namespace

std::vector<std::string> resource_methods() { return {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}; }

std::string resource_label(std::string_view path) { return "resource " + without_slash(std::string(path)); }

std::span<const Key<ResourceDraft>> resource_keys() { return kKeys; }

void finish_resource(Context& in, ResourceDraft draft, const Place& at, stub::Stub& stub) {
  if (!draft.path) return in.faults.error_at_key(at.key(draft.described_by), "'" + draft.described_by + "' belongs to a resource", "resource: /products");
  const std::string path = without_slash(*draft.path);
  auto pattern = path.starts_with('/') && path.size() > 1 ? match::PathPattern::parse(path + "/**")
                                                            : Result<match::PathPattern>(invalid("must be a path such as /products"));
  if (!pattern) return in.faults.error(at.key("resource"), "resource " + pattern.error().message, pattern.error().hint);
  auto resource = std::make_shared<stub::Resource>();
  resource->collection = draft.collection.empty() ? path.substr(path.rfind('/') + 1) : draft.collection;
  stub.request.path = *std::move(pattern);
  const std::size_t before = in.faults.error_count();
  if (!draft.described_by.empty()) {
    Definition& definition = draft.definition;
    definition.name = resource->collection;
    if (draft.id != nullptr) read_id(in, *draft.id, at.key("id"), definition);
    if (draft.schema != nullptr) read_schema(in, draft, at, definition);
    definition.reference_ms = 1'767'225'600'000;  // 2026-01-01: rows are the same tomorrow
    definition.page_size = std::min(definition.page_size, definition.most_page_size);
    definition.unpaged_size = std::min(definition.unpaged_size, definition.most_page_size);
    definition.text = json::write(draft.text);
    if (in.faults.error_count() != before) return;
    auto complete = collections::complete(std::move(definition));
    if (!complete) return report(in, at.key("resource"), complete.error());
    resource->definition = *std::move(complete);
  }
  answer_below(path, std::move(resource), stub);
}

std::vector<stub::Stub> read_database_stubs(Context& in, const json::Value& document, const Place& at,
                                            const std::string& source) {
  std::vector<stub::Stub> stubs;
  auto definitions = collections::read_database(document);
  if (!definitions) return report(in, at, definitions.error()), stubs;
  for (Definition& definition : *definitions) {
    const Place here = at.key(definition.name);
    const std::string pointer = here.pointer();
    const std::string path = "/" + definition.name;
    auto complete = collections::complete(std::move(definition));
    auto pattern = match::PathPattern::parse(path + "/**");
    if (!complete) report(in, here, complete.error());
    if (!pattern) in.faults.error_at_key(here, "'" + path + "' is no path: " + pattern.error().message);
    if (!complete || !pattern) continue;
    auto resource = std::make_shared<stub::Resource>();
    resource->collection = (*complete)->name;
    resource->definition = *std::move(complete);
    stub::Stub& stub = stubs.emplace_back();
    stub.request.path = *std::move(pattern);
    stub.origin = {source, 0, pointer};
    answer_below(path, std::move(resource), stub);
  }
  return stubs;
}

std::vector<Error> connect_resources(std::vector<stub::Stub>& stubs, const std::vector<stub::Stub>& below) {
  static std::atomic<std::uint64_t> generations{0};
  std::vector<Error> errors;
  auto set = std::make_shared<collections::Set>();
  const auto fault = [&](const stub::Stub& stub, Error error) {
    error.where = {stub.origin.file, stub.origin.line, 0, stub.origin.pointer, {}};
    errors.push_back(std::move(error));
  };
  for (const stub::Stub& stub : stubs) {
    if (stub.more->resource && stub.more->resource->definition) set->definitions.push_back(stub.more->resource->definition);
  }
  std::vector<std::string_view> names;
  for (const auto& definition : set->definitions) names.push_back(definition->name);
  for (const stub::Stub& stub : below) {
    if (!stub.more->resource || !stub.more->resource->definition) continue;
    const auto& inherited = stub.more->resource->definition;
    if (std::find(names.begin(), names.end(), inherited->name) != names.end()) continue;
    names.push_back(inherited->name);
    set->definitions.push_back(inherited);
  }
  const stub::Stub* last = nullptr;
  for (stub::Stub& stub : stubs) {
    if (!stub.more->resource) continue;
    last = &stub;
    const stub::Resource& resource = *stub.more->resource;
    if (std::find(names.begin(), names.end(), resource.collection) == names.end())
      fault(stub, invalid("nothing says what is in '" + resource.collection + "'",
                          names.empty() ? "give it a schema or data" : "give it a schema or data; " + text::did_you_mean(resource.collection, names)));
  }
  if (last == nullptr || !errors.empty()) return errors;
  if (auto catalog = collections::Catalog::make(set->definitions); !catalog) fault(*last, std::move(catalog).error());
  set->generation = ++generations;
  for (stub::Stub& stub : stubs) {
    if (!stub.more->resource) continue;
    const stub::Resource& resource = *stub.more->resource;
    if (resource.definition && resource.definition->schema) {
      if (auto base = collections::make_base(*resource.definition, Chance(0)); !base) fault(stub, std::move(base).error());
    }
    auto connected = std::make_shared<stub::Resource>(resource);
    connected->all = set;
    stub.more.edit().resource = std::move(connected);
  }
  return errors;
}

}  // namespace mimus::native
