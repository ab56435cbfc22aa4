#include "cores.h"

#include <sched.h>

#include <algorithm>
#include <thread>

namespace mimus {

unsigned usable_cores() {
  cpu_set_t mine;
  CPU_ZERO(&mine);
  if (sched_getaffinity(0, sizeof mine, &mine) == 0) return std::max(1u, static_cast<unsigned>(CPU_COUNT(&mine)));
  return std::max(1u, std::thread::hardware_concurrency());  // more processors than the mask has room for
}

}  // namespace mimus
