#include "poller.h"

#include <sys/epoll.h>

#include <boost/asio/posix/descriptor_base.hpp>

namespace mimus::server {
namespace {

constexpr int kBatch = 256;
constexpr int kRounds = 16;

}  // namespace

Poller::Poller(boost::asio::io_context& io) : epoll_(::epoll_create1(EPOLL_CLOEXEC)), watch_(io, epoll_) {}

void Poller::start() { wait(); }

void Poller::stop() {
  boost::system::error_code ignored;
  watch_.cancel(ignored);
}

bool Poller::add(Stream& stream) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &stream;
  return ::epoll_ctl(epoll_, EPOLL_CTL_ADD, stream.descriptor(), &event) == 0;
}

void Poller::wait() {
  watch_.async_wait(Descriptor::wait_read, [this](const boost::system::error_code& failure) {
    if (failure) return;
    dispatch();
    wait();
  });
}

// Under load new requests arrive while a batch is being answered: looking again at once saves the way through
// Asio's reactor. Bounded, so that timers and posted work get their turn.
void Poller::dispatch() {
  for (int round = 0; round < kRounds; ++round) {
    epoll_event events[kBatch];
    const int count = ::epoll_wait(epoll_, events, kBatch, 0);
    // One event a stream and batch, and a stream is destroyed by nobody but its own coroutine: no pointer
    // of the batch can dangle.
    for (int i = 0; i < count; ++i) {
      static_cast<Stream*>(events[i].data.ptr)->on_events(events[i].events);
    }
    if (count <= 0) return;
  }
}

}  // namespace mimus::server
