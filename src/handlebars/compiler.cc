#include "compiler.h"

#include <algorithm>
#include <utility>

#include "expression_compiler.h"
#include "machine.h"
#include "parser.h"

namespace mimus::handlebars {
namespace {

using syntax::Body;
using syntax::Node;

class Compiler : private ExpressionCompiler {
 public:
  Compiler(const CompileOptions& options, CompiledProgram& code)
      : ExpressionCompiler(options, code) {}

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
         .prevent_indent = options_.prevent_indent,
         .escapes_keep_blanks = dialect_.blunt_escapes});
  }
  // ---- bodies
  Result<BodyCode> body(const Body& source) {
    BodyCode made;
    made.present = true;
    made.params = static_cast<std::uint32_t>(source.params.size());
    if (made.params > 0) params_.push_back(&source.params);
    Draft draft;
    for (const Node& node : source.nodes) {
      MIMUS_TRY_DONE(statement(node, draft));
    }
    flush(draft);
    const std::vector<Operation>& operations = draft.operations;
    const std::vector<InlineCode>& inlines = draft.inlines;
    if (made.params > 0) params_.pop_back();
    made.first = static_cast<std::uint32_t>(code_.operations.size());
    code_.operations.insert(code_.operations.end(), operations.begin(), operations.end());
    made.last = static_cast<std::uint32_t>(code_.operations.size());
    made.first_inline = static_cast<std::uint32_t>(code_.inlines.size());
    code_.inlines.insert(code_.inlines.end(), inlines.begin(), inlines.end());
    made.last_inline = static_cast<std::uint32_t>(code_.inlines.size());
    return made;
  }

  // A body while it is written: texts in a row become one operation.
  struct Draft {
    std::vector<Operation> operations;
    std::vector<InlineCode> inlines;
    std::string text;
  };

  void flush(Draft& to) {
    if (to.text.empty()) return;
    to.operations.push_back({Operation::Kind::kText, 0, keep(to.text)});
    to.text.clear();
  }

  void add(Draft& to, Operation::Kind kind, std::size_t index) {
    flush(to);
    to.operations.push_back({kind, static_cast<std::uint32_t>(index), {}});
  }

  Status statement(const Node& node, Draft& to) {
    switch (node.kind) {
      case Node::Kind::kText:
        to.text += node.text;
        return Done{};
      case Node::Kind::kComment:
        return Done{};
      case Node::Kind::kMustache:
        return mustache(node, to);
      case Node::Kind::kBlock:
        return block(node, to);
      case Node::Kind::kInline:
        return inline_partial(node, to);
      default:
        return partial(node, to);
    }
  }

  Status mustache(const Node& node, Draft& to) {
    MIMUS_TRY(ExprCode expression, called(node.call, Use::kPrinted));
    if (expression.kind == ExprCode::Kind::kConstant) {
      append_printed(expression.constant, node.escaped, to.text);
      folded_ = expression.constant;
      return Done{};
    }
    const bool escaped = node.escaped && dialect_.escape_html && !options_.no_escape;
    add(to, escaped ? Operation::Kind::kPrintEscaped : Operation::Kind::kPrint,
        code_.expressions.size());
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

  // ---- blocks
  Status block(const Node& node, Draft& to) {
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
    if (is_simple(name) && !(param && !with_arguments))
      site.helper = find_helper(name.parts[0], !with_arguments);
    MIMUS_TRY_DONE(finish(site, source, name));
    if (site.helper == nullptr) {
      if (with_arguments) {
        MIMUS_TRY_DONE(missing(site, source, name, true));
      } else {
        kind = Operation::Kind::kSection;
        MIMUS_TRY(const ExprCode value, path(name, true));
        site.fallback = value.index;
      }
    } else {
      changes_context = !site.helper->same_context;
    }
    if (changes_context) ++contexts_;
    if (node.body) {
      MIMUS_TRY(site.body, body(*node.body));
    }
    if (changes_context) --contexts_;
    if (node.inverse) {
      MIMUS_TRY(site.inverse, body(*node.inverse));
    }
    MIMUS_TRY_DONE(prepare(site, source.offset));
    code_.calls.push_back(site);
    add(to, kind, code_.calls.size() - 1);
    return Done{};
  }

  // ---- partials
  Status inline_partial(const Node& node, Draft& to) {
    InlineCode made;
    MIMUS_TRY(made.name, argument(node.call.arguments[0]));
    ++contexts_;
    MIMUS_TRY(made.body, body(*node.body));
    --contexts_;
    to.inlines.push_back(made);
    return Done{};
  }

  Status partial(const Node& node, Draft& to) {
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
      to.text += node.indent;
    } else {
      made.indent = keep(node.indent);
    }
    code_.partial_sites.push_back(made);
    add(to, Operation::Kind::kPartial, code_.partial_sites.size() - 1);
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

  std::optional<Value> folded_;  // what a {{mustache}} came to that needs no request
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
