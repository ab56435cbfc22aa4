#include "json_equality.h"

#include <algorithm>

#include "operands.h"

namespace mimus::match {

using Kind = boost::json::kind;

// ---- what is expected --------------------------------------------------------------------------

// ${json-unit.any-string}, or #{…}: the whole text or none of it.
Result<JsonEquality::Node> JsonEquality::node_of_text(std::string_view text) {
  using NodeKind = Node::Kind;
  struct Row {
    std::string_view name;
    NodeKind kind;
  };
  constexpr Row kRows[] = {
      {"ignore", NodeKind::kIgnore},           {"ignore-element", NodeKind::kIgnoreElement},
      {"any-string", NodeKind::kAnyString},    {"any-number", NodeKind::kAnyNumber},
      {"any-boolean", NodeKind::kAnyBoolean},
  };
  constexpr std::string_view kBegin = "{json-unit.";
  Node node;
  node.value = json::Value(boost::json::string_view(text.data(), text.size()));
  const bool marked = (text.starts_with('$') || text.starts_with('#')) && text.substr(1).starts_with(kBegin);
  const std::size_t end = marked ? text.find('}') : text.npos;
  if (end == text.npos) return node;
  const std::string_view name = text.substr(1 + kBegin.size(), end - 1 - kBegin.size());
  const std::string_view rest = text.substr(end + 1);
  if (name == "regex") {
    MIMUS_TRY(node.regex, regex::Regex::compile(rest));
    node.kind = NodeKind::kRegex;
  } else if (name.starts_with("matches:")) {
    node.kind = NodeKind::kNever;  // it names a matcher of a Java program
  } else if (rest.empty()) {
    const auto row = std::ranges::find(kRows, name, &Row::name);
    if (row != std::end(kRows)) node.kind = row->kind;
  }
  return node;
}

Result<JsonEquality::Node> JsonEquality::node_of(const json::Value& expected) {
  Node node;
  if (is_number(expected)) {
    node.kind = Node::Kind::kNumber;
    node.value = expected;
  } else if (const json::String* string = expected.if_string()) {
    return node_of_text(view(*string));
  } else if (const json::Array* array = expected.if_array()) {
    node.kind = Node::Kind::kArray;
    for (const json::Value& element : *array) {
      MIMUS_TRY(Node child, node_of(element));
      node.children.push_back(std::move(child));
    }
  } else if (const json::Object* object = expected.if_object()) {
    node.kind = Node::Kind::kObject;
    for (const auto& member : *object) {
      MIMUS_TRY(Node child, node_of(member.value()));
      node.names.emplace_back(member.key());
      node.children.push_back(std::move(child));
    }
  } else {
    node.value = expected;
  }
  return node;
}

Result<JsonEquality> JsonEquality::compile(const json::Value& expected, Options options) {
  JsonEquality equality;
  MIMUS_TRY(equality.root_, node_of(expected));
  equality.options_ = options;
  return equality;
}

// ---- comparing ---------------------------------------------------------------------------------

class JsonEquality::Comparison {
 public:
  explicit Comparison(const Options& options) : options_(options) {}

  bool same(const Node& expected, const json::Value& actual) {
    if (++steps_ > kMostSteps) return false;
    switch (expected.kind) {
      case Node::Kind::kIgnore:
      case Node::Kind::kIgnoreElement: return true;
      case Node::Kind::kAnyString: return actual.is_string() && !is_number(actual);
      case Node::Kind::kAnyNumber: return is_number(actual);
      case Node::Kind::kAnyBoolean: return actual.is_bool();
      case Node::Kind::kRegex:
        return actual.is_string() && !is_number(actual) &&
               expected.regex->full_match(view(actual.get_string())) == regex::Regex::Outcome::kYes;
      case Node::Kind::kNever: return false;
      case Node::Kind::kNumber: return is_number(actual) && same_number(expected.value, actual);
      case Node::Kind::kValue: return expected.value == actual;
      case Node::Kind::kArray: return actual.is_array() && same_array(expected, actual.get_array());
      case Node::Kind::kObject: return actual.is_object() && same_object(expected, actual.get_object());
    }
    return false;
  }

 private:
  bool same_object(const Node& expected, const json::Object& actual) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < expected.children.size(); ++i) {
      const json::Value* value = actual.if_contains(expected.names[i]);
      if (value == nullptr && expected.children[i].kind != Node::Kind::kIgnoreElement) return false;
      if (value != nullptr && !same(expected.children[i], *value)) return false;
      found += value != nullptr;
    }
    return options_.ignore_extra_elements || found == actual.size();
  }

  bool same_array(const Node& expected, const json::Array& actual) {
    const std::size_t wanted = expected.children.size();
    if (actual.size() < wanted || (actual.size() > wanted && !options_.ignore_extra_elements)) return false;
    std::size_t first = 0;  // what is in order already needs no search
    while (first < wanted && same(expected.children[first], actual[first])) ++first;
    if (first == wanted) return true;
    return options_.ignore_array_order && some_order(expected.children, actual);
  }

  // Every expected element gets one of its own (Kuhn's bipartite matching).
  bool some_order(const std::vector<Node>& expected, const json::Array& actual) {
    std::vector<std::size_t> owner(actual.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      std::vector<bool> tried(actual.size());
      if (!place(expected, actual, i, owner, tried)) return false;
    }
    return true;
  }

  bool place(const std::vector<Node>& expected, const json::Array& actual, std::size_t wanted,
             std::vector<std::size_t>& owner, std::vector<bool>& tried) {
    if (++depth_ > kMostDepth) return --depth_, false;
    bool placed = false;
    for (std::size_t n = 0; n < actual.size() && !placed; ++n) {
      const std::size_t j = (wanted + n) % actual.size();  // often it stands nearby
      if (tried[j] || !same(expected[wanted], actual[j])) continue;
      tried[j] = true;
      if (owner[j] < expected.size() && !place(expected, actual, owner[j], owner, tried)) continue;
      owner[j] = wanted;
      placed = true;
    }
    --depth_;
    return placed;
  }

  static constexpr std::size_t kMostDepth = 2'000;
  const Options& options_;
  std::uint64_t steps_ = 0;
  std::size_t depth_ = 0;
};

bool JsonEquality::matches(const json::Value& actual) const { return Comparison(options_).same(root_, actual); }

// ---- how far off -------------------------------------------------------------------------------

double JsonEquality::size_of(const Node& node) {
  double size = 1;
  for (const Node& child : node.children) size += size_of(child);
  return size;
}

namespace {

double size_of_value(const json::Value& value) {
  double size = 1;
  if (const json::Array* array = value.if_array()) {
    for (const json::Value& element : *array) size += size_of_value(element);
  } else if (const json::Object* object = value.if_object()) {
    for (const auto& member : *object) size += size_of_value(member.value());
  }
  return size;
}

}  // namespace

// The values at the top that differ, each as large as it is, beside the size of the larger one.
double JsonEquality::distance(const json::Value& actual) const {
  Comparison comparison(options_);
  const double whole = std::max(size_of(root_), size_of_value(actual));
  double off = 0;
  if (root_.kind == Node::Kind::kObject && actual.is_object()) {
    const json::Object& object = actual.get_object();
    std::size_t found = 0;
    for (std::size_t i = 0; i < root_.children.size(); ++i) {
      const json::Value* value = object.if_contains(root_.names[i]);
      found += value != nullptr;
      const bool fine = value != nullptr ? comparison.same(root_.children[i], *value)
                                         : root_.children[i].kind == Node::Kind::kIgnoreElement;
      if (!fine) off += size_of(root_.children[i]);
    }
    if (!options_.ignore_extra_elements) off += static_cast<double>(object.size() - found);
  } else if (root_.kind == Node::Kind::kArray && actual.is_array()) {
    const json::Array& array = actual.get_array();
    for (std::size_t i = 0; i < root_.children.size(); ++i) {
      if (i >= array.size() || !comparison.same(root_.children[i], array[i])) off += size_of(root_.children[i]);
    }
    if (array.size() > root_.children.size()) off += static_cast<double>(array.size() - root_.children.size());
  } else {
    off = comparison.same(root_, actual) ? 0 : whole;
  }
  return std::min(1.0, off / whole);
}

}  // namespace mimus::match
