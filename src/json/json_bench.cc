// json_bench: reading and writing documents of about 1 MB beside RapidJSON, in one run.
// bench/json/run calls it; by hand: json_bench [--benchmark_…].
//
// RapidJSON is measured twice: as it comes (it checks neither UTF-8 nor the last bit of doubles),
// and "strict", with the checks that ours always makes. Both sides build a tree in an arena that
// is kept, or ("document") in memory of its own, and write into a buffer that is kept.
#include <benchmark/benchmark.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <boost/json/memory_resource.hpp>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "arena_memory.h"
#include "base/arena.h"
#include "base/chance.h"
#include "document.h"
#include "json.h"

namespace mimus::json {

constexpr std::size_t kArena = 8 << 20;

// As RapidJSON's allocator and the memory of a request (facts/arena_memory.h): handed out piece by
// piece, never given back.
class Bump final : public boost::json::memory_resource {
 public:
  explicit Bump(unsigned char* memory) : at_(memory), end_(memory + kArena) {}

 private:
  void* do_allocate(std::size_t size, std::size_t align) override {
    unsigned char* const place = at_ + (-reinterpret_cast<std::uintptr_t>(at_) & (align - 1));
    if (place + size > end_) throw std::bad_alloc();
    at_ = place + size;
    return place;
  }
  void do_deallocate(void*, std::size_t, std::size_t) override {}
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  unsigned char* at_;
  unsigned char* end_;
};

}  // namespace mimus::json

template <>
struct boost::json::is_deallocate_trivial<mimus::json::Bump> {
  static constexpr bool value = true;
};

namespace mimus::json {
namespace {

constexpr std::size_t kSize = 1'000'000;

std::string words(const Chance& chance, std::size_t count, bool wide) {
  constexpr std::string_view kPlain[] = {"order", "shipment", "blue", "to be confirmed", "a"};
  constexpr std::string_view kWide[] = {"Größe", "価格", "пример", "naïve \"quoted\"", "😀"};
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += ' ';
    const std::uint64_t which = chance.fork(i).below(5);
    text += wide ? kWide[which] : kPlain[which];
  }
  return text;
}

Value order(const Chance& chance) {
  Array lines;
  for (std::uint64_t i = 0; i < 3; ++i) {
    const Chance line = chance.fork(i);
    lines.push_back(Object{{"sku", "sku-" + std::to_string(line.fork("sku").below(100'000))},
                           {"count", line.fork("count").below(50)},
                           {"price", static_cast<double>(line.fork("price").below(100'000)) / 100},
                           {"gift", line.fork("gift").happens(0.2)}});
  }
  return Object{{"id", chance.fork("id").below(1'000'000'000)},
                {"customer", words(chance.fork("customer"), 2, false)},
                {"note", words(chance.fork("note"), 8, false)},
                {"shippedAt", nullptr},
                {"lines", std::move(lines)}};
}

Value point(const Chance& chance) {
  return Array{chance.fork("x").uniform() * 360 - 180, chance.fork("y").uniform() * 180 - 90};
}

Value text(const Chance& chance) {
  return Object{{"title", words(chance.fork("title"), 3, true)},
                {"body", words(chance.fork("body"), 60, true)}};
}

struct Sample {
  const char* name;
  Value (*row)(const Chance& chance);
};
constexpr Sample kSamples[] = {{"orders", &order}, {"coordinates", &point}, {"texts", &text}};

std::string about_a_megabyte(const Sample& sample) {
  std::string out = "[";
  for (std::uint64_t i = 0; out.size() < kSize; ++i) {
    if (i > 0) out += ',';
    write(sample.row(Chance(1).fork(i)), out);
  }
  return out + "]";
}

void report(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

void ours_reads(benchmark::State& state, const std::string& text) {
  const auto memory = std::make_unique<unsigned char[]>(kArena);
  for (auto _ : state) {
    Bump arena(memory.get());
    benchmark::DoNotOptimize(*parse(text, &arena));
  }
  report(state, text.size());
}

// As a request's body is read: in the connection's arena, which gives large blocks back.
void our_body_reads(benchmark::State& state, const std::string& text) {
  Arena arena;
  ArenaMemory memory(arena);
  for (auto _ : state) {
    arena.reset();
    benchmark::DoNotOptimize(*parse(text, &memory));
  }
  report(state, text.size());
}

// With memory of their own, which they ask the system for and give back.
void our_document_reads(benchmark::State& state, const std::string& text) {
  for (auto _ : state) benchmark::DoNotOptimize(*Document::parse(text));
  report(state, text.size());
}

void their_document_reads(benchmark::State& state, const std::string& text) {
  for (auto _ : state) {
    rapidjson::Document document;
    document.Parse(text.data(), text.size());
    benchmark::DoNotOptimize(document);
  }
  report(state, text.size());
}

// A tree whose parts own their memory, so that they can be changed and taken apart. RapidJSON has
// none.
void ours_reads_owning(benchmark::State& state, const std::string& text) {
  for (auto _ : state) benchmark::DoNotOptimize(*parse(text));
  report(state, text.size());
}

void ours_writes(benchmark::State& state, const std::string& text) {
  const Value value = *parse(text);
  std::string out;
  for (auto _ : state) {
    out.clear();
    write(value, out);
    benchmark::DoNotOptimize(out.data());
  }
  report(state, out.size());
}

template <unsigned kFlags>
void theirs_reads(benchmark::State& state, const std::string& text) {
  const auto memory = std::make_unique<char[]>(kArena);
  for (auto _ : state) {
    rapidjson::MemoryPoolAllocator<> arena(memory.get(), kArena);
    rapidjson::Document document(&arena);
    document.Parse<kFlags>(text.data(), text.size());
    if (document.HasParseError()) state.SkipWithError("RapidJSON refuses the document");
    benchmark::DoNotOptimize(document);
  }
  report(state, text.size());
}

void theirs_writes(benchmark::State& state, const std::string& text) {
  rapidjson::Document document;
  document.Parse(text.data(), text.size());
  rapidjson::StringBuffer out;
  for (auto _ : state) {
    out.Clear();
    rapidjson::Writer writer(out);
    document.Accept(writer);
    benchmark::DoNotOptimize(out.GetString());
  }
  report(state, out.GetSize());
}

int run(int argc, char** argv) {
  constexpr unsigned kStrict =
      rapidjson::kParseFullPrecisionFlag | rapidjson::kParseValidateEncodingFlag;
  std::vector<std::string> texts;
  texts.reserve(std::size(kSamples));
  for (const Sample& sample : kSamples) {
    const std::string& text = texts.emplace_back(about_a_megabyte(sample));
    const auto add = [&](const char* what, auto measure) {
      const std::string name = std::string(sample.name) + what;
      benchmark::RegisterBenchmark(name.c_str(), measure, text)->Unit(benchmark::kMicrosecond);
    };
    add("/read/mimus", &ours_reads);
    add("/read/mimus body", &our_body_reads);
    add("/read/mimus document", &our_document_reads);
    add("/read/rapidjson document", &their_document_reads);
    add("/read/mimus owning", &ours_reads_owning);
    add("/read/rapidjson", &theirs_reads<rapidjson::kParseDefaultFlags>);
    add("/read/rapidjson strict", &theirs_reads<kStrict>);
    add("/write/mimus", &ours_writes);
    add("/write/rapidjson", &theirs_writes);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

}  // namespace
}  // namespace mimus::json

int main(int argc, char** argv) {
  return mimus::json::run(argc, argv);
}
