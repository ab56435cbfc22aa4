#include "compiler.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/hash.h"
#include "fold.h"
#include "machine.h"
#include "parser.h"
#include "text/suggest.h"

namespace mimus::handlebars {
namespace {

using syntax::Body;
using syntax::Expression;
using syntax::Node;

// A name alone, which may be a helper.
bool is_simple(const syntax::Path& path) {
  return !path.data && !path.scoped && path.depth == 0 && path.parts.size() == 1;
}

class Compiler {
 public:
  Compiler(const CompileOptions& options, CompiledProgram& code)
      : options_(options), dialect_(*options.dialect), code_(code) {
    if (options.occurrences != nullptr) occurrences_ = options.occurrences;
  }

  Status whole(std::string_view text) {
    text_ = text;
    MIMUS_TRY(const Body root, parse(text));
    collect_variables(root);
    MIMUS_TRY(code_.root, body(root));
    if (root.nodes.size() == 1 && folded_) code_.single_constant = folded_;
    return Done{};
  }

 private:
  // ---- texts
  Result<Body> parse(std::string_view text) const {
    return parse_template(
        text, dialect_,
        {.trim_standalone = dialect_.trim_standalone && !options_.ignore_standalone,
         .prevent_indent = options_.prevent_indent});
  }
  std::string_view keep(std::string_view text) { return code_.constants.copy(text); }

  Error wrong(std::size_t offset, std::string message, std::string hint = {}) const {
    Error error = syntax_error(std::move(message), offset);
    error.hint = std::move(hint);
    const json::Position position = json::position_of(text_, std::min(offset, text_.size()));
    error.where.line = position.line;
    error.where.column = position.column;
    return error;
  }

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

  std::uint64_t fork_of(std::string_view source) {
    return hash_mix(hash_bytes(source), (*occurrences_)[std::string(source)]++);
  }

  // ---- bodies
  Result<BodyCode> body(const Body& source) {
    BodyCode made;
    made.present = true;
    made.params = static_cast<std::uint32_t>(source.params.size());
    if (made.params > 0) params_.push_back(&source.params);
    std::vector<Operation> operations;
    std::vector<InlineCode> inlines;
    for (const Node& node : source.nodes) {
      MIMUS_TRY_DONE(statement(node, operations, inlines));
    }
    if (made.params > 0) params_.pop_back();
    made.first = static_cast<std::uint32_t>(code_.operations.size());
    code_.operations.insert(code_.operations.end(), operations.begin(), operations.end());
    made.last = static_cast<std::uint32_t>(code_.operations.size());
    made.first_inline = static_cast<std::uint32_t>(code_.inlines.size());
    code_.inlines.insert(code_.inlines.end(), inlines.begin(), inlines.end());
    made.last_inline = static_cast<std::uint32_t>(code_.inlines.size());
    return made;
  }

  void add_text(std::vector<Operation>& to, std::string_view text) {
    if (text.empty()) return;
    if (!to.empty() && to.back().kind == Operation::Kind::kText) {
      to.back().text = code_.constants.join(to.back().text, text);
    } else {
      to.push_back({Operation::Kind::kText, 0, keep(text)});
    }
  }

  Status statement(const Node& node, std::vector<Operation>& to, std::vector<InlineCode>& inlines) {
    switch (node.kind) {
      case Node::Kind::kText:
        add_text(to, node.text);
        return Done{};
      case Node::Kind::kComment:
        return Done{};
      case Node::Kind::kMustache:
        return mustache(node, to);
      case Node::Kind::kBlock:
        return block(node, to);
      case Node::Kind::kInline:
        return inline_partial(node, inlines);
      default:
        return partial(node, to);
    }
  }

  Status mustache(const Node& node, std::vector<Operation>& to) {
    MIMUS_TRY(ExprCode expression, called(node.call, Use::kPrinted));
    if (expression.kind == ExprCode::Kind::kConstant) {
      std::string text;
      append_printed(expression.constant, node.escaped, text);
      folded_ = expression.constant;
      add_text(to, text);
      return Done{};
    }
    const bool escaped = node.escaped && dialect_.escape_html && !options_.no_escape;
    to.push_back({escaped ? Operation::Kind::kPrintEscaped : Operation::Kind::kPrint,
                  static_cast<std::uint32_t>(code_.expressions.size()),
                  {}});
    code_.expressions.push_back(expression);
    return Done{};
  }

  void append_printed(const Value& value, bool escaped, std::string& out) const {
    if (escaped && dialect_.escape_html && !options_.no_escape) {
      append_escaped(value, dialect_, out);
    } else {
      append_text(value, dialect_, out);
    }
  }

  // ---- expressions
  enum class Use : std::uint8_t { kPrinted, kArgument, kBlock };

  Result<ExprCode> argument(const Expression& source) {
    switch (source.kind) {
      case Expression::Kind::kPath:
        return path(source.path, false);
      case Expression::Kind::kCall:
        return called(*source.call, Use::kArgument);
      default:
        return constant(literal(source));
    }
  }

  static ExprCode constant(Value value) { return {ExprCode::Kind::kConstant, 0, value}; }

  Value literal(const Expression& source) {
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

  Value number(std::string_view text) {
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
  Result<ExprCode> called(const syntax::Call& source, Use use) {
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
    std::uint32_t depth = 0;
    std::uint32_t which = 0;
    const bool param = is_simple(name) && find_param(name.parts[0], depth, which);
    const HelperRow* row = nullptr;
    if (is_simple(name) && !(param && !helper_form)) row = find_helper(name.parts[0]);
    if (row == nullptr && !helper_form) return path(name, true);

    CallSite site;
    site.helper = row;
    MIMUS_TRY_DONE(finish(site, source, name));
    site.subexpression = use == Use::kArgument;
    if (row == nullptr) {
      MIMUS_TRY_DONE(missing(site, source, name, helper_form));
    } else if (row->use == HelperRow::Use::kBlock &&
               dialect_.unknown_helper == Dialect::Unknown::kFailsToCompile) {
      return wrong(
          source.offset, "'" + std::string(row->name) + "' is a block",
          "write {{#" + std::string(row->name) + " …}}…{{/" + std::string(row->name) + "}}");
    }
    MIMUS_TRY_DONE(check(site, source));
    if (auto folded = fold(site)) return constant(*folded);
    MIMUS_TRY_DONE(prepare(site, source.offset));
    return add_call(site);
  }

  // {{(name …) …}}: not in our grammar's public form, but the value of a call can stand alone.
  Result<ExprCode> called_result(const syntax::Call& source, Use) {
    if (!source.arguments.empty() || !source.hash.empty()) {
      return wrong(source.offset, "what a sub-expression yields cannot be called");
    }
    return called(*source.callee.call, Use::kArgument);
  }

  ExprCode add_call(const CallSite& site) {
    code_.calls.push_back(site);
    return {ExprCode::Kind::kCall, static_cast<std::uint32_t>(code_.calls.size() - 1), {}};
  }

  const HelperRow* find_helper(std::string_view name) const {
    if (const HelperRow* row = handlebars::find_helper(options_.helpers, name)) return row;
    const HelperTable builtins[] = {builtin_helpers()};
    return handlebars::find_helper(builtins, name);
  }

  Status finish(CallSite& site, const syntax::Call& source, const syntax::Path& name) {
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

  Result<std::span<const HashCode>> hash(const syntax::Call& source) {
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
  Status missing(CallSite& site, const syntax::Call& source, const syntax::Path& name,
                 bool with_arguments) {
    if (options_.known_helpers_only) {
      return wrong(source.offset,
                   "You specified knownHelpersOnly, but used the unknown helper " + name.original);
    }
    if (dialect_.unknown_helper == Dialect::Unknown::kFailsToCompile) {
      return unknown(name.original, source.offset, "helper");
    }
    // Handlebars.js: helperMissing without arguments yields nothing.
    site.strict = options_.strict;
    const bool any = !source.arguments.empty() || !source.hash.empty();
    site.fails = with_arguments && any && dialect_.unknown_helper == Dialect::Unknown::kFails &&
                 !source.arguments.empty();
    return Done{};
  }

  Error unknown(const std::string& name, std::size_t offset, std::string_view what) const {
    std::vector<std::string_view> names(options_.root_names.begin(), options_.root_names.end());
    for (const HelperTable& table : options_.helpers) {
      for (const HelperRow& row : table) names.push_back(row.name);
    }
    for (const HelperRow& row : builtin_helpers()) names.push_back(row.name);
    // A name that is near is a slip; else the data's own names say what there is.
    const bool near = !text::nearest(name, names).empty();
    const std::string hint = text::did_you_mean(
        name, near ? std::span<const std::string_view>(names) : options_.root_names);
    return wrong(offset, "unknown " + std::string(what) + " '" + name + "'",
                 hint + "; \\{{ writes the braces themselves");
  }

  // What the helper itself says about its arguments.
  Status check(const CallSite& site, const syntax::Call& source) const {
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

  std::optional<Value> fold(const CallSite& site) {
    if (site.helper == nullptr || !site.helper->pure) return std::nullopt;
    return fold_call(site, dialect_, code_.constants);
  }

  Status prepare(CallSite& site, std::size_t offset) {
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
  bool find_param(std::string_view name, std::uint32_t& depth, std::uint32_t& which) const {
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
  Result<ExprCode> path(const syntax::Path& source, bool called) {
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
    }
    const auto parts = code_.constants.array<std::string_view>(source.parts.size() - skip);
    for (std::size_t i = skip; i < source.parts.size(); ++i)
      parts[i - skip] = keep(source.parts[i]);
    made.parts = parts;
    code_.paths.push_back(made);
    return ExprCode{ExprCode::Kind::kPath, static_cast<std::uint32_t>(code_.paths.size() - 1), {}};
  }

  // In a dialect that knows its names, at the outermost level: is this one of them?
  Status check_name(const syntax::Path& source) const {
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
  void collect_variables(const Body& source) {
    for (const Node& node : source.nodes) {
      collect_variables(node.call);
      if (node.body) collect_variables(*node.body);
      if (node.inverse) collect_variables(*node.inverse);
    }
  }
  void collect_variables(const syntax::Call& call) {
    const auto visit = [&](const Expression& expression) {
      if (expression.kind == Expression::Kind::kText) variables_.push_back(expression.text);
      if (expression.kind == Expression::Kind::kCall) collect_variables(*expression.call);
    };
    for (const Expression& item : call.arguments) visit(item);
    for (const auto& [key, value] : call.hash) visit(value);
    if (call.callee.kind == Expression::Kind::kCall) collect_variables(*call.callee.call);
  }

  // ---- blocks
  Status block(const Node& node, std::vector<Operation>& to) {
    const syntax::Call& source = node.call;
    CallSite site;
    site.block = true;
    Operation::Kind kind = Operation::Kind::kBlock;
    bool changes_context = true;
    syntax::Path name = source.callee.path;
    if (source.callee.kind == Expression::Kind::kCall) {
      return wrong(source.offset, "a block begins with a name");
    }
    if (source.callee.kind != Expression::Kind::kPath) {
      name.parts = {source.callee.text};
      name.original = source.callee.text;
    }
    const bool with_arguments = !source.arguments.empty() || !source.hash.empty();
    std::uint32_t depth = 0;
    std::uint32_t which = 0;
    const bool param = is_simple(name) && find_param(name.parts[0], depth, which);
    if (is_simple(name) && !(param && !with_arguments)) site.helper = find_helper(name.parts[0]);
    MIMUS_TRY_DONE(finish(site, source, name));
    MIMUS_TRY_DONE(prepare(site, source.offset));
    if (site.helper == nullptr) {
      if (with_arguments) {
        MIMUS_TRY_DONE(missing(site, source, name, true));
      } else {
        kind = Operation::Kind::kSection;
        MIMUS_TRY(const ExprCode value, path(name, true));
        site.fallback = value.index;
      }
    } else {
      const std::string_view keeps[] = {"if",  "unless", "eq",  "neq", "assign", "gt",
                                        "gte", "lt",     "lte", "and", "or",     "not"};
      changes_context =
          std::find(std::begin(keeps), std::end(keeps), site.helper->name) == std::end(keeps);
    }
    if (changes_context) ++contexts_;
    if (node.body) {
      MIMUS_TRY(site.body, body(*node.body));
    }
    if (changes_context) --contexts_;
    if (node.inverse) {
      MIMUS_TRY(site.inverse, body(*node.inverse));
    }
    code_.calls.push_back(site);
    to.push_back({kind, static_cast<std::uint32_t>(code_.calls.size() - 1), {}});
    return Done{};
  }

  // ---- partials
  Status inline_partial(const Node& node, std::vector<InlineCode>& to) {
    InlineCode made;
    MIMUS_TRY(made.name, argument(node.call.arguments[0]));
    ++contexts_;
    MIMUS_TRY(made.body, body(*node.body));
    --contexts_;
    to.push_back(made);
    return Done{};
  }

  Status partial(const Node& node, std::vector<Operation>& to) {
    const syntax::Call& source = node.call;
    PartialCode made;
    place(made, source.offset);
    made.fork = fork_of(source.source);
    if (source.callee.kind == Expression::Kind::kCall) {
      MIMUS_TRY(made.dynamic, called(*source.callee.call, Use::kArgument));
      MIMUS_TRY_DONE(compile_all_partials());
    } else {
      made.name = keep(source.callee.kind == Expression::Kind::kPath
                           ? (source.callee.path.data ? "@" : "") + source.callee.path.original
                           : source.callee.text);
      MIMUS_TRY(made.known, compile_partial(std::string(made.name)));
    }
    if (source.arguments.size() > 1) {
      return wrong(source.arguments[1].offset, "Unsupported number of partial arguments: " +
                                                   std::to_string(source.arguments.size()));
    }
    if (!source.arguments.empty()) {
      made.has_context = true;
      MIMUS_TRY(made.context, argument(source.arguments[0]));
    }
    MIMUS_TRY(made.hash, hash(source));
    if (node.body) {
      MIMUS_TRY(made.body, body(*node.body));
    }
    if (options_.prevent_indent) {
      add_text(to, node.indent);
    } else {
      made.indent = keep(node.indent);
    }
    code_.partial_sites.push_back(made);
    to.push_back({Operation::Kind::kPartial,
                  static_cast<std::uint32_t>(code_.partial_sites.size() - 1),
                  {}});
    return Done{};
  }

  Status compile_all_partials() {
    if (options_.partials == nullptr) return Done{};
    for (const std::string& name : options_.partials->names()) {
      MIMUS_TRY(const std::uint32_t index, compile_partial(name));
      (void)index;
    }
    return Done{};
  }

  // Once for each name: a partial may call itself.
  Result<std::uint32_t> compile_partial(const std::string& name) {
    for (std::uint32_t i = 0; i < code_.partials.size(); ++i) {
      if (code_.partials[i].name == name) return i;
    }
    const std::string* text =
        options_.partials == nullptr ? nullptr : options_.partials->find(name);
    if (text == nullptr) return CallSite::kNone;
    const auto index = static_cast<std::uint32_t>(code_.partials.size());
    code_.partials.push_back({keep(name), {}});
    const std::string_view outer_text = std::exchange(text_, *text);
    auto outer_params = std::exchange(params_, {});
    last_offset_ = text_.size() + 1;
    ++contexts_;
    auto compiled = [&]() -> Result<BodyCode> {
      MIMUS_TRY(const Body root, parse(*text));
      return body(root);
    }();
    --contexts_;
    params_ = std::move(outer_params);
    text_ = outer_text;
    last_offset_ = text_.size() + 1;
    if (!compiled) {
      Error error = std::move(compiled).error();
      error.message += " (in the partial '" + name + "')";
      return error;
    }
    code_.partials[index].body = *compiled;
    return index;
  }

  const CompileOptions& options_;
  const Dialect& dialect_;
  CompiledProgram& code_;
  std::string_view text_;
  Occurrences own_occurrences_;
  Occurrences* occurrences_ = &own_occurrences_;
  std::vector<const std::vector<std::string>*> params_;
  std::vector<std::string> variables_;
  std::optional<Value> folded_;  // what a {{mustache}} came to that needs no request
  int contexts_ = 0;             // blocks around that may change the context
  json::Position last_{1, 1, 0};
  std::size_t last_offset_ = 0;
};

// A text whose only braces are literal ones, or none: no operations needed.
void notice_constant(CompiledProgram& code) {
  code.constant =
      std::all_of(
          code.operations.begin() + code.root.first, code.operations.begin() + code.root.last,
          [](const Operation& operation) { return operation.kind == Operation::Kind::kText; }) &&
      code.root.first_inline == code.root.last_inline;
  code.single = code.root.last - code.root.first == 1 &&
                code.operations[code.root.first].kind != Operation::Kind::kText &&
                (code.operations[code.root.first].kind == Operation::Kind::kPrint ||
                 code.operations[code.root.first].kind == Operation::Kind::kPrintEscaped);
  if (!code.constant) return;
  for (std::uint32_t i = code.root.first; i < code.root.last; ++i)
    code.constant_text += code.operations[i].text;
}

}  // namespace

Result<std::shared_ptr<const CompiledProgram>> compile_program(std::string_view text,
                                                               const CompileOptions& options) {
  auto code = std::make_shared<CompiledProgram>();
  code->explicit_partial_context = options.explicit_partial_context;
  std::string_view before;
  std::string_view after;
  if (options.dialect->outer_braces_only) {
    const std::size_t open = text.find("{{");
    const std::size_t close = text.rfind("}}");
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
      code->constant = true;
      code->constant_text = text;
      return std::shared_ptr<const CompiledProgram>(std::move(code));
    }
    before = text.substr(0, open);
    after = text.substr(close + 2);
    text = text.substr(open, close + 2 - open);
  }
  Compiler compiler(options, *code);
  if (auto done = compiler.whole(text); !done) {
    Error error = std::move(done).error();
    if (error.where.offset) *error.where.offset += before.size();
    return error;
  }
  const auto add = [&](std::string_view literal, bool front) {
    if (literal.empty()) return;
    // The outermost body is the last that was written, so there is room on both of its sides.
    const Operation operation{Operation::Kind::kText, 0, code->constants.copy(literal)};
    code->operations.insert(front ? code->operations.begin() + code->root.first
                                  : code->operations.begin() + code->root.last,
                            operation);
    ++code->root.last;
  };
  add(after, false);
  add(before, true);
  notice_constant(*code);
  return std::shared_ptr<const CompiledProgram>(std::move(code));
}

}  // namespace mimus::handlebars
