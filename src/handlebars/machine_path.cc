#include <optional>
#include <utility>

#include "machine.h"

// How names find their values.
namespace mimus::handlebars {

std::string not_defined(std::string_view name) {
  return std::string("\"").append(name).append("\" not defined in the data");
}

namespace {

Value find_data(const DataFrame* from, std::string_view name) {
  for (; from != nullptr; from = from->outer) {
    if (from->outer_first) {
      const Value around = find_data(from->outer, name);
      if (!around.is_absent()) return around;
    }
    for (const Entry& entry : from->entries) {
      if (entry.name == name) return entry.value;
    }
    if (from->outer_first) break;  // those around were asked
  }
  return {};
}

}  // namespace

Value Machine::data(std::string_view name, const Frame& frame, std::uint32_t up) const {
  const DataFrame* from = frame.data;
  while (up > 0 && from != nullptr) {
    from = from->outer;
    --up;
  }
  const Value found = find_data(from, name);
  if (!found.is_absent()) return found;
  if (name == "root") return rendering_.root;
  if (name == "partial-block")
    return frame.partial_block == nullptr ? Value() : Value::boolean(true);
  const Value* variable = rendering_.variables.find(name);
  return variable == nullptr ? Value() : *variable;
}

Value Machine::name(std::string_view name, const Frame& frame) const {
  for (const Frame* at = &frame; at != nullptr;
       at = rendering_.dialect->names_of_parents ? at->outer : nullptr) {
    const Value found = member(at->context, name, *rendering_.dialect, *rendering_.arena);
    if (!found.is_absent()) return found;
  }
  const Value* variable = rendering_.variables.find(name);
  return variable == nullptr ? Value() : *variable;
}

Value Machine::first_member(const PathCode& path, const Value& context) const {
  if (path.slot != ~std::uint32_t{0} && is_root(context)) {
    return context.as_object().member_at(path.slot, *rendering_.arena);
  }
  return member(context, path.parts[0], *rendering_.dialect, *rendering_.arena);
}

// Of this level or those around, in the order in which the dialect asks them.
Value Machine::member_around(const PathCode& path, const Frame& frame) const {
  if (frame.outer_first && frame.outer != nullptr) {
    const Value around = member_around(path, *frame.outer);
    return around.is_nothing() ? first_member(path, frame.context) : around;
  }
  Value found = first_member(path, frame.context);
  if (!path.parents) return found;
  for (const Frame* at = frame.outer; at != nullptr && found.is_absent(); at = at->outer) {
    found = first_member(path, at->context);
  }
  return found;
}

// Where a path begins: its value, and how many of its parts that took.
bool Machine::head(const PathCode& path, const Frame& frame, Value& out, std::size_t& used) {
  used = 0;
  switch (path.from) {
    case PathCode::From::kData:
      if (path.parts.empty()) return true;
      out = data(path.parts[0], frame, path.depth);
      used = 1;
      return true;
    case PathCode::From::kParam: {
      const ParamFrame* at = frame.params;
      for (std::uint32_t i = 0; i < path.depth && at != nullptr; ++i) at = at->outer;
      out = at != nullptr && path.param < at->values.size() ? at->values[path.param] : Value();
      return true;
    }
    case PathCode::From::kContext:
      break;
  }
  const Frame* at = &frame;
  for (std::uint32_t i = 0; i < path.depth && at != nullptr; ++i) at = at->outer;
  if (at == nullptr) {
    used = path.parts.size();
    return true;
  }
  if (path.parts.empty()) {
    while (at->outer_first && at->outer != nullptr) at = at->outer;
    out = at->context;
    return true;
  }
  if (path.assume_objects && at->context.is_nothing()) {
    return fail_at(path.line, path.column,
                   "cannot read '" + std::string(path.parts[0]) + "' of nothing");
  }
  used = 1;
  out = member_around(path, *at);
  if (out.is_absent() && !rendering_.variables.empty()) {
    if (const Value* variable = rendering_.variables.find(path.parts[0])) out = *variable;
  }
  return true;
}

bool Machine::path_by_steps(const PathCode& path, const Frame& frame, Value& out) {
  std::size_t used = 0;
  out = {};
  if (!head(path, frame, out, used)) return false;
  if (out.is_absent() && path.strict && used == 1) {
    return fail_at(path.line, path.column, not_defined(path.parts[0]));
  }
  return walk(path, used, out, out);
}

bool Machine::walk(const PathCode& path, std::size_t first, Value value, Value& out) {
  for (std::size_t i = first; i < path.parts.size(); ++i) {
    if (value.is_nothing()) {
      if (!path.assume_objects) {
        value = {};
        break;
      }
      return fail_at(path.line, path.column,
                     "cannot read '" + std::string(path.parts[i]) + "' of nothing, in " +
                         std::string(path.original));
    }
    value = member(value, path.parts[i], *rendering_.dialect, *rendering_.arena);
    if (value.is_absent() && path.strict) {
      return fail_at(path.line, path.column, not_defined(path.parts[i]));
    }
  }
  out = value;
  return true;
}

}  // namespace mimus::handlebars
