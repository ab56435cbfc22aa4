#pragma once

#include <sys/epoll.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace mimus::net {

class Poller;

// Who is told about a descriptor. All calls come on the poller's thread, and it is destroyed there.
class Watched {
 public:
  Watched() = default;
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;
  // Readiness as epoll tells it.
  virtual void note(unsigned events) = 0;
  // A request may be read now, before its turn: the path that it asks for, "" when there is none to tell.
  virtual std::string_view read_ahead() { return {}; }
  // Resumes who waits for what was noted. May destroy this one, and others.
  virtual void go_on() = 0;

 protected:
  ~Watched();

 private:
  friend class Poller;
  Poller* poller_ = nullptr;  // that watches it
};

// Something to be done after what is going on just now.
class Turn {
 public:
  virtual ~Turn() = default;
  virtual void run() = 0;
};

// Readiness for the streams of one thread: an epoll set of its own, whose descriptor Asio watches. One wake-up of the loop
// handles a whole batch of ready descriptors; timers and posted work stay Asio's. What is ready goes on in small groups: all of a
// group read, `expect` hears what they will ask for, then one after the other goes on. Belongs to its thread.
class Poller {
 public:
  using Expect = std::function<void(std::span<const std::string_view> paths)>;

  explicit Poller(boost::asio::io_context& io);
  void start(Expect expect = {});
  void stop();
  // Tells `watched`, which does not outlive this, about the descriptor until that is closed. Edges, not levels.
  // false: out of memory or descriptors.
  bool add(int descriptor, Watched& watched);
  // Runs `turn` when those that are going on just now have done so. On this thread.
  void soon(std::shared_ptr<Turn> turn);
  boost::asio::io_context& io() { return io_; }

 private:
  friend class Watched;
  void forget(const Watched& watched);
  void wait();
  void dispatch();
  void go_on(std::span<epoll_event> group);
  void take_turns();

  using Descriptor = boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type>;
  boost::asio::io_context& io_;
  Expect expect_;
  int epoll_;
  Descriptor watch_;
  std::span<epoll_event> batch_;  // what dispatch() is about to tell
  std::vector<std::shared_ptr<Turn>> turns_, running_;
  bool dispatching_ = false;
  bool stopped_ = false;
};

}  // namespace mimus::net
