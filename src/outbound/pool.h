#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <utility>

#include "loop.h"
#include "quota.h"

namespace mimus::outbound {

class Link;
class Pool;

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

// The kept connections of one lane, by target. Belongs to its thread; how many may be open is the quota's word, which all
// lanes of a client share.
class Pool {
 public:
  Pool(const Options& options, Quota& quota, std::shared_ptr<Door> door);
  ~Pool();

  // A kept connection that nobody has closed yet, the one that was used last; nullptr: none. `surely`: that it is still
  // open is looked up once more, for a request that cannot be sent twice.
  std::shared_ptr<Link> take(const Target& target, bool surely);
  // May another one be opened? An idle one to somebody else has to go for it when all are in use. If so: open() follows.
  bool may_open(const Target& target);
  Lease open(const Target& target);
  // After a response: keeps it for at most so long.
  void keep(std::shared_ptr<Link> link, std::chrono::seconds most);

  // Who has to wait is told when there may be room: asks again after wait(), and then waits for the signal.
  using Waiters = std::list<std::pair<Target, Signal*>>;
  Waiters::iterator wait(const Target& target, Signal& signal);
  void leave(Waiters::iterator place);
  void rouse(const Target& target);  // one of those who wait for this target, or for any

  void sweep(SteadyTime now);  // closes what was kept long enough
  void close();                // all that is kept; nothing is kept from now on
  std::size_t idle() const { return idle_count_; }
  std::uint64_t connected() const { return connected_; }
  std::uint64_t reused() const { return reused_; }

 private:
  friend class Lease;
  using Idle = std::deque<std::shared_ptr<Link>>;
  bool drop_oldest(Idle& idle);
  bool drop_any();

  const Options& options_;
  Quota& quota_;
  std::map<Target, Idle> idle_;
  Waiters waiters_;
  std::list<Quota::Lane>::iterator lane_;
  std::shared_ptr<bool> alive_;  // for what the others have posted
  std::size_t idle_count_ = 0;
  std::uint64_t connected_ = 0;
  std::uint64_t reused_ = 0;
  bool closed_ = false;
};

}  // namespace mimus::outbound
