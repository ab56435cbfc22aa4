#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "call.h"
#include "dates.h"
#include "template.h"

// The methods that pages of test data are made of, into a buffer as JSON. bench/fake/run puts
// faker-js beside it.
namespace mimus::fake {
namespace {

constexpr const char* kCalls[] = {
    "string.uuid",
    "person.firstName",
    "person.fullName",
    "person.jobTitle",
    "internet.email",
    "internet.username",
    "internet.url",
    "internet.ipv4",
    "internet.password",
    "internet.userAgent",
    "location.city",
    "location.country",
    "location.streetAddress",
    "location.zipCode",
    "phone.number",
    "company.name",
    "commerce.productName",
    "commerce.price",
    "finance.iban",
    "finance.creditCardNumber",
    "lorem.sentence",
    "lorem.paragraph",
    "date.past",
    "date.birthdate",
    "number.int",
    "datatype.boolean",
    "string.alphanumeric(20)",
    "string.nanoid",
    "git.commitEntry",
    "system.fileName",
};

struct Bench {
  Mersenne draws{42};
  Engine engine{draws};
  std::string out;
  Bench() { engine.freeze_ms(parse_date("2026-01-01T00:00:00Z")); }
};

void method(benchmark::State& state, const char* text) {
  Bench bench;
  const Call call = *Call::parse(text);
  for (auto _ : state) {
    bench.out.clear();
    (void)call.append_json(bench.engine, bench.out);
    benchmark::DoNotOptimize(bench.out.data());
  }
}

// An object like Python's simple_profile.
void profile(benchmark::State& state) {
  Bench bench;
  struct Member {
    std::string key;
    Call call;
  };
  std::vector<Member> members;
  for (const auto& [key, text] : {std::pair{"username", "internet.username"},
                                  {"name", "person.fullName"},
                                  {"sex", "person.sexType"},
                                  {"address", "location.streetAddress(true)"},
                                  {"mail", "internet.email"},
                                  {"birthdate", "date.birthdate"}}) {
    members.push_back(
        {std::string(members.empty() ? "{\"" : ",\"") + key + "\":", *Call::parse(text)});
  }
  for (auto _ : state) {
    bench.out.clear();
    for (const Member& member : members) {
      bench.out += member.key;
      (void)member.call.append_json(bench.engine, bench.out);
    }
    bench.out += '}';
    benchmark::DoNotOptimize(bench.out.data());
  }
}

void seed(benchmark::State& state) {
  Mersenne draws(1);
  for (auto _ : state) {
    draws.seed(42);
    benchmark::DoNotOptimize(draws.next());
  }
}

void keyed(benchmark::State& state) {
  const Call call = *Call::parse("person.firstName");
  const Chance world(42);
  std::string out;
  std::uint64_t record = 0;
  for (auto _ : state) {
    KeyedDraws draws(world.fork(record++));
    Engine engine(draws);
    out.clear();
    (void)call.append_json(engine, out);
    benchmark::DoNotOptimize(out.data());
  }
}

void next(benchmark::State& state) {
  Bench bench;
  for (auto _ : state) benchmark::DoNotOptimize(bench.engine.next());
}

}  // namespace

void register_all() {
  for (const char* call : kCalls) benchmark::RegisterBenchmark(call, method, call);
  benchmark::RegisterBenchmark("profile", profile);
  benchmark::RegisterBenchmark("next", next);
  benchmark::RegisterBenchmark("seed", seed);
  benchmark::RegisterBenchmark("keyed person.firstName", keyed);
}

}  // namespace mimus::fake

int main(int count, char** arguments) {
  mimus::fake::register_all();
  benchmark::Initialize(&count, arguments);
  benchmark::RunSpecifiedBenchmarks();
}
