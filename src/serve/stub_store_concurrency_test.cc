// What StubStore promises to many at once. Run under TSan, too.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "serving_for_tests.h"
#include "support/repetitions.h"

namespace mimus::serve {
namespace {

stub::Stub numbered(std::string_view path, std::uint64_t number, std::string text) {
  stub::Stub made = text_stub(path, std::move(text));
  made.request.manner = match::Manner::kWireMock;
  made.id = stub::derive_id(match::RequestPattern(), 0, number);
  return made;
}

// Issue C: 64 threads create 10,000 stubs; all are there, and each is visible when the call
// returned.
TEST(StubStoreConcurrency, EveryStubIsVisibleWhenItsCreateReturned) {
  constexpr unsigned kThreads = 64;
  constexpr std::uint64_t kStubs = 10'000;
  Mocks mocks({}, 1, kThreads);
  std::atomic<std::uint64_t> next{0};
  std::atomic<int> unseen{0};
  std::vector<std::thread> threads;
  for (unsigned loop = 0; loop < kThreads; ++loop) {
    threads.emplace_back([&, loop] {
      for (std::uint64_t i = next.fetch_add(1); i < kStubs; i = next.fetch_add(1)) {
        const std::string path = "/" + std::to_string(i);
        if (!mocks.world.stubs.create(numbered(path, i, path)) ||
            mocks.ask("GET", path, {}, "", loop).body != path) {
          unseen.fetch_add(1);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(unseen, 0);
  EXPECT_EQ(mocks.world.live.current()->stubs.size(), kStubs);
  for (std::uint64_t i = 0; i < kStubs; i += 97)
    EXPECT_TRUE(mocks.get("/" + std::to_string(i)).matched) << i;
}

// Two stubs of one generation: whoever asks for both gets an equal or a newer second answer, never
// an older one, and an answer is that of one generation whole.
std::vector<stub::Stub> generation(int number) {
  const std::string text = std::to_string(number);
  std::vector<stub::Stub> stubs{numbered("/a", 1, text), numbered("/b", 2, text)};
  for (stub::Stub& stub : stubs) stub.responses.front().fields.push_back({"X-Generation", text});
  return stubs;
}

template <class Publish>
void expect_no_mixture(int generations, const Publish& publish) {
  Mocks mocks({}, 1, 3);
  publish(mocks.world.stubs, 0);
  std::atomic<bool> done{false};
  std::atomic<int> wrong{0};
  const auto look = [&](unsigned loop) {
    while (!done.load()) {
      const Said first = mocks.ask("GET", "/a", {}, "", loop);
      const Said second = mocks.ask("GET", "/b", {}, "", loop);
      const bool whole = first.matched && second.matched &&
                         first.field("X-Generation") == first.body &&
                         second.field("X-Generation") == second.body;
      if (!whole || std::stoi(second.body) < std::stoi(first.body)) wrong.fetch_add(1);
    }
  };
  std::thread one(look, 1), two(look, 2);
  for (int number = 1; number <= generations; ++number) {
    publish(mocks.world.stubs, number);
    const Said seen = mocks.ask("GET", "/b", {}, "", 0);
    if (seen.body != std::to_string(number)) wrong.fetch_add(1);
  }
  done.store(true);
  one.join();
  two.join();
  EXPECT_EQ(wrong, 0);
}

TEST(StubStoreConcurrency, ImportUnderLoadNeverMixes) {
  expect_no_mixture(repetitions(2'000), [](StubStore& store, int number) {
    EXPECT_TRUE(store.import({.stubs = generation(number), .delete_others = number % 2 == 0}));
  });
}

TEST(StubStoreConcurrency, ReloadAndResetUnderLoadNeverMix) {
  expect_no_mixture(repetitions(2'000), [](StubStore& store, int number) {
    StubStore::Files files;
    files.stubs = generation(number);
    for (stub::Stub& stub : files.stubs) {
      stub.origin.file = "a.json";
      stub.more.edit().document = std::to_string(number);
    }
    files.only = number % 2 == 0;
    std::vector<Error> errors;
    EXPECT_EQ(store.take_files(std::move(files), errors), 2u);
  });
}

}  // namespace
}  // namespace mimus::serve
