#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <set>

#include "outbound/options.h"
#include "outbound/url.h"

namespace mimus::outbound {

// Which connections are as good as each other.
struct Target {
  Origin origin;
  bool insecure = false;
  friend auto operator<=>(const Target&, const Target&) = default;
};

// How many connections a client has open, over all of its lanes: Options::most_connections and most_to_one. Any thread; asked
// when a connection is opened or closed, not for each request.
class Quota {
 public:
  // What a lane does for the others. Called on any thread, with a lock held: posts, and nothing else.
  struct Lane {
    std::function<void()> look_again;                // there may be room for one who waits
    std::function<void(const Target&)> give_up_one;  // an idle connection that would help who waits for this target
  };

  explicit Quota(const Options& options) : most_(options.most_connections), most_to_one_(options.most_to_one) {}

  std::list<Lane>::iterator join(Lane lane);
  void leave(std::list<Lane>::iterator lane);

  enum class Room { kThere, kNoneToThisOne, kNone };
  Room take(const Target& target);  // with kThere one more is open
  void give_back(const Target& target);

  // Somebody waits on `lane`, until it does not. Nothing that is given back between these two is lost on it.
  void wait(std::list<Lane>::iterator lane, const Target& target);
  void stop_waiting(const Target& target);
  // Would an idle connection to this one help who waits, if it were closed?
  bool wants(const Target& idle);

 private:
  const std::size_t most_, most_to_one_;
  std::atomic<std::size_t> waiting_{0};  // how many
  std::mutex mutex_;
  std::list<Lane> lanes_;                // guarded by mutex_, as all below
  std::map<Target, std::size_t> open_;
  std::multiset<Target> wanted_;
  std::size_t all_ = 0;
};

}  // namespace mimus::outbound
