#include "rate.h"

#include <algorithm>

namespace mimus::serve {

std::optional<std::chrono::nanoseconds> Rate::take(std::uint64_t per_second, SteadyTime now) {
  using std::chrono::nanoseconds;
  constexpr nanoseconds kSecond = std::chrono::seconds(1);
  if (per_second == 0) return kSecond;
  const nanoseconds each(kSecond.count() / static_cast<std::int64_t>(std::min<std::uint64_t>(per_second, 1'000'000'000)));
  const std::lock_guard lock(mutex_);
  full_at_ = std::max(full_at_, now);
  const nanoseconds missing = full_at_ + each - now;
  if (missing > kSecond) return missing - kSecond;
  full_at_ += each;
  return std::nullopt;
}

}  // namespace mimus::serve
