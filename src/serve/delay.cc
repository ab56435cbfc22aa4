#include "delay.h"

#include <algorithm>
#include <cmath>

namespace mimus::serve {
namespace {

std::chrono::nanoseconds whole(stub::Milliseconds delay) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(delay);
}

struct Draw {
  const Chance& chance;
  std::chrono::nanoseconds operator()(std::monostate) const { return {}; }
  std::chrono::nanoseconds operator()(const stub::FixedDelay& fixed) const { return whole(fixed.delay); }
  std::chrono::nanoseconds operator()(const stub::UniformDelay& uniform) const {
    return whole(uniform.min + (uniform.max - uniform.min) * chance.uniform());
  }
  std::chrono::nanoseconds operator()(const stub::LogNormalDelay& log_normal) const {
    const double factor = std::exp(log_normal.sigma * chance.normal());
    return whole(log_normal.median * std::min(factor, 100.0));
  }
};

}  // namespace

std::chrono::nanoseconds draw_delay(const stub::Latency& latency, const Chance& chance) {
  return std::visit(Draw{chance}, latency);
}

}  // namespace mimus::serve
