#include "state_condition.h"

#include <algorithm>
#include <charconv>
#include <span>

#include "json/equal.h"
#include "state_condition_node.h"

namespace mimus::stub {
namespace {

using Node = StateCondition::Node;
using match::Sample;

// A value while a condition is asked: JSON, or a text of the request.
struct Seen {
  const json::Value* value = nullptr;  // nullptr and no text: null
  std::optional<std::string_view> text;
};

std::optional<std::string_view> first(std::span<const facts::NameValue> pairs,
                                      const std::string& name) {
  const auto found = std::ranges::find(pairs, name, &facts::NameValue::name);
  return found == pairs.end() ? std::nullopt : std::optional(found->value);
}

Seen look(const Operand& operand, facts::RequestFacts& facts, const match::Captures& captures) {
  switch (operand.kind) {
    case Operand::Kind::kLiteral:
      return {&operand.literal, {}};
    case Operand::Kind::kState:
      return {facts.state(operand.path), {}};
    case Operand::Kind::kScenario:
      return {nullptr, facts.scenario_state(operand.name, CapturedPath(captures))};
    case Operand::Kind::kQuery:
      return {nullptr, first(facts.query(), operand.name)};
    case Operand::Kind::kHeader:
      return {nullptr, facts.request().header(operand.name)};
    case Operand::Kind::kCookie:
      return {nullptr, first(facts.cookies(), operand.name)};
    case Operand::Kind::kBody:
      break;
  }
  const json::Value* body = facts.json();
  return {body == nullptr ? nullptr : operand.path.find_in(*body, facts.arena()), {}};
}

bool is_null(const Seen& seen) {
  return !seen.text && (seen.value == nullptr || seen.value->is_null());
}

std::optional<std::string_view> text_of(const Seen& seen) {
  if (seen.text) return seen.text;
  const json::String* string = seen.value == nullptr ? nullptr : seen.value->if_string();
  return string == nullptr ? std::nullopt : std::optional(std::string_view(*string));
}

std::optional<double> number_in(std::string_view text) {
  double number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failed == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                   : std::nullopt;
}

// Texts of the request count as numbers beside a number.
std::optional<double> number_of(const Seen& seen) {
  if (seen.text) return number_in(*seen.text);
  const bool is_one = seen.value != nullptr && seen.value->is_number();
  return is_one ? std::optional(seen.value->to_number<double>()) : std::nullopt;
}

bool is_true(const Seen& seen) {
  if (seen.text) return !seen.text->empty();
  if (seen.value == nullptr || seen.value->is_null()) return false;
  if (const bool* flag = seen.value->if_bool()) return *flag;
  if (seen.value->is_number()) return seen.value->to_number<double>() != 0;
  if (const json::String* string = seen.value->if_string()) return !string->empty();
  if (const json::Array* array = seen.value->if_array()) return !array->empty();
  return !seen.value->get_object().empty();
}

bool equal(const Seen& a, const Seen& b) {
  if (is_null(a) || is_null(b)) return is_null(a) && is_null(b);
  if (!a.text && !b.text) return json::equivalent(*a.value, *b.value);
  if (const auto left = text_of(a), right = text_of(b); left && right) return *left == *right;
  const auto left = number_of(a), right = number_of(b);
  return left && right && *left == *right;
}

template <class T>
bool ordered(Node::Sign sign, const T& a, const T& b) {
  switch (sign) {
    case Node::Sign::kLess:
      return a < b;
    case Node::Sign::kLessEqual:
      return a <= b;
    case Node::Sign::kMore:
      return a > b;
    default:
      return a >= b;
  }
}

bool compare(Node::Sign sign, const Seen& a, const Seen& b) {
  if (sign == Node::Sign::kEqual) return equal(a, b);
  if (sign == Node::Sign::kUnequal) return !equal(a, b);
  const bool a_text = !a.text && text_of(a),
             b_text = !b.text && text_of(b);  // stored texts are never numbers
  const auto left = number_of(a), right = number_of(b);
  if (left && right && !a_text && !b_text) return ordered(sign, *left, *right);
  const auto left_text = text_of(a), right_text = text_of(b);
  return left_text && right_text && ordered(sign, *left_text, *right_text);
}

std::string shown(const Seen& seen) {
  if (seen.text) return '\'' + std::string(*seen.text) + '\'';
  if (seen.value == nullptr) return "not there";
  constexpr std::size_t kMost = 120;
  std::string text = json::write(*seen.value);
  if (text.size() > kMost) text = text.substr(0, kMost) + "...";
  return text;
}

void append_seen(const Operand& operand, facts::RequestFacts& facts,
                 const match::Captures& captures, std::string& out) {
  if (operand.kind == Operand::Kind::kLiteral ||
      out.find(operand.text + " is ") != std::string::npos)
    return;
  if (!out.empty()) out += ", ";
  out += operand.text + " is " + shown(look(operand, facts, captures));
}

StateCondition node_of(Node node) {
  return StateCondition(std::make_shared<const Node>(std::move(node)));
}

}  // namespace

Result<StateCondition> StateCondition::matching(facts::StatePath path,
                                                std::span<const match::Test> tests) {
  Node node{.kind = Node::Kind::kMatch};
  MIMUS_TRY(node.matchers,
            match::Matchers::compile(tests, {match::Place::kBody, match::Manner::kNative}));
  node.left.kind = Operand::Kind::kState;
  node.left.text = "state." + path.text();
  node.left.path = std::move(path);
  node.text = node.left.text;
  for (const match::Test& test : tests)
    node.text += ' ' + test.key + ' ' + json::write(test.operand);
  return node_of(std::move(node));
}

Result<StateCondition> StateCondition::of_context(const json::Object& parameters) {
  Node node{.kind = Node::Kind::kContext};
  MIMUS_TRY(node.context, ContextMatcher::read(parameters));
  node.text = node.context->text();
  return node_of(std::move(node));
}

StateCondition StateCondition::all_of(std::vector<StateCondition> conditions) {
  if (conditions.size() == 1) return std::move(conditions.front());
  Node node{.kind = Node::Kind::kAnd};
  for (const StateCondition& one : conditions) {
    node.text += (node.text.empty() ? "" : " and ");
    node.text += one.node_->kind == Node::Kind::kOr ? '(' + one.text() + ')' : one.text();
  }
  node.parts = std::move(conditions);
  return node_of(std::move(node));
}

bool StateCondition::holds(facts::RequestFacts& facts, const match::Captures& captures) const {
  const auto part_holds = [&](const StateCondition& part) { return part.holds(facts, captures); };
  switch (node_->kind) {
    case Node::Kind::kAnd:
      return std::ranges::all_of(node_->parts, part_holds);
    case Node::Kind::kOr:
      return std::ranges::any_of(node_->parts, part_holds);
    case Node::Kind::kNot:
      return !part_holds(node_->parts.front());
    case Node::Kind::kTruth:
      return is_true(look(node_->left, facts, captures));
    case Node::Kind::kCompare:
      return compare(node_->sign, look(node_->left, facts, captures),
                     look(node_->right, facts, captures));
    case Node::Kind::kContext:
      return node_->context->holds(facts, captures);
    case Node::Kind::kMatch:
      break;
  }
  const json::Value* value = look(node_->left, facts, captures).value;
  const Sample sample(value);
  return node_->matchers->hold(std::span(&sample, value == nullptr ? 0 : 1), {facts, captures});
}

const std::string& StateCondition::text() const {
  return node_->text;
}

std::string StateCondition::seen(facts::RequestFacts& facts,
                                 const match::Captures& captures) const {
  if (node_->context) return node_->context->seen(facts, captures);
  std::string out;
  for (const StateCondition& part : node_->parts) {
    const std::string its = part.seen(facts, captures);
    if (its.empty() || out.find(its) != std::string::npos) continue;
    out += (out.empty() ? "" : ", ") + its;
  }
  if (node_->parts.empty()) {
    append_seen(node_->left, facts, captures, out);
    append_seen(node_->right, facts, captures, out);
  }
  return out;
}

std::vector<StateCondition::Named> StateCondition::scenarios() const {
  std::vector<Named> out;
  for (const StateCondition& part : node_->parts) {
    for (Named& one : part.scenarios()) out.push_back(std::move(one));
  }
  const auto note = [&](const Operand& operand, const Operand& other) {
    if (operand.kind != Operand::Kind::kScenario) return;
    const json::String* state =
        node_->sign == Node::Sign::kEqual ? other.literal.if_string() : nullptr;
    out.push_back({operand.name, state == nullptr ? std::string() : std::string(*state)});
  };
  note(node_->left, node_->right);
  note(node_->right, node_->left);
  return out;
}

}  // namespace mimus::stub
