#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <utility>

#include "loop.h"
#include "outbound/options.h"
#include "outbound/url.h"

namespace mimus::outbound {

class Link;
class Pool;

// Which connections are as good as each other.
struct Target {
  Origin origin;
  bool insecure = false;
  friend auto operator<=>(const Target&, const Target&) = default;
};

// The right to have one connection open. Gives it back when it goes.
class Lease {
 public:
  Lease(Pool& pool, Target target) : pool_(&pool), target_(std::move(target)) {}
  Lease(Lease&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)), target_(std::move(other.target_)) {}
  Lease& operator=(Lease&&) = delete;
  ~Lease();
  const Target& target() const { return target_; }

 private:
  Pool* pool_;
  Target target_;
};

// Kept connections by target, and how many are open. Belongs to the client's thread.
class Pool {
 public:
  explicit Pool(const Options& options) : options_(options) {}

  // A kept connection that nobody has closed yet, the one that was used last; nullptr: none.
  std::shared_ptr<Link> take(const Target& target);
  // May another one be opened? An idle one to somebody else has to go for it when all are in use.
  bool may_open(const Target& target);
  Lease open(const Target& target);
  // After a response: keeps it for at most so long.
  void keep(std::shared_ptr<Link> link, std::chrono::seconds most);

  // Who has to wait is told when one is kept or given back. Removed by who waits.
  using Waiters = std::list<std::pair<Target, Signal*>>;
  Waiters::iterator wait(const Target& target, Signal& signal) { return waiters_.emplace(waiters_.end(), target, &signal); }
  void leave(Waiters::iterator place) { waiters_.erase(place); }
  void rouse(const Target& target);  // one of those who wait for this target, or for any

  void sweep(SteadyTime now);  // closes what was kept long enough
  void clear();
  std::size_t idle() const { return idle_count_; }
  std::uint64_t connected() const { return connected_; }
  std::uint64_t reused() const { return reused_; }

 private:
  friend class Lease;
  struct Lane {
    std::deque<std::shared_ptr<Link>> idle;
    std::size_t open = 0;
  };
  void give_back(const Target& target);

  const Options& options_;
  std::map<Target, Lane> lanes_;
  Waiters waiters_;
  std::size_t open_ = 0;
  std::size_t idle_count_ = 0;
  std::uint64_t connected_ = 0;
  std::uint64_t reused_ = 0;
};

}  // namespace mimus::outbound
