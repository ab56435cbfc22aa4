#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "stream.h"

struct epoll_event;

namespace mimus::server {

// Readiness for a loop's streams: an epoll set of its own, whose descriptor Asio watches. One wake-up of the loop
// handles a whole batch of ready connections; timers and posted work stay Asio's. Ready connections go on in small
// groups: all of a group read, `expect` hears what they will ask for, then one after the other answers.
class Poller {
 public:
  using Expect = std::function<void(std::span<const std::string_view> paths)>;

  explicit Poller(boost::asio::io_context& io);
  void start(Expect expect);
  void stop();
  // Tells `stream` about its readiness until its descriptor is closed. false: out of memory or descriptors.
  bool add(Stream& stream);

 private:
  void wait();
  void dispatch();
  void go_on(std::span<const epoll_event> group);

  using Descriptor = boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type>;
  Expect expect_;
  int epoll_;
  Descriptor watch_;
  bool stopped_ = false;
};

}  // namespace mimus::server
