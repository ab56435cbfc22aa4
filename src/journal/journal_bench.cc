#include <benchmark/benchmark.h>

#include <array>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "journal.h"

// What a record costs the event loop. Run: build/release/src/journal/journal_bench
namespace mimus::journal {
namespace {

// A browser-like GET of a static stub, or with a body a POST, the views lying where a connection has them: in one
// receive buffer.
struct Traffic {
  std::string received;
  std::vector<http::HeaderField> fields;
  http::Request request;
  std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 27\r\n";
  std::string body = "{\"id\":7,\"name\":\"Ada Byron\"}";
  std::string label = "GET /users/{id}";
  Entry entry;
  std::size_t body_at = 0;

  explicit Traffic(std::size_t body_size) {
    const std::pair<std::string_view, std::string_view> headers[] = {
        {"Host", "localhost:8080"}, {"User-Agent", "curl/7.88.1"},        {"Accept", "application/json"},
        {"Connection", "keep-alive"}, {"Content-Type", "application/json"}};
    received = body_size == 0 ? "GET /users/7?expand=full HTTP/1.1\r\n" : "POST /users/7?expand=full HTTP/1.1\r\n";
    std::vector<std::array<std::size_t, 4>> places;
    for (const auto& [name, value] : headers) {
      places.push_back({received.size(), name.size(), received.size() + name.size() + 2, value.size()});
      received.append(name).append(": ").append(value).append("\r\n");
    }
    received += "\r\n";
    body_at = received.size();
    for (std::size_t i = 0; i < body_size; ++i) received += static_cast<char>('a' + hash_mix(i, 3) % 26);
    const std::string_view all = received;
    for (const auto& [name, name_size, value, value_size] : places) {
      fields.push_back({all.substr(name, name_size), all.substr(value, value_size)});
    }
    const std::size_t blank = all.find(' ');
    request.method = all.substr(0, blank);
    request.target = all.substr(blank + 1, all.find(' ', blank + 1) - blank - 1);
    request.path = request.target.substr(0, request.target.find('?'));
    request.query = request.target.substr(request.path.size() + 1);
    request.authority = fields[0].value;
    request.client_ip = "127.0.0.1";
    request.fields = fields;
    request.body = all.substr(body_at);
    entry.received = WallTime(std::chrono::seconds(1'700'000'000));
    entry.request = &request;
    entry.matched = true;
    entry.stub_label = label;
    entry.status = 200;
    entry.response_head = head;
    entry.response_body = body;
    entry.response_body_hash = hash_bytes(body);
  }
};

// A full ring: every chunk is used again.
void fill(Journal& journal, const Traffic& traffic) {
  while (journal.stats().held == journal.stats().appended) {
    for (int i = 0; i < 1000; ++i) journal.append(0, traffic.entry);
  }
}

void append_get(benchmark::State& state) {
  Journal journal({});
  Traffic traffic(0);
  fill(journal, traffic);
  for (auto _ : state) {
    traffic.entry.received += std::chrono::microseconds(7);
    journal.append(0, traffic.entry);
  }
}
BENCHMARK(append_get);

// From an empty journal until its 64 MiB are full: the kernel hands out each page for the first time.
void append_get_into_fresh_memory(benchmark::State& state) {
  const Traffic traffic(0);
  for (auto _ : state) {
    Journal journal({});
    for (int i = 0; i < 200'000; ++i) journal.append(0, traffic.entry);
  }
  state.SetItemsProcessed(state.iterations() * 200'000);
}
BENCHMARK(append_get_into_fresh_memory)->Unit(benchmark::kMillisecond);

// Every body differs from all before, so that it is hashed, not found, and copied.
void append_post(benchmark::State& state) {
  Journal journal({});
  Traffic traffic(static_cast<std::size_t>(state.range(0)));
  fill(journal, traffic);
  std::uint64_t number = 0;
  for (auto _ : state) {
    ++number;
    std::memcpy(traffic.received.data() + traffic.body_at, &number, sizeof number);
    journal.append(0, traffic.entry);
  }
}
BENCHMARK(append_post)->Arg(100)->Arg(1000)->Arg(10'000)->Arg(100'000);

void append_post_of_the_same_body(benchmark::State& state) {
  Journal journal({});
  const Traffic traffic(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) journal.append(0, traffic.entry);
}
BENCHMARK(append_post_of_the_same_body)->Arg(1000)->Arg(100'000);

void newest_twenty(benchmark::State& state) {
  Journal journal({});
  const Traffic traffic(0);
  fill(journal, traffic);
  for (auto _ : state) benchmark::DoNotOptimize(journal.newest({}, 20));
}
BENCHMARK(newest_twenty);

void find_by_id(benchmark::State& state) {
  Journal journal({});
  const Traffic traffic(0);
  fill(journal, traffic);
  const ExchangeId last = journal.newest({}, 1).front().id;
  const std::uint64_t held = journal.stats().held;
  std::uint64_t number = 0;
  for (auto _ : state) benchmark::DoNotOptimize(journal.find(last - hash_mix(++number, 1) % held));
}
BENCHMARK(find_by_id);

void count_all_of_a_full_journal(benchmark::State& state) {
  Journal journal({});
  const Traffic traffic(0);
  fill(journal, traffic);
  for (auto _ : state) benchmark::DoNotOptimize(journal.count({.method = "GET", .path = "/users/7"}));
  state.counters["records"] = static_cast<double>(journal.stats().held);
}
BENCHMARK(count_all_of_a_full_journal)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mimus::journal

BENCHMARK_MAIN();
