#include "machine.h"

#include <algorithm>
#include <cstddef>
#include <new>
#include <utility>

#include "base/hash.h"

namespace mimus::handlebars {
namespace {

// Helpers take their arguments from the stack as long as there are few of them.
constexpr std::size_t kFewArguments = 8;

Error limit(std::string message) {
  return {Code::kLimit, std::move(message), "", {}};
}

}  // namespace

bool Machine::fail(Error error) {
  error_ = std::move(error);
  return false;
}

bool Machine::fail_at(int line, int column, std::string message) {
  Error error = invalid(std::move(message));
  error.where.line = line;
  error.where.column = column;
  return fail(std::move(error));
}

// ---- limits
// ------------------------------------------------------------------------------------------------------

bool Machine::within_output() {
  if (out_->size() - begin_ <= rendering_.limits.max_output) return true;
  return fail(limit("the template's output is longer than " +
                    std::to_string(rendering_.limits.max_output) +
                    " bytes (--template-max-output)"));
}

bool Machine::turn_taken() {
  constexpr std::uint64_t kLookAtClock = 256;
  const Limits& limits = rendering_.limits;
  if (++rendering_.loops > limits.max_loops) {
    return fail(limit("the template's blocks took more than " + std::to_string(limits.max_loops) +
                      " turns (--template-max-loops)"));
  }
  if (limits.max_time.count() == 0 || rendering_.loops % kLookAtClock != 0) return true;
  const auto now = std::chrono::steady_clock::now();
  if (deadline_ == std::chrono::steady_clock::time_point{}) deadline_ = now + limits.max_time;
  if (now <= deadline_) return true;
  return fail(limit("the template took more than " + std::to_string(limits.max_time.count()) +
                    " milliseconds (--template-max-time)"));
}

bool Machine::enter(int line, int column) {
  if (++depth_ <= rendering_.limits.max_depth) return true;
  Error error = limit("blocks, partials or sub-expressions are more than " +
                      std::to_string(rendering_.limits.max_depth) +
                      " deep in each other (--template-max-depth)");
  error.where.line = line;
  error.where.column = column;
  return fail(std::move(error));
}

// ---- running
// -----------------------------------------------------------------------------------------------------

bool Machine::run() {
  const DataFrame data{rendering_.data, nullptr};
  Frame frame{.context = rendering_.root, .data = &data};
  return body(code_.root, frame) && within_output();
}

bool Machine::evaluate_single(Value& out) {
  const DataFrame data{rendering_.data, nullptr};
  const Frame frame{.context = rendering_.root, .data = &data};
  return evaluate(code_.expressions[code_.operations[code_.root.first].index], frame, out);
}

bool Machine::body(const BodyCode& body, Frame& frame) {
  if (body.first_inline == body.last_inline) return operations(body, frame);
  const std::span<InlineFrame> inlines =
      rendering_.arena->array<InlineFrame>(body.last_inline - body.first_inline);
  const InlineFrame* outer = frame.inlines;
  for (std::size_t i = 0; i < inlines.size(); ++i) {
    const InlineCode& code = code_.inlines[body.first_inline + i];
    Value name;
    if (!evaluate(code.name, frame, name)) return false;
    inlines[i] = {to_text(name, *rendering_.dialect, *rendering_.arena), &code.body, &frame, outer};
    outer = &inlines[i];
  }
  frame.inlines = outer;
  return operations(body, frame);
}

bool Machine::operations(const BodyCode& body, const Frame& frame) {
  const bool root = in_root(frame);
  const Operation* const end = code_.operations.data() + body.last;
  for (const Operation* operation = code_.operations.data() + body.first; operation != end;
       ++operation) {
    switch (operation->kind) {
      case Operation::Kind::kText:
        out_->append(operation->text);
        continue;
      case Operation::Kind::kPrint:
        if (const Value* known = root ? known_text(code_.expressions[operation->index]) : nullptr) {
          out_->append(known->as_text());
          continue;
        }
        if (!print(code_.expressions[operation->index], frame, false)) return false;
        continue;
      case Operation::Kind::kPrintEscaped:
        if (!print(code_.expressions[operation->index], frame, true)) return false;
        continue;
      case Operation::Kind::kSection:
        if (!section(code_.calls[operation->index], frame)) return false;
        continue;
      case Operation::Kind::kPartial:
        if (!partial(code_.partial_sites[operation->index], frame)) return false;
        continue;
      case Operation::Kind::kBlock: {
        Value returned;
        if (!call(code_.calls[operation->index], frame, returned)) return false;
        append_text(returned, *rendering_.dialect, *out_);
        continue;
      }
    }
  }
  return true;
}

bool Machine::print(const ExprCode& code, const Frame& frame, bool escaped) {
  Value value;
  if (!evaluate(code, frame, value)) return false;
  if (!escaped && (value.is_text() || value.kind() == Value::Kind::kNumeral)) {  // most are
    out_->append(value.as_text());
  } else if (escaped) {
    append_escaped(value, *rendering_.dialect, *out_);
  } else {
    append_text(value, *rendering_.dialect, *out_);
  }
  return true;
}

bool Machine::evaluate(const ExprCode& code, const Frame& frame, Value& out) {
  switch (code.kind) {
    case ExprCode::Kind::kConstant:
      out = code.constant;
      return true;
    case ExprCode::Kind::kPath:
      return path(code_.paths[code.index], frame, out);
    case ExprCode::Kind::kCall:
      return call(code_.calls[code.index], frame, out);
  }
  return true;
}

// ---- calls
// -------------------------------------------------------------------------------------------------------

bool Machine::call(const CallSite& site, const Frame& frame, Value& out) {
  if (!enter(site.line, site.column)) return false;
  // Room that nobody clears: what is needed of it is written below.
  alignas(Value) std::byte few[kFewArguments * sizeof(Value)];
  alignas(Entry) std::byte few_named[kFewArguments * sizeof(Entry)];
  Value* const arguments = site.arguments.size() > kFewArguments
                               ? rendering_.arena->array<Value>(site.arguments.size()).data()
                               : reinterpret_cast<Value*>(few);
  Entry* const named = site.hash.size() > kFewArguments
                           ? rendering_.arena->array<Entry>(site.hash.size()).data()
                           : reinterpret_cast<Entry*>(few_named);
  for (std::size_t i = 0; i < site.arguments.size(); ++i) {
    if (!evaluate(site.arguments[i], frame, *new (arguments + i) Value())) return false;
  }
  for (std::size_t i = 0; i < site.hash.size(); ++i) {
    Entry* const entry = new (named + i) Entry{site.hash[i].name, {}};
    if (!evaluate(site.hash[i].value, frame, entry->value)) return false;
  }
  if (site.helper == nullptr) {
    if (site.strict) return fail_at(site.line, site.column, not_defined(site.name));
    if (site.fails)
      return fail_at(site.line, site.column, "Missing helper: \"" + std::string(site.name) + '"');
    if (site.block && !block(site, site.inverse, frame, {})) return false;
    out = {};
    --depth_;
    return true;
  }
  Call call(rendering_, this, site, &frame, {arguments, site.arguments.size()},
            {named, site.hash.size()});
  Result<Value> made = site.helper->function(call);
  if (!made) {
    Error error = std::move(made).error();
    if (error.where.line == 0) {
      error.where.line = site.line;
      error.where.column = site.column;
    }
    return fail(std::move(error));
  }
  out = *made;
  --depth_;
  return within_output();
}

bool Machine::block(const CallSite& site, const BodyCode& inside, const Frame& around,
                    const Turn& turn) {
  if (!inside.present) return true;
  if (!turn_taken()) return false;
  (void)site;
  Frame frame = around;
  const bool outer_first = rendering_.dialect->outer_first_in_params && around.params != nullptr;
  if (!turn.context.is_absent() && !turn.context.same(around.context)) {
    frame.context = turn.context;
    frame.outer = &around;
    frame.outer_first = outer_first;
  }
  const DataFrame data{turn.data, around.data, outer_first};
  if (!turn.data.empty()) frame.data = &data;
  const ParamFrame params{turn.params, around.params};
  if (inside.params > 0) frame.params = &params;
  if (turn.number != 0 || !turn.data.empty()) frame.turn = hash_mix(around.turn, turn.number + 1);
  return body(inside, frame) && within_output();
}

// {{#name}} of a name that is no helper: once, for each element, or what stands after {{else}}.
bool Machine::section(const CallSite& site, const Frame& frame) {
  Value value;
  if (!enter(site.line, site.column) || !path(code_.paths[site.fallback], frame, value))
    return false;
  bool good = true;
  if (value.is_list_like() && size_of(value) > 0) {
    const std::size_t size = size_of(value);
    for (std::size_t i = 0; i < size && good; ++i) {
      const Value item = entry_of(value, i, *rendering_.arena).value;
      const Entry data[] = {{"index", Value::number(static_cast<std::int64_t>(i))},
                            {"key", Value::number(static_cast<std::int64_t>(i))},
                            {"first", Value::boolean(i == 0)},
                            {"last", Value::boolean(i + 1 == size)}};
      const Value params[] = {item, data[0].value};
      good =
          block(site, site.body, frame, {item.is_absent() ? Value::null() : item, data, params, i});
    }
  } else if (value.is_nothing() || value.is_list_like() || (value.is_bool() && !value.as_bool())) {
    good = block(site, site.inverse, frame, {});
  } else if (value.is_bool()) {
    good = block(site, site.body, frame, {});
  } else {
    const Value params[] = {value};
    good = block(site, site.body, frame, {value, {}, params});
  }
  --depth_;
  return good;
}

// ---- escaping
// ----------------------------------------------------------------------------------------------------

void append_escaped(const Value& value, const Dialect& dialect, std::string& out) {
  if (value.kind() == Value::Kind::kSafeText || value.is_number() || value.is_bool() ||
      value.is_nothing()) {
    return append_text(value, dialect, out);
  }
  std::string printed;
  std::string_view text;
  if (value.kind() == Value::Kind::kText) {
    text = value.as_text();
  } else {
    append_text(value, dialect, printed);
    text = printed;
  }
  while (true) {
    const std::size_t good = std::min(text.find_first_of("&<>\"'`="), text.size());
    out.append(text.substr(0, good));
    if (good == text.size()) return;
    switch (text[good]) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#x27;";
        break;
      case '`':
        out += "&#x60;";
        break;
      default:
        out += "&#x3D;";
        break;
    }
    text.remove_prefix(good + 1);
  }
}

}  // namespace mimus::handlebars
