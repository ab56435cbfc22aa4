#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "handlebars/program.h"
#include "json/json.h"

namespace mimus::wiremock {

// What files of saved mappings are called.
//
//   MIMUS_TRY(const FileNames names, FileNames::compile(""));
//   names.of(document);   // "get-things-7-3f….json"
//
// compile("") is WireMock's own template. Errors: a template that does not compile, that has a
// `-`-separated part without {{{…}}}, or does not end in .json.
class FileNames {
 public:
  static constexpr std::string_view kDefault =
      "{{#if name}}{{{name}}}{{else}}{{{method}}}-{{{url}}}{{/if}}-{{{id}}}.json";
  static Result<FileNames> compile(std::string_view text);

  // For a document as read_mapping() writes it. Variables: id, name, url ("always" when any will
  // do), method, priority, scenarioName, requiredScenarioState, newScenarioState, request,
  // response, metadata. Lower-cased, '-' for blanks, all but [a-z0-9_.-] dropped; never a hidden
  // file, never longer than a file system takes.
  Result<std::string> of(const json::Value& document) const;

 private:
  handlebars::Program program_;
};

}  // namespace mimus::wiremock
