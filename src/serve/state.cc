#include "state.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "state_edit.h"

namespace mimus::serve {
namespace {

using Kind = stub::Assignment::Kind;
using facts::StatePath;

constexpr std::ptrdiff_t kAroundName = 192;  // its strings, a leaf, a share of the forks above it

}  // namespace

// ---- an image ----------------------------------------------------------------------------------

const State::Image::Entry* State::Image::find_name(const std::string& name,
                                                   std::uint64_t key) const {
  if (names_.empty()) return nullptr;
  const std::vector<Entry>* entries = names_.find(key);
  if (entries == nullptr) return nullptr;
  const auto found = std::ranges::find(*entries, name, &Entry::name);
  return found == entries->end() ? nullptr : &*found;
}

const json::Value* State::Image::find(const StatePath& path, Arena& arena) const {
  const Entry* entry = find_name(path.name(), path.key());
  return entry == nullptr ? nullptr : path.find_in(*entry->value, arena);
}

json::Object State::Image::to_json() const {
  std::vector<const Entry*> all;
  names_.for_each([&all](std::uint64_t, const std::vector<Entry>& entries) {
    for (const Entry& entry : entries) all.push_back(&entry);
  });
  std::ranges::sort(all, {}, [](const Entry* entry) -> const std::string& { return entry->name; });
  json::Object object;
  for (const Entry* entry : all) object[entry->name] = *entry->value;
  return object;
}

// ---- the world's -------------------------------------------------------------------------------

State::Image State::image() const {
  return moments_.read([this](Moments::Moment) { return now_; });
}

void State::restore(const Image& image) {
  moments_.change([&](Moments::Held) { now_ = image; });
}

std::optional<json::Value> State::get(std::string_view text) const {
  const auto path = StatePath::parse(text);
  if (!path) return std::nullopt;
  Arena arena;
  const Image seen = image();
  const json::Value* found = seen.find(*path, arena);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

Result<json::Value> State::change(Change change) {
  return moments_.change([&](Moments::Held) { return apply(change); });
}

Status State::set(std::string_view text, json::Value value) {
  MIMUS_TRY(StatePath path, StatePath::parse(text));
  MIMUS_TRY_DONE(change({Kind::kSet, std::move(path), std::move(value)}));
  return Done{};
}

Result<bool> State::remove(std::string_view text) {
  MIMUS_TRY(StatePath path, StatePath::parse(text));
  MIMUS_TRY(const json::Value found, change({Kind::kRemove, std::move(path), nullptr}));
  return found.get_bool();
}

Result<json::Value> State::add(std::string_view text, double by) {
  MIMUS_TRY(StatePath path, StatePath::parse(text));
  return change({Kind::kAdd, std::move(path), by});
}

Status State::append(std::string_view text, json::Value value) {
  MIMUS_TRY(StatePath path, StatePath::parse(text));
  MIMUS_TRY_DONE(change({Kind::kAppend, std::move(path), std::move(value)}));
  return Done{};
}

Result<json::Value> State::apply(Moments::Held, std::span<const Change> changes) {
  if (changes.size() == 1) return apply(changes.front());
  const Image before = now_;
  json::Value last;
  for (const Change& change : changes) {
    auto done = apply(change);
    if (!done) {
      now_ = before;
      return std::move(done).error();
    }
    last = *std::move(done);
  }
  return last;
}

// Under the moments' lock. In place, unless an image shares what it changes.
Result<json::Value> State::apply(const Change& change) {
  const StatePath& path = change.path;
  const Image::Entry* there = now_.find_name(path.name(), path.key());
  MIMUS_TRY(ValueEdit edit,
            prepare(there == nullptr ? nullptr : &*there->value, change.kind, path, change.value));
  if (change.kind == Kind::kRemove && !edit.result.get_bool()) return edit.result;
  const bool whole = change.kind == Kind::kRemove && path.steps().empty();
  if (there == nullptr)
    edit.growth += kAroundName + static_cast<std::ptrdiff_t>(path.name().size());
  if (whole) edit.growth -= kAroundName + static_cast<std::ptrdiff_t>(path.name().size());
  const auto bytes = static_cast<std::size_t>(
      std::max<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(now_.bytes_) + edit.growth));
  if (edit.growth > 0 && bytes > limit_) {
    return Error{Code::kLimit,
                 "the world's state would take " + std::to_string(bytes) + " bytes of the " +
                     std::to_string(limit_) + " that it may have",
                 "remove what is not needed",
                 {}};
  }
  now_.bytes_ = bytes;
  json::Value result = edit.result;
  std::vector<Image::Entry>& entries = now_.names_.edit(path.key());
  const auto found = std::ranges::find(entries, path.name(), &Image::Entry::name);
  if (whole) {
    entries.erase(found);
    if (entries.empty()) now_.names_.erase(path.key());
    return result;
  }
  Image::Entry& entry =
      found != entries.end() ? *found : entries.emplace_back(Image::Entry{path.name(), {}});
  carry_out(entry.value.edit(), path, std::move(edit));
  return result;
}

Status State::fill(const json::Object& names) {
  for (const auto& member : names) {
    MIMUS_TRY_DONE(
        apply({Kind::kSet, StatePath::of_name(member.key()), json::Value(member.value())}));
  }
  return Done{};
}

Status State::replace(json::Object all) {
  return moments_.change([&](Moments::Held) -> Status {
    const Image before = now_;
    now_ = {};
    now_.initial_ = before.initial_;
    Status done = fill(all);
    if (!done) now_ = before;
    return done;
  });
}

Status State::begin_with(json::Object initial) {
  return moments_.change([&](Moments::Held) -> Status {
    const Image before = now_;
    const json::Object none;
    const json::Object& was = before.initial_ != nullptr ? *before.initial_ : none;
    const auto untouched = [&](const StatePath& name) {
      const Image::Entry* there = now_.find_name(name.name(), name.key());
      const json::Value* old = was.if_contains(name.name());
      return there != nullptr && old != nullptr && *there->value == *old;
    };
    for (const auto& member : was) {
      const StatePath name = StatePath::of_name(member.key());
      if (!initial.contains(member.key()) && untouched(name))
        (void)apply({Kind::kRemove, name, nullptr});
    }
    for (const auto& member : initial) {
      const StatePath name = StatePath::of_name(member.key());
      if (now_.find_name(name.name(), name.key()) != nullptr && !untouched(name)) continue;
      const auto done = apply({Kind::kSet, name, json::Value(member.value())});
      if (done) continue;
      now_ = before;
      return done.error();
    }
    now_.initial_ = std::make_shared<const json::Object>(std::move(initial));
    return Done{};
  });
}

void State::reset() {
  moments_.change([&](Moments::Held) {
    const auto initial = now_.initial_;
    now_ = {};
    now_.initial_ = initial;
    if (initial != nullptr) (void)fill(*initial);  // they have fitted once
  });
}

void State::limit(std::size_t bytes) {
  moments_.change([&](Moments::Held) { limit_ = bytes; });
}

}  // namespace mimus::serve
