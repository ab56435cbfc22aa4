#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "http/prepared_response.h"
#include "json/json.h"
#include "stub/scenario_plan.h"
#include "stub/stub.h"

namespace mimus::native {

// What it says about TLS; file names are absolute, "" where nothing was said.
struct Https {
  std::optional<std::uint16_t> port;
  std::string certificate, key, password;
  std::string client_ca;
  bool client_required = true;
};

// A world that a file declares: worlds.tenants.acme.
struct DeclaredWorld {
  std::string name;
  std::optional<std::uint64_t> seed;
  std::optional<WallTime> clock;  // frozen there
  std::optional<std::size_t> journal_bytes;
  std::optional<std::size_t> max_stubs;
  std::optional<std::uint64_t> requests_per_second;
  std::vector<stub::Stub> stubs;  // its own, asked before those of the file
};

// `worlds`: how requests say whose they are, and which worlds there are from the start. serve/worlds.h.
struct WorldRules {
  std::string header, host, path;
  std::map<std::string, std::string> tokens;
  bool on_demand = true;
  std::vector<DeclaredWorld> tenants;
};

// What a configuration says, besides its stubs.
struct Settings {
  std::optional<std::uint64_t> seed;
  std::optional<std::string> host;
  std::optional<std::uint16_t> port;
  std::optional<Https> https;
  // The answer to what no stub takes, when the file's form fixes it (seed 2: 404, text/plain, "404
  // Not Found"); else the explaining 404.
  std::optional<http::PreparedResponse> unmatched;
  stub::Cors cors;  // for the answers that belong to no route
  std::optional<WorldRules> worlds;
  stub::ScenarioPlans scenarios;
  json::Object state;  // what the world remembers at first
  friend bool operator==(const Settings&, const Settings&) = delete;
};

struct Configuration {
  std::vector<stub::Stub> stubs;  // in file order: earlier is asked first
  Settings settings;
  std::vector<std::filesystem::path> files;  // all that was read or looked for: what to watch
  std::vector<Error> warnings;               // of lint(): the configuration works, but …
  bool lint_left_out = false;                // see Depth::kQuick
};

// Reads files and folders (all *.yaml, *.yml, *.json below, in name order; not those below __files
// or those named like package.json, tsconfig*.json) in the native form and in the seeds' two forms.
// Either everything is good or all faults come back, each with file, line and column.
struct Loaded {
  std::optional<Configuration> configuration;  // absent when there are errors
  std::vector<Error> errors;
  std::vector<std::filesystem::path>
      files;  // also when there are errors, so that a repair is noticed
  std::shared_ptr<void> leftovers;                  // the documents: freeing them takes time, so let go of it at leisure
};
//
// kQuick leaves lint() out where there are so many routes that it would delay the start.
enum class Depth { kThorough, kQuick };
Loaded load(const std::vector<std::filesystem::path>& paths, Depth depth = Depth::kThorough);
// The same from one text (tests, stdin). `root` is where relative file names start.
Loaded load_text(std::string text, const std::string& source_name,
                 const std::filesystem::path& root);

// Routes that are never asked, because another one takes all of their requests first: warnings.
// Misses some (regular expressions, subsets of conditions), reports none wrongly. O(n log n).
// load() adds what only the text shows: blanks around a path, a failure without a rate, a choice
// without responses, a body that its status forbids.
std::vector<Error> lint(const std::vector<stub::Stub>& stubs);

// JSON Schema 2020-12 of the native file, for editors: what `mimus schema` prints. Built from the
// same tables that the reader uses.
json::Value schema();

}  // namespace mimus::native
