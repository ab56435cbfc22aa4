#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "dialect.h"
#include "json/json.h"
#include "schema.h"

namespace mimus::jsonschema {

// A schema with an address of its own, and the names inside it.
struct Resource {
  std::string uri;  // absolute where that is known, without fragment
  const json::Value* root;
  Language language;
  std::string document;  // address of the document it stands in; "" for the first one
  std::string pointer;   // of `root` in that document
  std::map<std::string, const json::Value*, std::less<>> anchors;
  std::map<std::string, const json::Value*, std::less<>> dynamic_anchors;  // "" is $recursiveAnchor
};

// Where a schema stands.
struct Place {
  const json::Value* schema = nullptr;
  std::uint32_t resource = 0;
  std::string pointer;  // in its document
};

// The documents of one compilation, and who in them can be referred to under which name.
//
// Borrows the documents given to add(); keeps those that it loads. Places stay valid while *this
// lives.
class Sources {
 public:
  explicit Sources(const CompileOptions& options) : options_(options) {}

  // `opaque`: the document is no schema, but schemas stand somewhere in it (an OpenAPI
  // description).
  Status add(std::string_view uri, const json::Value& document, bool opaque);

  // What a reference means that stands in this resource. Errors: kNotFound, or what the loader
  // said.
  struct Target {
    const Place* place;
    std::string anchor;  // the plain name that led there, if one did
  };
  Result<Target> resolve(std::uint32_t resource, std::string_view reference);

  // The place at a JSON pointer (not percent-encoded) of a resource, as a schema. kNotFound.
  Result<const Place*> at_pointer(std::uint32_t resource, std::string_view pointer);
  // Of a schema that was seen; nullptr else.
  const Place* place_of(const json::Value& schema) const;
  // A schema below another one, which the dialect's keywords did not lead to.
  Result<const Place*> adopt(const json::Value& schema, std::uint32_t resource,
                             std::string pointer);

  const Resource& resource(std::uint32_t id) const { return resources_[id]; }
  std::size_t resource_count() const { return resources_.size(); }
  std::string location_of(const Place& place) const;

 private:
  Result<Language> language_of(std::string_view uri, const Language& inherited);
  Result<std::uint32_t> find_resource(std::string_view uri);
  // Notes names and places of a schema and of all below it.
  Status index(const json::Value& root, std::uint32_t resource, std::string pointer,
               bool is_document);
  Status open_resource(Place& place, bool is_document);

  const CompileOptions& options_;
  std::deque<Resource> resources_;
  std::map<std::string, std::uint32_t, std::less<>> by_uri_;
  std::unordered_map<const json::Value*, Place> places_;
  std::vector<std::unique_ptr<json::Value>> loaded_;
  std::map<std::string, Language, std::less<>> languages_;  // of meta-schemas seen so far
};

}  // namespace mimus::jsonschema
