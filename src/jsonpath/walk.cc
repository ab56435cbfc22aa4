#include "walk.h"

#include <algorithm>

#include "lookup.h"
#include "path_function.h"

namespace mimus::jsonpath {
namespace {

using json::Value;
using Frame = WalkMemory::Frame;

const Value kNull;

const Value* element_at(const json::Array& array, std::int64_t index) {
  const auto size = static_cast<std::int64_t>(array.size());
  const std::int64_t at = index < 0 ? index + size : index;
  return at >= 0 && at < size ? &array[static_cast<std::size_t>(at)] : nullptr;
}

Step member_step(std::string_view name) { return {.name = name, .is_name = true}; }
Step element_step(std::size_t index) { return {.index = index}; }

Frame frame_of(const Value& container) {
  if (const json::Array* array = container.if_array()) {
    return {array->data(), array->data(), array->data() + array->size(), false};
  }
  const json::Object& object = container.get_object();
  return {object.begin(), object.begin(), object.end(), true};
}

// The next child, and its step when `step` is there.
const Value& take(Frame& frame, Step* step) {
  if (frame.object) {
    const auto* member = static_cast<const Member*>(frame.next);
    frame.next = member + 1;
    if (step != nullptr) *step = member_step(member->key());
    return member->value();
  }
  const auto* element = static_cast<const Value*>(frame.next);
  frame.next = element + 1;
  if (step != nullptr) *step = element_step(static_cast<std::size_t>(element - static_cast<const Value*>(frame.first)));
  return *element;
}

}  // namespace

const Value* follow(const Program& program, const Query& query, const Value& start) {
  const Value* at = &start;
  const Segment* segment = program.segments.data() + query.segments.first;
  for (const Segment* end = segment + query.segments.count; segment != end; ++segment) {
    const Selector& selector = program.selectors[segment->selectors.first];
    if (selector.kind == SelectorKind::kIndex) {
      const json::Array* array = at->if_array();
      at = array == nullptr ? nullptr : element_at(*array, selector.start);
    } else {
      const json::Object* object = at->if_object();
      if (object == nullptr) return nullptr;
      const Member* member = find_member(*object, program.names[selector.of]);
      if (member == nullptr) return selector.kind == SelectorKind::kNameOrNull ? &kNull : nullptr;
      at = &member->value();
    }
    if (at == nullptr) return nullptr;
  }
  return at;
}

void Walk::run(const Query& query, const Value& current, Sink& sink) {
  const bool tracked = tracks_;
  tracks_ = sink.nodes != nullptr;
  const Id first = query.segments.first;
  walk(first, first + query.segments.count, query.from_root ? root_ : current, sink);
  tracks_ = tracked;
}

Status Walk::status() const {
  const auto limit = [](std::string message) { return Error{Code::kLimit, std::move(message), {}, {}}; };
  if (too_many_) return limit("the path selects more than " + std::to_string(limits_.results) + " values");
  if (regex_limit_) return limit("a regular expression of the path takes too many steps");
  if (budget_.exhausted()) return limit("the path takes more than " + std::to_string(limits_.steps) + " steps");
  return Done();
}

inline bool Walk::emit(const Value& node, Sink& sink) {
  if (sink.count == limits_.results) {
    too_many_ = true;
    return false;
  }
  ++sink.count;
  sink.last = &node;
  if (sink.values != nullptr) sink.values->push_back(&node);
  if (sink.nodes != nullptr) sink.nodes->push_back({&node, memory_.trail});
  return sink.count < sink.enough;
}

inline bool Walk::enter(const Value& child, const Step& step, Id next, Id end, Sink& sink) {
  if (!tracks_) return next == end ? emit(child, sink) : walk(next, end, child, sink);
  memory_.trail.push_back(step);
  const bool more = walk(next, end, child, sink);
  memory_.trail.pop_back();
  return more;
}

bool Walk::walk(Id segment, Id end, const Value& node, Sink& sink) {
  if (segment == end) return emit(node, sink);
  const Segment& here = program_.segments[segment];
  return here.descendant ? descend(here, end, node, sink) : select(here, end, node, sink);
}

// The children that a segment's selectors take, one selector after the other.
bool Walk::select(const Segment& segment, Id end, const Value& node, Sink& sink) {
  const Id next = static_cast<Id>(&segment - program_.segments.data()) + 1;
  const Selector* selector = program_.selectors.data() + segment.selectors.first;
  for (const Selector* last = selector + segment.selectors.count; selector != last; ++selector) {
    if (!select(*selector, next, end, node, sink)) return false;
  }
  return true;
}

// §2.5.2.2: the node and its descendants, each before its children, array elements in order.
bool Walk::descend(const Segment& segment, Id end, const Value& node, Sink& sink) {
  if (!node.is_structured()) return true;
  if (!select(segment, end, node, sink)) return false;
  std::vector<Frame>& frames = memory_.frames;
  std::vector<Step>& trail = memory_.trail;
  const std::size_t bottom = frames.size();
  const std::size_t trail_bottom = trail.size();
  frames.push_back(frame_of(node));
  bool more = true;
  while (more && frames.size() > bottom) {
    Frame& top = frames.back();
    if (top.next == top.end) {
      frames.pop_back();
      if (trail.size() > trail_bottom) trail.pop_back();
      continue;
    }
    Step step;
    const Value& child = take(top, tracks_ ? &step : nullptr);
    more = budget_.spend(1);
    if (!child.is_structured()) continue;
    if (tracks_) trail.push_back(step);
    more = more && select(segment, end, child, sink);
    frames.push_back(frame_of(child));
  }
  frames.resize(bottom);
  trail.resize(trail_bottom);
  return more;
}

bool Walk::select(const Selector& selector, Id next, Id end, const Value& node, Sink& sink) {
  if (!budget_.spend(1)) return false;
  switch (selector.kind) {
    case SelectorKind::kName:
    case SelectorKind::kNameOrNull: {
      const json::Object* object = node.if_object();
      if (object == nullptr) return true;
      const Member* member = find_member(*object, program_.names[selector.of]);
      if (member != nullptr) return enter(member->value(), member_step(member->key()), next, end, sink);
      return selector.kind == SelectorKind::kName || enter(kNull, Step(), next, end, sink);
    }
    case SelectorKind::kIndex: {
      const json::Array* array = node.if_array();
      const Value* child = array == nullptr ? nullptr : element_at(*array, selector.start);
      if (child == nullptr) return true;
      return enter(*child, element_step(static_cast<std::size_t>(child - array->data())), next, end, sink);
    }
    case SelectorKind::kSlice: return !node.is_array() || slice(selector, next, end, node.get_array(), sink);
    case SelectorKind::kWildcard: return wildcard(next, end, node, sink);
    case SelectorKind::kFilter:
    case SelectorKind::kFilterSelf: return filter(selector, next, end, node, sink);
    case SelectorKind::kMembers:
    case SelectorKind::kMembersOrNull:
      return !node.is_object() || merged(selector, next, end, node.get_object(), sink);
    case SelectorKind::kCall: return computed(program_.calls[selector.of], next, end, node, sink);
  }
  return true;
}

bool Walk::wildcard(Id next, Id end, const Value& node, Sink& sink) {
  if (const json::Object* object = node.if_object()) {
    if (!budget_.spend(object->size())) return false;
    for (const Member& member : *object) {
      if (!enter(member.value(), member_step(member.key()), next, end, sink)) return false;
    }
  } else if (const json::Array* array = node.if_array()) {
    if (!budget_.spend(array->size())) return false;
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (!enter((*array)[i], element_step(i), next, end, sink)) return false;
    }
  }
  return true;
}

// §2.3.4.2.2, Normalize and Bounds.
bool Walk::slice(const Selector& selector, Id next, Id end, const json::Array& array, Sink& sink) {
  const auto size = static_cast<std::int64_t>(array.size());
  const std::int64_t step = selector.step;
  if (step == 0) return true;
  const auto normalize = [&](std::int64_t i) { return i >= 0 ? i : size + i; };
  const std::int64_t start = selector.start == kAbsent ? (step > 0 ? 0 : size - 1) : normalize(selector.start);
  const std::int64_t stop = selector.stop == kAbsent ? (step > 0 ? size : -1) : normalize(selector.stop);
  const auto take = [&](std::int64_t i) {
    const auto at = static_cast<std::size_t>(i);
    return budget_.spend(1) && enter(array[at], element_step(at), next, end, sink);
  };
  if (step > 0) {
    const std::int64_t lower = std::clamp<std::int64_t>(start, 0, size);
    const std::int64_t upper = std::clamp<std::int64_t>(stop, 0, size);
    for (std::int64_t i = lower; i < upper; i += step) {
      if (!take(i)) return false;
    }
  } else {
    const std::int64_t upper = std::clamp<std::int64_t>(start, -1, size - 1);
    const std::int64_t lower = std::clamp<std::int64_t>(stop, -1, size - 1);
    for (std::int64_t i = upper; i > lower; i += step) {
      if (!take(i)) return false;
    }
  }
  return true;
}

bool Walk::filter(const Selector& selector, Id next, Id end, const Value& node, Sink& sink) {
  const auto keep = [&](const Value& child, const Step& step) {
    if (!budget_.spend(1)) return false;
    const bool wanted = test(selector.of, child);
    if (budget_.exhausted() || regex_limit_ || too_many_) return false;
    return !wanted || enter(child, step, next, end, sink);
  };
  if (const json::Array* array = node.if_array()) {
    const bool inside_descent = selector.kind == SelectorKind::kFilterSelf && program_.segments[next - 1].descendant;
    // Jayway: the descent itself comes to the elements that are objects.
    if (inside_descent) return true;
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (!keep((*array)[i], element_step(i))) return false;
    }
  } else if (const json::Object* object = node.if_object()) {
    if (selector.kind == SelectorKind::kFilterSelf) {
      const bool wanted = test(selector.of, node);
      if (budget_.exhausted() || regex_limit_ || too_many_) return false;
      return !wanted || walk(next, end, node, sink);
    }
    for (const Member& member : *object) {
      if (!keep(member.value(), member_step(member.key()))) return false;
    }
  }
  return true;
}

// Jayway: an object of the named members.
bool Walk::merged(const Selector& selector, Id next, Id end, const json::Object& object, Sink& sink) {
  const bool inside_descent = program_.segments[next - 1].descendant;
  json::Object members;
  for (Id i = selector.of; i < selector.of + selector.count; ++i) {
    const std::string& name = program_.names[i];
    const Value* child = object.if_contains(name);
    if (child == nullptr && selector.kind == SelectorKind::kMembersOrNull) child = &kNull;
    if (child == nullptr && inside_descent) return true;   // '..' wants all of them
    if (child != nullptr) members.insert_or_assign(name, *child);
  }
  return walk(next, end, memory_.computed.emplace_front(std::move(members)), sink);
}

// Jayway: what a function makes of the node, or of all that a leading '..' found.
bool Walk::computed(const Call& function, Id next, Id end, const Value& node, Sink& sink) {
  std::vector<Value> arguments;
  for (Id i = 0; i < function.arguments.count; ++i) {
    const Operand& given = program_.operands[program_.lists[function.arguments.first + i]];
    Scratch scratch;
    const bool sized = function.function == PathFunction::kLength || function.function == PathFunction::kSize;
    const Value* value = sized && given.kind == OperandKind::kQuery
                             ? children_of(program_.queries[given.of], node, scratch)
                             : operand(given, node, scratch);
    if (value != nullptr) arguments.push_back(*value);
  }
  const bool scanned = function.scanned && !arguments.empty();
  const std::span<const Value> all = arguments;
  std::optional<Value> result = scanned ? call(function.function, all[0], all.subspan(1))
                                        : call(function.function, node, all);
  if (!budget_.spend(1 + arguments.size()) || too_many_ || regex_limit_) return false;
  if (!result) return true;
  return walk(next, end, memory_.computed.emplace_front(*std::move(result)), sink);
}

}  // namespace mimus::jsonpath
