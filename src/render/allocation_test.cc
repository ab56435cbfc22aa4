// "Hot" in template.h: looking up what a request has, and writing it, takes no memory from the
// heap.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>
#include <string>
#include <utility>

#include "example_request.h"

namespace {
thread_local std::size_t allocations = 0;
}  // namespace

// Not inlined, or g++ sees malloc() and takes the pair for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace mimus::render {
namespace {

TEST(Template, LookupsDoNotAllocate) {
  const ExampleRequest example;
  const JsonTemplate compiled = *JsonTemplate::compile(*json::parse(
      R"({"id": "{{path.id}}", "w": "a {{path.word}}", "q": "{{query.tag}}", "h": "{{header.accept}}", "n": "{{body.id}}",
          "c": "{{count}}", "r": "{{random 1.5 2.5}}", "t": "{{timestamp}}", "m": "{{method}} {{url}}"})"));
  http::Request request;
  request.path = example.path;
  request.query = example.query;
  request.fields = example.fields;
  request.body = example.body;
  Arena arena;
  std::string out;
  facts::RequestFacts facts(request, arena);
  const Scope scope{facts, example.captures, WallTime(), Chance(1), 1};
  ASSERT_TRUE(compiled.render(scope, out));  // the request is taken apart, the buffer grows
  const std::string first = std::exchange(out, std::string());
  out.reserve(2 * first.size());

  const std::size_t before = allocations;
  const bool done = static_cast<bool>(compiled.render(scope, out));
  EXPECT_EQ(allocations, before);
  EXPECT_TRUE(done);
  EXPECT_EQ(out, first);
  EXPECT_GT(before, 0u) << "allocations are counted";
}

}  // namespace
}  // namespace mimus::render
