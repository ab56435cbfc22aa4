// What a lookup, a change and a build of a stub set cost. Not a test: it reports.
//   cmake --preset release && cmake --build build/release --target stub_set_bench
//   build/release/src/stub/stub_set_bench
#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/chance.h"
#include "stub_set.h"

namespace {

using namespace mimus;
using stub::StubPtr;
using stub::StubSet;

enum Kind : std::int64_t { kExact, kTemplate, kRegex, kPrefix, kSuffixRegex, kMixed };
constexpr std::string_view kNames[] = {"exact", "template", "regex", "prefix", "suffix regex", "mixed"};

Kind kind_at(Kind kind, std::int64_t i) { return kind == kMixed ? static_cast<Kind>(i % 3) : kind; }

std::string pattern_text(Kind kind, std::int64_t i) {
  const std::string n = std::to_string(i);
  switch (kind_at(kind, i)) {
    case kTemplate: return "/t/" + n + "/{id}";
    case kRegex: return "regex:/r/" + n + "/[a-z]+";
    case kSuffixRegex: return "regex:/[a-z]+/s" + n;
    default: return "/e/" + n + "/x";
  }
}

std::string request_path(Kind kind, std::int64_t i) {
  const std::string n = std::to_string(i);
  switch (kind_at(kind, i)) {
    case kTemplate: return "/t/" + n + "/abc";
    case kRegex: return "/r/" + n + "/abc";
    case kSuffixRegex: return "/abc/s" + n;
    case kPrefix: return "/p/" + n + "/x/y";
    default: return "/e/" + n + "/x";
  }
}

StubPtr make_stub(Kind kind, std::int64_t i) {
  match::RequestPattern pattern;
  pattern.path = kind == kPrefix ? match::PathPattern::prefix("/p/" + std::to_string(i) + "/")
                                 : *match::PathPattern::parse(pattern_text(kind, i));
  pattern.methods = {"GET"};
  auto compiled = match::CompiledPattern::compile(pattern);
  stub::Stub source;
  source.id = {Uuid::random(Chance(static_cast<std::uint64_t>(i)))};
  source.request = std::move(pattern);
  const stub::Rank rank{5, ~source.request.path.specificity(), i};
  stub::CompiledStub stub{.source = std::move(source), .rank = rank, .pattern = *std::move(compiled)};
  return std::make_shared<const stub::CompiledStub>(std::move(stub));
}

std::vector<StubPtr> make_stubs(Kind kind, std::int64_t count) {
  std::vector<StubPtr> stubs;
  for (std::int64_t i = 0; i < count; ++i) stubs.push_back(make_stub(kind, i));
  return stubs;
}

// Each lookup asks for another stub, at random, so that large sets miss the caches as they would.
void best_match(benchmark::State& state) {
  const auto kind = static_cast<Kind>(state.range(0));
  const std::int64_t count = state.range(1);
  const StubSet set = StubSet::build(make_stubs(kind, count));
  std::vector<std::string> paths;
  for (std::uint64_t i = 0; i < 4096; ++i) {
    paths.push_back(request_path(
        kind, static_cast<std::int64_t>(Chance(9).fork(i).below(static_cast<std::uint64_t>(count)))));
  }
  http::Request request;
  request.method = "GET";
  Arena arena;
  std::size_t at = 0;
  for (auto _ : state) {
    request.path = paths[at++ & 4095];
    facts::RequestFacts facts(request, arena);
    match::Captures captures;
    const stub::CompiledStub* found = set.best_match(facts, captures);
    if (found == nullptr) state.SkipWithError("not found");
    benchmark::DoNotOptimize(found);
    arena.reset();
  }
  state.SetLabel(std::string(kNames[kind]));
}
BENCHMARK(best_match)->ArgsProduct({{kExact, kTemplate, kRegex, kPrefix, kSuffixRegex, kMixed}, {1, 10'000, 100'000}});

// Stubs on one path that differ in one value, asked at random: compare 10,000 with 1.
enum Differ : std::int64_t { kHeader, kQuery, kCookie, kUrl, kJsonPath, kMember };
constexpr std::string_view kDiffer[] = {"header", "query", "cookie", "raw url", "$.id", "native body.id"};

match::RequestPattern differing(Differ differ, const std::string& n) {
  match::RequestPattern pattern;
  pattern.path = match::PathPattern::raw_exact("/one");
  pattern.manner = differ == kMember ? match::Manner::kNative : match::Manner::kWireMock;
  const match::Test equal{"equalTo", json::Value(n)};
  switch (differ) {
    case kHeader: pattern.conditions = {{match::Place::kHeader, "X-Id", {equal}}}; break;
    case kQuery: pattern.conditions = {{match::Place::kQuery, "id", {equal}}}; break;
    case kCookie: pattern.conditions = {{match::Place::kCookie, "id", {equal}}}; break;
    case kUrl: (void)match::ask_for_url(match::UrlForm::kUrl, "/one?id=" + n, pattern); break;
    case kJsonPath: {
      const json::Object path{{"expression", "$.id"}, {"equalTo", n}};
      pattern.conditions = {{match::Place::kBody, "", {{"matchesJsonPath", path}}}};
      break;
    }
    case kMember: pattern.conditions = {{match::Place::kBody, "id", {{"equals", json::Value(std::stoll(n))}}}}; break;
  }
  return pattern;
}

void one_path(benchmark::State& state) {
  const auto differ = static_cast<Differ>(state.range(0));
  std::vector<StubPtr> stubs;
  for (std::int64_t i = 0; i < state.range(1); ++i) {
    stub::Stub source;
    source.id = {Uuid::random(Chance(static_cast<std::uint64_t>(i)))};
    source.request = differing(differ, std::to_string(i));
    auto compiled = match::CompiledPattern::compile(source.request);
    stub::CompiledStub stub{.source = std::move(source), .rank = {5, 0, i}, .pattern = *std::move(compiled)};
    stubs.push_back(std::make_shared<const stub::CompiledStub>(std::move(stub)));
  }
  const StubSet set = StubSet::build(std::move(stubs));
  http::Request request;
  request.method = "POST";
  request.path = "/one";
  Arena arena;
  std::uint64_t at = 0;
  for (auto _ : state) {
    const std::string n = std::to_string(Chance(9).fork(at++ & 4095).below(static_cast<std::uint64_t>(state.range(1))));
    const std::string query = "id=" + n, body = "{\"name\":\"x\",\"id\":" + n + "}", cookie = "id=" + n;
    const http::HeaderField fields[] = {{"X-Id", n}, {"Cookie", cookie}};
    request.query = query;
    request.body = body;
    request.fields = fields;
    facts::RequestFacts facts(request, arena);
    match::Captures captures;
    if (set.best_match(facts, captures) == nullptr) state.SkipWithError("not found");
    arena.reset();
  }
  state.SetLabel(std::string(kDiffer[differ]));
}
BENCHMARK(one_path)->ArgsProduct({{kHeader, kQuery, kCookie, kUrl, kJsonPath, kMember}, {1, 10'000}});

void no_match(benchmark::State& state) {
  const StubSet set = StubSet::build(make_stubs(kMixed, state.range(0)));
  http::Request request;
  request.method = "GET";
  request.path = "/t/unknown/path/of/some/length";
  Arena arena;
  for (auto _ : state) {
    facts::RequestFacts facts(request, arena);
    match::Captures captures;
    benchmark::DoNotOptimize(set.best_match(facts, captures));
    arena.reset();
  }
}
BENCHMARK(no_match)->Arg(1)->Arg(100'000);

void with(benchmark::State& state) {
  const auto kind = static_cast<Kind>(state.range(0));
  const StubSet set = StubSet::build(make_stubs(kMixed, state.range(1)));
  std::vector<StubPtr> more;
  for (std::int64_t i = 0; i < 1000; ++i) more.push_back(make_stub(kind, 10'000'000 + i));
  std::size_t at = 0;
  for (auto _ : state) benchmark::DoNotOptimize(set.with(more[at++ % more.size()]));
  state.SetLabel(std::string(kNames[kind]));
}
BENCHMARK(with)->ArgsProduct({{kExact, kTemplate, kRegex}, {100'000}})->Unit(benchmark::kMicrosecond);

void without(benchmark::State& state) {
  const std::vector<StubPtr> stubs = make_stubs(kMixed, state.range(0));
  const StubSet set = StubSet::build(stubs);
  std::size_t at = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(set.without(stubs[(at += 7919) % stubs.size()]->source.id));
  }
}
BENCHMARK(without)->Arg(100'000)->Unit(benchmark::kMicrosecond);

// 10,000 stubs on one path that differ in a query parameter: with() copies one run of the list.
void with_on_one_path(benchmark::State& state) {
  std::vector<StubPtr> stubs;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    match::RequestPattern pattern{match::PathPattern::exact("/one"), {}, {}};
    pattern.conditions = {{match::Place::kQuery, "id", {{"equals", i}}}};
    auto compiled = match::CompiledPattern::compile(pattern);
    stub::Stub source;
    source.id = {Uuid::random(Chance(static_cast<std::uint64_t>(i)))};
    stub::CompiledStub stub{.source = source, .rank = {5, 0, i}, .pattern = *std::move(compiled)};
    stubs.push_back(std::make_shared<const stub::CompiledStub>(std::move(stub)));
  }
  const StubPtr last = stubs.back();
  stubs.pop_back();
  const StubSet set = StubSet::build(stubs);
  for (auto _ : state) benchmark::DoNotOptimize(set.with(last));
}
BENCHMARK(with_on_one_path)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMicrosecond);

void build(benchmark::State& state) {
  const std::vector<StubPtr> stubs = make_stubs(static_cast<Kind>(state.range(0)), state.range(1));
  for (auto _ : state) {
    auto set = StubSet::build(stubs);
    benchmark::DoNotOptimize(set);
    state.PauseTiming();
    set = {};
    state.ResumeTiming();
  }
  state.SetLabel(std::string(kNames[static_cast<std::size_t>(state.range(0))]));
}
BENCHMARK(build)->ArgsProduct({{kExact, kMixed}, {10'000, 100'000}})->Unit(benchmark::kMillisecond);

void nearest(benchmark::State& state) {
  const StubSet set = StubSet::build(make_stubs(kMixed, state.range(0)));
  http::Request request;
  request.method = "GET";
  request.path = "/e/12345/xy/z";
  Arena arena;
  for (auto _ : state) {
    facts::RequestFacts facts(request, arena);
    benchmark::DoNotOptimize(set.nearest(facts, 3));
    arena.reset();
  }
}
BENCHMARK(nearest)->Arg(100)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
