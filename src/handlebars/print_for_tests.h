#pragma once

#include <string>
#include <string_view>

#include "syntax.h"

namespace mimus::handlebars::syntax {

// For tests: a tree as the text that parser.json of handlebars-spec wants.
class Printer {
 public:
  std::string text;

  void body(const Body& body, int depth) {
    if (!body.params.empty()) {
      std::string names;
      for (const std::string& name : body.params) names += name + ' ';
      line(depth, "BLOCK PARAMS: [ " + names + "]");
    }
    for (const Node& node : body.nodes) statement(node, depth);
  }

 private:
  void line(int depth, const std::string& what) {
    text += std::string(static_cast<std::size_t>(depth) * 2, ' ') + what + '\n';
  }

  void statement(const Node& node, int depth) {
    switch (node.kind) {
      case Node::Kind::kText:
        return line(depth, "CONTENT[ '" + node.text + "' ]");
      case Node::Kind::kComment:
        return line(depth, "{{! '" + node.text + "' }}");
      case Node::Kind::kMustache:
        return line(depth, "{{ " + call(node.call) + " }}");
      case Node::Kind::kPartial:
        return line(depth, "{{> PARTIAL:" + partial(node.call) + " }}");
      case Node::Kind::kPartialBlock:
        line(depth, "{{> PARTIAL BLOCK:" + partial(node.call) + " PROGRAM:");
        body(*node.body, depth + 1);
        return line(depth, " }}");
      default:
        break;
    }
    line(depth, "BLOCK:");
    line(depth + 1, call(node.call));
    if (node.body) {
      line(depth + 1, "PROGRAM:");
      body(*node.body, depth + 2);
    }
    if (node.inverse) {
      line(depth + 1, "{{^}}");
      body(*node.inverse, depth + 2);
    }
  }

  static std::string call(const Call& call) {
    std::string arguments;
    for (const Expression& item : call.arguments)
      arguments += (arguments.empty() ? "" : ", ") + expression(item);
    return expression(call.callee) + " [" + arguments + "]" + hash(call);
  }

  static std::string partial(const Call& call) {
    std::string made =
        call.callee.kind == Expression::Kind::kPath ? call.callee.path.original : call.callee.text;
    for (const Expression& item : call.arguments) made += ' ' + expression(item);
    return made + hash(call);
  }

  static std::string hash(const Call& call) {
    std::string pairs;
    for (const auto& [key, value] : call.hash)
      pairs += (pairs.empty() ? "" : ", ") + key + '=' + expression(value);
    return pairs.empty() ? "" : " HASH{" + pairs + "}";
  }

  static std::string expression(const Expression& expression) {
    switch (expression.kind) {
      case Expression::Kind::kText:
        return '"' + expression.text + '"';
      case Expression::Kind::kNumber:
        return "NUMBER{" + expression.text + "}";
      case Expression::Kind::kBool:
        return "BOOLEAN{" + expression.text + "}";
      case Expression::Kind::kNull:
        return "NULL";
      case Expression::Kind::kUndefined:
        return "UNDEFINED";
      case Expression::Kind::kCall:
        return call(*expression.call);
      case Expression::Kind::kPath:
        break;
    }
    std::string made = expression.path.data ? "@PATH:" : "PATH:";
    for (std::size_t i = 0; i < expression.path.parts.size(); ++i)
      made += (i > 0 ? "/" : "") + expression.path.parts[i];
    return made;
  }
};

inline std::string print(const Body& root) {
  Printer printer;
  printer.body(root, 0);
  return printer.text;
}

}  // namespace mimus::handlebars::syntax
