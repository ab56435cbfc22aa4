#include "listeners.h"

#include <utility>

#include "fence.h"

namespace mimus::journal {

std::shared_ptr<void> Listeners::add(const std::shared_ptr<Listeners>& self, std::function<void()> roused) {
  std::list<std::function<void()>>::iterator at;
  {
    const std::lock_guard lock(self->mutex_);
    at = self->all_.insert(self->all_.end(), std::move(roused));
    self->count_.fetch_add(1, std::memory_order_relaxed);
  }
  heavy_fence();  // an append that did not see us is seen by whatever our caller reads from now on
  return std::shared_ptr<void>(&*at, [self, at](void*) {
    const std::lock_guard lock(self->mutex_);
    self->count_.fetch_sub(1, std::memory_order_relaxed);
    self->all_.erase(at);
  });
}

void Listeners::rouse() {
  light_fence();
  if (count_.load(std::memory_order_relaxed) == 0) [[likely]] return;
  const std::lock_guard lock(mutex_);
  for (const std::function<void()>& roused : all_) roused();
}

}  // namespace mimus::journal
