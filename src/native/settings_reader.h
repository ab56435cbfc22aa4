#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "keys.h"
#include "native.h"
#include "route.h"
#include "scenarios.h"

namespace mimus::native {

// Everything that a configuration says outside its routes. Several files are read into one: a later
// file's word wins, and a contradiction is a warning.
struct Everywhere {
  Settings settings;
  RouteDefaults routes;
  ScenarioPlaces scenarios;

  struct Given {
    json::Value value;
    std::string source;  // the file that said it
  };
  std::map<std::string, Given, std::less<>> given;  // by key
  std::string source;                               // of the document that is being read
};

// port, host, https, seed, cors, latency_ms, headers, failure_rate, failure, unmatched, files.
std::span<const Key<Everywhere>> setting_keys();

// The members of a configuration object other than its routes. `in.body_root` becomes what `files`
// says.
void read_settings(Context& in, const json::Object& object, const Place& at,
                   const std::string& source, Everywhere& out);

}  // namespace mimus::native
