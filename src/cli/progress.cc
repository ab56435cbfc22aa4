#include "progress.h"

#include <unistd.h>

#include <cstdio>

namespace mimus::cli {

Progress::Progress(int descriptor, std::uint64_t total)
    : descriptor_(descriptor), terminal_(::isatty(descriptor) == 1), total_(total) {}

Progress::~Progress() {
  if (shown_) ::dprintf(descriptor_, "\r\033[K");
}

void Progress::reached(std::uint64_t done) {
  if (!terminal_ || total_ == 0) return;
  const auto now = Time::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(200);
  shown_ = true;
  const double elapsed = std::chrono::duration<double>(now - began_).count();
  const double left =
      done > 0 ? elapsed * static_cast<double>(total_ - done) / static_cast<double>(done) : 0;
  ::dprintf(descriptor_, "\r\033[K%llu of %llu (%.0f %%), %.0f s left",
            static_cast<unsigned long long>(done), static_cast<unsigned long long>(total_),
            100.0 * static_cast<double>(done) / static_cast<double>(total_), left);
}

}  // namespace mimus::cli
