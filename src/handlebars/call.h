#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/arena.h"
#include "base/chance.h"
#include "base/result.h"
#include "dialect.h"
#include "rendering.h"
#include "value.h"

namespace mimus::handlebars {

struct CallSite;  // private: what the compiler knows of a call
struct Frame;     // private: the contexts around a call
class Machine;    // private: runs a program

// One turn of a block: what its inside sees.
struct Turn {
  Value context{};                  // `this`; when absent the context stays
  std::span<const Entry> data{};    // @name of each, without the @; those around stay visible
  std::span<const Value> params{};  // for `as |a b|`; may be longer or shorter than the names
  std::uint64_t number = 0;         // of the turn: chance inside differs from turn to turn
};

// One call of a helper: {{name args… key=value}}, {{#name …}}…{{else}}…{{/name}} or (name …).
//
//   Result<Value> shout(Call& call) { return call.made(text::upper(call.text(0))); }
//
//   Result<Value> repeat(Call& call) {                     // {{#repeat 3}}…{{/repeat}}
//     const std::int64_t turns = call.arg(0).to_integer().value_or(0);
//     for (std::int64_t i = 0; i < turns; ++i) {
//       const Entry data[] = {{"index", Value::number(i)}};
//       MIMUS_TRY_DONE(call.block({.data = data, .number = static_cast<std::uint64_t>(i)}));
//     }
//     return Value();                                      // what it returned would be printed
//     after the block
//   }
//
// Borrowed for the call. All that a helper makes goes into arena(), which lives as long as the
// rendering.
class Call {
 public:
  // ---- arguments
  std::size_t size() const { return args_.size(); }
  Value arg(std::size_t i) const {
    return i < args_.size() ? args_[i] : Value();
  }  // absent beyond the end
  std::span<const Value> args() const { return args_; }
  Value hash(std::string_view name) const;  // absent when not given
  std::span<const Entry> hash() const { return hash_; }
  std::string_view text(std::size_t i) const {
    return text(arg(i));
  }  // as the dialect prints it; "" when absent
  std::string_view text(const Value& value) const { return to_text(value, dialect(), arena()); }

  // ---- the block
  bool is_block() const;                // {{#name}}
  bool is_subexpression() const;        // (name …)
  bool has_inverse() const;             // {{else}}
  std::size_t block_params() const;     // how many names stand in `as |…|`
  Status block(const Turn& turn = {});  // renders the inside to the output; counts as a loop turn;
                                        // nothing when no block
  Status inverse(const Turn& turn = {});  // renders what stands after {{else}}
  Result<std::string_view> captured_block(
      const Turn& turn = {});  // the inside as text, in the arena
  Result<std::string_view> captured_inverse(const Turn& turn = {});
  Status write(std::string_view text);  // to the output, as it is; for block helpers

  // ---- around the call
  Value context() const;                        // `this`
  Value root() const;                           // @root
  Value data(std::string_view name) const;      // @name without the @; absent when there is none
  Value lookup(std::string_view name) const;    // as {{name}} finds it
  Value variable(std::string_view name) const;  // what set_variable() kept
  // For the rest of the template {{name}} and {{@name}} are this value, where data and contexts
  // have none.
  void set_variable(std::string_view name, Value value);
  std::string_view name() const;  // of the helper as it was called
  int line() const;               // where the call stands; both from 1
  int column() const;
  // Of this call: differs between calls, between equal calls, and between turns of the loops
  // around, and no other call changes it. Draw once, or fork it by name for each further draw.
  Chance chance() const;

  // ---- what helpers work with
  // What the row's `prepare` made when the template was compiled, or nullptr.
  template <class T>
  const T* prepared() const {
    return static_cast<const T*>(prepared_work());
  }
  const Dialect& dialect() const { return *rendering_->dialect; }
  Host& host() const { return *rendering_->host; }  // helpers: helpers::host_of(call)
  Arena& arena() const { return *rendering_->arena; }
  Rendering& rendering() const { return *rendering_; }
  // A text made here, copied to the arena.
  Value made(std::string_view text) const { return Value::text(arena().copy(text)); }
  Value made_safe(std::string_view text) const { return Value::safe(arena().copy(text)); }
  // Room for a list or map of that many: fill it, then Value::list(it).
  std::span<Value> values(std::size_t count) const;
  std::span<Entry> entries(std::size_t count) const;
  // A T in the arena: an Object for Value::object().
  template <class T, class... Args>
  requires std::is_trivially_destructible_v<T> T& make(Args&&... args) const {
    return *new (arena().allocate(sizeof(T), alignof(T))) T(std::forward<Args>(args)...);
  }
  // Keeps a JSON document for the rest of the rendering.
  const json::Value& keep(const json::Value& document) const { return keep_in(arena(), document); }
  // The failure of this helper, with line and column.
  Error fail(std::string message, std::string hint = {}) const;

  // Made by the engine.
  Call(Rendering& rendering, Machine* machine, const CallSite& site, const Frame* frame,
       std::span<const Value> args, std::span<const Entry> hash)
      : rendering_(&rendering),
        machine_(machine),
        site_(&site),
        frame_(frame),
        args_(args),
        hash_(hash) {}

 private:
  const void* prepared_work() const;

  Rendering* rendering_;
  Machine* machine_;
  const CallSite* site_;
  const Frame* frame_;
  std::span<const Value> args_;
  std::span<const Entry> hash_;
};

}  // namespace mimus::handlebars
