#include "walk.h"

#include <algorithm>
#include <array>

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

Step member_step(std::string_view name) { return Step(name); }
Step element_step(std::size_t index) { return Step(index); }

Frame frame_of(const Value& container) {
  if (const json::Array* array = container.if_array()) {
    const Value* const first = array->data();
    const std::size_t size = array->size();
    return {first, first, first + size, first, static_cast<std::uint32_t>(size), false};
  }
  const json::Object& object = container.get_object();
  const Member* const first = object.begin();
  const std::size_t size = object.size();
  return {first, first, first + size, first, static_cast<std::uint32_t>(size), true};
}

// The first child from `at` on that has children itself, or the end.
template <class Child, class ValueOf>
inline const Child* structured_from(const Child* at, const Child* end, const ValueOf& value_of) {
  while (at != end && !value_of(*at).is_structured()) ++at;
  return at;
}

// The next child that has children itself, or nullptr. The frame goes on with the one behind it, so that at its end nothing
// is left to come back for.
inline const Value* next_structured(Frame& frame) {
  const auto next = [&frame]<class Child>(const Child*, const auto& value_of) -> const Value* {
    const auto* const end = static_cast<const Child*>(frame.end);
    const Child* const child = structured_from(static_cast<const Child*>(frame.next), end, value_of);
    if (child == end) return nullptr;
    frame.next = structured_from(child + 1, end, value_of);
    frame.given = child;
    return &value_of(*child);
  };
  if (frame.object) return next(static_cast<const Member*>(nullptr), [](const Member& it) -> const Value& { return it.value(); });
  return next(static_cast<const Value*>(nullptr), [](const Value& it) -> const Value& { return it; });
}

// The step to the child that the frame has just given.
Step step_of(const Frame& frame) {
  if (frame.object) return member_step(static_cast<const Member*>(frame.given)->key());
  return element_step(static_cast<std::size_t>(static_cast<const Value*>(frame.given) - static_cast<const Value*>(frame.first)));
}

// Where a straight part of a query leads. member_of(object, hop, i) looks the name of hops[i] up.
template <class MemberOf>
[[gnu::always_inline]] inline const Value* follow(const Program& program, Id first, Id last, const Value& start,
                                                  const MemberOf& member_of) {
  const Value* at = &start;
  const Hop* hop = program.hops.data() + first;
  for (Id i = first; i != last; ++i, ++hop) {
    if (hop->kind == SelectorKind::kIndex) {
      const json::Array* array = at->if_array();
      at = array == nullptr ? nullptr : element_at(*array, hop->index);
      if (at == nullptr) return nullptr;
    } else {
      const json::Object* object = at->if_object();
      if (object == nullptr) return nullptr;
      const Member* member = member_of(*object, *hop, i);
      if (member == nullptr) return hop->kind == SelectorKind::kNameOrNull ? &kNull : nullptr;
      at = &member->value();
    }
  }
  return at;
}

// `hints`: where members were found before, a power of two of them that segments share.
template <std::size_t kHints>
inline const Value* follow(const Program& program, Id first, Id last, const Value& start,
                           std::array<std::uint32_t, kHints>& hints) {
  return follow(program, first, last, start, [&hints](const json::Object& object, const Hop& hop, Id i) {
    return find_member(object, hop.text(), hints[i % kHints]);
  });
}

}  // namespace

const Value* follow(const Program& program, const Query& query, const Value& start) {
  const Id first = query.segments.first;
  return follow(program, first, first + query.segments.count, start,
                [](const json::Object& object, const Hop& hop, Id) { return find_member(object, hop.text()); });
}

const Value* Walk::follow_again(const Query& query, const Value& current) {
  const Id first = query.segments.first;
  return follow(program_, first, first + query.segments.count, query.from_root ? root_ : current, hints_);
}

void Walk::run(const Query& query, const Value& current, Sink& sink) {
  const bool tracked = tracks_;
  tracks_ = sink.places != nullptr;
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
  if (sink.places != nullptr) sink.places->add(node, memory_.trail);
  return sink.count < sink.enough;
}

// All children as the last step: at once, unless a limit is near.
template <class Children, class ValueOf>
inline bool Walk::emit_all(const Children& children, const ValueOf& value_of, Sink& sink) {
  const std::size_t many = children.size();
  if (many == 0) return true;
  if (many > limits_.results - sink.count || many >= sink.enough - sink.count) {
    for (const auto& child : children) {
      if (!emit(value_of(child), sink)) return false;
    }
    return true;
  }
  sink.count += many;
  sink.last = &value_of(children.begin()[many - 1]);
  if (sink.values == nullptr) return true;
  const std::size_t before = sink.values->size();
  sink.values->resize(before + many);
  const Value** out = sink.values->data() + before;
  for (const auto& child : children) *out++ = &value_of(child);
  return true;
}

inline bool Walk::enter(const Value& child, const Step& step, Id next, Id end, Sink& sink) {
  if (!tracks_) {
    if (next == end) return emit(child, sink);
    if (!program_.segments[next].straight) return walk(next, end, child, sink);
    const Value* const node = follow(program_, next, end, child, hints_);
    return budget_.spend(end - next) && (node == nullptr || emit(*node, sink));
  }
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
template <class Visit>
inline bool Walk::descend(const Value& node, const Visit& visit) {
  if (!node.is_structured()) return true;
  auto& frames = memory_.frames;
  auto& trail = memory_.trail;
  const std::size_t bottom = frames.size();
  const std::size_t trail_bottom = trail.size();
  const Value* here = &node;
  bool more = true;
  while (more) {
    Frame open = frame_of(*here);
    more = budget_.spend(open.size + std::uint64_t{1}) && visit(*here, open);
    const Value* child = more ? next_structured(open) : nullptr;
    while (child == nullptr && more && frames.size() > bottom) {
      open = frames.back();
      frames.pop_back();
      if (tracks_) trail.pop_back();
      child = next_structured(open);
    }
    if (child == nullptr) break;
    if (open.next != open.end || tracks_) frames.push_back(open);
    if (tracks_) trail.push_back(step_of(open));
    here = child;
  }
  frames.resize(bottom);
  trail.resize(trail_bottom);
  return more;
}

bool Walk::descend(const Segment& segment, Id end, const Value& node, Sink& sink) {
  const Id next = static_cast<Id>(&segment - program_.segments.data()) + 1;
  const Selector& only = program_.selectors[segment.selectors.first];
  if (segment.selectors.count != 1 || only.kind != SelectorKind::kName) {
    return descend(node, [&](const Value& here, Frame&) { return select(segment, end, here, sink); });
  }
  // A lone name, as in $..name: each object is gone through once, for the member and for the first child to go down into.
  const std::string_view name = program_.names[only.of];
  return descend(node, [&](const Value&, Frame& open) {
    if (!open.object) return true;
    const auto* const last = static_cast<const Member*>(open.end);
    const Member* found = nullptr;
    const Member* down = last;
    for (const auto* member = static_cast<const Member*>(open.first); member != last; ++member) {
      if (found == nullptr && same_text(member->key(), name)) found = member;
      if (down == last && member->value().is_structured()) down = member;
    }
    open.next = down;
    return found == nullptr || enter(found->value(), member_step(found->key()), next, end, sink);
  });
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

template <class ChildAt>
bool Walk::gather(std::size_t many, const ChildAt& child_at, Id next, Id end, Sink& sink) {
  if (!budget_.spend(many * (end - next))) return false;
  const bool near_limit = many > limits_.results - sink.count || many >= sink.enough - sink.count;
  if (sink.values == nullptr || near_limit) {
    for (std::size_t i = 0; i < many; ++i) {
      const Value* const node = follow(program_, next, end, child_at(i), hints_);
      if (node != nullptr && !emit(*node, sink)) return false;
    }
    return true;
  }
  const std::size_t before = sink.values->size();
  sink.values->resize(before + many);
  const Value** const first = sink.values->data() + before;
  const Value** out = first;
  const Selector& selector = program_.selectors[program_.segments[next].selectors.first];
  if (end - next == 1 && selector.kind == SelectorKind::kName) {  // as in $.rows[*].name
    const std::string_view name = program_.names[selector.of];
    std::uint32_t hint = 0;
    for (std::size_t i = 0; i < many; ++i) {
      const json::Object* const object = child_at(i).if_object();
      const Member* const member = object == nullptr ? nullptr : find_member(*object, name, hint);
      if (member != nullptr) *out++ = &member->value();
    }
  } else {
    for (std::size_t i = 0; i < many; ++i) {
      if (const Value* node = follow(program_, next, end, child_at(i), hints_)) *out++ = node;
    }
  }
  const auto found = static_cast<std::size_t>(out - first);
  sink.values->resize(before + found);
  sink.count += found;
  if (found != 0) sink.last = sink.values->back();
  return true;
}

bool Walk::wildcard(Id next, Id end, const Value& node, Sink& sink) {
  const bool straight = next != end && !tracks_ && program_.segments[next].straight;
  if (const json::Object* object = node.if_object()) {
    if (!budget_.spend(object->size())) return false;
    const Member* const members = object->begin();
    if (straight) {
      return gather(object->size(), [members](std::size_t i) -> const Value& { return members[i].value(); }, next, end, sink);
    }
    if (next == end && !tracks_) return emit_all(*object, [](const Member& member) -> const Value& { return member.value(); }, sink);
    for (const Member& member : *object) {
      if (!enter(member.value(), member_step(member.key()), next, end, sink)) return false;
    }
  } else if (const json::Array* array = node.if_array()) {
    if (!budget_.spend(array->size())) return false;
    const Value* const elements = array->data();
    if (straight) {
      return gather(array->size(), [elements](std::size_t i) -> const Value& { return elements[i]; }, next, end, sink);
    }
    if (next == end && !tracks_) return emit_all(*array, [](const Value& element) -> const Value& { return element; }, sink);
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
  const std::int64_t first = step > 0 ? std::clamp<std::int64_t>(start, 0, size) : std::clamp<std::int64_t>(start, -1, size - 1);
  const std::int64_t last = step > 0 ? std::clamp<std::int64_t>(stop, 0, size) : std::clamp<std::int64_t>(stop, -1, size - 1);
  const std::int64_t distance = step > 0 ? last - first : first - last;
  if (distance <= 0) return true;
  // |step| without leaving its type: nobody walks further than the array is long.
  const std::int64_t stride = std::clamp<std::int64_t>(step, -size, size);
  const std::int64_t many = (distance - 1) / (stride > 0 ? stride : -stride) + 1;
  if (!budget_.spend(static_cast<std::uint64_t>(many))) return false;
  const Value* const elements = array.data();
  if (next != end && !tracks_ && program_.segments[next].straight) {
    const auto child_at = [=](std::size_t i) -> const Value& {
      return elements[first + static_cast<std::int64_t>(i) * stride];
    };
    return gather(static_cast<std::size_t>(many), child_at, next, end, sink);
  }
  for (std::int64_t i = 0; i < many; ++i) {
    const auto at = static_cast<std::size_t>(first + i * stride);
    if (!enter(array[at], element_step(at), next, end, sink)) return false;
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
