#pragma once

#include <boost/intrusive/list.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "dialer.h"
#include "exchange.h"
#include "outbound/client.h"
#include "pool.h"

namespace mimus::outbound {

// A client's work on one thread: connections, exchanges and timers that never leave it. A client has a lane of its own, and
// one on each event loop that joined it. Belongs to its thread, but for `door`.
class Lane {
 public:
  // `names`: Site's. `on_empty` is called when an ended lane has nothing under way any more.
  static Result<std::unique_ptr<Lane>> make(net::Poller& poller, asio::io_context& names, const Options& options, Quota& quota,
                                            std::function<void()> on_empty);

  // On its thread.
  void start(const std::shared_ptr<Exchange>& exchange);
  void ended(Exchange& exchange);
  void after(std::chrono::nanoseconds delay, std::function<void()> task);
  // Cancels what is under way. When that has ended the loop knows nothing of this any more.
  void end();
  Client::Stats stats() const;

  asio::io_context& io() { return poller_.io(); }
  const std::shared_ptr<Door> door;
  const Options& options;
  Pool pool;
  UrlParser urls;
  std::string request_bytes;  // for whoever writes a request just now
  std::unique_ptr<Dialer> dialer;

 private:
  Lane(net::Poller& poller, const Options& options, Quota& quota, std::function<void()> on_empty);
  void arm();
  void sweep();

  net::Poller& poller_;
  const std::function<void()> on_empty_;
  boost::intrusive::list<Exchange, boost::intrusive::base_hook<UnderWay>, boost::intrusive::constant_time_size<false>> under_way_;
  std::unordered_set<std::shared_ptr<Timer>> delayed_;
  std::optional<Timer> sweep_timer_;
  bool fast_ = false;   // the sweep comes every kTick
  bool ending_ = false;
};

}  // namespace mimus::outbound
