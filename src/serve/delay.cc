#include "delay.h"

#include <algorithm>
#include <cmath>

namespace mimus::serve {
namespace {

std::chrono::nanoseconds whole(stub::Milliseconds delay) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(delay);
}

constexpr std::uint64_t kRedraws = 10;

struct Draw {
  const Chance& chance;
  std::chrono::nanoseconds operator()(std::monostate) const { return {}; }
  std::chrono::nanoseconds operator()(const stub::FixedDelay& fixed) const { return whole(fixed.delay); }
  std::chrono::nanoseconds operator()(const stub::UniformDelay& uniform) const {
    return whole(uniform.min + (uniform.max - uniform.min) * chance.uniform());
  }
  std::chrono::nanoseconds operator()(const stub::LogNormalDelay& log_normal) const {
    if (!log_normal.most) {
      const double factor = std::exp(log_normal.sigma * chance.normal());
      return whole(log_normal.median * std::min(factor, 100.0));
    }
    stub::Milliseconds delay{};
    for (std::uint64_t draw = 0; draw <= kRedraws; ++draw) {
      delay = log_normal.median * std::exp(log_normal.sigma * chance.fork(draw).normal());
      if (delay <= *log_normal.most) return whole(delay);
    }
    return whole(*log_normal.most);
  }
};

}  // namespace

std::chrono::nanoseconds draw_delay(const stub::Latency& latency, const Chance& chance) {
  return std::visit(Draw{chance}, latency);
}

std::chrono::nanoseconds draw_delay(const stub::CompiledStub& stub, const Settings& settings, const Chance& chance) {
  const auto& own = stub.source.more->fixed_delay;
  const bool has_latency = !std::holds_alternative<std::monostate>(stub.source.latency);
  const std::optional<stub::Milliseconds> fixed = own || !stub.wiremock ? own : settings.fixed_delay;
  const stub::Latency& latency = has_latency || !stub.wiremock ? stub.source.latency : settings.latency;
  return whole(fixed.value_or(stub::Milliseconds(0))) + draw_delay(latency, chance);
}

}  // namespace mimus::serve
