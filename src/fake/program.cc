#include "program.h"

#include <array>
#include <atomic>
#include <memory>
#include <utility>

#include "base/hash.h"
#include "data.h"
#include "js_text.h"

namespace mimus::fake {
namespace {

bool is_name(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    if (!is_word(c)) return false;
  }
  return true;
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

// faker-js's own way, on text whose braces join across seams.
void replace_from_start(Engine& engine, std::string text, std::string& out) {
  constexpr int kMostSteps = 5000;
  for (int step = 0; step < kMostSteps; ++step) {
    const auto found = find_expression(text);
    if (!found) {
      out += text;
      return;
    }
    const std::string value = to_string(evaluate(engine, found->text));
    if (engine.failed()) return;
    text.replace(found->begin, found->end - found->begin, value);
    if (static_cast<double>(text.size()) > Engine::kMostItems) break;
  }
  engine.fail("the template never ends", {}, Code::kLimit);
}

}  // namespace

std::optional<Expression> find_expression(std::string_view pattern, std::size_t from) {
  std::size_t begin = pattern.find("{{", from);
  while (begin != pattern.npos && !(begin + 2 < pattern.size() && is_lower(pattern[begin + 2]))) {
    begin = pattern.find("{{", begin + 1);
  }
  if (begin == pattern.npos) return std::nullopt;
  const std::size_t close = pattern.find("}}", begin);
  if (close == pattern.npos) return std::nullopt;
  Expression found{begin, close + 2, std::string(pattern.substr(begin + 2, close - begin - 2))};
  if (const std::size_t inner = found.text.find("{{"); inner != found.text.npos)
    found.text.erase(inner, 2);
  return found;
}

Program::Program(std::string source)
    : source_(std::make_unique<const std::string>(std::move(source))) {
  const std::string_view text = *source_;
  std::size_t at = 0;
  while (const auto found = find_expression(text, at)) {
    Op op = compile(found->text);
    op.literal = text.substr(at, found->begin - at);
    op.expression = text.substr(found->begin + 2, found->end - found->begin - 4);
    op.end = found->end;
    seamless_ = seamless_ && !op.literal.ends_with('{');
    ops_.push_back(std::move(op));
    at = found->end;
  }
  tail_ = text.substr(at);
  closed_ = !tail_.ends_with('{');
  for (std::size_t brace = tail_.find("{{"); brace != tail_.npos;
       brace = tail_.find("{{", brace + 1)) {
    if (brace + 2 < tail_.size() && is_lower(tail_[brace + 2])) closed_ = false;
  }
}

Program::Op Program::compile(std::string text) {
  Op op;
  op.text = std::move(text);
  const std::string_view whole = op.text;
  const std::string_view names = whole.substr(0, whole.find('('));
  const std::size_t dot = names.find('.');
  if (dot == names.npos || !is_name(names.substr(0, dot))) return op;
  const std::string_view module = names.substr(0, dot);
  std::string_view rest = names.substr(dot + 1);
  const std::string_view name = rest.substr(0, rest.find('.'));
  if (!is_name(name) || module == "definitions" || module == "rawDefinitions") return op;
  const Method* method = find_method(names);
  if (const auto entry = Image::find_entry(module, name)) op.entry = *entry;
  if (method != nullptr) {
    json::Array arguments;
    if (names.size() < whole.size()) {
      auto parsed = parse_arguments(whole.substr(names.size()));
      if (!parsed || names.size() + parsed->close + 1 != whole.size()) return op;
      arguments = std::move(parsed->arguments);
    }
    op.kind = names.size() < whole.size() ? Op::Kind::kCallWith : Op::Kind::kCall;
    auto call = Call::compile(*method, arguments, Unknown::kIgnore);
    if (call)
      op.call = *std::move(call);
    else
      op.error = std::move(call).error();
    return op;
  }
  const std::string first = std::string(module) + "." + std::string(name);
  if (names.size() < whole.size() || op.entry == 0xFFFF || find_method(first) != nullptr) return op;
  while (rest.find('.') != rest.npos) {
    rest.remove_prefix(rest.find('.') + 1);
    const std::string_view member = rest.substr(0, rest.find('.'));
    if (!is_name(member)) return op;
    op.path.emplace_back(member);
  }
  op.kind = Op::Kind::kRaw;
  return op;
}

// The value's text: returned when it is a text of the image, else appended to `out`.
std::optional<std::string_view> Program::evaluate_op(Engine& engine, const Op& op,
                                                     std::string& out) const {
  if (op.kind == Op::Kind::kGeneral) {
    append_string(evaluate(engine, op.text), out);
    return std::nullopt;
  }
  Node node = op.entry == 0xFFFF ? Image::node(0) : Image::entry(engine.locale(), op.entry);
  if (op.kind == Op::Kind::kRaw) {
    for (const std::string& member : op.path) {
      if (!node.is(Node::kObject))
        return append_string(evaluate(engine, op.text), out), std::nullopt;
      node = node / member;
    }
    if (node.is(Node::kTexts)) return Image::texts(node).pick(engine);
    if (node.is(Node::kText)) return Image::text_of(node);
    append_string(evaluate(engine, op.text), out);
    return std::nullopt;
  }
  if (node.is_array()) {  // drawn and thrown away: faker-js looks at the raw data, too
    if (node.count() == 0)
      engine.fail("there is nothing to choose from");
    else
      engine.below(node.count());
  }
  if (!op.call) {
    engine.fail(op.error->message, op.error->hint, op.error->code);
    return std::nullopt;
  }
  const Method& method = *op.call->method();
  if (op.kind == Op::Kind::kCall && method.text == nullptr && method.value == nullptr) {
    node = required(engine, method.entry);
    if (node.is(Node::kTexts)) return Image::texts(node).pick(engine);
  }
  if (op.kind == Op::Kind::kCall || method.text != nullptr) {
    op.call->run_text(engine, out);
    return std::nullopt;
  }
  // What a call with arguments yields is looked at like every other step of an expression.
  Value value = op.call->run(engine);
  if (const auto* array = value.get<Value::Array>(); array != nullptr && !engine.failed()) {
    if (array->empty())
      engine.fail("there is nothing to choose from");
    else
      append_string((*array)[engine.below(array->size())], out);
  } else if (value.is_undefined() || value.get<std::nullptr_t>() != nullptr) {
    engine.fail("cannot resolve expression '" + op.text + "'");
  } else {
    append_string(value, out);
  }
  return std::nullopt;
}

bool Program::run(Engine& engine, std::string& out, std::size_t start, const Outer* outer) const {
  if (!seamless_) {
    const std::string text = out.substr(start) + *source_;
    out.resize(start);
    replace_from_start(engine, text, out);
    return false;
  }
  for (const Op& op : ops_) {
    out += op.literal;
    const std::size_t at = out.size();
    const auto element = evaluate_op(engine, op, out);
    if (engine.failed() || !engine.fits(out.size())) return false;
    if (element) {
      if (element->find('{') == element->npos)
        out += *element;
      else if (!insert(engine, *element, of_image_text(*element), out, start, {*this, op, outer}))
        return false;
    } else if (out.find('{', at) != out.npos) {
      const std::string text = out.substr(at);
      out.resize(at);
      if (!insert(engine, text, Program(text), out, start, {*this, op, outer})) return false;
    }
  }
  out += tail_;
  return true;
}

// False: the rest is done, or the engine has failed.
bool Program::insert(Engine& engine, std::string_view text, const Program& program,
                     std::string& out, std::size_t start, const Outer& here) const {
  if (program.seamless_ && program.closed_) {
    const bool goes_on = engine.enter() && program.run(engine, out, start, &here);
    engine.leave();
    return goes_on;
  }
  std::string whole = out.substr(start);
  whole += text;
  for (const Outer* outer = &here; outer != nullptr; outer = outer->next) {
    whole += std::string_view(*outer->program.source_).substr(outer->op.end);
  }
  out.resize(start);
  replace_from_start(engine, std::move(whole), out);
  return false;
}

Status Program::check() const {
  for (const Op& op : ops_) {
    const auto offset = static_cast<std::size_t>(op.expression.data() - source_->data());
    std::optional<Error> error = op.error;
    if (op.kind == Op::Kind::kGeneral) {
      const std::string_view names = std::string_view(op.text).substr(0, op.text.find('('));
      const std::size_t second = names.find('.', names.find('.') + 1);
      const std::string_view name = names.substr(0, second);
      const std::size_t dot = name.find('.');
      const bool raw =
          dot != name.npos && Image::find_entry(name.substr(0, dot), name.substr(dot + 1));
      if (find_method(name) == nullptr && !raw) error = unknown_method(names);
    }
    if (!error) continue;
    error->where.offset = offset;
    return *std::move(error);
  }
  return Done{};
}

const Program& Program::of_image_text(std::string_view text) {
  // Filled as templates are used, never emptied: there are about a thousand in the image.
  struct Slot {
    std::string_view text;
    Program program;
  };
  constexpr std::size_t kSlots = 8192;
  static std::array<std::atomic<const Slot*>, kSlots> slots;
  std::size_t at = hash_mix(reinterpret_cast<std::uintptr_t>(text.data()), text.size()) % kSlots;
  std::unique_ptr<const Slot> fresh;
  for (;; at = (at + 1) % kSlots) {
    const Slot* slot = slots[at].load(std::memory_order_acquire);
    if (slot == nullptr) {
      if (!fresh) fresh.reset(new Slot{text, Program(std::string(text))});
      if (slots[at].compare_exchange_strong(slot, fresh.get(), std::memory_order_acq_rel)) {
        return fresh.release()->program;
      }
    }
    if (slot->text.data() == text.data() && slot->text.size() == text.size()) return slot->program;
  }
}

}  // namespace mimus::fake
