#include <utility>
#include <variant>
#include <vector>

#include "data.h"
#include "program.h"

namespace mimus::fake {
namespace {

struct Faker {};        // the root of the methods
struct Definitions {};  // the root of the data
struct DefinitionModule {
  std::string_view name;
};
// Where one of the two walks stands.
using Point = std::variant<std::monostate, Faker, const Module*, const Method*, Definitions,
                           DefinitionModule, Node, Value>;

bool is_nothing(const Point& point) {
  if (const Node* node = std::get_if<Node>(&point)) return !*node;
  if (const Value* value = std::get_if<Value>(&point)) {
    return value->is_undefined() || value->get<std::nullptr_t>() != nullptr;
  }
  return std::holds_alternative<std::monostate>(point);
}

Value call_method(Engine& engine, const Method& method, const json::Array& arguments) {
  const auto call = Call::compile(method, arguments, Unknown::kIgnore);
  if (call) return call->run(engine);
  engine.fail(call.error().message, call.error().hint, call.error().code);
  return {};
}

bool locale_has_module(Locale locale, std::string_view module) {
  for (std::uint16_t entry = 0; entry < kEntryCount; ++entry) {
    const std::string_view name = Image::entry_name(entry);
    if (name.starts_with(module) && name.size() > module.size() && name[module.size()] == '.' &&
        !Image::entry(locale, entry).is(Node::kMissing)) {
      return true;
    }
  }
  return false;
}

Point member_of(const Value& value, std::string_view name) {
  const Value* member = value.member(name);
  return member == nullptr ? Point() : Point(*member);
}

// resolveProperty: the member `name` of where a walk stands. A method is called first; its failure
// ends the walk.
Point property(Engine& engine, const Point& point, std::string_view name) {
  if (std::holds_alternative<Faker>(point)) {
    if (name == "rawDefinitions" || name == "definitions") return Definitions{};
    for (const Module& module : modules()) {
      if (module.name == name) return &module;
    }
  } else if (const auto* module = std::get_if<const Module*>(&point)) {
    for (const Method& method : (*module)->methods) {
      if (method.name == name) return &method;
    }
  } else if (const auto* method = std::get_if<const Method*>(&point)) {
    const Value value = call_method(engine, **method, {});
    if (!engine.failed()) return member_of(value, name);
    if (engine.failed_by_limit()) return {};
    (void)engine.take_failure();
  } else if (std::holds_alternative<Definitions>(point)) {
    if (locale_has_module(engine.locale(), name)) return DefinitionModule{name};
  } else if (const auto* data = std::get_if<DefinitionModule>(&point)) {
    if (const auto entry = Image::find_entry(data->name, name))
      return Image::entry(engine.locale(), *entry);
  } else if (const auto* node = std::get_if<Node>(&point)) {
    return *node / name;
  } else if (const auto* value = std::get_if<Value>(&point)) {
    return member_of(*value, name);
  }
  return {};
}

// What is nothing goes; of every array an element is drawn.
void settle(Engine& engine, std::vector<Point>& points) {
  std::erase_if(points, is_nothing);
  for (Point& point : points) {
    if (const Node* node = std::get_if<Node>(&point); node != nullptr && node->is_array()) {
      if (node->count() == 0) return engine.fail("there is nothing to choose from");
      point = element_value(*node, engine.below(node->count()));
    } else if (const Value* value = std::get_if<Value>(&point)) {
      const auto* array = value->get<Value::Array>();
      if (array == nullptr) continue;
      if (array->empty()) return engine.fail("there is nothing to choose from");
      Value element = (*array)[engine.below(array->size())];
      point = std::move(element);
    }
  }
}

// "(arguments)" at the front: the length of that step, 0 when it fails.
std::size_t call_step(Engine& engine, std::string_view rest, std::vector<Point>& points) {
  const auto parsed = parse_arguments(rest);
  if (!parsed) return engine.fail("missing closing parenthesis in '" + std::string(rest) + "'"), 0;
  const std::string_view after = rest.substr(std::min(rest.size(), parsed->close + 1));
  if (!after.empty() && after[0] != '.' && after[0] != '(') {
    return engine.fail("expected '.', '(' or the end after a call, found '" + std::string(after) +
                       "'"),
           0;
  }
  for (Point& point : points) {
    const auto* method = std::get_if<const Method*>(&point);
    point = method != nullptr ? Point(call_method(engine, **method, parsed->arguments)) : Point();
    if (engine.failed()) return 0;
  }
  return parsed->close + (after.starts_with('.') ? 2 : 1);
}

// "name", "name." at the front.
std::size_t name_step(Engine& engine, std::string_view rest, std::vector<Point>& points) {
  const std::size_t end = std::min(rest.find_first_of(".("), rest.size());
  const std::string_view name = rest.substr(0, end);
  const bool dot = rest.substr(end).starts_with('.');
  if (name.empty()) return engine.fail("a name is missing in '" + std::string(rest) + "'"), 0;
  if (dot && (end + 1 == rest.size() || rest[end + 1] == '.' || rest[end + 1] == '(')) {
    return engine.fail("a dot without a name behind it in '" + std::string(rest) + "'"), 0;
  }
  for (Point& point : points) {
    Point next = property(engine, point, name);
    point = std::move(next);
    if (engine.failed()) return 0;
  }
  return end + (dot ? 1 : 0);
}

Value final_value(Engine& engine, const Point& point) {
  if (const auto* method = std::get_if<const Method*>(&point))
    return call_method(engine, **method, {});
  if (const Node* node = std::get_if<Node>(&point)) return to_value(*node);
  if (const Value* value = std::get_if<Value>(&point)) return *value;
  return Value::Object();  // a module
}

std::optional<json::Array> parse_array(std::string_view open, std::string_view text,
                                       std::string_view close) {
  std::string document(open);
  document.append(text).append(close);
  auto parsed = json::parse(document);
  if (!parsed || !parsed->is_array()) return std::nullopt;
  return std::move(parsed->get_array());
}

}  // namespace

std::optional<ParsedArguments> parse_arguments(std::string_view text) {
  std::size_t close = text.find(')', 1);
  if (close == text.npos) return std::nullopt;
  for (; close != text.npos; close = text.find(')', close + 1)) {
    const std::string_view inside = text.substr(1, close - 1);
    if (auto arguments = parse_array("[", inside, "]"))
      return ParsedArguments{close, *std::move(arguments)};
    if (inside.find_first_of("'\"") != inside.npos) continue;
    if (auto arguments = parse_array("[\"", inside, "\"]"))
      return ParsedArguments{close, *std::move(arguments)};
  }
  close = text.rfind(')');
  return ParsedArguments{close, json::Array{json::Value(text.substr(1, close - 1))}};
}

Value evaluate(Engine& engine, std::string_view expression) {
  if (expression.empty()) {
    engine.fail("an expression is empty");
    return {};
  }
  std::vector<Point> points{Faker{}, Definitions{}};
  std::string_view rest = expression;
  do {
    const std::size_t step =
        rest.starts_with('(') ? call_step(engine, rest, points) : name_step(engine, rest, points);
    if (engine.failed()) return {};
    rest.remove_prefix(std::min(step, rest.size()));
    settle(engine, points);
    if (engine.failed()) return {};
  } while (!rest.empty() && !points.empty());
  if (points.empty()) {
    const Error unknown = unknown_method(expression.substr(0, expression.find('(')));
    engine.fail("cannot resolve expression '" + std::string(expression) + "'", unknown.hint,
                Code::kNotFound);
    return {};
  }
  return final_value(engine, points.front());
}

}  // namespace mimus::fake
