// How much CPU time 10,000 JSON routes take from text to stubs. Run by hand: native_load_bench
// [routes].
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "native.h"

namespace {

std::string routes(int count) {
  std::string text = "[";
  for (int i = 0; i < count; ++i) {
    const std::string id = std::to_string(i);
    text += i == 0 ? "\n" : ",\n";
    text += R"({"path": "/api/v1/things/)" + id +
            R"(/details", "method": "GET", "status": 200, "response": {"id": )" + id +
            R"(, "name": "Thing number )" + id + R"(", "tags": ["a", "b"], "price": 12.5}})";
  }
  return text + "]";
}

// Of this process, in milliseconds: other programs on the machine do not count.
double cpu_time() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double milliseconds(const std::string& text) {
  std::string copy = text;
  const auto begin = cpu_time();
  const mimus::native::Loaded loaded = mimus::native::load_text(std::move(copy), "bench.json", "/");
  const auto end = cpu_time();
  if (!loaded.configuration) std::abort();
  return end - begin;
}

}  // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 10'000;
  const std::string text = routes(count);
  std::vector<double> times;
  for (int i = 0; i < 21; ++i) times.push_back(milliseconds(text));
  std::sort(times.begin(), times.end());
  std::printf("%d routes, %zu bytes: median %.2f ms, best %.2f ms\n", count, text.size(),
              times[times.size() / 2], times.front());
}
