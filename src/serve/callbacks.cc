#include "callbacks.h"

namespace mimus::serve {

void Callbacks::add(journal::ExchangeId cause, Callback callback) {
  for (std::string* body : {&callback.body, &callback.response_body}) {
    if (body->size() > kMostBody) body->resize(kMostBody);
  }
  const std::lock_guard lock(mutex_);
  order_.push_back(all_.emplace(cause, std::move(callback)));
  if (order_.size() <= kMost) return;
  all_.erase(order_.front());
  order_.pop_front();
}

std::vector<Callback> Callbacks::of(journal::ExchangeId cause) const {
  const std::lock_guard lock(mutex_);
  std::vector<Callback> found;
  const auto [first, last] = all_.equal_range(cause);
  for (auto at = first; at != last; ++at) found.push_back(at->second);
  return found;
}

}  // namespace mimus::serve
