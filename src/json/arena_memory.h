#pragma once

#include <boost/json/memory_resource.hpp>
#include <boost/json/storage_ptr.hpp>

#include "base/arena.h"

namespace mimus::json {

// Lets Boost.JSON values live in an Arena: nothing is given back before the arena is reset, so such
// a value is never taken apart.
class ArenaMemory final : public boost::json::memory_resource {
 public:
  explicit ArenaMemory(Arena& arena) : arena_(&arena) {}

 private:
  void* do_allocate(std::size_t size, std::size_t align) override {
    return arena_->allocate(size, align);
  }
  void do_deallocate(void*, std::size_t, std::size_t) override {}
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  Arena* arena_;
};

}  // namespace mimus::json

template <>
struct boost::json::is_deallocate_trivial<mimus::json::ArenaMemory> {
  static constexpr bool value = true;
};
