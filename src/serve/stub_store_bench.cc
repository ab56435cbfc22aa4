// What an edit through the API costs: POST, PUT and DELETE of one stub beside many. CPU time;
// benchmarks report and never fail.
#include <benchmark/benchmark.h>

#include <cstdlib>

#include "world.h"

namespace mimus::serve {
namespace {

stub::Stub numbered(std::uint64_t number) {
  stub::Stub made;
  const std::string path = "/things/" + std::to_string(number);
  made.request.manner = match::Manner::kWireMock;
  made.dialect = stub::Dialect::kWireMock;
  made.request.path = match::PathPattern::raw_exact(path);
  made.request.methods = {"GET"};
  made.id = stub::derive_id(match::RequestPattern(), 0, number);
  made.label = "GET " + path;
  made.cors.edit().enabled = false;
  made.pace.chunked = true;
  made.responses.front().body = stub::TextBody{"hello", false};
  made.more.edit().document =
      R"({"request":{"urlPath":")" + path + R"("},"response":{"body":"hello"}})";
  return made;
}

void fill(World& world, std::uint64_t size) {
  StubStore::Files files;
  for (std::uint64_t i = 0; i < size; ++i) files.stubs.push_back(numbered(i));
  std::vector<Error> errors;
  if (!world.stubs.take_files(std::move(files), errors)) std::abort();
}

void Create(benchmark::State& state) {
  World world(1, {});
  const auto size = static_cast<std::uint64_t>(state.range(0));
  fill(world, size);
  std::uint64_t next = size;
  for (auto _ : state) {
    if (!world.stubs.create(numbered(next++))) std::abort();
  }
}

void Replace(benchmark::State& state) {
  World world(1, {});
  const auto size = static_cast<std::uint64_t>(state.range(0));
  fill(world, size);
  std::uint64_t next = 0;
  for (auto _ : state) {
    if (!world.stubs.replace(numbered(next = (next + 7919) % size))) std::abort();
  }
}

void RemoveAndCreate(benchmark::State& state) {
  World world(1, {});
  const auto size = static_cast<std::uint64_t>(state.range(0));
  fill(world, size);
  std::uint64_t next = 0;
  for (auto _ : state) {
    stub::Stub stub = numbered(next = (next + 7919) % size);
    if (world.stubs.remove(stub.id) == nullptr) std::abort();
    if (!world.stubs.create(std::move(stub))) std::abort();
  }
}

BENCHMARK(Create)->Arg(100)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(Replace)->Arg(100)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(RemoveAndCreate)->Arg(100)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace mimus::serve

BENCHMARK_MAIN();
