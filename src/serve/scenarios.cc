#include "scenarios.h"

#include <mutex>

namespace mimus::serve {

bool Scenarios::in(std::string_view scenario, std::string_view state) const {
  const std::shared_lock lock(mutex_);
  const auto found = states_.find(scenario);
  return (found == states_.end() ? kStarted : std::string_view(found->second)) == state;
}

bool Scenarios::still(Moment moment, const std::function<bool()>& also) const {
  const std::shared_lock lock(mutex_);
  return moves_.load(std::memory_order_relaxed) == moment && also();
}

bool Scenarios::move(Moment moment, std::string_view scenario, std::string_view next,
                     const std::function<bool()>& also) {
  const std::unique_lock lock(mutex_);
  if (moves_.load(std::memory_order_relaxed) != moment) return false;
  if (also && !also()) return false;
  put(scenario, next);
  return true;
}

std::string Scenarios::state(std::string_view scenario) const {
  const std::shared_lock lock(mutex_);
  const auto found = states_.find(scenario);
  return found == states_.end() ? std::string(kStarted) : found->second;
}

void Scenarios::set(std::string_view scenario, std::string_view state) {
  const std::unique_lock lock(mutex_);
  put(scenario, state);
}

void Scenarios::reset(std::string_view scenario) {
  set(scenario, kStarted);
}

void Scenarios::reset() {
  const std::unique_lock lock(mutex_);
  states_.clear();
  moves_.fetch_add(1, std::memory_order_release);
}

// A move to where it is already is one too: whoever asked before has to know that it was not the
// last.
void Scenarios::put(std::string_view scenario, std::string_view state) {
  const auto found = states_.find(scenario);
  if (state == kStarted) {
    if (found != states_.end()) states_.erase(found);
  } else if (found == states_.end()) {
    states_.emplace(scenario, state);
  } else {
    found->second = state;
  }
  moves_.fetch_add(1, std::memory_order_release);
}

Scenarios::Image Scenarios::image() const {
  const std::shared_lock lock(mutex_);
  return {states_};
}

void Scenarios::restore(const Image& image) {
  const std::unique_lock lock(mutex_);
  states_ = image.states;
  moves_.fetch_add(1, std::memory_order_release);
}

}  // namespace mimus::serve
