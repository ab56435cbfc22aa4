#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "keys.h"
#include "settings_reader.h"
#include "stub/stub.h"
#include "yaml/document.h"

namespace mimus::native {

// One document on its way to stubs.
struct Source {
  yaml::Document document;
  Faults faults;
  Context context;

  Source(yaml::Document read, std::filesystem::path body_root)
      : document(std::move(read)), context{faults, std::move(body_root), {}} {}
  Source(const Source&) = delete;  // context borrows faults
  Source& operator=(const Source&) = delete;
};
using Sources = std::vector<std::unique_ptr<Source>>;

// A document comes in one of these forms, or as a YAML stream of several:
//   { routes: […], port: …, … }      also with `endpoints` for `routes`
//   [ { path: … }, … ]
//   [ { PATH: …, VALUE: … }, … ]
// Settings of all documents are read before the routes of any, because they are the routes'
// defaults.
void read_settings(Source& source, Everywhere& out);
void read_routes(Source& source, const RouteDefaults& defaults, std::vector<stub::Stub>& out);
// The same for the worlds that the document declares.
void read_tenants_routes(Source& source, const RouteDefaults& defaults, std::vector<DeclaredWorld>& worlds);

// Gives every stub its identity: what it listens for and, among equal ones, the how manieth it is.
void identify(std::vector<stub::Stub>& stubs);

}  // namespace mimus::native
