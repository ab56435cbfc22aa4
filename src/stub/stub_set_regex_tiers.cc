#include "stub_set_regex_tiers.h"

#include <algorithm>
#include <bit>

namespace mimus::stub {
namespace {

std::vector<Entry> items_of(const EntryList& list) {
  std::vector<Entry> items;
  items.reserve(list.size());
  for (auto at = list.begin(); !at.done(); at.next()) items.push_back(*at);
  return items;
}

// Groups of one class are of like size.
int size_class(std::size_t live) { return std::bit_width(live / RegexTiers::kTail); }

}  // namespace

RegexTiers::Group::Group(std::vector<Entry> sorted) : live(sorted.size()) {
  std::vector<std::string_view> expressions;
  expressions.reserve(sorted.size());
  for (const Entry& entry : sorted) expressions.push_back(entry.path->expression());
  set = std::make_shared<const regex::RegexSet>(expressions);
  entries = std::make_shared<const std::vector<Entry>>(std::move(sorted));
}

std::span<const Entry> RegexTiers::Group::candidates(std::string_view path, Arena& arena) const {
  static thread_local std::vector<int> ids;  // keeps its memory from request to request
  ids.clear();
  set->candidates(path, ids);
  const std::span<Entry> found(reinterpret_cast<Entry*>(arena.allocate(ids.size() * sizeof(Entry), alignof(Entry))),
                               ids.size());
  std::size_t count = 0;
  for (const int id : ids) {  // ascending, as the ranks are
    const Entry& entry = (*entries)[static_cast<std::size_t>(id)];
    if (entry.stub != nullptr) std::construct_at(&found[count++], entry);
  }
  return found.first(count);
}

std::vector<Entry> RegexTiers::Group::living() const {
  std::vector<Entry> kept;
  std::copy_if(entries->begin(), entries->end(), std::back_inserter(kept),
               [](const Entry& entry) { return entry.stub != nullptr; });
  return kept;
}

void RegexTiers::add(const Entry& entry) {
  tail_.insert(entry);
  if (tail_.size() <= kTail) return;
  groups_.emplace_back(items_of(tail_));
  tail_ = {};
  merge_groups();
}

void RegexTiers::add_all(std::vector<Entry> entries) {
  std::sort(entries.begin(), entries.end());
  std::size_t at = 0;
  for (; entries.size() - at > kTail; at += std::min(kGroup, entries.size() - at)) {
    const auto begin = entries.begin() + static_cast<std::ptrdiff_t>(at);
    const auto size = static_cast<std::ptrdiff_t>(std::min(kGroup, entries.size() - at));
    groups_.emplace_back(std::vector<Entry>(begin, begin + size));
  }
  for (; at < entries.size(); ++at) add(entries[at]);
}

// As long as the last group is of the class of another that leaves room for it, the two become one.
void RegexTiers::merge_groups() {
  while (true) {
    const Group& last = groups_.back();
    const auto other = std::find_if(groups_.begin(), groups_.end() - 1, [&last](const Group& group) {
      return size_class(group.live) == size_class(last.live) && group.live + last.live <= kGroup;
    });
    if (other == groups_.end() - 1) return;
    std::vector<Entry> merged = other->living();
    const std::vector<Entry> more = last.living();
    merged.insert(merged.end(), more.begin(), more.end());
    std::sort(merged.begin(), merged.end());
    groups_.pop_back();
    *other = Group(std::move(merged));
    std::rotate(other, other + 1, groups_.end());
  }
}

void RegexTiers::remove(const Entry& entry) {
  if (tail_.erase(entry)) return;
  for (auto group = groups_.begin(); group != groups_.end(); ++group) {
    const auto found = std::find(group->entries->begin(), group->entries->end(), entry);
    if (found == group->entries->end()) continue;
    auto entries = std::make_shared<std::vector<Entry>>(*group->entries);
    (*entries)[static_cast<std::size_t>(found - group->entries->begin())].stub = nullptr;
    group->entries = std::move(entries);
    if (--group->live * 2 >= group->entries->size()) return;
    std::vector<Entry> kept = group->living();
    groups_.erase(group);
    if (kept.size() > kTail) {
      groups_.emplace_back(std::move(kept));
      merge_groups();
    } else {
      for (const Entry& one : kept) add(one);
    }
    return;
  }
}

}  // namespace mimus::stub
