#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <mutex>

namespace mimus::journal {

// Who wants to hear of appends. Any thread.
class Listeners {
 public:
  // Registered until the token is gone. The token keeps `self` alive, and its end waits for a call under
  // way: so no call from within `roused` itself.
  static std::shared_ptr<void> add(const std::shared_ptr<Listeners>& self, std::function<void()> roused);

  // After a store that listeners look for. A load while there are none.
  void rouse();

 private:
  std::atomic<int> count_{0};
  std::mutex mutex_;
  std::list<std::function<void()>> all_;
};

}  // namespace mimus::journal
