// "Hot" in path.h: a singular path, and a Selection that is used again, take no memory from the heap.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "path.h"

namespace {
thread_local std::size_t allocations = 0;
}  // namespace

// Not inlined, or g++ sees malloc() and takes the pair for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace mimus::jsonpath {
namespace {

constexpr std::string_view kHotPaths[] = {
    "$.a[1].b", "$.a[*].b", "$..b", "$.a[?@.b > 1 && @.c == 'x']", "$.a[?count(@.*) > 1 || length(@.c) == 1]",
    "$.a[?match(@.c, '[a-z]+')]", "$.a[?match(@.c, $.re)]",
};

TEST(Path, SelectionsDoNotAllocateTheSecondTime) {
  const json::Value document = *json::parse(R"({"a":[{"b":1,"c":"y"},{"b":2,"c":"x"}],"re":"x*"})");
  for (const std::string_view text : kHotPaths) {
    SCOPED_TRACE(text);
    const Path path = *Path::compile(text);
    Selection found;
    ASSERT_TRUE(path.select(document, found));
    ASSERT_FALSE(found.empty());
    const std::size_t before = allocations;
    EXPECT_TRUE(path.select(document, found));
    EXPECT_EQ(path.at(document) != nullptr, path.singular());
    EXPECT_EQ(allocations, before);
    EXPECT_GT(before, 0u) << "allocations are counted";
  }
}

}  // namespace
}  // namespace mimus::jsonpath
