#include "body_cache.h"

#include "base/hash.h"

namespace mimus::history {

std::optional<std::int64_t> BodyCache::find(std::string_view bytes) {
  const auto found = by_hash_.find(hash_bytes(bytes));
  if (found == by_hash_.end() || found->second->bytes != bytes) return std::nullopt;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->id;
}

void BodyCache::add(std::string_view bytes, std::int64_t id) {
  if (bytes.size() > budget_ / 4) return;
  const std::uint64_t hash = hash_bytes(bytes);
  if (const auto other = by_hash_.find(hash); other != by_hash_.end()) drop(other->second);
  entries_.push_front({hash, id, std::string(bytes)});
  by_hash_[hash] = entries_.begin();
  used_ += cost(entries_.front());
  while (used_ > budget_) drop(std::prev(entries_.end()));
}

void BodyCache::drop(std::list<Entry>::iterator entry) {
  used_ -= cost(*entry);
  by_hash_.erase(entry->hash);
  entries_.erase(entry);
}

void BodyCache::clear() {
  entries_.clear();
  by_hash_.clear();
  used_ = 0;
}

}  // namespace mimus::history
