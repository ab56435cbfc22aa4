#include "expression_compiler.h"

#include <charconv>
#include <utility>

#include "base/hash.h"
#include "fold.h"
#include "text/suggest.h"

namespace mimus::handlebars {

bool is_simple(const syntax::Path& path) {
  return !path.data && !path.scoped && path.depth == 0 && path.parts.size() == 1;
}

std::string_view ExpressionCompiler::keep(std::string_view text) {
  return code_.constants.copy(text);
}

Error ExpressionCompiler::wrong(std::size_t offset, std::string message, std::string hint) const {
  Error error = syntax_error(std::move(message), offset);
  error.hint = std::move(hint);
  const json::Position position = json::position_of(text_, std::min(offset, text_.size()));
  error.where.line = position.line;
  error.where.column = position.column;
  return error;
}

std::uint64_t ExpressionCompiler::fork_of(std::string_view source) {
  return hash_mix(hash_bytes(source), (*occurrences_)[std::string(source)]++);
}

Result<ExprCode> ExpressionCompiler::argument(const Expression& source) {
  switch (source.kind) {
    case Expression::Kind::kPath:
      return path(source.path, false);
    case Expression::Kind::kCall:
      return called(*source.call, Use::kArgument);
    default:
      return constant(literal(source));
  }
}

ExprCode ExpressionCompiler::constant(Value value) {
  return {ExprCode::Kind::kConstant, 0, value};
}

Value ExpressionCompiler::literal(const Expression& source) {
  switch (source.kind) {
    case Expression::Kind::kText:
      return Value::text(keep(source.text));
    case Expression::Kind::kBool:
      return Value::boolean(source.truth);
    case Expression::Kind::kNull:
      return Value::null();
    case Expression::Kind::kNumber:
      return number(source.text);
    default:
      return {};
  }
}

Value ExpressionCompiler::number(std::string_view text) {
  const char* end = text.data() + text.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(text.data(), end, whole);
      read.ec == std::errc() && read.ptr == end) {
    return Value::number(whole);
  }
  const bool point = text.find('.') != std::string_view::npos;
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  const bool canonical = !digits.starts_with('0') || digits.starts_with("0.");
  if (dialect_.spelled_numbers && point && canonical) return Value::numeral(keep(text));
  double real = 0;
  std::from_chars(text.data(), end, real);
  return Value::number(real);
}

// A call by its shape: a path, a helper's name, or a literal used as a name.
Result<ExprCode> ExpressionCompiler::called(const syntax::Call& source, Use use) {
  syntax::Path name = source.callee.path;
  if (source.callee.kind == Expression::Kind::kCall) return called_result(source, use);
  if (source.callee.kind != Expression::Kind::kPath) {
    name = {};
    name.parts = {source.callee.text};
    name.original = source.callee.text;
    name.offset = source.callee.offset;
  }
  const bool helper_form =
      use == Use::kArgument || !source.arguments.empty() || !source.hash.empty();
  const bool bare = source.arguments.empty() && source.hash.empty();
  std::uint32_t depth = 0;
  std::uint32_t which = 0;
  const bool param = is_simple(name) && find_param(name.parts[0], depth, which);
  const HelperRow* row = nullptr;
  if (is_simple(name) && !(param && !helper_form)) row = find_helper(name.parts[0], bare);
  if (row == nullptr && !helper_form) return path(name, true);

  CallSite site;
  site.helper = row;
  MIMUS_TRY_DONE(finish(site, source, name));
  site.subexpression = use == Use::kArgument;
  if (row == nullptr) {
    MIMUS_TRY_DONE(missing(site, source, name, helper_form));
  } else if (row->use == HelperRow::Use::kBlock &&
             dialect_.unknown_helper == Dialect::Unknown::kFailsToCompile) {
    return wrong(source.offset, "'" + std::string(row->name) + "' is a block",
                 "write {{#" + std::string(row->name) + " …}}…{{/" + std::string(row->name) + "}}");
  }
  MIMUS_TRY_DONE(check(site, source));
  if (auto folded = fold(site)) return constant(*folded);
  MIMUS_TRY_DONE(prepare(site, source.offset));
  return add_call(site);
}

// {{(name …) …}}: not in our grammar's public form, but the value of a call can stand alone.
Result<ExprCode> ExpressionCompiler::called_result(const syntax::Call& source, Use) {
  if (!source.arguments.empty() || !source.hash.empty()) {
    return wrong(source.offset, "what a sub-expression yields cannot be called");
  }
  return called(*source.callee.call, Use::kArgument);
}

ExprCode ExpressionCompiler::add_call(const CallSite& site) {
  code_.calls.push_back(site);
  return {ExprCode::Kind::kCall, static_cast<std::uint32_t>(code_.calls.size() - 1), {}};
}

const HelperRow* ExpressionCompiler::find_helper(std::string_view name, bool bare) const {
  if (const HelperRow* row = handlebars::find_helper(options_.helpers, name, bare)) return row;
  const HelperTable builtins[] = {builtin_helpers()};
  return handlebars::find_helper(builtins, name, bare);
}

Status ExpressionCompiler::finish(CallSite& site, const syntax::Call& source,
                                  const syntax::Path& name) {
  site.name = keep(name.original);
  site.fork = fork_of(source.source);
  place(site, source.offset);
  std::vector<ExprCode> arguments;
  for (const Expression& item : source.arguments) {
    MIMUS_TRY(ExprCode made, argument(item));
    arguments.push_back(made);
  }
  const auto kept = code_.constants.array<ExprCode>(arguments.size());
  std::copy(arguments.begin(), arguments.end(), kept.begin());
  site.arguments = kept;
  MIMUS_TRY(site.hash, hash(source));
  return Done{};
}

Result<std::span<const HashCode>> ExpressionCompiler::hash(const syntax::Call& source) {
  std::vector<HashCode> made;
  for (const auto& [key, value] : source.hash) {
    MIMUS_TRY(ExprCode expression, argument(value));
    made.push_back({keep(key), expression});
  }
  const auto kept = code_.constants.array<HashCode>(made.size());
  std::copy(made.begin(), made.end(), kept.begin());
  return std::span<const HashCode>(kept);
}

// A call of what no table has.
Status ExpressionCompiler::missing(CallSite& site, const syntax::Call& source,
                                   const syntax::Path& name, bool with_arguments) {
  if (options_.known_helpers_only) {
    return wrong(source.offset,
                 "You specified knownHelpersOnly, but used the unknown helper " + name.original);
  }
  if (dialect_.unknown_helper == Dialect::Unknown::kFailsToCompile) {
    if (find_helper(name.original, true) != nullptr) {
      const bool argument = !source.arguments.empty();
      return wrong(argument ? source.arguments[0].offset : source.offset,
                   "'" + name.original + "' takes no argument");
    }
    return unknown(name.original, source.offset, "helper");
  }
  // Handlebars.js: helperMissing without arguments yields nothing.
  site.strict = options_.strict;
  const bool any = !source.arguments.empty() || !source.hash.empty();
  site.fails = with_arguments && any && dialect_.unknown_helper == Dialect::Unknown::kFails &&
               !source.arguments.empty();
  return Done{};
}

Error ExpressionCompiler::unknown(const std::string& name, std::size_t offset,
                                  std::string_view what) const {
  std::vector<std::string_view> names(options_.root_names.begin(), options_.root_names.end());
  for (const HelperTable& table : options_.helpers) {
    for (const HelperRow& row : table) names.push_back(row.name);
  }
  for (const HelperRow& row : builtin_helpers()) names.push_back(row.name);
  const auto shown = options_.root_names.first(options_.root_names.size() - options_.hidden_roots);
  // A name that is near is a slip; else the data's own names say what there is.
  const bool near = !text::nearest(name, names).empty();
  const std::string hint =
      text::did_you_mean(name, near ? std::span<const std::string_view>(names) : shown);
  return wrong(offset, "unknown " + std::string(what) + " '" + name + "'",
               hint + "; \\{{ writes the braces themselves");
}

// What the helper itself says about its arguments.
Status ExpressionCompiler::check(const CallSite& site, const syntax::Call& source) const {
  if (site.helper == nullptr || site.helper->check == nullptr) return Done{};
  std::vector<KnownArgument> arguments;
  for (const ExprCode& code : site.arguments)
    arguments.push_back({code.constant, code.kind == ExprCode::Kind::kConstant});
  std::optional<Complaint> complaint = site.helper->check(arguments);
  if (!complaint) return Done{};
  const bool which = complaint->argument < source.arguments.size();
  return wrong(which ? source.arguments[complaint->argument].offset : source.offset,
               std::move(complaint->message), std::move(complaint->hint));
}

std::optional<Value> ExpressionCompiler::fold(const CallSite& site) {
  if (site.helper == nullptr || !site.helper->pure) return std::nullopt;
  return fold_call(site, dialect_, code_.constants);
}

Status ExpressionCompiler::prepare(CallSite& site, std::size_t offset) {
  if (site.helper == nullptr || site.helper->prepare == nullptr) return Done{};
  auto prepared = prepare_call(site, dialect_, code_.constants);
  if (prepared) {
    site.prepared = *std::move(prepared);
  } else if (dialect_.unknown_helper == Dialect::Unknown::kFailsToCompile) {
    return wrong(offset, prepared.error().message, prepared.error().hint);
  }
  return Done{};
}

// ---- paths
bool ExpressionCompiler::find_param(std::string_view name, std::uint32_t& depth,
                                    std::uint32_t& which) const {
  for (std::size_t i = params_.size(); i-- > 0;) {
    const auto found = std::find(params_[i]->begin(), params_[i]->end(), name);
    if (found == params_[i]->end()) continue;
    depth = static_cast<std::uint32_t>(params_.size() - 1 - i);
    which = static_cast<std::uint32_t>(found - params_[i]->begin());
    return true;
  }
  return false;
}

// `called`: it stands where a helper could.
Result<ExprCode> ExpressionCompiler::path(const syntax::Path& source, bool called) {
  PathCode made;
  made.original = keep(source.original);
  made.strict = options_.strict && called;
  made.assume_objects = options_.strict || options_.assume_objects;
  made.depth = static_cast<std::uint32_t>(source.depth);
  place(made, source.offset);
  std::size_t skip = 0;
  if (source.data) {
    made.from = PathCode::From::kData;
  } else if (!source.scoped && !source.parts.empty() &&
             find_param(source.parts[0], made.depth, made.param)) {
    made.from = PathCode::From::kParam;
    skip = 1;
  } else {
    made.parents = !source.scoped && (dialect_.names_of_parents || options_.compat);
    MIMUS_TRY_DONE(check_name(source));
    made.slot = slot_of(source);
  }
  const auto parts = code_.constants.array<std::string_view>(source.parts.size() - skip);
  for (std::size_t i = skip; i < source.parts.size(); ++i) parts[i - skip] = keep(source.parts[i]);
  made.parts = parts;
  made.two_steps = made.slot != ~std::uint32_t{0} && made.depth == 0 && parts.size() >= 2;
  if (made.two_steps && parts.size() == 2) share(made);
  code_.paths.push_back(made);
  return ExprCode{ExprCode::Kind::kPath, static_cast<std::uint32_t>(code_.paths.size() - 1), {}};
}

// Gives a path and those that are spelled like it one value.
void ExpressionCompiler::share(PathCode& path) {
  const auto [known, first] = first_of_path_.try_emplace(path.original, code_.paths.size());
  if (first) return;
  PathCode& twin = code_.paths[known->second];
  if (twin.shared == PathCode::kUnshared) twin.shared = code_.shared_values++;
  path.shared = twin.shared;
}

std::uint32_t ExpressionCompiler::slot_of(const syntax::Path& source) const {
  if (source.parts.empty()) return ~std::uint32_t{0};
  const auto found =
      std::find(options_.root_names.begin(), options_.root_names.end(), source.parts[0]);
  if (found == options_.root_names.end()) return ~std::uint32_t{0};
  return static_cast<std::uint32_t>(found - options_.root_names.begin());
}

// In a dialect that knows its names, at the outermost level: is this one of them?
Status ExpressionCompiler::check_name(const syntax::Path& source) const {
  if (dialect_.unknown_name != Dialect::Unknown::kFailsToCompile || options_.root_names.empty() ||
      source.scoped || source.parts.empty() || contexts_ > 0) {
    return Done{};
  }
  const std::string& name = source.parts[0];
  const bool known = std::find(options_.root_names.begin(), options_.root_names.end(), name) !=
                         options_.root_names.end() ||
                     std::find(variables_.begin(), variables_.end(), name) != variables_.end();
  if (known) return Done{};
  return unknown(name, source.offset, "expression");
}

// Whatever a text argument names may become a variable: {{#assign 'total'}}, {{parseJson body
// 'user'}}.
void ExpressionCompiler::collect_variables(const syntax::Body& source) {
  for (const syntax::Node& node : source.nodes) {
    collect_variables(node.call);
    if (node.body) collect_variables(*node.body);
    if (node.inverse) collect_variables(*node.inverse);
  }
}

void ExpressionCompiler::collect_variables(const syntax::Call& call) {
  const auto visit = [&](const Expression& expression) {
    if (expression.kind == Expression::Kind::kText) variables_.push_back(expression.text);
    if (expression.kind == Expression::Kind::kCall) collect_variables(*expression.call);
  };
  for (const Expression& item : call.arguments) visit(item);
  for (const auto& [key, value] : call.hash) visit(value);
  if (call.callee.kind == Expression::Kind::kCall) collect_variables(*call.callee.call);
}

}  // namespace mimus::handlebars
