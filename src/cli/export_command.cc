#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "commands.h"
#include "formats/formats.h"
#include "mockoon/import.h"
#include "native/native.h"
#include "reload/others.h"
#include "sources.h"
#include "stub_output.h"
#include "terminal.h"

namespace mimus::cli {
namespace {

// What of a Mockoon environment can be stubs.
void load_environment(const std::filesystem::path& file, std::vector<stub::Stub>& stubs, std::vector<Error>& errors) {
  std::ifstream in(file, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  auto imported = mockoon::import_environment(text, file.string());
  if (!imported) {
    errors.push_back(std::move(imported).error());
    return;
  }
  for (const formats::Report::Line& line : imported->report.left_out) {
    std::fprintf(stderr, "%s is left out: %s\n", line.what.c_str(), line.why.c_str());
  }
  for (const json::Value& route : imported->routes) {
    std::fprintf(stderr, "%s is left out: a collection\n", json::write(route.at("resource")).c_str());
  }
  std::ranges::move(imported->stubs, std::back_inserter(stubs));
}

// The stubs of all sources, in order; false after it has said what is wrong.
bool load_all(const Sources& sources, std::vector<stub::Stub>& stubs) {
  std::vector<Error> errors;
  native::Loaded loaded = native::load(sources.files);
  std::ranges::move(loaded.errors, std::back_inserter(errors));
  if (loaded.configuration)
    std::ranges::move(loaded.configuration->stubs, std::back_inserter(stubs));
  for (const wiremock::Root& root : sources.roots) {
    wiremock::Root::Loaded mappings = root.load(wiremock::Depth::kThorough);
    std::ranges::move(mappings.errors, std::back_inserter(errors));
    std::ranges::move(mappings.stubs, std::back_inserter(stubs));
  }
  reload::Others others = reload::load_others(sources.others);
  std::ranges::move(others.errors, std::back_inserter(errors));
  std::ranges::move(others.stubs, std::back_inserter(stubs));
  for (const std::filesystem::path& file : sources.environments) load_environment(file, stubs, errors);
  for (const Error& error : errors) print_problem(error);
  return errors.empty();
}

}  // namespace

int run_export(const ExportArguments& arguments) {
  if (arguments.to == "openapi") {
    print_problem(
        invalid("OpenAPI documents are not written yet", "native, wiremock, har, postman or curl"));
    return 2;
  }
  const auto sources = sources_to_check(arguments.sources);
  if (!sources) {
    print_problem(sources.error());
    return 2;
  }
  std::vector<stub::Stub> stubs;
  if (!load_all(*sources, stubs)) return 2;
  StubOutput output{
      .to = arguments.to, .path = arguments.output, .title = {}, .base = arguments.base};
  while (output.base.ends_with('/')) output.base.pop_back();
  const auto written = write_stubs(std::move(stubs), output);
  if (!written) {
    print_problem(written.error());
    return 2;
  }
  std::fprintf(stderr, "%zu route%s as %s\n", written->routes, written->routes == 1 ? "" : "s",
               arguments.to.c_str());
  for (const formats::Report::Line& line : written->lost)
    std::fprintf(stderr, "  %s: %s\n", line.what.c_str(), line.why.c_str());
  for (const std::string& file : written->files) std::fprintf(stderr, "wrote %s\n", file.c_str());
  return 0;
}

}  // namespace mimus::cli
