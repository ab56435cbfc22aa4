#pragma once

#include <cstddef>
#include <string>

namespace mimus {

// Memory for what comes and goes with every request, like coroutine frames: each thread keeps what was given back, at most 64
// blocks of a size, and hands it out again. malloc() does the same for seven blocks of a size; a loop has more requests under way.
// With AddressSanitizer it is malloc(), so that it sees each block's end.
//
// Any thread may give back what another took. Throws std::bad_alloc.
void* take_spare(std::size_t bytes);
void give_spare(void* block, std::size_t bytes) noexcept;  // `bytes` as they were asked for

// Likewise for texts: an empty one that mostly has memory already, and that memory given back. A thread keeps at most 64, of up to 8 KiB each.
std::string take_spare_text();
void give_spare_text(std::string&& text) noexcept;

// For std::allocate_shared.
template <class T>
struct SpareAllocator {
  using value_type = T;
  SpareAllocator() = default;
  template <class Other>
  SpareAllocator(const SpareAllocator<Other>&) {}
  T* allocate(std::size_t count) { return static_cast<T*>(take_spare(count * sizeof(T))); }
  void deallocate(T* block, std::size_t count) noexcept { give_spare(block, count * sizeof(T)); }
  friend bool operator==(const SpareAllocator&, const SpareAllocator&) { return true; }
};

}  // namespace mimus
