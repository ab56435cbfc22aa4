#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iterator>

#include "commands.h"
#include "json/json.h"
#include "mockoon/mockoon.h"
#include "native/native.h"
#include "reload/others.h"
#include "sources.h"
#include "terminal.h"
#include "wiremock/mapping.h"

namespace mimus::cli {
namespace {

json::Object as_json(const Error& error, std::string_view severity) {
  json::Object entry{{"severity", severity},
                     {"file", error.where.source},
                     {"line", error.where.line},
                     {"column", error.where.column},
                     {"message", error.message}};
  if (!error.hint.empty()) entry["hint"] = error.hint;
  return entry;
}

// How many stubs WireMock's roots hold.
std::size_t check_roots(const Sources& sources, std::vector<Error>& errors, std::vector<Error>& warnings) {
  std::size_t count = 0;
  for (const wiremock::Root& root : sources.roots) {
    wiremock::Root::Loaded loaded = root.load(wiremock::Depth::kThorough);
    for (const stub::Stub& stub : loaded.stubs) std::ranges::move(wiremock::lint(stub), std::back_inserter(warnings));
    std::ranges::move(loaded.errors, std::back_inserter(errors));
    count += loaded.stubs.size();
  }
  return count;
}

// The same of the files of other programs.
std::size_t check_others(const Sources& sources, std::vector<Error>& errors, std::vector<Error>& warnings) {
  reload::Others others = reload::load_others(sources.others);
  std::ranges::move(others.errors, std::back_inserter(errors));
  std::ranges::move(others.warnings, std::back_inserter(warnings));
  return others.stubs.size();
}

// And of Mockoon's environments.
std::size_t check_environments(const Sources& sources, std::vector<Error>& errors, std::vector<Error>& warnings) {
  std::size_t count = 0;
  for (const std::filesystem::path& file : sources.environments) {
    mockoon::Checked checked = mockoon::check(file);
    std::ranges::move(checked.errors, std::back_inserter(errors));
    std::ranges::move(checked.warnings, std::back_inserter(warnings));
    count += checked.routes;
  }
  return count;
}

}  // namespace

int run_check(const CheckArguments& arguments) {
  const auto sources = sources_to_check(arguments.files);
  native::Loaded loaded = sources ? native::load(sources->files) : native::Loaded{};
  if (!sources) loaded.errors.push_back(sources.error());
  std::vector<Error> warnings;
  std::size_t routes = 0;
  if (loaded.configuration) {
    warnings = loaded.configuration->warnings;
    routes = loaded.configuration->stubs.size();
  }
  if (sources) routes += check_roots(*sources, loaded.errors, warnings) + check_others(*sources, loaded.errors, warnings) +
                         check_environments(*sources, loaded.errors, warnings);
  const bool bad = !loaded.errors.empty() || (arguments.strict && !warnings.empty());
  if (arguments.json) {
    json::Array problems;
    for (const Error& error : loaded.errors) problems.push_back(as_json(error, "error"));
    for (const Error& warning : warnings) problems.push_back(as_json(warning, "warning"));
    const json::Value report = json::Object{{"ok", !bad}, {"routes", routes}, {"problems", std::move(problems)}};
    std::printf("%s\n", json::write(report, {.indent = 2}).c_str());
    return bad ? 2 : 0;
  }
  const Terminal terminal(STDERR_FILENO);
  for (const Error& error : loaded.errors) {
    std::fprintf(stderr, "%s %s\n", terminal.red("error:").c_str(), describe(error).c_str());
  }
  for (const Error& warning : warnings) {
    std::fprintf(stderr, "%s %s\n", terminal.yellow("warning:").c_str(), describe(warning).c_str());
  }
  if (!bad) std::printf("%zu route%s, all well\n", routes, routes == 1 ? "" : "s");
  return bad ? 2 : 0;
}

int run_schema() {
  std::printf("%s\n", json::write(native::schema(), {.indent = 2}).c_str());
  return 0;
}

}  // namespace mimus::cli
