#include "engine.h"

#include <chrono>
#include <utility>

#include "numbers.h"

namespace mimus::fake {
namespace {

// What a failed engine draws from: zeros without end.
class Zeros final : public Draws {
 public:
  Zeros() : Draws(&refill) {}

 private:
  static void refill(Draws& self) {
    static constexpr double kZeros[64] = {};
    auto& me = static_cast<Zeros&>(self);
    me.at_ = kZeros;
    me.end_ = kZeros + 64;
  }
};

double milliseconds(WallTime time) {
  return static_cast<double>(
      std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count());
}

}  // namespace

double Engine::reference_ms() const {
  if (!std::isnan(reference_ms_)) return reference_ms_;
  if (clock_ != nullptr) return milliseconds(clock_->now());
  return milliseconds(std::chrono::time_point_cast<Nanoseconds>(std::chrono::system_clock::now()));
}

void Engine::freeze(WallTime instant) {
  reference_ms_ = milliseconds(instant);
}

double Engine::integer(double min, double max) {
  return number_int(*this, min, max);
}

bool Engine::enter() {
  constexpr int kDeepest = 60;
  if (++depth_ > kDeepest) fail("templates are nested too deeply", {}, Code::kLimit);
  return !failed();
}

void Engine::fail(std::string message, std::string hint, Code code) {
  if (failed()) return;  // what follows from the first failure says nothing
  static thread_local Zeros zeros;
  failure_ = Error{code, std::move(message), std::move(hint), {}};
  stopped_ = std::exchange(draws_, &zeros);
}

Error Engine::take_failure() {
  draws_ = std::exchange(stopped_, nullptr);
  Error failure = *std::move(failure_);
  failure_.reset();
  return failure;
}

}  // namespace mimus::fake
