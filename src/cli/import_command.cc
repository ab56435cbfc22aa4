#include <algorithm>
#include <cstdio>
#include <iterator>

#include "commands.h"
#include "formats/formats.h"
#include "input_file.h"
#include "mockoon/environment.h"
#include "mockoon/import.h"
#include "stub_output.h"
#include "terminal.h"
#include "text/suggest.h"
#include "wiremock/mapping.h"

namespace mimus::cli {
namespace {

constexpr std::string_view kWiremock = "wiremock";
constexpr std::string_view kMockoon = "mockoon";

Error unknown_format(const std::string& name) {
  std::vector<std::string_view> names{kWiremock, kMockoon};
  for (const formats::Format& format : formats::formats()) names.push_back(format.name);
  return invalid("unknown format '" + name + "'", text::did_you_mean(name, names));
}

bool is_wiremock(std::string_view text) {
  const auto document = json::parse(text);
  const json::Object* object = document ? document->if_object() : nullptr;
  return object != nullptr && (object->contains("mappings") ||
                               (object->contains("request") && object->contains("response")));
}

Result<formats::Imported> import_mappings(const std::string& text, const std::string& source) {
  wiremock::Mappings mappings =
      wiremock::read_mappings(text, source, {}, wiremock::Depth::kThorough);
  if (!mappings.errors.empty()) return std::move(mappings.errors.front());
  formats::Imported imported;
  imported.report.taken = mappings.stubs.size();
  imported.stubs = std::move(mappings.stubs);
  return imported;
}

Result<formats::Imported> read_import(const ImportArguments& arguments, const std::string& text,
                                      std::string& format_name) {
  const std::string source = arguments.file == "-" ? "<stdin>" : arguments.file;
  const bool automatic = arguments.format == "auto";
  const formats::Format* format = automatic ? formats::detect(text, arguments.file) : nullptr;
  for (const formats::Format& one : formats::formats()) {
    if (one.name == arguments.format) format = &one;
  }
  if (arguments.format == kMockoon || (automatic && mockoon::is_environment(text))) {
    format_name = kMockoon;
    return mockoon::import_environment(text, source);
  }
  if (format != nullptr) {
    format_name = format->name;
    return formats::import_text(text, format->kind, source);
  }
  if (arguments.format == kWiremock || (automatic && is_wiremock(text))) {
    format_name = kWiremock;
    return import_mappings(text, source);
  }
  if (!automatic) return unknown_format(arguments.format);
  Error error =
      invalid("cannot tell what this is", "say it with --format; `mimus import --help` lists them");
  error.where.source = source;
  return error;
}

void print_lines(const char* heading, const std::vector<formats::Report::Line>& lines) {
  if (lines.empty()) return;
  std::fprintf(stderr, "%s\n", heading);
  for (const formats::Report::Line& line : lines) {
    std::fprintf(stderr, "  %s: %s\n", line.what.c_str(), line.why.c_str());
  }
}

const char* plural(std::size_t count) {
  return count == 1 ? "" : "s";
}

}  // namespace

int run_import(const ImportArguments& arguments) {
  const auto text = read_input(arguments.file);
  std::string format;
  auto imported =
      text ? read_import(arguments, *text, format) : Result<formats::Imported>(text.error());
  if (!imported) {
    print_problem(imported.error());
    return 2;
  }
  const std::string from = arguments.file == "-" ? "standard input" : arguments.file;
  formats::Report& report = imported->report;
  StubOutput output{.to = arguments.to,
                    .path = arguments.output,
                    .title = "imported from " + from + " (" + format + ")",
                    .more = std::move(imported->routes)};
  if (output.to != "native" && !output.more.empty()) {
    print_problem(invalid("collections are written as native files only", "leave --to away"));
    return 2;
  }
  auto written = write_stubs(std::move(imported->stubs), output);
  if (!written) {
    print_problem(written.error());
    return 2;
  }
  std::ranges::move(written->lost, std::back_inserter(report.approximated));
  std::fprintf(stderr, "%s: taken: %zu request%s as %zu route%s\n", format.c_str(), report.taken,
               plural(report.taken), written->routes, plural(written->routes));
  print_lines("approximated:", report.approximated);
  print_lines("left out:", report.left_out);
  for (const std::string& file : written->files) std::fprintf(stderr, "wrote %s\n", file.c_str());
  if (report.taken == 0) return 1;
  return arguments.strict && !report.left_out.empty() ? 1 : 0;
}

}  // namespace mimus::cli
