// What one rendering costs, beside the parsing of what it asks for. cmake --preset release, target
// template_bench; bench/template/run puts handlebars.js beside it.
#include <benchmark/benchmark.h>

#include "example_request.h"

namespace mimus::render {
namespace {

// Renders again and again into one buffer, with facts that are new each time, as a connection does.
template <class AnyTemplate>
void render_each(benchmark::State& state, const AnyTemplate& compiled) {
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
    const Scope scope{facts, example.captures, WallTime(std::chrono::seconds(1'795'168'257)),
                      Chance(count), count};
    if (!compiled.render(scope, out)) state.SkipWithError("it failed");
    ++count;
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * out.size()));
  state.counters["bytes"] = static_cast<double>(out.size());
}

void document(benchmark::State& state, std::string_view source) {
  render_each(state, *JsonTemplate::compile(*json::parse(source)));
}
void text(benchmark::State& state, const std::string& source, Language language = Language::kOurs) {
  render_each(state, *Template::compile(source, language));
}

void constant(benchmark::State& state) {
  document(state, R"({"id": 42, "name": "Ada", "page": "2", "agent": "r-1"})");
}
void four_lookups(benchmark::State& state) {
  document(state, R"({"id": "{{path.id}}", "name": "Ada {{path.word}}", "page": "{{query.page}}",
                      "agent": "{{header.X-Request-Id}}"})");
}
void four_made(benchmark::State& state) {
  document(
      state,
      R"({"id": "{{uuid}}", "at": "{{now}}", "dice": "{{random 1 6}}", "count": "{{count}}"})");
}
void four_members(benchmark::State& state) {
  document(
      state,
      R"({"id": "{{body.id}}", "name": "{{body.name}}", "a": "{{body.a}}", "x": "{{body.a.b[0]}}"})");
}
void path_query_uuid_and_a_member(benchmark::State& state) {
  document(
      state,
      R"({"id": "{{path.id}}", "page": "{{query.page}}", "key": "{{uuid}}", "price": "{{body.price}}"})");
}
void path_query_uuid_and_a_json_path(benchmark::State& state) {
  document(
      state,
      R"({"id": "{{path.id}}", "page": "{{query.page}}", "key": "{{uuid}}", "price": "{{jsonPath body '$.price'}}"})");
}
// The same as WireMock's users write it: a text, and its model.
void wiremock_constant(benchmark::State& state) {
  text(state, R"({"id": 42, "name": "Ada", "page": "2", "agent": "r-1"})", Language::kWireMock);
}
void wiremock_path_query_uuid_and_a_json_path(benchmark::State& state) {
  text(
      state,
      R"({"id": "{{request.path.[1]}}", "page": "{{request.query.page}}", "key": "{{randomValue type='UUID'}}", )"
      R"("price": {{jsonPath request.body '$.price'}} })",
      Language::kWireMock);
}

// The template of bench/template/handlebars.mjs, word for word: 20 expressions in 2 kB.
// handlebars.js gets its data ready made; ours takes query and cookies apart in each turn, and with
// a body parses that too.
std::string two_kilobytes_source(bool with_body = false) {
  const std::string_view expressions[] = {"{{path.id}}", "{{query.page}}", "{{query.sort}}",
                                          with_body ? "{{body.id}}" : "{{header.X-Request-Id}}",
                                          with_body ? "{{body.name}}" : "{{cookie.session}}"};
  std::string source;
  for (std::size_t i = 0; i < 20; ++i) {
    source +=
        "Some words that stand before the expression, ninety bytes of them, as in a letter or a "
        "page. ";
    source += expressions[i % 5];
    source += '\n';
  }
  return source;
}
void two_kilobytes(benchmark::State& state) {
  text(state, two_kilobytes_source());
}
void two_kilobytes_and_a_body_to_parse(benchmark::State& state) {
  text(state, two_kilobytes_source(true));
}
void half_a_megabyte(benchmark::State& state) {
  std::string source;
  while (source.size() < 500'000) source += two_kilobytes_source();
  text(state, source);
}
void compile_half_a_megabyte(benchmark::State& state) {
  std::string source;
  while (source.size() < 500'000) source += two_kilobytes_source();
  for (auto _ : state) benchmark::DoNotOptimize(Template::compile(source));
}

BENCHMARK(constant);
BENCHMARK(four_lookups);
BENCHMARK(four_made);
BENCHMARK(four_members);
BENCHMARK(path_query_uuid_and_a_member);
BENCHMARK(path_query_uuid_and_a_json_path);
BENCHMARK(wiremock_constant);
BENCHMARK(wiremock_path_query_uuid_and_a_json_path);
BENCHMARK(two_kilobytes);
BENCHMARK(two_kilobytes_and_a_body_to_parse);
BENCHMARK(half_a_megabyte);
BENCHMARK(compile_half_a_megabyte);

}  // namespace
}  // namespace mimus::render
