// jsonschema_bench [folder]: how many request bodies a second `accepts()` judges. The schemas are
// components of three real descriptions, the bodies are sampled from them with a fixed seed; with a
// folder they are written to it, for bench/json/ajv.mjs, which gives them to ajv.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "sampler.h"
#include "yaml/document.h"

namespace {

using namespace mimus;

struct Row {
  const char* file;
  jsonschema::Dialect dialect;
};
constexpr Row kRows[] = {
    {"stripe-3.0.yaml", jsonschema::Dialect::kOpenApi30},
    {"paypal-orders-v2-3.0.json", jsonschema::Dialect::kOpenApi30},
    {"openai-3.1.yaml", jsonschema::Dialect::kOpenApi31},
};
constexpr std::size_t kSchemas = 60;
constexpr std::size_t kBodies = 5;

struct Case {
  std::string pointer;
  jsonschema::Schema schema;
  std::vector<json::Value> bodies;
};

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The schemas of objects, evenly spread over the description, with bodies read back from text as a
// server reads them.
std::vector<Case> cases_of(const json::Value& document, const Row& row) {
  std::vector<std::string> pointers;
  for (const auto& [name, schema] : document.at("components").at("schemas").as_object()) {
    if (schema.is_object() && schema.get_object().contains("properties")) {
      pointers.push_back("/components/schemas/" + json::escape_pointer(name));
    }
  }
  const std::size_t step = std::max<std::size_t>(1, pointers.size() / kSchemas);
  const auto schemas =
      jsonschema::Schema::compile_each(document, pointers, {.dialect = row.dialect});
  std::vector<Case> cases;
  for (std::size_t i = 0; i < pointers.size() && cases.size() < kSchemas; i += step) {
    if (!schemas[i]) continue;
    Case one{pointers[i], *schemas[i], {}};
    const jsonschema::Sampler sampler(one.schema);
    for (std::size_t k = 0; k < kBodies; ++k) {
      if (auto body = sampler.accepted(Chance(20).fork(pointers[i]).fork(k))) {
        one.bodies.push_back(*json::parse(json::write(*body)));
      }
    }
    if (!one.bodies.empty()) cases.push_back(std::move(one));
  }
  return cases;
}

void write_cases(const std::filesystem::path& path, const json::Value& document,
                 const std::vector<Case>& cases) {
  json::Array rows;
  for (const Case& one : cases) {
    rows.push_back(json::Object{{"pointer", one.pointer},
                                {"bodies", json::Array(one.bodies.begin(), one.bodies.end())}});
  }
  std::ofstream(path) << json::write(
      json::Object{{"document", document}, {"cases", std::move(rows)}});
}

void judge(benchmark::State& state, const std::vector<Case>& cases) {
  std::int64_t judged = 0;
  for (auto _ : state) {
    for (const Case& one : cases) {
      for (const json::Value& body : one.bodies) benchmark::DoNotOptimize(one.schema.accepts(body));
      judged += static_cast<std::int64_t>(one.bodies.size());
    }
  }
  state.SetItemsProcessed(judged);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const std::filesystem::path shared =
      std::filesystem::path(MIMUS_SHARED_DIR) / "conformance/openapi-real-world";
  for (const Row& row : kRows) {
    if (!std::filesystem::exists(shared / row.file)) continue;
    const auto document = yaml::Document::parse(read(shared / row.file), row.file);
    if (!document) return 1;
    auto cases = cases_of(document->root(), row);
    if (argc > 1) {
      std::filesystem::create_directories(argv[1]);
      write_cases(std::filesystem::path(argv[1]) / (std::string(row.file) + ".cases.json"),
                  document->root(), cases);
    }
    benchmark::RegisterBenchmark(
        row.file, [cases = std::move(cases)](benchmark::State& state) { judge(state, cases); });
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
