#include "json_run.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "json_text.h"

namespace mimus::render {
namespace {

using handlebars::Entry;
using handlebars::Value;
using Kind = JsonOperation::Kind;

// What the inside of an $each sees: the element by its name, its members, and all that is around.
class Turn final : public handlebars::Object {
 public:
  static constexpr char kType[] = "turn";
  Turn(std::string_view name, Value item, Value around)
      : name_(name), item_(item), around_(around) {}
  const char* type() const override { return kType; }
  Shape shape() const override {
    return item_.is_list_like() ? Shape::kList : item_.is_map_like() ? Shape::kMap : Shape::kScalar;
  }
  Value member(std::string_view name, Arena& arena) const override {
    if (!name_.empty() && name == name_) return item_;
    const Value found = handlebars::member(item_, name, handlebars::kOurs, arena);
    return found.is_absent() ? handlebars::member(around_, name, handlebars::kOurs, arena) : found;
  }
  std::size_t size() const override { return handlebars::size_of(item_); }
  Entry entry(std::size_t index, Arena& arena) const override {
    return handlebars::entry_of(item_, index, arena);
  }
  bool truthy() const override { return handlebars::truthy(item_); }
  void print(std::string& out, const handlebars::Dialect& dialect) const override {
    handlebars::append_text(item_, dialect, out);
  }
  void write_json(std::string& out, const handlebars::Dialect& dialect,
                  Arena& arena) const override {
    handlebars::append_json(item_, dialect, arena, out);
  }

 private:
  std::string_view name_;
  Value item_;
  Value around_;
};

// How often a number says: 3, 3.0, "3".
std::optional<std::int64_t> turns_of(const Value& value) {
  if (value.is_number()) return value.to_integer();
  if (!value.is_text()) return std::nullopt;
  std::int64_t turns = 0;
  const std::string_view text = value.as_text();
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), turns);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return turns;
}

class Run {
 public:
  Run(const JsonCode& code, handlebars::Rendering& rendering, std::string& out)
      : code_(code), rendering_(rendering), out_(out), begin_(out.size()) {}

  Status range(std::uint32_t from, std::uint32_t to) {
    while (from < to) {
      const JsonOperation& operation = code_.operations[from];
      switch (operation.kind) {
        case Kind::kText:
          out_ += operation.text;
          break;
        case Kind::kComma:
          comma();
          break;
        case Kind::kValue: {
          MIMUS_TRY(const Value value, code_.programs[operation.program].evaluate(rendering_));
          handlebars::append_json(value, *rendering_.dialect, *rendering_.arena, out_);
          break;
        }
        case Kind::kString:
          MIMUS_TRY_DONE(string(operation));
          break;
        case Kind::kEach:
          MIMUS_TRY_DONE(each(operation, from));
          break;
        case Kind::kIf:
          MIMUS_TRY_DONE(condition(operation, from));
          break;
        case Kind::kSpread:
          MIMUS_TRY_DONE(spread(operation, from));
          break;
        case Kind::kMerge:
          MIMUS_TRY_DONE(merge(operation, from));
          break;
        case Kind::kPart:
          break;
      }
      from = operation.last > from ? operation.last : from + 1;
      MIMUS_TRY_DONE(within_output());
    }
    return Done{};
  }

 private:
  Status within_output() const {
    const std::size_t most = rendering_.limits.max_output;
    if (out_.size() - begin_ <= most) return Done{};
    return Error{Code::kLimit,
                 "the template's output is longer than " + std::to_string(most) +
                     " bytes (--template-max-output)",
                 "",
                 {}};
  }

  // The last byte tells whether something stands before: no value ends like that.
  void comma() {
    if (out_.back() != '[' && out_.back() != '{') out_ += ',';
  }

  Status string(const JsonOperation& operation) {
    const std::size_t from = out_.size();
    MIMUS_TRY_DONE(code_.programs[operation.program].render(rendering_, out_));
    escape_tail(out_, from);
    return Done{};
  }

  // What a range comes to, as a value: without a detour over text when it is one expression.
  Result<Value> value_of(std::uint32_t from, std::uint32_t to) {
    if (to == from + 1 && code_.operations[from].kind == Kind::kValue) {
      return code_.programs[code_.operations[from].program].evaluate(rendering_);
    }
    const std::size_t here = out_.size();
    MIMUS_TRY_DONE(range(from, to));
    auto document = json::parse(std::string_view(out_).substr(here), {.max_depth = 4096});
    out_.resize(here);
    if (!document)
      return Error{
          Code::kInvalid, "a part of the template is no JSON: " + document.error().message, "", {}};
    return Value::json(handlebars::keep_in(*rendering_.arena, *document));
  }

  Status each(const JsonOperation& operation, std::uint32_t at) {
    MIMUS_TRY(const Value over, value_of(at + 1, operation.first));
    if (!operation.splice) out_ += '[';
    const std::optional<std::int64_t> turns = turns_of(over);
    const std::size_t size = turns ? static_cast<std::size_t>(std::max<std::int64_t>(*turns, 0))
                                   : handlebars::size_of(over);
    const Value around = rendering_.root;
    const Chance chance = rendering_.chance;
    const std::span<const Entry> data = rendering_.data;
    for (std::size_t i = 0; i < size; ++i) {
      const Value index = Value::number(static_cast<std::int64_t>(i));
      const Entry entry =
          turns ? Entry{{}, index} : handlebars::entry_of(over, i, *rendering_.arena);
      const Turn turn(operation.text, entry.value, around);
      const Entry entries[] = {{"index", index},
                               {"key", over.is_map_like() ? Value::text(entry.name) : index},
                               {"first", Value::boolean(i == 0)},
                               {"last", Value::boolean(i + 1 == size)}};
      rendering_.root = Value::object(turn);
      rendering_.data = entries;
      rendering_.chance = chance.fork(i + 1);
      Status done = turn_taken();
      if (done) done = range(operation.first, operation.last);
      rendering_.root = around;
      rendering_.data = data;
      rendering_.chance = chance;
      if (!done) return done;
    }
    if (!operation.splice) out_ += ']';
    return Done{};
  }

  Status turn_taken() {
    const std::uint64_t most = rendering_.limits.max_loops;
    if (++rendering_.loops <= most) return Done{};
    return Error{Code::kLimit,
                 "the template's blocks took more than " + std::to_string(most) +
                     " turns (--template-max-loops)",
                 "",
                 {}};
  }

  static bool holds(const Value& value) {
    if (value.is_text())
      return !value.as_text().empty() && value.as_text() != "false" && value.as_text() != "0";
    return handlebars::truthy(value);
  }

  Status condition(const JsonOperation& operation, std::uint32_t at) {
    MIMUS_TRY(const Value value, value_of(at + 1, operation.first));
    return holds(value) ? range(operation.first, operation.middle)
                        : range(operation.middle, operation.last);
  }

  Status spread(const JsonOperation& operation, std::uint32_t at) {
    MIMUS_TRY(const Value list, value_of(at + 1, operation.last));
    if (!list.is_list_like()) {
      if (list.is_nothing()) return Done{};
      comma();
      handlebars::append_json(list, *rendering_.dialect, *rendering_.arena, out_);
      return Done{};
    }
    for (std::size_t i = 0; i < handlebars::size_of(list); ++i) {
      comma();
      const Value item = handlebars::entry_of(list, i, *rendering_.arena).value;
      handlebars::append_json(item, *rendering_.dialect, *rendering_.arena, out_);
    }
    return Done{};
  }

  Status merge(const JsonOperation& operation, std::uint32_t at) {
    json::Object merged;
    for (std::uint32_t part = at + 1; part < operation.last; part = code_.operations[part].last) {
      MIMUS_TRY(const Value value, value_of(part + 1, code_.operations[part].last));
      const json::Value* document = nullptr;
      if (value.kind() == Value::Kind::kObject) document = value.as_object().document();
      if (document == nullptr)
        document = &handlebars::as_document(value, *rendering_.dialect, *rendering_.arena);
      if (!document->is_object()) continue;
      for (const auto& [key, member] : document->get_object()) merged[key] = member;
    }
    json::write(json::Value(std::move(merged)), out_);
    return Done{};
  }

  const JsonCode& code_;
  handlebars::Rendering& rendering_;
  std::string& out_;
  std::size_t begin_;
};

}  // namespace

Status run_json(const JsonCode& code, handlebars::Rendering& rendering, std::string& out) {
  return Run(code, rendering, out).range(0, static_cast<std::uint32_t>(code.operations.size()));
}

}  // namespace mimus::render
