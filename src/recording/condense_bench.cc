#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "condense.h"

namespace mimus::recording {
namespace {

// A shop's day: users with names (no rule), orders that echo (one rule), a list that repeats, a POST with nonces.
std::vector<exchange::Exchange> day(std::size_t count) {
  std::vector<exchange::Exchange> list;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    exchange::Exchange one;
    one.started = WallTime(std::chrono::seconds(1763632257 + static_cast<std::int64_t>(i)));
    exchange::Response response;
    response.fields = {{"Content-Type", "application/json"}, {"Date", "x"}, {"X-Request-Id", "r" + n}};
    one.request = {"GET", "https://shop.example/", {{"Accept", "application/json"}}, ""};
    switch (i % 4) {
      case 0:
        one.request.url += "users/" + n;
        response.body = R"({"id":)" + n + R"(,"name":"name )" + n + R"(","about":")" + std::string(400, 'x') + "\"}";
        break;
      case 1:
        one.request.url += "orders/" + n;
        response.body = R"({"id":)" + n + R"(,"href":"/orders/)" + n + R"(","lines":[{"sku":"a","n":1},{"sku":"b","n":2}],"about":")" + std::string(400, 'y') + "\"}";
        break;
      case 2:
        one.request.url += "products?page=" + std::to_string(i % 400);
        response.body = R"({"page":)" + std::to_string(i % 400) + R"(,"items":[)" + std::string(800, '1') + "]}";
        break;
      default:
        one.request.method = "POST";
        one.request.url += "events";
        one.request.fields.push_back({"Content-Type", "application/json"});
        one.request.body = R"({"nonce":"5f2b8c0e9d3a)" + n + R"(","kind":"view"})";
        response.body = R"({"ok":true})";
    }
    one.response = std::move(response);
    list.push_back(std::move(one));
  }
  return list;
}

void condense_day(benchmark::State& state) {
  const std::vector<exchange::Exchange> exchanges = day(static_cast<std::size_t>(state.range(0)));
  std::size_t stubs = 0;
  for (auto _ : state) stubs = condense(exchanges).stubs.size();
  state.counters["stubs"] = static_cast<double>(stubs);
}
BENCHMARK(condense_day)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mimus::recording

BENCHMARK_MAIN();
