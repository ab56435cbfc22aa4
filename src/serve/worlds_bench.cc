// What a session costs: to open, to close, and while it is idle. CPU time and bytes of the heap; benchmarks report and never
// fail.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <cstdlib>

#include "worlds.h"

namespace mimus::serve {
namespace {

stub::Stub numbered(std::uint64_t number) {
  stub::Stub made;
  made.request.path = *match::PathPattern::parse("/things/" + std::to_string(number));
  made.id = stub::derive_id(match::RequestPattern(), 0, number);
  made.label = "GET /things";
  made.responses.front().body = stub::TextBody{"hello", false};
  return made;
}

struct Filled {
  explicit Filled(std::uint64_t stubs, std::uint64_t scenarios, std::uint64_t records = 0)
      : world(1, {.writers = 2}), handler(world, 2), worlds(world, handler, {.loops = 2, .journal = {.bytes = 4 << 20, .writers = 2}}) {
    StubStore::Files files;
    for (std::uint64_t i = 0; i < stubs; ++i) files.stubs.push_back(numbered(i));
    std::vector<Error> errors;
    if (!world.stubs.take_files(std::move(files), errors)) std::abort();
    for (std::uint64_t i = 0; i < scenarios; ++i) (void)world.scenarios.set("order " + std::to_string(i), "Paid");
    if (records > 0) fill(records);
  }
  // So many values in the state, and as many rows in a collection, the last of which was written.
  void fill(std::uint64_t records) {
    auto definition = std::make_shared<collections::Definition>();
    definition->name = definition->text = "things";
    auto rows = std::make_shared<std::vector<json::Value>>();
    for (std::uint64_t i = 1; i <= records; ++i) {
      rows->push_back(json::Object{{"id", i}, {"name", "thing " + std::to_string(i)}});
      if (!world.state.set("record" + std::to_string(i), i)) std::abort();
    }
    definition->rows = std::move(rows);
    if (!world.collections.define({std::move(definition)}, Chance(1))) std::abort();
  }
  World world;
  MockHandler handler;
  Worlds worlds;
};

void OpenAndClose(benchmark::State& state) {
  Filled filled(static_cast<std::uint64_t>(state.range(0)), static_cast<std::uint64_t>(state.range(1)), static_cast<std::uint64_t>(state.range(2)));
  for (auto _ : state) {
    const auto session = filled.worlds.open(filled.world, nullptr, {});
    if (!session || !filled.worlds.close(session->info.token)) std::abort();
  }
}

// Bytes that one idle session holds.
void Idle(benchmark::State& state) {
  Filled filled(static_cast<std::uint64_t>(state.range(0)), static_cast<std::uint64_t>(state.range(1)));
  constexpr std::size_t kSessions = 1000;
  for (auto _ : state) {
    std::vector<std::string> tokens;
    const std::size_t before = mallinfo2().uordblks;
    for (std::size_t i = 0; i < kSessions; ++i) tokens.push_back(filled.worlds.open(filled.world, nullptr, {})->info.token);
    state.counters["bytes"] = static_cast<double>(mallinfo2().uordblks - before) / kSessions;
    for (const std::string& token : tokens) (void)filled.worlds.close(token);
  }
}

BENCHMARK(OpenAndClose)->Args({1, 0, 0})->Args({100'000, 0, 0})->Args({100'000, 1000, 0})->Args({100'000, 1000, 100'000})->Unit(benchmark::kMicrosecond);
BENCHMARK(Idle)->Args({100'000, 10})->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace mimus::serve

BENCHMARK_MAIN();
