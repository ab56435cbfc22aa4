#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/clock.h"
#include "net/poller.h"
#include "net/task.h"
#include "net/timer.h"
#include "server/handler.h"

namespace mimus::server {

namespace asio = boost::asio;
using net::Detached;
using net::Elapsed;
using net::Executor;
using net::Task;
using net::Timer;

class Connection;
using ConnectionHook = boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

// One event loop: one thread, its connections, and the memory they share in turn. Everything but
// `live` and posting to `io` belongs to the loop's thread.
class Loop {
 public:
  explicit Loop(LoopIndex index) : index(index), poller(io), sweep_timer(io) {}

  asio::io_context io{1};
  const LoopIndex index;
  net::Poller poller;
  std::atomic<std::size_t> live{0};       // connections; the acceptor deals by it
  boost::intrusive::list<Connection, boost::intrusive::base_hook<ConnectionHook>,
                         boost::intrusive::constant_time_size<false>>
      connections;
  bool draining = false;
  bool stopped = false;                   // stop() was called
  std::string out;                        // what the connection that runs just now wants to send

  // "Date: Fri, 20 Nov 2026 09:50:57 GMT\r\n", made anew when the second changes.
  std::string_view date_line();
  // Seconds of the coarse steady clock as of the last sweep: what time-outs are measured in.
  std::int64_t coarse_now = 0;

  std::unique_ptr<Arena> take_arena();
  void give_back(std::unique_ptr<Arena> arena);

  // Once a second: every connection whose deadline has passed is told so.
  void start_sweeping();
  void stop();                            // on its own thread: nothing keeps io.run() from returning any more
  Timer sweep_timer;
  std::function<void()> farewell;         // of who joined the loop (Options::on_loop); called by stop()

 private:
  void sweep();
  std::int64_t date_second_ = -1;
  std::string date_line_;
  std::vector<std::unique_ptr<Arena>> spare_arenas_;
};

}  // namespace mimus::server
