#include "tree.h"

#include <algorithm>
#include <utility>

#include "core_schema.h"

namespace mimus::yaml {
namespace {

std::size_t weight_of(std::string_view text) {
  return 1 + text.size() / 64;
}

bool can_be_merged(const json::Value& value) {
  if (value.is_object()) return true;
  const json::Array* array = value.if_array();
  return array != nullptr &&
         std::all_of(array->begin(), array->end(), [](const auto& v) { return v.is_object(); });
}

}  // namespace

Status Tree::take(const Event& event) {
  switch (event.kind) {
    case Event::Kind::kDocument:
      anchors_.clear();
      return Done{};
    case Event::Kind::kScalar:
      return scalar(event);
    case Event::Kind::kAlias:
      return alias(event);
    case Event::Kind::kBeginSequence:
    case Event::Kind::kBeginMapping:
      return begin(event);
    case Event::Kind::kEnd:
      return end(event);
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
                   .first = items_.size(),
                   .weight_before = weight_++,
                   .anchor = std::string(event.anchor)});
  return Done{};
}

Status Tree::end(const Event& event) {
  const Open open = std::move(open_.back());
  open_.pop_back();
  MIMUS_TRY(json::Value value, close(open));
  items_.resize(open.first);
  MIMUS_TRY_DONE(remember(open.anchor, value, weight_ - open.weight_before, event));
  return add(std::move(value), event);
}

Result<json::Value> Tree::close(const Open& open) {
  if (open.mapping) {
    MIMUS_TRY(json::Object own, members(open.first));
    if (open.merges) own = merged(std::move(own), open.first);
    return json::Value(std::move(own));
  }
  json::Array array(storage_);
  array.reserve(items_.size() - open.first);
  for (std::size_t i = open.first; i < items_.size(); ++i)
    array.push_back(std::move(items_[i].value));
  return json::Value(std::move(array));
}

Result<json::Object> Tree::members(std::size_t first) {
  json::Object own(storage_);
  own.reserve(items_.size() - first);
  for (std::size_t i = first; i < items_.size(); ++i) {
    Item& item = items_[i];
    if (item.merge || own.emplace(item.name, std::move(item.value)).second) continue;
    Error error = fault({.kind = Event::Kind::kScalar, .offset = item.offset},
                        invalid("duplicate key '" + item.name + "'", "remove one of the two"));
    error.where.pointer += '/' + json::escape_pointer(item.name);
    return error;
  }
  return own;
}

// https://yaml.org/type/merge.html: the mapping's own members win, then the mappings that are named
// first.
json::Object Tree::merged(json::Object own, std::size_t first) {
  json::Object all(storage_);
  const auto merge = [&](const auto& self, const json::Value& value) -> void {
    if (const json::Array* several = value.if_array()) {
      for (const json::Value& one : *several) self(self, one);
      return;
    }
    for (const auto& [name, member] : value.get_object()) {
      if (!own.contains(name)) all.emplace(name, member);
    }
  };
  for (std::size_t i = first; i < items_.size(); ++i) {
    if (items_[i].merge) {
      merge(merge, items_[i].value);
    } else {
      all.emplace(items_[i].name, own.at(items_[i].name));
    }
  }
  return all;
}

Status Tree::alias(const Event& event) {
  const auto contains_it = [&](const Open& open) { return open.anchor == event.text; };
  if (std::any_of(open_.begin(), open_.end(), contains_it)) {
    return fault(
        event, invalid("'*" + std::string(event.text) + "' stands inside the node that it names"));
  }
  const auto anchor = anchors_.find(event.text);
  if (anchor == anchors_.end()) {
    return fault(event, invalid("no '&" + std::string(event.text) + "' stands before '*" +
                                    std::string(event.text) + "'",
                                "a text that begins with '*' stands in quotes"));
  }
  const json::Value& value = anchor->second.value;
  if (expects_key()) {
    if (value.is_structured())
      return fault(event, invalid("a key is a text, not a mapping or a list"));
    key(event, value.is_string() ? std::string(value.get_string()) : json::write(value));
    return Done{};
  }
  MIMUS_TRY_DONE(charge(anchor->second.weight, event));
  weight_ += anchor->second.weight;
  return add(value, event);
}

Status Tree::scalar(const Event& event) {
  const std::size_t weight = weight_of(event.text);
  weight_ += weight;
  if (expects_key()) {
    if (!event.anchor.empty()) {
      MIMUS_TRY_DONE(remember(event.anchor, json::Value(event.text, storage_), weight, event));
    }
    key(event, event.text, event.plain && event.tag.empty() && event.text == "<<");
    return Done{};
  }
  auto value = !event.tag.empty() ? tagged_value(event.tag, event.text, event.plain, storage_)
               : event.plain      ? plain_value(event.text, storage_)
                                  : json::Value(event.text, storage_);
  if (!value) return fault(event, std::move(value).error());
  MIMUS_TRY_DONE(remember(event.anchor, *value, weight, event));
  return add(*std::move(value), event);
}

void Tree::key(const Event& event, std::string_view name, bool merge) {
  items_.push_back({.value = json::Value(nullptr, storage_),
                    .name = std::string(name),
                    .offset = event.offset,
                    .merge = merge});
  open_.back().awaits_value = true;
  open_.back().merges |= merge;
}

Status Tree::add(json::Value value, const Event& event) {
  if (open_.empty()) {
    documents_.push_back(std::move(value));
  } else if (!open_.back().mapping) {
    items_.push_back({.value = std::move(value)});
  } else if (items_.back().merge && !can_be_merged(value)) {
    return fault(event,
                 invalid("'<<' takes a mapping or a list of mappings", "as in '<<: *defaults'"));
  } else {
    items_.back().value = std::move(value);
    open_.back().awaits_value = false;
  }
  return Done{};
}

Status Tree::charge(std::size_t weight, const Event& event) {
  copied_ += weight;
  if (copied_ <= kMaxCopied) return Done{};
  return fault(event, {.code = Code::kLimit,
                       .message = "anchors and aliases unfold to more than " +
                                  std::to_string(kMaxCopied) + " nodes"});
}

Status Tree::remember(std::string_view anchor, const json::Value& value, std::size_t weight,
                      const Event& event) {
  if (anchor.empty()) return Done{};
  MIMUS_TRY_DONE(charge(weight, event));
  anchors_.insert_or_assign(std::string(anchor), Anchor{value, weight});
  return Done{};
}

Error Tree::fault(const Event& event, Error error) const {
  error.where.offset = event.offset;
  for (std::size_t i = 0; i < open_.size(); ++i) {
    const std::size_t end = i + 1 < open_.size() ? open_[i + 1].first : items_.size();
    if (!open_[i].mapping) {
      error.where.pointer += '/' + std::to_string(end - open_[i].first);
    } else if (open_[i].awaits_value) {
      error.where.pointer += '/' + json::escape_pointer(items_[end - 1].name);
    }
  }
  return error;
}

}  // namespace mimus::yaml
