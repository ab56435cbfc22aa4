#include "parser.h"

#include <algorithm>
#include <utility>

#include "scanner.h"
#include "tag.h"

namespace mimus::handlebars {
namespace {

using syntax::Body;
using syntax::Node;

// What ended a body.
struct Ending {
  Opening opening;
  bool at_end = false;
};

class Parser {
 public:
  Parser(std::string_view text, const Dialect& dialect)
      : scan_(text, dialect), lenient_(dialect.lenient_braces), blunt_(dialect.blunt_escapes) {}

  Result<Body> whole() {
    Body root;
    MIMUS_TRY(const Ending ending, body(root));
    if (!ending.at_end) {
      return scan_.wrong_at(ending.opening.offset,
                            ending.opening.tag == Tag::kClose
                                ? "a block is closed that was never opened"
                                : "an {{else}} stands outside of every block");
    }
    return root;
  }

 private:
  // ---- text
  void add_text(Body& to, std::size_t offset, std::string_view text) {
    if (text.empty()) return;
    Node node;
    node.kind = Node::Kind::kText;
    node.offset = offset;
    node.text = node.original = text;
    to.nodes.push_back(std::move(node));
  }

  // Up to the next tag, escapes undone. True when there is one.
  bool text_before_tag(Body& to) {
    const std::string_view text = scan_.text();
    while (true) {
      const std::size_t begin = scan_.at();
      const std::size_t open = text.find("{{", begin);
      if (open == std::string_view::npos) {
        add_text(to, begin, text.substr(begin));
        scan_.move_to(text.size());
        return false;
      }
      const std::string_view before = text.substr(begin, open - begin);
      if (!before.ends_with('\\') || (before.ends_with("\\\\") && !blunt_)) {
        add_text(to, begin, before.ends_with('\\') ? before.substr(0, before.size() - 1) : before);
        scan_.move_to(open);
        return true;
      }
      add_text(to, begin, before.substr(0, before.size() - 1));
      // \{{ : text up to the next tag or escaped tag, the braces at least.
      std::size_t end = text.find("{{", open + 2);
      if (end == std::string_view::npos) end = text.size();
      for (int backslashes = 0;
           backslashes < 2 && end < text.size() && end > open + 2 && text[end - 1] == '\\';
           ++backslashes) {
        --end;
      }
      add_text(to, open, text.substr(open, end - open));
      to.nodes.back().behind_escape = true;
      scan_.move_to(end);
    }
  }

  // ---- tags
  // }} or ~}}
  Result<bool> closing(std::string_view braces, std::size_t opened) {
    scan_.skip_blanks();
    const bool strip = scan_.take("~");
    if (scan_.starts_with("}}}") && braces == "}}" && !lenient_) {
      return scan_.wrong("'}}}' closes only '{{{'", "put a blank behind the expression: {{x}} }");
    }
    if (!scan_.take(braces)) {
      if (scan_.at_end()) {
        return scan_.wrong_at(opened, "'{{' is not closed",
                              "add }}, or write \\{{ for the braces themselves");
      }
      return scan_.wrong("expected '" + std::string(braces) + "'");
    }
    return strip;
  }

  // Nodes up to a tag that ends the body, which is consumed up to its name.
  Result<Ending> body(Body& to) {
    while (text_before_tag(to)) {
      const Opening open = read_opening(scan_);
      switch (open.tag) {
        case Tag::kClose:
        case Tag::kInverse:
        case Tag::kElseBlock:
          return Ending{open, false};
        default:
          break;
      }
      MIMUS_TRY_DONE(statement(to, open));
    }
    return Ending{{}, true};
  }

  Status statement(Body& to, const Opening& open) {
    Node node;
    node.offset = open.offset;
    node.strip.open = open.strip;
    switch (open.tag) {
      case Tag::kComment:
        MIMUS_TRY_DONE(comment(node));
        break;
      case Tag::kRawBlock:
        MIMUS_TRY_DONE(raw_block(node));
        break;
      case Tag::kPartial:
        MIMUS_TRY_DONE(simple(node, Node::Kind::kPartial, "}}"));
        break;
      case Tag::kUnescaped:
        MIMUS_TRY_DONE(unescaped(node));
        break;
      case Tag::kMustache:
        MIMUS_TRY_DONE(simple(node, Node::Kind::kMustache, "}}"));
        break;
      case Tag::kAmpersand:
        node.escaped = false;
        MIMUS_TRY_DONE(simple(node, Node::Kind::kMustache, "}}"));
        break;
      case Tag::kInlineDecorator:
        return scan_.wrong_at(open.offset,
                              "the only decorator is {{#*inline \"name\"}}…{{/inline}}");
      default:
        MIMUS_TRY_DONE(block(node, open));
        break;
    }
    to.nodes.push_back(std::move(node));
    return Done{};
  }

  Status comment(Node& node) {
    node.kind = Node::Kind::kComment;
    const std::string_view text = scan_.text();
    const std::size_t begin = scan_.at();
    // {{!-- … --}} may hold braces.
    if (text.substr(begin).starts_with("--")) {
      for (std::size_t end = text.find("--", begin + 2); end != std::string_view::npos;
           end = text.find("--", end + 1)) {
        const bool strip = text.substr(end + 2).starts_with("~}}");
        if (!strip && !text.substr(end + 2).starts_with("}}")) continue;
        node.text = text.substr(begin + 2, end - begin - 2);
        node.strip.close = strip;
        scan_.move_to(end + (strip ? 5 : 4));
        return Done{};
      }
    }
    const std::size_t end = text.find("}}", begin);
    if (end == std::string_view::npos) return scan_.wrong_at(node.offset, "'{{!' is not closed");
    node.text = text.substr(begin, end - begin);
    node.strip.close = end > begin && text[end - 1] == '~';
    if (node.strip.close) node.text.pop_back();
    scan_.move_to(end + 2);
    return Done{};
  }

  Status simple(Node& node, Node::Kind kind, std::string_view braces) {
    node.kind = kind;
    auto call = scan_.call();
    if (!call) return unfinished(node.offset, std::move(call).error());
    node.call = *std::move(call);
    MIMUS_TRY(node.strip.close, closing(braces, node.offset));
    return Done{};
  }

  Status unescaped(Node& node) {
    node.escaped = false;
    node.kind = Node::Kind::kMustache;
    MIMUS_TRY(node.call, scan_.call());
    scan_.skip_blanks();
    if (!scan_.take("}")) return scan_.wrong("expected '}}}'");
    node.strip.close = scan_.take("~");
    if (!scan_.take("}}")) return scan_.wrong("expected '}}}'");
    return Done{};
  }

  // An error at the end of the text is one about braces.
  Error unfinished(std::size_t opened, Error error) const {
    if (error.where.offset.value_or(0) < scan_.text().size()) return error;
    return scan_.wrong_at(opened, "'{{' is not closed",
                          "add }}, or write \\{{ for the braces themselves");
  }

  // ---- blocks
  Status block(Node& node, const Opening& open) {
    if (++depth_ > kMostNesting)
      return scan_.wrong_at(open.offset, "too many blocks in each other");
    node.kind = open.tag == Tag::kPartialBlock ? Node::Kind::kPartialBlock
                : open.tag == Tag::kDecorator  ? Node::Kind::kInline
                                               : Node::Kind::kBlock;
    MIMUS_TRY(node.call, scan_.call());
    Body first;
    MIMUS_TRY(first.params, scan_.block_params());
    MIMUS_TRY(node.strip.close, closing("}}", open.offset));
    MIMUS_TRY(Ending ending, body(first));
    std::optional<Body> second;
    if (!ending.at_end && ending.opening.tag != Tag::kClose) {
      if (node.kind != Node::Kind::kBlock)
        return scan_.wrong_at(ending.opening.offset,
                              "Unexpected inverse: this block takes no {{else}}");
      MIMUS_TRY(second, inverse(ending, node.inverse_strip));
    }
    MIMUS_TRY_DONE(close(node, ending));
    if (second && second->chained) close_chain(*second, node.close_strip);
    if (open.tag == Tag::kInverseBlock) {
      node.inverse = std::move(first);
      node.body = std::move(second);
    } else {
      node.body = std::move(first);
      node.inverse = std::move(second);
    }
    if (node.kind == Node::Kind::kInline) MIMUS_TRY_DONE(check_inline(node));
    --depth_;
    return Done{};
  }

  Status check_inline(const Node& node) const {
    const bool is_inline = node.call.callee.kind == syntax::Expression::Kind::kPath &&
                           node.call.callee.path.original == "inline" &&
                           node.call.arguments.size() == 1;
    if (is_inline) return Done{};
    return scan_.wrong_at(node.offset, "the only decorator is {{#*inline \"name\"}}…{{/inline}}");
  }

  // What follows {{else}} or {{else name}}; `ending` becomes that of what follows.
  Result<Body> inverse(Ending& ending, syntax::Strip& strip) {
    const Opening open = ending.opening;
    strip.open = open.strip;
    Body made;
    if (open.tag == Tag::kInverse) {
      MIMUS_TRY(strip.close, closing("}}", open.offset));
      MIMUS_TRY(ending, body(made));
      if (!ending.at_end && ending.opening.tag != Tag::kClose) {
        return scan_.wrong_at(ending.opening.offset, "a block has one {{else}}, as its last part");
      }
      return made;
    }
    if (++depth_ > kMostNesting)
      return scan_.wrong_at(open.offset, "too many {{else if}} in one block");
    Node node;
    node.kind = Node::Kind::kBlock;
    node.offset = open.offset;
    node.strip.open = open.strip;
    MIMUS_TRY(node.call, scan_.call());
    Body first;
    MIMUS_TRY(first.params, scan_.block_params());
    MIMUS_TRY(node.strip.close, closing("}}", open.offset));
    strip.close = node.strip.close;
    MIMUS_TRY(ending, body(first));
    node.body = std::move(first);
    if (!ending.at_end && ending.opening.tag != Tag::kClose) {
      MIMUS_TRY(node.inverse, inverse(ending, node.inverse_strip));
      node.close_strip = node.inverse_strip;
    }
    made.nodes.push_back(std::move(node));
    made.chained = true;
    --depth_;
    return made;
  }

  // {{/name}} ends the first {{else if}} of the block too.
  static void close_chain(Body& chained, const syntax::Strip& close) {
    chained.nodes.front().close_strip = close;
  }

  Status close(Node& node, const Ending& ending) {
    const std::string name = name_of(node.call.callee);
    if (ending.at_end) {
      return scan_.wrong_at(node.offset, "the block '" + name + "' is not closed",
                            "add {{/" + name + "}}");
    }
    node.close_strip.open = ending.opening.strip;
    scan_.skip_blanks();
    const std::size_t at = scan_.at();
    MIMUS_TRY(const syntax::Expression closed, scan_.expression());
    if (name_of(closed) != name)
      return scan_.wrong_at(at, name + " doesn't match " + name_of(closed));
    MIMUS_TRY(node.close_strip.close, closing("}}", ending.opening.offset));
    return Done{};
  }

  static std::string name_of(const syntax::Expression& expression) {
    switch (expression.kind) {
      case syntax::Expression::Kind::kPath:
        return (expression.path.data ? "@" : "") + expression.path.original;
      case syntax::Expression::Kind::kCall:
        return name_of(expression.call->callee);
      default:
        return expression.text;
    }
  }

  // {{{{name}}}} … {{{{/name}}}}: what stands between is text, with raw blocks in it.
  Status raw_block(Node& node) {
    node.kind = Node::Kind::kBlock;
    MIMUS_TRY(node.call, scan_.call());
    MIMUS_TRY(const bool strip, closing("}}}}", node.offset));
    (void)strip;
    const std::string_view text = scan_.text();
    const std::size_t begin = scan_.at();
    const std::string name = name_of(node.call.callee);
    int depth = 1;
    std::size_t at = begin;
    while (true) {
      const std::size_t open = text.find("{{{{", at);
      if (open == std::string_view::npos)
        return scan_.wrong_at(node.offset, "the raw block '" + name + "' is not closed");
      at = open + 4;
      if (text.substr(at).starts_with('/')) {
        if (--depth > 0) continue;
        const std::size_t end = text.find("}}}}", at);
        if (end == std::string_view::npos) return scan_.wrong_at(open, "expected '}}}}'");
        const std::string_view closed = text.substr(at + 1, end - at - 1);
        if (closed != name)
          return scan_.wrong_at(at, name + " doesn't match " + std::string(closed));
        node.body.emplace();
        add_text(*node.body, begin, text.substr(begin, open - begin));
        scan_.move_to(end + 4);
        return Done{};
      }
      ++depth;
    }
  }

  Scanner scan_;
  bool lenient_;
  bool blunt_;
  int depth_ = 0;
};

}  // namespace

Result<Body> parse_template(std::string_view text, const Dialect& dialect,
                            const ParseOptions& options) {
  MIMUS_TRY(Body root, Parser(text, dialect).whole());
  control_whitespace(root, options);
  return root;
}

}  // namespace mimus::handlebars
