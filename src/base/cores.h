#pragma once

namespace mimus {

// How many processors this process may use: those of its affinity mask (taskset, cpuset), where hardware_concurrency()
// counts all of the machine's. At least 1.
unsigned usable_cores();

}  // namespace mimus
