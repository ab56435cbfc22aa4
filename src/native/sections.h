#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>
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
  Source(const Source&) = delete;             // context borrows faults
  Source& operator=(const Source&) = delete;
};
using Sources = std::vector<std::unique_ptr<Source>>;

// Takes stubs as they are read, gives each its identity and remembers where it stands.
class Collector {
 public:
  void add(stub::Stub stub, const std::string& file, const Place& at);
  std::vector<stub::Stub> stubs;

 private:
  std::unordered_map<Uuid, std::uint64_t> seen_;
};

// A document comes in one of these forms, or as a YAML stream of several:
//   { routes: […], port: …, … }      also with `endpoints` for `routes`
//   [ { path: … }, … ]
//   [ { PATH: …, VALUE: … }, … ]
// Settings of all documents are read before the routes of any, because they are the routes' defaults.
void read_settings(Source& source, Everywhere& out);
void read_routes(Source& source, const RouteDefaults& defaults, Collector& out);

}  // namespace mimus::native
