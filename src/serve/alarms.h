#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "base/clock.h"

namespace mimus::serve {

// Calls back when it is time by a world's clock, however that clock is frozen, advanced or sped up meanwhile. One thread, started
// by the first alarm. Any thread may use it.
//
//   alarms.at(world.clock, due, [] { ... });   // on the alarms' thread; must not block
//   world.clock.advance(5s); alarms.changed(); // whoever changes a clock says so
class Alarms {
 public:
  Alarms() = default;
  ~Alarms();  // what has not rung never does

  // The clock must live until its alarm has rung or was dropped by forget().
  void at(const Clock& clock, WallTime due, std::function<void()> ring);
  void changed();
  // All that wait for this clock ring at once: its world ends.
  void forget(const Clock& clock);

 private:
  struct Alarm {
    const Clock* clock;
    std::function<void()> ring;
  };
  void run();

  std::mutex mutex_;
  std::condition_variable news_;
  std::multimap<WallTime, Alarm> waiting_;  // guarded by mutex_, as all below
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace mimus::serve
