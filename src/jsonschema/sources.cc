#include "sources.h"

#include "json/pointer.h"
#include "metaschemas/metaschemas.h"
#include "text/percent.h"
#include "uri.h"

namespace mimus::jsonschema {
namespace {

std::string_view text_member(const json::Object& object, std::string_view name) {
  const json::Value* const member = name.empty() ? nullptr : object.if_contains(name);
  const json::String* const text = member == nullptr ? nullptr : member->if_string();
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

Language whole(const DialectRow& row) {
  return {&row, row.vocabularies};
}

Error at(Error error, std::string document, std::string pointer) {
  if (error.where.pointer.empty() && error.where.source.empty()) {
    error.where.source = std::move(document);
    error.where.pointer = std::move(pointer);
  }
  return error;
}

// Calls visit(schema, pointer) for the schemas that a keyword's value holds.
template <class Visit>
void for_each_held(Holds holds, const json::Value& operand, const std::string& pointer,
                   Visit visit) {
  const bool list = operand.is_array() && (holds == Holds::kList || holds == Holds::kSchemaOrList);
  if (list) {
    const json::Array& array = operand.get_array();
    for (std::size_t i = 0; i < array.size(); ++i)
      visit(array[i], pointer + "/" + std::to_string(i));
  } else if (holds == Holds::kMap && operand.is_object()) {
    for (const auto& [name, schema] : operand.get_object())
      visit(schema, pointer + "/" + json::escape_pointer(name));
  } else if (holds == Holds::kSchema || holds == Holds::kSchemaOrList) {
    visit(operand, pointer);
  }
}

}  // namespace

Status Sources::add(std::string_view uri, const json::Value& document, bool opaque) {
  const auto id = static_cast<std::uint32_t>(resources_.size());
  const std::string address(without_fragment(uri));
  resources_.push_back({.uri = address,
                        .root = &document,
                        .language = whole(row_of(options_.dialect)),
                        .document = id == 0 ? "" : address});
  by_uri_.emplace(address, id);
  return opaque ? Status(Done{}) : index(document, id, "", true);
}

const Place* Sources::place_of(const json::Value& schema) const {
  const auto found = places_.find(&schema);
  return found == places_.end() ? nullptr : &found->second;
}

std::string Sources::location_of(const Place& place) const {
  const std::string& document = resources_[place.resource].document;
  return document.empty() ? place.pointer : document + "#" + place.pointer;
}

Status Sources::index(const json::Value& root, std::uint32_t resource, std::string pointer,
                      bool is_document) {
  std::vector<Place> open{{&root, resource, std::move(pointer)}};
  for (bool first = true; !open.empty(); first = false) {
    Place place = std::move(open.back());
    open.pop_back();
    if (places_.contains(place.schema)) continue;
    const json::Object* const object = place.schema->if_object();
    if (object != nullptr) MIMUS_TRY_DONE(open_resource(place, first && is_document));
    const Language language = resources_[place.resource].language;
    if (object != nullptr && !(language.row->ref_hides_siblings && object->contains("$ref"))) {
      for (const auto& [name, operand] : *object) {
        const Keyword* const keyword = find_keyword(name, language);
        if (keyword == nullptr || keyword->holds == Holds::kNothing) continue;
        for_each_held(keyword->holds, operand, place.pointer + "/" + json::escape_pointer(name),
                      [&](const json::Value& schema, std::string where) {
                        if (schema.is_object() || schema.is_bool())
                          open.push_back({&schema, place.resource, std::move(where)});
                      });
      }
    }
    places_.emplace(place.schema, std::move(place));
  }
  return Done{};
}

// "$schema", "$id", "$anchor" and their like. The place may turn out to be a resource of its own.
Status Sources::open_resource(Place& place, bool is_document) {
  const json::Object& object = place.schema->get_object();
  const Resource& around = resources_[place.resource];
  Language language = around.language;
  const std::string document = around.document;
  if (const std::string_view schema = text_member(object, "$schema"); !schema.empty()) {
    auto spoken = language_of(schema, language);
    if (!spoken) return at(std::move(spoken).error(), document, place.pointer + "/$schema");
    const bool named = !text_member(object, spoken->row->id).empty();
    if (is_document || named) language = *spoken;
  }
  const DialectRow& row = *language.row;
  if (is_document) resources_[place.resource].language = language;
  if (row.ref_hides_siblings && object.contains("$ref") && !is_document) return Done{};

  std::string_view id = text_member(object, row.id);
  if (row.ref_hides_siblings && object.contains("$ref")) id = {};
  std::string_view anchor = text_member(object, "$anchor");
  if (row.id_fragment_is_anchor) {
    anchor = fragment_of(id);
    id = without_fragment(id);
  }
  if (!without_fragment(id).empty()) {
    std::string uri = resolve_uri(around.uri, without_fragment(id));
    if (is_document) {
      resources_[place.resource].uri = uri;
    } else {
      resources_.push_back({.uri = uri,
                            .root = place.schema,
                            .language = language,
                            .document = document,
                            .pointer = place.pointer});
      place.resource = static_cast<std::uint32_t>(resources_.size() - 1);
    }
    by_uri_.emplace(std::move(uri), place.resource);
  }
  Resource& resource = resources_[place.resource];
  if (!anchor.empty() && (row.id_fragment_is_anchor || row.dialect >= Dialect::kDraft2019_09)) {
    resource.anchors.emplace(anchor, place.schema);
  }
  if (row.dialect == Dialect::kDraft2019_09) {
    const json::Value* const recursive = object.if_contains("$recursiveAnchor");
    if (recursive != nullptr && recursive->is_bool() && recursive->get_bool()) {
      resource.dynamic_anchors.emplace("", place.schema);
    }
  } else if (row.dialect == Dialect::kDraft2020_12 || row.dialect == Dialect::kOpenApi31) {
    if (const std::string_view name = text_member(object, "$dynamicAnchor"); !name.empty()) {
      resource.anchors.emplace(name, place.schema);
      resource.dynamic_anchors.emplace(name, place.schema);
    }
  }
  return Done{};
}

Result<Language> Sources::language_of(std::string_view uri, const Language& inherited) {
  if (const DialectRow* const row = dialect_of_uri(uri)) {
    // OpenAPI 3.1 with JSON Schema's own address still has its vocabulary.
    if (inherited.row->dialect == Dialect::kOpenApi31 && row->dialect == Dialect::kDraft2020_12)
      return inherited;
    return whole(*row);
  }
  const std::string address(without_fragment(uri));
  if (const auto known = languages_.find(address); known != languages_.end()) return known->second;
  languages_.emplace(address, inherited);  // a meta-schema that describes itself
  MIMUS_TRY(const std::uint32_t id, find_resource(address));
  const Resource& meta = resources_[id];
  Language language = meta.language;
  const json::Object* const object = meta.root->if_object();
  const json::Value* const vocabulary =
      object == nullptr ? nullptr : object->if_contains("$vocabulary");
  if (vocabulary != nullptr && vocabulary->is_object() &&
      language.row->dialect >= Dialect::kDraft2019_09) {
    const VocabularyChoice choice = choose_vocabularies(vocabulary->get_object());
    if (!choice.unknown.empty()) {
      return Error{.code = Code::kUnsupported,
                   .message = "the meta-schema '" + address + "' requires the vocabulary '" +
                              std::string(choice.unknown) + "', which is not known here"};
    }
    language.vocabularies = choice.vocabularies;
  }
  languages_.insert_or_assign(address, language);
  return language;
}

Result<std::uint32_t> Sources::find_resource(std::string_view uri) {
  if (const auto found = by_uri_.find(uri); found != by_uri_.end()) return found->second;
  json::Value document;
  if (const std::string_view text = metaschema_text(uri); !text.empty()) {
    MIMUS_TRY(document, json::parse(text));
  } else if (options_.loader && !uri.empty()) {
    MIMUS_TRY(document, options_.loader(uri));
  } else {
    return Error{.code = Code::kNotFound,
                 .message = "cannot find the schema '" + std::string(uri) + "'",
                 .hint = "no schema here has this $id"};
  }
  loaded_.push_back(std::make_unique<json::Value>(std::move(document)));
  const auto id = static_cast<std::uint32_t>(resources_.size());
  MIMUS_TRY_DONE(add(uri, *loaded_.back(), false));
  return id;
}

Result<const Place*> Sources::adopt(const json::Value& schema, std::uint32_t resource,
                                    std::string pointer) {
  if (const Place* const known = place_of(schema)) return known;
  MIMUS_TRY_DONE(index(schema, resource, std::move(pointer), false));
  return place_of(schema);
}

Result<const Place*> Sources::at_pointer(std::uint32_t id, std::string_view text) {
  MIMUS_TRY(const json::Pointer pointer, json::Pointer::parse(text));
  const json::Value* value = resources_[id].root;
  std::string where = resources_[id].pointer;
  for (const std::string& token : pointer.tokens()) {
    // An embedded resource on the way is what the rest belongs to.
    if (const Place* const place = place_of(*value)) id = place->resource;
    value = json::Pointer({token}).resolve(*value);
    if (value == nullptr) {
      return Error{.code = Code::kNotFound,
                   .message = "there is nothing at '" + std::string(text) + "'"};
    }
    where += "/" + json::escape_pointer(token);
  }
  return adopt(*value, id, std::move(where));
}

Result<Sources::Target> Sources::resolve(std::uint32_t from, std::string_view reference) {
  const std::string uri = resolve_uri(resources_[from].uri, reference);
  const std::string fragment = text::percent_decode(fragment_of(uri));
  std::uint32_t id = from;
  if (without_fragment(uri) != resources_[from].uri || !without_fragment(reference).empty()) {
    MIMUS_TRY(id, find_resource(without_fragment(uri)));
  }
  if (fragment.empty() || fragment.front() == '/') {
    MIMUS_TRY(const Place* const place, at_pointer(id, fragment));
    return Target{place, ""};
  }
  const Resource& resource = resources_[id];
  const auto anchor = resource.anchors.find(fragment);
  if (anchor == resource.anchors.end()) {
    return Error{.code = Code::kNotFound,
                 .message = "there is no anchor '" + fragment + "' in '" + resource.uri + "'"};
  }
  return Target{place_of(*anchor->second), fragment};
}

}  // namespace mimus::jsonschema
