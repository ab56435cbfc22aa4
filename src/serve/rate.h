#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

#include "base/clock.h"

namespace mimus::serve {

// So many a second, in real time, at most a second's worth at once: a token bucket. Any thread.
class Rate {
 public:
  // How long the caller has to wait for its turn; nothing: it may go on now, and has taken one.
  std::optional<std::chrono::nanoseconds> take(std::uint64_t per_second, SteadyTime now);

 private:
  std::mutex mutex_;
  SteadyTime full_at_{};  // when all that was taken is there again
};

}  // namespace mimus::serve
