#include "tree.h"

#include <algorithm>
#include <utility>

#include "core_schema.h"

namespace mimus::yaml {
namespace {

std::size_t weight_of(std::string_view text) { return 1 + text.size() / 64; }

bool can_be_merged(const json::Value& value) {
  if (value.is_object()) return true;
  const json::Array* array = value.if_array();
  return array != nullptr && std::all_of(array->begin(), array->end(), [](const auto& v) { return v.is_object(); });
}

// https://yaml.org/type/merge.html: the mapping's own members win, then the mappings named first.
class Merged {
 public:
  explicit Merged(json::Object own) : own_(std::move(own)) {}

  void merge(const json::Value& value) {
    if (const json::Array* several = value.if_array()) {
      for (const json::Value& one : *several) merge(one);
      return;
    }
    for (const auto& [name, member] : value.get_object()) {
      if (!own_.contains(name)) members_.emplace(name, member);
    }
  }
  void own(std::size_t index) {
    auto& member = *(own_.begin() + static_cast<std::ptrdiff_t>(index));
    members_.emplace(member.key(), member.value());
  }
  json::Object release() { return std::move(members_); }

 private:
  json::Object own_;
  json::Object members_;
};

}  // namespace

Status Tree::take(const Event& event) {
  switch (event.kind) {
    case Event::Kind::kDocument: anchors_.clear(); return Done{};
    case Event::Kind::kScalar: return scalar(event);
    case Event::Kind::kAlias: return alias(event);
    case Event::Kind::kBeginSequence:
    case Event::Kind::kBeginMapping: return begin(event);
    case Event::Kind::kEnd: return end(event);
  }
  return Done{};
}

json::Value Tree::finish() {
  if (documents_.empty()) return nullptr;
  if (documents_.size() == 1) return std::move(documents_.front());
  return std::move(documents_);
}

Status Tree::begin(const Event& event) {
  if (expects_key()) {
    return fault(event, invalid("a key is a text, not a mapping or a list",
                                "a template such as {{name}} stands in quotes"));
  }
  if (open_.size() == kMaxDepth) {
    return fault(event, {.code = Code::kLimit,
                         .message = "nested deeper than " + std::to_string(kMaxDepth) + " levels"});
  }
  open_.push_back({.mapping = event.kind == Event::Kind::kBeginMapping,
                   .anchor = std::string(event.anchor),
                   .weight_before = weight_++});
  return Done{};
}

Status Tree::end(const Event& event) {
  Open closed = std::move(open_.back());
  open_.pop_back();
  json::Value value;
  if (!closed.mapping) {
    value = std::move(closed.elements);
  } else if (closed.merges.empty()) {
    value = std::move(closed.members);
  } else {
    const std::size_t size = closed.members.size();
    Merged merged(std::move(closed.members));
    auto next = closed.merges.begin();
    for (std::size_t i = 0; i <= size; ++i) {
      for (; next != closed.merges.end() && next->before == i; ++next) merged.merge(next->value);
      if (i < size) merged.own(i);
    }
    value = merged.release();
  }
  MIMUS_TRY_DONE(remember(closed.anchor, value, weight_ - closed.weight_before, event));
  return add(std::move(value), event);
}

Status Tree::alias(const Event& event) {
  const auto contains_it = [&](const Open& open) { return open.anchor == event.text; };
  if (std::any_of(open_.begin(), open_.end(), contains_it)) {
    return fault(event, invalid("'*" + std::string(event.text) + "' stands inside the node that it names"));
  }
  const auto anchor = anchors_.find(event.text);
  if (anchor == anchors_.end()) {
    return fault(event, invalid("no '&" + std::string(event.text) + "' stands before '*" + std::string(event.text) + "'",
                                "a text that begins with '*' stands in quotes"));
  }
  const json::Value& value = anchor->second.value;
  if (expects_key()) {
    if (value.is_structured()) return fault(event, invalid("a key is a text, not a mapping or a list"));
    return key(event, value.is_string() ? std::string(value.get_string()) : json::write(value));
  }
  MIMUS_TRY_DONE(charge(anchor->second.weight, event));
  weight_ += anchor->second.weight;
  return add(value, event);
}

Status Tree::scalar(const Event& event) {
  const std::size_t weight = weight_of(event.text);
  weight_ += weight;
  if (expects_key()) {
    MIMUS_TRY_DONE(remember(event.anchor, json::Value(event.text), weight, event));
    if (event.plain && event.tag.empty() && event.text == "<<") {
      open_.back().awaits = Open::Awaits::kMerge;
      return Done{};
    }
    return key(event, event.text);
  }
  auto value = !event.tag.empty() ? tagged_value(event.tag, event.text, event.plain)
               : event.plain      ? plain_value(event.text)
                                  : json::Value(event.text);
  if (!value) return fault(event, std::move(value).error());
  MIMUS_TRY_DONE(remember(event.anchor, *value, weight, event));
  return add(*std::move(value), event);
}

Status Tree::key(const Event& event, std::string_view name) {
  Open& open = open_.back();
  if (!open.members.emplace(name, nullptr).second) {
    Error error = fault(event, invalid("duplicate key '" + std::string(name) + "'", "remove one of the two"));
    error.where.pointer += '/' + json::escape_pointer(name);
    return error;
  }
  open.awaits = Open::Awaits::kValue;
  return Done{};
}

Status Tree::add(json::Value value, const Event& event) {
  if (open_.empty()) {
    documents_.push_back(std::move(value));
    return Done{};
  }
  Open& open = open_.back();
  if (!open.mapping) {
    open.elements.push_back(std::move(value));
    return Done{};
  }
  if (open.awaits == Open::Awaits::kValue) {
    (open.members.end() - 1)->value() = std::move(value);
  } else {
    if (!can_be_merged(value)) {
      return fault(event, invalid("'<<' takes a mapping or a list of mappings", "as in '<<: *defaults'"));
    }
    open.merges.push_back({.before = open.members.size(), .value = std::move(value)});
  }
  open.awaits = Open::Awaits::kKey;
  return Done{};
}

Status Tree::charge(std::size_t weight, const Event& event) {
  copied_ += weight;
  if (copied_ <= kMaxCopied) return Done{};
  return fault(event, {.code = Code::kLimit,
                       .message = "anchors and aliases unfold to more than " + std::to_string(kMaxCopied) + " nodes"});
}

Status Tree::remember(std::string_view anchor, const json::Value& value, std::size_t weight, const Event& event) {
  if (anchor.empty()) return Done{};
  MIMUS_TRY_DONE(charge(weight, event));
  anchors_.insert_or_assign(std::string(anchor), Anchor{value, weight});
  return Done{};
}

Error Tree::fault(const Event& event, Error error) const {
  error.where.offset = event.offset;
  for (const Open& open : open_) {
    if (!open.mapping) {
      error.where.pointer += '/' + std::to_string(open.elements.size());
    } else if (open.awaits == Open::Awaits::kValue) {
      error.where.pointer += '/' + json::escape_pointer((open.members.end() - 1)->key());
    }
  }
  return error;
}

}  // namespace mimus::yaml
