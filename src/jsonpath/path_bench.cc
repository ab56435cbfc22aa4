#include <benchmark/benchmark.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "json/document.h"
#include "path.h"

// Every path of a file over its document: compiled once, and compiled each time. Run by bench/json/run; by hand:
//   jsonpath_bench CASES.json [--benchmark_...]
// CASES.json is [{"name": …, "path": …, "document": …}, …]; the documents are parsed before the clock runs.
namespace mimus::jsonpath {
namespace {

struct Case {
  std::string name;
  std::string text;
  const json::Value* document;
};

void select_compiled(benchmark::State& state, const Case& of) {
  const Path path = *Path::compile(of.text);
  Selection found;
  for (auto _ : state) {
    benchmark::DoNotOptimize(path.select(*of.document, found));
  }
  state.counters["values"] = static_cast<double>(found.size());
}

void compile_and_select(benchmark::State& state, const Case& of) {
  for (auto _ : state) {
    Selection found;
    const Path path = *Path::compile(of.text);
    benchmark::DoNotOptimize(path.select(*of.document, found));
  }
}

void locate_compiled(benchmark::State& state, const Case& of) {
  const Path path = *Path::compile(of.text);
  for (auto _ : state) {
    benchmark::DoNotOptimize(path.locate(*of.document));
  }
}

int run(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("jsonpath_bench CASES.json [--benchmark_...]\n", stderr);
    return 2;
  }
  std::ifstream in(argv[1], std::ios::binary);
  // In one piece of memory, as the bodies of requests are (and as V8 has its objects).
  const auto cases = json::Document::parse(std::string{std::istreambuf_iterator<char>(in), {}});
  if (!cases) {
    std::fprintf(stderr, "%s: %s\n", argv[1], describe(cases.error()).c_str());
    return 2;
  }
  for (const json::Value& one : cases->root().as_array()) {
    const Case of{std::string(one.at("name").as_string()), std::string(one.at("path").as_string()), &one.at("document")};
    benchmark::RegisterBenchmark((of.name + "/compiled").c_str(), select_compiled, of);
    benchmark::RegisterBenchmark((of.name + "/each time").c_str(), compile_and_select, of);
    benchmark::RegisterBenchmark((of.name + "/places").c_str(), locate_compiled, of);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

}  // namespace
}  // namespace mimus::jsonpath

int main(int argc, char** argv) { return mimus::jsonpath::run(argc, argv); }
