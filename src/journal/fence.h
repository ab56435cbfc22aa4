#pragma once

namespace mimus::journal {

// A store-then-load fence whose price is paid by the rare side. When one thread stores, calls
// light_fence() and loads, and another stores, calls heavy_fence() and loads, then at least one of
// them sees the other's store. light_fence() costs nothing where Linux has membarrier(2), private expedited
// (4.14); elsewhere both are ordinary fences.
void light_fence();
void heavy_fence();

}  // namespace mimus::journal
