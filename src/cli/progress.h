#pragma once

#include <chrono>
#include <cstdint>

namespace mimus::cli {

// How far a long job is, on a terminal's last line; nothing at all when `descriptor` is none, and
// not in the first second. One thread at a time.
class Progress {
 public:
  Progress(int descriptor, std::uint64_t total);
  ~Progress();  // wipes the line
  void reached(std::uint64_t done);

 private:
  using Time = std::chrono::steady_clock;
  int descriptor_;
  bool terminal_;
  bool shown_ = false;
  std::uint64_t total_;
  Time::time_point began_ = Time::now();
  Time::time_point next_ = began_ + std::chrono::seconds(1);
};

}  // namespace mimus::cli
