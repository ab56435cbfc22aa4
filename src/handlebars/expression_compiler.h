#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "code.h"
#include "program.h"
#include "syntax.h"

namespace mimus::handlebars {

// A name alone, which may be a helper.
bool is_simple(const syntax::Path& path);

// Paths, literals and calls of a template into its program. Errors stand at their place in the
// text. The compiler of bodies and blocks builds on it.
class ExpressionCompiler {
 protected:
  using Expression = syntax::Expression;
  enum class Use : std::uint8_t { kPrinted, kArgument };

  ExpressionCompiler(const CompileOptions& options, CompiledProgram& code)
      : options_(options), dialect_(*options.dialect), code_(code) {
    if (options.occurrences != nullptr) occurrences_ = options.occurrences;
  }

  std::string_view keep(std::string_view text);
  Error wrong(std::size_t offset, std::string message, std::string hint = {}) const;
  template <class Site>
  void place(Site& site, std::size_t offset) {
    // Most templates ask in order: count on from the last place.
    if (offset < last_offset_) last_ = {1, 1, 0}, last_offset_ = 0;
    for (; last_offset_ < offset && last_offset_ < text_.size(); ++last_offset_) {
      const char c = text_[last_offset_];
      if (c == '\n') {
        ++last_.line;
        last_.column = 1;
      } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
        ++last_.column;
      }
    }
    site.line = last_.line;
    site.column = last_.column;
  }
  std::uint64_t fork_of(std::string_view source);
  Result<ExprCode> argument(const Expression& source);
  static ExprCode constant(Value value);
  Value literal(const Expression& source);
  Value number(std::string_view text);
  // A call by its shape: a path, a helper's name, or a literal used as a name.
  Result<ExprCode> called(const syntax::Call& source, Use use);
  // {{(name …) …}}: not in our grammar's public form, but the value of a call can stand alone.
  Result<ExprCode> called_result(const syntax::Call& source, Use);
  ExprCode add_call(const CallSite& site);
  const HelperRow* find_helper(std::string_view name, bool bare) const;
  Status finish(CallSite& site, const syntax::Call& source, const syntax::Path& name);
  Result<std::span<const HashCode>> hash(const syntax::Call& source);
  // A call of what no table has.
  Status missing(CallSite& site, const syntax::Call& source, const syntax::Path& name,
                 bool with_arguments);
  Error unknown(const std::string& name, std::size_t offset, std::string_view what) const;
  // What the helper itself says about its arguments.
  Status check(const CallSite& site, const syntax::Call& source) const;
  std::optional<Value> fold(const CallSite& site);
  // What the helper can do once and for all.
  Status prepare(CallSite& site, std::size_t offset);
  // ---- paths
  bool find_param(std::string_view name, std::uint32_t& depth, std::uint32_t& which) const;
  // `called`: it stands where a helper could.
  Result<ExprCode> path(const syntax::Path& source, bool called);
  void share(PathCode& path);
  std::uint32_t slot_of(const syntax::Path& source) const;
  // In a dialect that knows its names, at the outermost level: is this one of them?
  Status check_name(const syntax::Path& source) const;
  // Whatever a text argument names may become a variable: {{#assign 'total'}}, {{parseJson body
  // 'user'}}.
  void collect_variables(const syntax::Body& source);
  void collect_variables(const syntax::Call& call);

  const CompileOptions& options_;
  const Dialect& dialect_;
  CompiledProgram& code_;
  std::string_view text_;
  std::vector<const std::vector<std::string>*> params_;
  int contexts_ = 0;             // blocks around that may change the context
  std::size_t last_offset_ = 0;  // place() got as far as this

 private:
  Occurrences own_occurrences_;
  Occurrences* occurrences_ = &own_occurrences_;
  std::vector<std::string> variables_;
  std::unordered_map<std::string_view, std::size_t> first_of_path_;  // of code_.paths, by spelling
  json::Position last_{1, 1, 0};
};

}  // namespace mimus::handlebars
