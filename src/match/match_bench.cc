// What WireMock's dear matchers cost on a body of 2 kB: read once, and judged.
//   cmake --preset release && ninja -C build/release match_bench && build/release/src/match/match_bench
#include <benchmark/benchmark.h>

#include "request_pattern.h"

namespace {

using namespace mimus;

std::string json_body() {
  std::string body = R"({"id":4711,"customer":{"name":"Ada Lovelace","city":"London"},"items":[)";
  for (int i = 0; i < 26; ++i) {
    if (i > 0) body += ',';
    body += R"({"sku":"item-)" + std::to_string(i) + R"(","count":)" + std::to_string(i % 5) +
            R"(,"price":12.5,"tags":["a","b"]})";
  }
  return body + "]}";
}

std::string xml_body() {
  std::string body = "<order id=\"4711\"><customer><name>Ada Lovelace</name></customer><items>";
  for (int i = 0; i < 26; ++i) {
    body += "<item sku=\"item-" + std::to_string(i) + "\"><count>" + std::to_string(i % 5) + "</count><price>12.5</price></item>";
  }
  return body + "</items></order>";
}

void run(benchmark::State& state, const json::Value& matcher, const std::string& body) {
  auto test = match::read_wiremock_test(matcher, match::Place::kBody);
  match::RequestPattern pattern;
  pattern.manner = match::Manner::kWireMock;
  pattern.conditions.push_back({match::Place::kBody, "", {*std::move(test)}});
  const auto compiled = match::CompiledPattern::compile(std::move(pattern));
  http::Request request;
  request.body = body;
  Arena arena;
  for (auto _ : state) {
    facts::RequestFacts facts(request, arena);
    if (!compiled->rest_matches(facts, {})) return state.SkipWithError("no match");
    arena.reset();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}

json::Value text(const std::string& text) { return json::Value(text); }

void BM_EqualToJson(benchmark::State& state) {
  run(state, json::Object{{"equalToJson", text(json_body())}}, json_body());
}
BENCHMARK(BM_EqualToJson);

void BM_EqualToJsonAnyOrder(benchmark::State& state) {
  run(state, json::Object{{"equalToJson", text(json_body())}, {"ignoreArrayOrder", true}, {"ignoreExtraElements", true}},
      json_body());
}
BENCHMARK(BM_EqualToJsonAnyOrder);

void BM_MatchesJsonPath(benchmark::State& state) {
  run(state, json::Object{{"matchesJsonPath", json::Object{{"expression", "$.customer.name"}, {"contains", "Ada"}}}},
      json_body());
}
BENCHMARK(BM_MatchesJsonPath);

void BM_MatchesJsonPathFilter(benchmark::State& state) {
  run(state, json::Object{{"matchesJsonPath", "$.items[?(@.count > 3 && @.sku == 'item-24')]"}}, json_body());
}
BENCHMARK(BM_MatchesJsonPathFilter);

void BM_EqualToXml(benchmark::State& state) {
  run(state, json::Object{{"equalToXml", text(xml_body())}}, xml_body());
}
BENCHMARK(BM_EqualToXml);

void BM_MatchesXPath(benchmark::State& state) {
  run(state, json::Object{{"matchesXPath", "/order/items/item[@sku='item-24']/count"}}, xml_body());
}
BENCHMARK(BM_MatchesXPath);

}  // namespace

BENCHMARK_MAIN();
