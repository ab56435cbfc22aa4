#include "fence.h"

#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

namespace mimus::journal {
namespace {

bool membarrier(int command) { return syscall(__NR_membarrier, command, 0, 0) == 0; }

const bool asymmetric = membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);

}  // namespace

void light_fence() {
  if (asymmetric) [[likely]] {
    std::atomic_signal_fence(std::memory_order_seq_cst);
  } else {
    std::atomic_thread_fence(std::memory_order_seq_cst);
  }
}

void heavy_fence() {
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (asymmetric) membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED);
}

}  // namespace mimus::journal
