// What a recorded exchange costs, and whether 50,000 a second are lost. Run: build/release/src/history/history_bench [FOLDER]
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "base/hash.h"
#include "recorder.h"

namespace mimus::history {
namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

double cpu_seconds(int whose) {
  rusage usage{};
  ::getrusage(whose, &usage);
  const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// What differs from one request to the next.
struct Shape {
  std::string_view name;
  bool own_header;        // a trace id
  std::size_t own_body;   // bytes of a request body like JSON that nobody sent before
};
constexpr Shape kShapes[] = {{"GET of a static stub", false, 0},
                             {"GET with a header of its own", true, 0},
                             {"POST with 1 KiB of its own", false, 1024}};

class Traffic {
 public:
  explicit Traffic(const Shape& shape) : shape_(shape) {
    request_.method = shape.own_body > 0 ? "POST" : "GET";
    request_.path = "/users/7";
    request_.query = "expand=full";
    request_.target = "/users/7?expand=full";
    request_.authority = "localhost:8080";
    request_.client_ip = "127.0.0.1";
    entry_.request = &request_;
    entry_.matched = true;
    entry_.stub_label = "GET /users/{id}";
    entry_.status = 200;
    entry_.response_head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 27\r\n";
    entry_.response_body = "{\"id\":7,\"name\":\"Ada Byron\"}";
  }
  void append(journal::Journal& journal) {
    ++number_;
    trace_ = "00-" + std::to_string(hash_mix(number_, 1)) + "-01";
    fields_ = {{"Host", "localhost:8080"}, {"User-Agent", "curl/7.88.1"}, {"Accept", "application/json"}};
    if (shape_.own_header) fields_.push_back({"traceparent", trace_});
    body_.clear();
    while (body_.size() < shape_.own_body) body_ += "{\"id\":" + std::to_string(hash_mix(number_, body_.size())) + ",\"name\":\"Ada\"}";
    request_.fields = fields_;
    request_.body = body_;
    entry_.received = std::chrono::time_point_cast<Nanoseconds>(std::chrono::system_clock::now());
    journal.append(0, entry_);
  }

 private:
  Shape shape_;
  http::Request request_;
  journal::Entry entry_;
  std::vector<http::HeaderField> fields_;
  std::string trace_, body_;
  std::uint64_t number_ = 0;
};

std::unique_ptr<Recorder> begin(const std::filesystem::path& file) {
  for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + tail);
  auto recorder = Recorder::start({.file = file});
  if (recorder) return *std::move(recorder);
  std::fprintf(stderr, "%s\n", describe(recorder.error()).c_str());
  std::exit(2);
}

// As fast as it goes: the journal has them all before.
void writer_alone(const Shape& shape, const std::filesystem::path& file) {
  constexpr int kRecords = 200'000;
  journal::Journal journal({.bytes = 1u << 30});
  Traffic traffic(shape);
  for (int i = 0; i < kRecords; ++i) traffic.append(journal);
  const auto recorder = begin(file);
  const double cpu = cpu_seconds(RUSAGE_SELF);
  const auto start = Steady::now();
  auto following = recorder->follow(journal, "default");
  following.reset();
  const double took = std::chrono::duration<double>(Steady::now() - start).count();
  const double spent = cpu_seconds(RUSAGE_SELF) - cpu;
  std::printf("%-32s %9.0f rows/s  %6.2f us CPU a row  %5.0f bytes a row  shed %llu\n", std::string(shape.name).c_str(), kRecords / took,
              spent / kRecords * 1e6, static_cast<double>(recorder->stats().file_bytes) / kRecords,
              static_cast<unsigned long long>(recorder->stats().shed));
}

// 50,000 a second for some seconds beside it, into the ring that serve has.
void paced(const Shape& shape, const std::filesystem::path& file) {
  constexpr int kRate = 50'000, kSeconds = 5;
  journal::Journal journal({});
  Traffic traffic(shape);
  const auto recorder = begin(file);
  auto following = recorder->follow(journal, "default");
  const double cpu = cpu_seconds(RUSAGE_SELF), own = cpu_seconds(RUSAGE_THREAD);
  const auto start = Steady::now();
  for (int i = 0; i < kRate * kSeconds; ++i) {
    if (i % 50 == 0) std::this_thread::sleep_until(start + i * 1s / kRate);
    traffic.append(journal);
  }
  const double took = std::chrono::duration<double>(Steady::now() - start).count();
  const double appending = cpu_seconds(RUSAGE_THREAD) - own;
  following.reset();
  const double writing = cpu_seconds(RUSAGE_SELF) - cpu - appending;
  const Recorder::Stats stats = recorder->stats();
  std::printf("%-32s %9.0f appends/s written %llu shed %llu  %6.2f us CPU a row\n", std::string(shape.name).c_str(),
              kRate * kSeconds / took, static_cast<unsigned long long>(stats.written), static_cast<unsigned long long>(stats.shed),
              writing / (kRate * kSeconds) * 1e6);
}

}  // namespace
}  // namespace mimus::history

int main(int argc, char** argv) {
  const std::filesystem::path folder = argc > 1 ? argv[1] : ".";
  const std::filesystem::path file = folder / "history_bench.db";
  std::printf("as fast as it goes\n");
  for (const auto& shape : mimus::history::kShapes) mimus::history::writer_alone(shape, file);
  std::printf("50,000 a second\n");
  for (const auto& shape : mimus::history::kShapes) mimus::history::paced(shape, file);
  for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + tail);
}
