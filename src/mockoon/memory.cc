#include "memory.h"

#include <utility>

#include "text/encoding.h"

namespace mimus::mockoon {

Memory::Memory(const std::vector<Bucket>& buckets, std::size_t routes)
    : calls_(std::make_unique<std::atomic<std::uint64_t>[]>(routes)) {
  for (const Bucket& bucket : buckets) slots_.push_back({bucket.id, bucket.name, text::to_lower_ascii(bucket.name), nullptr, false});
}

std::optional<std::size_t> Memory::find(std::string_view reference) const {
  if (reference.empty()) return std::nullopt;
  const std::string lower = text::to_lower_ascii(reference);
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].id == reference || slots_[i].lower_name.find(lower) != std::string::npos) return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> Memory::find_exact(std::string_view reference) const {
  if (reference.empty()) return std::nullopt;
  for (std::size_t i = slots_.size(); i > 0; --i) {
    if (slots_[i - 1].id == reference || slots_[i - 1].name == reference) return i - 1;
  }
  return std::nullopt;
}

Memory::Value Memory::bucket(std::size_t place) const {
  const std::lock_guard lock(mutex_);
  return slots_[place].value;
}

void Memory::set_bucket(std::size_t place, Value value) {
  const std::lock_guard lock(mutex_);
  slots_[place].begun = true;
  slots_[place].value.swap(value);
}

bool Memory::begin_making(std::size_t place) {
  const std::lock_guard lock(mutex_);
  return !std::exchange(slots_[place].begun, true);
}

Memory::Value Memory::global(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto found = globals_.find(name);
  return found == globals_.end() ? nullptr : found->second;
}

Memory::Value share(json::Value value) {
  return std::make_shared<const json::Value>(std::move(value), boost::json::storage_ptr());
}

void Memory::set_global(std::string_view name, json::Value value) {
  Value made = share(std::move(value));
  const std::lock_guard lock(mutex_);
  globals_[std::string(name)] = std::move(made);
}

std::uint64_t Memory::calls(std::size_t route) const {
  return calls_[route].load(std::memory_order_relaxed);
}

bool Memory::count_call(std::size_t route, std::uint64_t after) {
  return calls_[route].compare_exchange_strong(after, after + 1, std::memory_order_relaxed);
}

std::uint64_t Memory::count_call(std::size_t route) {
  return calls_[route].fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace mimus::mockoon
