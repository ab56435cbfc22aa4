#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace mimus {

// Memory that is handed out piece by piece and taken back all at once. One per connection: the bytes
// of a request and all that is derived from it live here until reset().
//
//   Arena arena;
//   std::string_view kept = arena.copy(view);   // valid until reset() or the arena's end
//
// Not thread-safe. Nothing in it is destroyed, so only trivially destructible types go in. After
// reset() the largest block is kept if it is at most kKeep bytes, so that a connection which once
// saw a large body does not hold on to it.
class Arena {
 public:
  static constexpr std::size_t kFirstBlock = 2048;
  static constexpr std::size_t kKeep = 64 * 1024;

  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  char* allocate(std::size_t size, std::size_t align = 1) {
    std::size_t at = (used_ + align - 1) & ~(align - 1);
    if (at + size > capacity_) {
      grow(size + align);
      at = (used_ + align - 1) & ~(align - 1);
    }
    used_ = at + size;
    return block_ + at;
  }

  template <class T>
    requires std::is_trivially_destructible_v<T>
  std::span<T> array(std::size_t count) {
    if (count == 0) return {};
    T* first = reinterpret_cast<T*>(allocate(count * sizeof(T), alignof(T)));
    std::uninitialized_default_construct_n(first, count);
    return {first, count};
  }

  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* at = allocate(text.size());
    std::memcpy(at, text.data(), text.size());
    return {at, text.size()};
  }

  // a and b, one after the other.
  std::string_view join(std::string_view a, std::string_view b) {
    char* at = allocate(a.size() + b.size() + 1);
    std::memcpy(at, a.data(), a.size());
    std::memcpy(at + a.size(), b.data(), b.size());
    return {at, a.size() + b.size()};
  }

  void reset();
  // All memory held, in bytes.
  std::size_t footprint() const;

 private:
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size;
  };
  void grow(std::size_t at_least);

  char* block_ = nullptr;
  std::size_t used_ = 0;
  std::size_t capacity_ = 0;
  std::vector<Block> blocks_;
};

}  // namespace mimus
