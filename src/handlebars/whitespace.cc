#include <algorithm>

#include "parser.h"

// Blanks around tags, after the rules of Handlebars.js: ~ takes all of them; a block's tag, a
// comment or a partial on a line of its own takes the line.
namespace mimus::handlebars {
namespace {

using syntax::Body;
using syntax::Node;
using syntax::Strip;

bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_space(char c) {
  return c == ' ' || c == '\t';
}

// Which neighbours of a tag may lose what, and what it takes of them.
struct Wishes {
  bool open = false;
  bool close = false;
  bool open_standalone = false;
  bool close_standalone = false;
  bool inline_standalone = false;
};

class Whitespace {
 public:
  explicit Whitespace(const ParseOptions& options) : options_(options) {}

  void body(Body& body, bool root) {
    for (std::size_t i = 0; i < body.nodes.size(); ++i) {
      Node& node = body.nodes[i];
      if (node.kind == Node::Kind::kText) continue;
      const Wishes wishes = of(node);
      const bool before = blank_line_before(body, i, root);
      const bool after = blank_line_after(body, i + 1, root);
      if (wishes.close) take_blanks_right(body, i + 1);
      if (wishes.open) take_blanks_left(body, i);
      if (!options_.trim_standalone) continue;
      if (wishes.inline_standalone && before && after) {
        take_line_right(body, i + 1);
        if (take_line_left(body, i) && node.kind == Node::Kind::kPartial)
          node.indent = indent_before(body, i);
      }
      if (wishes.open_standalone && before) {
        Body& inside = node.body ? *node.body : *node.inverse;
        take_line_right(inside, 0);
        take_line_left(body, i);
      }
      if (wishes.close_standalone && after) {
        Body& inside = node.inverse ? *node.inverse : *node.body;
        take_line_right(body, i + 1);
        take_line_left(inside, inside.nodes.size());
      }
    }
  }

 private:
  Wishes of(Node& node) {
    switch (node.kind) {
      case Node::Kind::kText:
        return {};
      case Node::Kind::kMustache:
        return {.open = node.strip.open, .close = node.strip.close};
      case Node::Kind::kPartial:
      case Node::Kind::kComment:
        return {.open = node.strip.open, .close = node.strip.close, .inline_standalone = true};
      default:
        return of_block(node);
    }
  }

  Wishes of_block(Node& node) {
    if (node.body) body(*node.body, false);
    if (node.inverse) body(*node.inverse, false);
    Body& program = node.body ? *node.body : *node.inverse;
    Body* inverse = node.body && node.inverse ? &*node.inverse : nullptr;
    Body* first = inverse;
    Body* last = inverse;
    if (inverse != nullptr && inverse->chained) {
      first = &*inverse->nodes.front().body;
      while (last->chained) {
        Node& chained = last->nodes.back();
        last = &*chained.body;
      }
    }
    const Wishes wishes{
        .open = node.strip.open,
        .close = node.close_strip.close,
        .open_standalone = blank_line_after(program, 0, false),
        .close_standalone =
            blank_line_before(first != nullptr ? *first : program,
                              first != nullptr ? first->nodes.size() : program.nodes.size(), false),
    };
    if (node.strip.close) take_blanks_right(program, 0);
    if (inverse == nullptr) {
      if (node.close_strip.open) take_blanks_left(program, program.nodes.size());
      return wishes;
    }
    if (node.inverse_strip.open) take_blanks_left(program, program.nodes.size());
    if (node.inverse_strip.close) take_blanks_right(*first, 0);
    if (node.close_strip.open) take_blanks_left(*last, last->nodes.size());
    if (options_.trim_standalone && blank_line_before(program, program.nodes.size(), false) &&
        blank_line_after(*first, 0, false)) {
      take_line_left(program, program.nodes.size());
      take_line_right(*first, 0);
    }
    return wishes;
  }

  // Is there nothing but blanks between the node before `at` and the beginning of its line? At the
  // beginning of the text too.
  static bool blank_line_before(const Body& body, std::size_t at, bool root) {
    if (at == 0) return root;
    const Node& node = body.nodes[at - 1];
    if (node.kind != Node::Kind::kText) return false;
    const std::string& text = node.original;
    std::size_t i = text.size();
    while (i > 0 && is_blank(text[i - 1])) {
      if (text[--i] == '\n') return true;
    }
    return i == 0 && at == 1 && root;
  }

  static bool blank_line_after(const Body& body, std::size_t at, bool root) {
    if (at >= body.nodes.size()) return root;
    const Node& node = body.nodes[at];
    if (node.kind != Node::Kind::kText) return false;
    const std::string& text = node.original;
    std::size_t i = 0;
    for (; i < text.size() && is_blank(text[i]); ++i) {
      if (text[i] == '\n') return true;
    }
    return i == text.size() && at + 1 == body.nodes.size() && root;
  }

  // Of the text at `at`.
  static Node* text_at(Body& body, std::size_t at) {
    if (at >= body.nodes.size() || body.nodes[at].kind != Node::Kind::kText) return nullptr;
    return &body.nodes[at];
  }

  static void take_blanks_right(Body& body, std::size_t at) {
    Node* node = text_at(body, at);
    if (node == nullptr) return;
    const auto end = std::find_if_not(node->text.begin(), node->text.end(), is_blank);
    node->right_stripped = end != node->text.begin();
    node->text.erase(node->text.begin(), end);
  }

  static void take_line_right(Body& body, std::size_t at) {
    Node* node = text_at(body, at);
    if (node == nullptr || node->right_stripped) return;
    std::size_t end = 0;
    while (end < node->text.size() && is_space(node->text[end])) ++end;
    if (std::string_view(node->text).substr(end).starts_with("\r\n")) {
      end += 2;
    } else if (end < node->text.size() && node->text[end] == '\n') {
      ++end;
    }
    node->text.erase(0, end);
    node->right_stripped = end > 0;
  }

  // Of the text before `at`.
  void take_blanks_left(Body& body, std::size_t at) const {
    Node* node = at == 0 ? nullptr : text_at(body, at - 1);
    if (node == nullptr || (node->behind_escape && options_.escapes_keep_blanks)) return;
    const std::size_t size = node->text.size();
    while (!node->text.empty() && is_blank(node->text.back())) node->text.pop_back();
    node->left_stripped = node->text.size() != size;
  }

  static bool take_line_left(Body& body, std::size_t at) {
    Node* node = at == 0 ? nullptr : text_at(body, at - 1);
    if (node == nullptr || node->left_stripped) return false;
    const std::size_t size = node->text.size();
    while (!node->text.empty() && is_space(node->text.back())) node->text.pop_back();
    node->left_stripped = node->text.size() != size;
    return node->left_stripped;
  }

  static std::string indent_before(const Body& body, std::size_t at) {
    const std::string& text = body.nodes[at - 1].original;
    std::size_t begin = text.size();
    while (begin > 0 && is_space(text[begin - 1])) --begin;
    return text.substr(begin);
  }

  const ParseOptions& options_;
};

}  // namespace

void control_whitespace(Body& root, const ParseOptions& options) {
  Whitespace(options).body(root, true);
}

}  // namespace mimus::handlebars
