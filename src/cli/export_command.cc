#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "commands.h"
#include "draft/openapi_draft.h"
#include "formats/exchanges_of.h"
#include "formats/formats.h"
#include "mockoon/import.h"
#include "native/native.h"
#include "recording/redact.h"
#include "recordings.h"
#include "reload/others.h"
#include "sources.h"
#include "stub_output.h"
#include "terminal.h"
#include "yaml/write.h"

namespace mimus::cli {
namespace {

bool is_recording(const std::string& source) { return source.ends_with(".har") || is_history(source); }

Status add_recording(const std::string& source, std::vector<draft::Seen>& seen) {
  MIMUS_TRY(Recordings recordings, read_recordings(source, {}));
  MIMUS_TRY(const recording::Redactor redactor, recording::Redactor::compile({}));
  (void)redactor.redact(recordings.all);
  for (exchange::Exchange& one : recordings.all) seen.push_back({std::move(one), "", ""});
  return Done{};
}

std::string read_body(const stub::FileBody& body) {
  std::ifstream in(std::filesystem::path(body.root) / body.path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void add_stubs(const std::vector<stub::Stub>& stubs, const std::string& base, std::vector<draft::Seen>& seen) {
  const formats::Examples examples = formats::examples_of(stubs, base, &read_body);
  for (std::size_t i = 0; i < stubs.size(); ++i) {
    for (const std::string& what : examples.lost[i]) {
      if (what.starts_with("all of it")) std::fprintf(stderr, "  %s: not taken over: %s\n", stubs[i].label.c_str(), what.c_str());
    }
  }
  for (const formats::Example& example : examples.all) {
    for (const exchange::Response& response : example.responses) {
      draft::Seen& one = seen.emplace_back();
      one.exchange.request = example.request;
      one.exchange.response = response;
      one.pattern = example.path;
      if (example.name.find(" /") == std::string::npos) one.name = example.name;  // "GET /users" says nothing new
    }
  }
}

std::string title_of(const ExportArguments& arguments) {
  std::string name = std::filesystem::path(arguments.sources.front()).stem().string();
  return name.empty() ? "API" : name;
}

Status write_openapi(const ExportArguments& arguments, const json::Object& document) {
  const bool as_json = arguments.json || arguments.output.ends_with(".json");
  const std::string text = as_json ? json::write(document, {.indent = 2}) + "\n" : yaml::write(document);
  if (arguments.output.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return Done{};
  }
  std::ofstream out(arguments.output, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (!out) return io_error("cannot write '" + arguments.output + "'", errno);
  return Done{};
}

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

// Of recordings every exchange is an example, of mocks what each route answers.
int export_openapi(const ExportArguments& arguments) {
  std::vector<draft::Seen> seen;
  std::vector<std::string> mocks;
  for (const std::string& source : arguments.sources) {
    if (!is_recording(source)) {
      mocks.push_back(source);
    } else if (const Status read = add_recording(source, seen); !read) {
      print_problem(read.error());
      return 2;
    }
  }
  if (!mocks.empty()) {
    const auto sources = sources_to_check(mocks);
    if (!sources) {
      print_problem(sources.error());
      return 2;
    }
    std::vector<stub::Stub> stubs;
    if (!load_all(*sources, stubs)) return 2;
    add_stubs(stubs, arguments.base, seen);
  }
  draft::Description description{.title = title_of(arguments), .server = arguments.base};
  while (description.server.ends_with('/')) description.server.pop_back();
  const Status written = write_openapi(arguments, draft::openapi_draft(seen, description));
  if (!written) {
    print_problem(written.error());
    return 2;
  }
  std::fprintf(stderr, "openapi: a draft of %zu example%s: schemas say what was seen, look through it\n", seen.size(), seen.size() == 1 ? "" : "s");
  if (!arguments.output.empty()) std::fprintf(stderr, "wrote %s\n", arguments.output.c_str());
  return 0;
}

}  // namespace

int run_export(const ExportArguments& arguments) {
  if (arguments.to == "openapi") return export_openapi(arguments);
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
