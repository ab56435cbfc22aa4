#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "exchange/exchange.h"
#include "recordings.h"

namespace mimus::cli {

// What a recording has heard so far, in bounded memory. Any thread adds to it.
//
// An exchange that is the same as the last one with its request (but for Date and its times) says nothing new and is counted only. What
// has no room is not kept, and said: at once, and by take().
class Heard {
 public:
  // `print` is told of each one, and its number, one at a time; may be empty.
  using Print = std::function<void(const exchange::Exchange& one, std::size_t number)>;
  enum class Repeats { kCounted, kKept };
  explicit Heard(Print print = {}, Repeats repeats = Repeats::kCounted, std::size_t most_bytes = 1u << 30)
      : print_(std::move(print)), keeps_repeats_(repeats == Repeats::kKept), most_bytes_(most_bytes) {}

  void add(exchange::Exchange exchange);
  Recordings take();

 private:
  const Print print_;
  const bool keeps_repeats_;
  const std::size_t most_bytes_;
  std::mutex mutex_;
  // All of them guarded by mutex_.
  std::vector<exchange::Exchange> all_;
  std::unordered_map<std::uint64_t, std::size_t> last_;  // by the request's hash: the place of the last one in all_
  std::size_t bytes_ = 0, repeats_ = 0, dropped_ = 0;
};

}  // namespace mimus::cli
