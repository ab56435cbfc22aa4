// What one rendering costs, beside the parsing of what it asks for. cmake --preset release, target
// template_bench.
#include <benchmark/benchmark.h>

#include "example_request.h"

namespace mimus::render {
namespace {

// Renders again and again into one buffer, with facts that are new each time, as a connection does.
void render_each(benchmark::State& state, std::string_view document) {
  const JsonTemplate compiled = *JsonTemplate::compile(*json::parse(document));
  const ExampleRequest example;
  http::Request request;
  request.method = "GET";
  request.target = request.path = "/users/42";
  request.query = "page=2&sort=name";
  request.fields = example.fields;
  request.body = example.body;
  Arena arena;
  std::string out;
  std::uint64_t count = 0;
  for (auto _ : state) {
    arena.reset();
    out.clear();
    facts::RequestFacts facts(request, arena);
    (void)compiled.render({facts, example.captures, WallTime(std::chrono::seconds(1'795'168'257)),
                           Chance(count), count},
                          out);
    ++count;
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * out.size()));
}

void constant(benchmark::State& state) {
  render_each(state, R"({"id": 42, "name": "Ada", "page": "2", "agent": "r-1"})");
}
void four_lookups(benchmark::State& state) {
  render_each(state, R"({"id": "{{path.id}}", "name": "Ada {{path.word}}", "page": "{{query.page}}",
                         "agent": "{{header.X-Request-Id}}"})");
}
void four_made(benchmark::State& state) {
  render_each(
      state,
      R"({"id": "{{uuid}}", "at": "{{now}}", "dice": "{{random 1 6}}", "count": "{{count}}"})");
}
void four_members(benchmark::State& state) {
  render_each(
      state,
      R"({"id": "{{body.id}}", "name": "{{body.name}}", "a": "{{body.a}}", "x": "{{body.a.b[0]}}"})");
}
BENCHMARK(constant);
BENCHMARK(four_lookups);
BENCHMARK(four_made);
BENCHMARK(four_members);

}  // namespace
}  // namespace mimus::render
