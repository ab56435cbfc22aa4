#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <optional>

#include "stream.h"

namespace mimus::server {

// Readiness for a loop's streams: an epoll set of its own, whose descriptor Asio watches. One wake-up of the loop
// handles a whole batch of ready connections; timers and posted work stay Asio's.
class Poller {
 public:
  explicit Poller(boost::asio::io_context& io);
  void start();
  void stop();
  // Tells `stream` about its readiness until its descriptor is closed. false: out of memory or descriptors.
  bool add(Stream& stream);

 private:
  void wait();
  void dispatch();

  using Descriptor = boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type>;
  int epoll_;
  Descriptor watch_;
};

}  // namespace mimus::server
