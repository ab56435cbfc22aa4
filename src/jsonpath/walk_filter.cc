#include "i_regexp.h"
#include "walk.h"

// Filter expressions, RFC 9535 §2.3.5.
namespace mimus::jsonpath {

using json::Value;

bool Walk::test(Id id, const Value& current) {
  const Expression& expression = program_.expressions[id];
  const Id* part = program_.lists.data() + expression.range.first;
  switch (expression.kind) {
    case ExpressionKind::kAll:
      for (const Id* end = part + expression.range.count; part != end; ++part) {
        if (!test(*part, current)) return false;
      }
      return true;
    case ExpressionKind::kAny:
      for (const Id* end = part + expression.range.count; part != end; ++part) {
        if (test(*part, current)) return true;
      }
      return false;
    case ExpressionKind::kNot: return !test(expression.range.first, current);
    case ExpressionKind::kExists: return exists(program_.queries[expression.range.first], current);
    case ExpressionKind::kCompare: return compare(expression, current);
    case ExpressionKind::kMatch:
    case ExpressionKind::kSearch: break;
  }
  return match(expression, current);
}

bool Walk::exists(const Query& query, const Value& current) {
  if (query.singular) return follow_again(query, current) != nullptr;
  Sink sink{.enough = 1};
  run(query, current, sink);
  return sink.count > 0;
}

bool Walk::compare(const Expression& expression, const Value& current) {
  Scratch left_scratch;
  Scratch right_scratch;
  const Value* left = operand(program_.operands[expression.left], current, left_scratch);
  const Operand& other = program_.operands[expression.right];
  if (other.kind == OperandKind::kPattern) return matches_pattern(*program_.patterns[other.of].regex, left);
  const Value* right = operand(other, current, right_scratch);
  return program_.loose ? holds_loosely(expression.relation, left, right, budget_)
                        : holds(expression.relation, left, right, budget_);
}

const Value* Walk::operand(const Operand& operand, const Value& current, Scratch& scratch) {
  switch (operand.kind) {
    case OperandKind::kLiteral: return &program_.literals[operand.of];
    case OperandKind::kQuery: return query_value(program_.queries[operand.of], current, scratch);
    case OperandKind::kLength: {
      const Value* measured = this->operand(program_.operands[operand.of], current, scratch);
      if (measured == nullptr) return nullptr;
      std::size_t length = 0;
      if (const json::String* string = measured->if_string()) {
        budget_.spend_for_bytes(string->size());
        length = code_points(*string);
      } else if (measured->is_structured()) {
        length = measured->is_array() ? measured->get_array().size() : measured->get_object().size();
      } else {
        return nullptr;
      }
      scratch.emplace(length);
      return &*scratch;
    }
    case OperandKind::kCount: {
      Sink sink;
      run(program_.queries[operand.of], current, sink);
      scratch.emplace(sink.count);
      return &*scratch;
    }
    case OperandKind::kValue: {
      Sink sink{.enough = 2};
      run(program_.queries[operand.of], current, sink);
      return sink.count == 1 ? sink.last : nullptr;
    }
    case OperandKind::kPattern: break;   // compare() knows it
  }
  return nullptr;
}

const Value* Walk::query_value(const Query& query, const Value& current, Scratch& scratch) {
  if (query.singular) return follow_again(query, current);
  const Value* const mark = memory_.computed.empty() ? nullptr : &memory_.computed.front();
  Values values;
  Sink sink{.values = &values};
  run(query, current, sink);
  const Value* found = nullptr;
  if (!query.definite) {
    json::Array list;
    list.reserve(values.size());
    for (const Value* value : values) list.push_back(*value);
    scratch.emplace(std::move(list));
    found = &*scratch;
  } else if (!values.empty()) {
    scratch.emplace(*values.front());
    found = &*scratch;
  }
  std::forward_list<Value>& computed = memory_.computed;
  while (!computed.empty() && &computed.front() != mark) computed.pop_front();
  return found;
}

const Value* Walk::children_of(const Query& query, const Value& current, Scratch& scratch) {
  Scratch given;
  const Value* found = query_value(query, current, given);
  if (found == nullptr || query.computes) {
    if (found != nullptr) scratch.emplace(*found);
    return found == nullptr ? nullptr : &*scratch;
  }
  json::Array children;
  const auto add = [&children](const Value& value) {
    if (const json::Array* array = value.if_array()) children.insert(children.end(), array->begin(), array->end());
    if (const json::Object* object = value.if_object()) {
      for (const auto& member : *object) children.push_back(member.value());
    }
  };
  if (query.definite) {
    add(*found);
  } else {
    for (const Value& one : found->get_array()) add(one);
  }
  scratch.emplace(std::move(children));
  return &*scratch;
}

// match() and search(), §2.4.6 and §2.4.7: false for what is no string, and for text that is no I-Regexp.
bool Walk::match(const Expression& expression, const Value& current) {
  Scratch left_scratch;
  Scratch right_scratch;
  const Value* text = operand(program_.operands[expression.left], current, left_scratch);
  if (text == nullptr || !text->is_string()) return false;
  const Pattern* pattern = nullptr;
  if (expression.pattern != kNone) {
    pattern = &program_.patterns[expression.pattern];
  } else {
    const Value* given = operand(program_.operands[expression.right], current, right_scratch);
    if (given == nullptr || !given->is_string()) return false;
    pattern = &pattern_of(given->get_string());
  }
  return pattern->regex && run_regex(*pattern->regex, text->get_string(), expression.kind == ExpressionKind::kMatch);
}

// Compiling costs as much as hundreds of comparisons; a document mostly brings one expression for all values.
const Pattern& Walk::pattern_of(std::string_view text) {
  if (!memory_.pattern_known || memory_.pattern_text != text) {
    budget_.spend(1000 + text.size());
    memory_.pattern_text = text;
    memory_.pattern = {compile_i_regexp(text)};
    memory_.pattern_known = true;
  }
  return memory_.pattern;
}

// Jayway's =~, the whole text: of a string, a number or a truth value; of an array's elements, any.
bool Walk::matches_pattern(const regex::Regex& regex, const Value* value) {
  if (value == nullptr) return run_regex(regex, "", true);
  if (const json::Array* array = value->if_array()) {
    for (const Value& one : *array) {
      if (!one.is_array() && matches_pattern(regex, &one)) return true;
    }
    return false;
  }
  if (const json::String* string = value->if_string()) return run_regex(regex, *string, true);
  return run_regex(regex, value->is_number() || value->is_bool() ? json::write(*value) : "", true);
}

bool Walk::run_regex(const regex::Regex& regex, std::string_view text, bool whole) {
  if (!budget_.spend_for_bytes(text.size())) return false;
  const regex::Regex::Outcome outcome = whole ? regex.full_match(text) : regex.search(text);
  regex_limit_ = regex_limit_ || outcome == regex::Regex::Outcome::kLimit;
  return outcome == regex::Regex::Outcome::kYes;
}

}  // namespace mimus::jsonpath
