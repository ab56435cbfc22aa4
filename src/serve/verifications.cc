#include "verifications.h"

namespace mimus::serve {

void Verifications::add(Verification check, const std::vector<journal::ExchangeId>& about) {
  const std::lock_guard lock(mutex_);
  if (all_.size() == kMost) all_.erase(all_.begin());
  all_.push_back(std::move(check));
  covered_.insert(about.begin(), about.end());
}

std::vector<Verification> Verifications::all() const {
  const std::lock_guard lock(mutex_);
  return all_;
}

bool Verifications::covers(journal::ExchangeId id) const {
  const std::lock_guard lock(mutex_);
  return covered_.contains(id);
}

void Verifications::reset() {
  const std::lock_guard lock(mutex_);
  all_.clear();
  covered_.clear();
}

}  // namespace mimus::serve
