#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

namespace mimus {

// A map from well-mixed 64-bit keys (hashes) to values, in which versions share what they have in common: a hash
// array mapped trie, 64 ways (Bagwell 2001). Copying the map is O(1), a change costs O(log64 n), and a
// change to a map that shares nothing happens in place, so building one is fast too.
//
//   PersistentMap<Bucket> next = now;
//   next.edit(hash_bytes(path)).add(stub);          // `now` does not see it
//   if (const Bucket* bucket = now.find(hash)) ...  // valid as long as a map that holds it
//
// Two things of equal hash share a value: whoever hashes text compares the text. Any thread may read while
// others copy and change copies; find() writes nothing, not even a count.
template <class Value>
class PersistentMap {
  struct Leaf;

 public:
  PersistentMap() = default;
  PersistentMap(const PersistentMap& other) : root_(other.root_), size_(other.size_) { hold(root_); }
  PersistentMap(PersistentMap&& other) noexcept
      : root_(std::exchange(other.root_, 0)), size_(std::exchange(other.size_, 0)) {}
  PersistentMap& operator=(PersistentMap other) noexcept {
    std::swap(root_, other.root_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~PersistentMap() { drop(root_); }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  const Value* find(std::uint64_t key) const {
    const Leaf* leaf = leaf_for(key);
    if (leaf == nullptr) return nullptr;
    if constexpr (sizeof(Leaf) > kLine) __builtin_prefetch(reinterpret_cast<const char*>(leaf) + kLine);
    return leaf->key == key ? &leaf->value : nullptr;
  }

  // find() in two steps, for a caller with several keys: all that fetch() found is on its way to the cache side by
  // side, and arrived() then has it at once. A Fetched is good as long as its value would be.
  class Fetched {
   public:
    Fetched() = default;
    const Value* arrived(std::uint64_t key) const {
      return leaf_ != nullptr && leaf_->key == key ? &leaf_->value : nullptr;
    }
    explicit operator bool() const { return leaf_ != nullptr; }  // surely absent, or probably there

   private:
    friend class PersistentMap;
    const Leaf* leaf_ = nullptr;
  };
  Fetched fetch(std::uint64_t key) const {
    Fetched fetched;
    fetched.leaf_ = leaf_for(key);
    if (fetched.leaf_ == nullptr) return fetched;
    __builtin_prefetch(fetched.leaf_);
    if constexpr (sizeof(Leaf) > kLine) __builtin_prefetch(reinterpret_cast<const char*>(fetched.leaf_) + kLine);
    return fetched;
  }

  // The value of this key, default-made if there was none; ours alone, to be changed.
  Value& edit(std::uint64_t key) {
    Slot* slot = &root_;
    for (unsigned shift = 0;; shift += kBits) {
      if (*slot == 0) return add_leaf(*slot, key);
      if (is_leaf(*slot)) {
        if (leaf(*slot)->key == key) return own_leaf(*slot)->value;
        split(*slot, shift);
      }
      Fork* fork = own_fork(*slot);
      const std::uint64_t bit = bit_of(key >> shift);
      const unsigned at = rank(fork->present, bit);
      if ((fork->present & bit) == 0) fork = insert_slot(*slot, bit, at);
      slot = &fork->slots()[at];
    }
  }

  // Nothing happens when there is no such key.
  void erase(std::uint64_t key) {
    if (find(key) == nullptr) return;
    erase_in(root_, key, 0);
    --size_;
  }

  // visit(key, value) for each, in no order that means anything.
  template <class Visit>
  void for_each(Visit&& visit) const {
    if (root_ != 0) visit_slot(root_, visit);
  }

 private:
  static constexpr unsigned kBits = 6;
  // 0, a Fork*, or a Leaf* with its lowest bit set. What alignment leaves of a Leaf*'s low bits is a tag, bits of the
  // leaf's key: nearly all keys that are absent are so without a visit to the leaf that stands in their place.
  using Slot = std::uintptr_t;

  // A leaf that nearly fills two cache lines lies in just those.
  static constexpr std::size_t kLine = 64;
  static constexpr std::size_t kLeafSize = 16 + sizeof(Value);
  struct alignas(kLeafSize > kLine + kLine / 2 ? kLine : alignof(std::max_align_t)) Leaf {
    explicit Leaf(std::uint64_t of) : key(of) {}
    Leaf(const Leaf& other) : key(other.key), value(other.value) {}
    std::atomic<std::uint32_t> holders{1};
    std::uint64_t key;
    Value value{};
  };

  // Up to 64 slots, those whose bit is set in `present`, behind the header.
  struct Fork {
    std::atomic<std::uint32_t> holders{1};
    std::uint32_t capacity = 0;
    std::uint64_t present = 0;

    Slot* slots() { return reinterpret_cast<Slot*>(this + 1); }
    const Slot* slots() const { return reinterpret_cast<const Slot*>(this + 1); }
    unsigned count() const { return static_cast<unsigned>(std::popcount(present)); }
  };

  static bool is_leaf(Slot slot) { return (slot & 1) != 0; }
  static constexpr Slot kLowBits = alignof(Leaf) - 1;
  static Leaf* leaf(Slot slot) { return reinterpret_cast<Leaf*>(slot & ~kLowBits); }
  static Fork* fork(Slot slot) { return reinterpret_cast<Fork*>(slot); }
  static Slot tag_of(std::uint64_t key) { return (key >> 56 & kLowBits) | 1; }
  static Slot slot_of(Leaf* leaf) { return reinterpret_cast<Slot>(leaf) | tag_of(leaf->key); }
  static Slot slot_of(Fork* fork) { return reinterpret_cast<Slot>(fork); }
  static std::uint64_t bit_of(std::uint64_t rest) { return std::uint64_t{1} << (rest & 63); }
  static unsigned rank(std::uint64_t present, std::uint64_t bit) {
    return static_cast<unsigned>(std::popcount(present & (bit - 1)));
  }

  // The leaf that has this key, unless it is another of the same tag. Does not look into it.
  const Leaf* leaf_for(std::uint64_t key) const {
    Slot slot = root_;
    for (std::uint64_t rest = key; slot != 0; rest >>= kBits) {
      if (is_leaf(slot)) return (slot & kLowBits) == tag_of(key) ? leaf(slot) : nullptr;
      const Fork* fork = this->fork(slot);
      const std::uint64_t bit = bit_of(rest);
      if ((fork->present & bit) == 0) return nullptr;
      slot = fork->slots()[rank(fork->present, bit)];
    }
    return nullptr;
  }

  static Fork* new_fork(std::uint32_t capacity) {
    Fork* fork = new (::operator new(sizeof(Fork) + capacity * sizeof(Slot))) Fork;
    fork->capacity = capacity;
    return fork;
  }
  static void delete_fork(Fork* fork) {
    fork->~Fork();
    ::operator delete(fork);
  }

  static void hold(Slot slot) {
    if (slot == 0) return;
    auto& holders = is_leaf(slot) ? leaf(slot)->holders : fork(slot)->holders;
    holders.fetch_add(1, std::memory_order_relaxed);
  }

  static void drop(Slot slot) {
    if (slot == 0) return;
    auto& holders = is_leaf(slot) ? leaf(slot)->holders : fork(slot)->holders;
    if (holders.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    if (is_leaf(slot)) {
      delete leaf(slot);
      return;
    }
    Fork* gone = fork(slot);
    for (unsigned i = 0; i < gone->count(); ++i) drop(gone->slots()[i]);
    delete_fork(gone);
  }

  static Leaf* own_leaf(Slot& slot) {
    Leaf* mine = leaf(slot);
    if (mine->holders.load(std::memory_order_acquire) == 1) return mine;
    mine = new Leaf(*mine);
    drop(std::exchange(slot, slot_of(mine)));
    return mine;
  }

  static Fork* own_fork(Slot& slot) {
    Fork* shared = fork(slot);
    if (shared->holders.load(std::memory_order_acquire) == 1) return shared;
    const unsigned count = shared->count();
    Fork* mine = new_fork(count < 64 ? count + 1 : 64);
    mine->present = shared->present;
    for (unsigned i = 0; i < count; ++i) hold(mine->slots()[i] = shared->slots()[i]);
    drop(std::exchange(slot, slot_of(mine)));
    return mine;
  }

  Value& add_leaf(Slot& slot, std::uint64_t key) {
    Leaf* fresh = new Leaf(key);
    slot = slot_of(fresh);
    ++size_;
    return fresh->value;
  }

  // Puts a fork of one slot above a leaf.
  static void split(Slot& slot, unsigned shift) {
    Fork* fork = new_fork(2);
    fork->present = bit_of(leaf(slot)->key >> shift);
    fork->slots()[0] = slot;
    slot = slot_of(fork);
  }

  // Makes room for an empty slot in a fork that is ours; the fork may move.
  static Fork* insert_slot(Slot& slot, std::uint64_t bit, unsigned at) {
    Fork* old = fork(slot);
    const unsigned count = old->count();
    Fork* into = old;
    if (count == old->capacity) {
      into = new_fork(count + count / 2 + 1 < 64 ? count + count / 2 + 1 : 64);
      into->present = old->present;
      std::memcpy(into->slots(), old->slots(), at * sizeof(Slot));
    }
    std::memmove(into->slots() + at + 1, old->slots() + at, (count - at) * sizeof(Slot));
    into->slots()[at] = 0;
    into->present |= bit;
    if (into != old) {
      slot = slot_of(into);
      delete_fork(old);  // its slots have moved
    }
    return into;
  }

  static void erase_in(Slot& slot, std::uint64_t key, unsigned shift) {
    if (is_leaf(slot)) {
      drop(std::exchange(slot, 0));
      return;
    }
    Fork* fork = own_fork(slot);
    const std::uint64_t bit = bit_of(key >> shift);
    const unsigned at = rank(fork->present, bit);
    erase_in(fork->slots()[at], key, shift + kBits);
    unsigned count = fork->count();
    if (fork->slots()[at] == 0) {
      std::memmove(fork->slots() + at, fork->slots() + at + 1, (count - at - 1) * sizeof(Slot));
      fork->present &= ~bit;
      --count;
    }
    if (count > 1 || (count == 1 && !is_leaf(fork->slots()[0]))) return;
    slot = count == 0 ? 0 : fork->slots()[0];  // a leaf alone needs no fork above it
    delete_fork(fork);
  }

  template <class Visit>
  static void visit_slot(Slot slot, Visit& visit) {
    if (is_leaf(slot)) {
      visit(leaf(slot)->key, leaf(slot)->value);
      return;
    }
    const Fork* fork = PersistentMap::fork(slot);
    for (unsigned i = 0; i < fork->count(); ++i) visit_slot(fork->slots()[i], visit);
  }

  Slot root_ = 0;
  std::size_t size_ = 0;
};

}  // namespace mimus
