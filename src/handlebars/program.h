#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "helper.h"
#include "rendering.h"
#include "value.h"

namespace mimus::handlebars {

// How often each expression has come already in a group of templates, so that equal ones differ in
// their chance.
using Occurrences = std::unordered_map<std::string, std::uint64_t>;

// Texts of partials by name; what it returns lives until compile() is done.
struct PartialSource {
  virtual const std::string* find(std::string_view name) const = 0;
  virtual std::vector<std::string> names() const = 0;  // for partials whose name is worked out

 protected:
  ~PartialSource() = default;
};

// Given when a template is compiled. Borrowed until then, but for `dialect` and the rows of
// `helpers`, which live as long as the program.
struct CompileOptions {
  const Dialect* dialect = &kHandlebars;
  HelperTables helpers{};
  const PartialSource* partials = nullptr;
  // Names of the root's members, for errors about unknown ones (Dialect::unknown_name). Empty:
  // whatever the data has.
  std::span<const std::string_view> root_names{};
  Occurrences* occurrences = nullptr;  // shared with other templates of the same document

  // Options of Handlebars.js.
  bool no_escape = false;
  bool strict = false;              // a missing member is an error
  bool assume_objects = false;      // a member of nothing is an error
  bool compat = false;              // names are looked for in the contexts around (Mustache)
  bool known_helpers_only = false;  // a call with arguments of an unknown helper does not compile
  bool prevent_indent = false;      // partials are not indented like their tag
  bool ignore_standalone = false;   // Dialect::trim_standalone off
  bool explicit_partial_context = false;  // a partial without argument sees nothing
};

// A template, compiled: immutable, copies share, any thread.
//
//   MIMUS_TRY(const Program program, Program::compile("Hello {{name}}", {.dialect = &kOurs,
//   .helpers = tables})); MIMUS_TRY_DONE(program.render(rendering, out));   // appends
//
// compile() errors: line, column and byte offset. render() errors: line and column of the call;
// what was appended before stays in `out`.
class Program {
 public:
  Program();  // renders nothing
  static Result<Program> compile(std::string_view text, const CompileOptions& options);
  static Program literal(std::string text);

  bool constant() const;                   // renders the same whatever it is given
  std::string_view constant_text() const;  // what a constant one renders; valid while *this lives
  bool single() const;                     // one expression and nothing else
  Status render(Rendering& rendering, std::string& out) const;
  // Of a single one: its value, not printed and not escaped.
  Result<Value> evaluate(Rendering& rendering) const;

 private:
  std::shared_ptr<const struct CompiledProgram> code_;
};

}  // namespace mimus::handlebars
