#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "call.h"
#include "code.h"
#include "rendering.h"
#include "root_object.h"

namespace mimus::handlebars {

// @names of one level and those around it.
struct DataFrame {
  std::span<const Entry> entries;
  const DataFrame* outer = nullptr;
  bool outer_first = false;  // Dialect::outer_first_in_params
};

// What `as |a b|` names, and those around.
struct ParamFrame {
  std::span<const Value> values;
  const ParamFrame* outer = nullptr;
};

// A partial that {{#*inline}} brought, where it can be called from.
struct InlineFrame {
  std::string_view name;
  const BodyCode* body = nullptr;
  const Frame* home = nullptr;  // where it was written
  const InlineFrame* outer = nullptr;
};

// What {{> @partial-block}} renders.
struct PartialBlock {
  const BodyCode* body = nullptr;
  const Frame* home = nullptr;
};

// What one level of a template sees. Frames live on the machine's stack.
struct Frame {
  Value context;
  const Frame* outer = nullptr;  // the level around that has another context
  const DataFrame* data = nullptr;
  const ParamFrame* params = nullptr;
  const InlineFrame* inlines = nullptr;
  const PartialBlock* partial_block = nullptr;
  std::uint64_t turn = 0;  // of the loops around, for chance
  bool outer_first = false;  // Dialect::outer_first_in_params
};

// Runs one program for one rendering. Functions that return false have put the reason into error().
class Machine {
 public:
  Machine(const CompiledProgram& code, Rendering& rendering, std::string& out)
      : code_(code),
        rendering_(rendering),
        root_(rendering.root.if_object<RootObject>()),
        shared_(rendering.arena->array<Value>(code.shared_values)),
        out_(&out),
        begin_(out.size()) {}

  bool run();
  bool evaluate_single(Value& out);
  Error take_error() { return *std::move(error_); }

  // For Call.
  bool block(const CallSite& site, const BodyCode& body, const Frame& around, const Turn& turn);
  std::string& out() { return *out_; }
  bool within_output();
  Value data(std::string_view name, const Frame& frame, std::uint32_t up = 0) const;
  Value name(std::string_view name, const Frame& frame) const;
  bool fail(Error error);

 private:
  bool body(const BodyCode& body, Frame& frame);
  bool operations(const BodyCode& body, const Frame& frame);
  bool print(const ExprCode& code, const Frame& frame, bool escaped);
  bool evaluate(const ExprCode& code, const Frame& frame, Value& out);
  bool path(const PathCode& path, const Frame& frame, Value& out) {
    if (path.two_steps && in_root(frame)) return path_of_root(path, frame, out);
    return path_by_steps(path, frame, out);
  }
  bool in_root(const Frame& frame) const {
    return frame.context.kind() == Value::Kind::kObject && &frame.context.as_object() == root_;
  }
  // What a path of the root prints, when that was asked before.
  const Value* known_text(const ExprCode& code) const {
    if (code.kind != ExprCode::Kind::kPath) return nullptr;
    const PathCode& path = code_.paths[code.index];
    if (path.shared == PathCode::kUnshared) return nullptr;
    const Value& known = shared_[path.shared];
    return known.is_text() || known.kind() == Value::Kind::kNumeral ? &known : nullptr;
  }
  bool path_of_root(const PathCode& path, const Frame& frame, Value& out) {
    const bool shared = path.shared != PathCode::kUnshared;
    if (shared) {
      out = shared_[path.shared];
      if (!out.is_absent()) return true;
    }
    out = root_->member_in(path.slot, path.parts[1], *rendering_.arena);
    if (out.is_absent()) return path_by_steps(path, frame, out);
    if (shared) shared_[path.shared] = out;
    return path.parts.size() == 2 || walk(path, 2, out, out);
  }
  bool is_root(const Value& value) const {
    return value.kind() == Value::Kind::kObject && rendering_.root.kind() == Value::Kind::kObject &&
           &value.as_object() == &rendering_.root.as_object();
  }
  bool path_by_steps(const PathCode& path, const Frame& frame, Value& out);
  Value first_member(const PathCode& path, const Value& context) const;
  Value member_around(const PathCode& path, const Frame& frame) const;
  bool walk(const PathCode& path, std::size_t first, Value value, Value& out);
  bool head(const PathCode& path, const Frame& frame, Value& out, std::size_t& used);
  bool call(const CallSite& site, const Frame& frame, Value& out);
  bool section(const CallSite& site, const Frame& frame);
  bool partial(const PartialCode& site, const Frame& frame);
  bool run_partial(const PartialCode& site, const Frame& frame, std::string_view name,
                   Frame& inside);
  bool partial_context(const PartialCode& site, const Frame& frame, Value& out);
  void indent(std::string_view indent, std::size_t from);
  bool turn_taken();
  bool enter(int line, int column);
  bool fail_at(int line, int column, std::string message);

  const CompiledProgram& code_;
  Rendering& rendering_;
  const RootObject* root_;   // nullptr: it is another kind of value
  std::span<Value> shared_;  // what root_ said of PathCode::shared ones; absent: not asked yet
  std::string* out_;
  std::size_t begin_;
  int depth_ = 0;
  std::chrono::steady_clock::time_point deadline_{};
  std::optional<Error> error_;
};

// What strict mode says of a name that the data does not have.
std::string not_defined(std::string_view name);

// & < > " ' ` = as entities, unless the value is safe.
void append_escaped(const Value& value, const Dialect& dialect, std::string& out);

}  // namespace mimus::handlebars
