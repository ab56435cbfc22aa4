#include "poller.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <boost/asio/posix/descriptor_base.hpp>

namespace mimus::server {
namespace {

constexpr int kBatch = 256;
constexpr int kRounds = 16;
// What so many requests read stays in the cache until they are answered.
constexpr std::size_t kGroup = 16;

}  // namespace

Poller::Poller(boost::asio::io_context& io) : epoll_(::epoll_create1(EPOLL_CLOEXEC)), watch_(io, epoll_) {}

void Poller::start(Expect expect) {
  expect_ = std::move(expect);
  wait();
}

void Poller::stop() {
  stopped_ = true;  // a handler that is queued already cannot be cancelled
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
    if (failure || stopped_) return;
    dispatch();
    if (!stopped_) wait();
  });
}

// Under load new requests arrive while a batch is being answered: looking again at once saves the way through
// Asio's reactor. Bounded, so that timers and posted work get their turn.
void Poller::dispatch() {
  for (int round = 0; round < kRounds; ++round) {
    epoll_event events[kBatch];
    const int count = ::epoll_wait(epoll_, events, kBatch, 0);
    if (count <= 0) return;
    std::span<const epoll_event> batch(events, static_cast<std::size_t>(count));
    while (!batch.empty()) {
      const std::span<const epoll_event> group = batch.first(std::min(kGroup, batch.size()));
      batch = batch.subspan(group.size());
      go_on(group);
    }
  }
}

// One event a stream and batch, and a stream is destroyed by nobody but its own coroutine: no pointer of the group
// can dangle.
void Poller::go_on(std::span<const epoll_event> group) {
  std::array<std::string_view, kGroup> paths;
  std::size_t count = 0;
  for (const epoll_event& event : group) {
    Stream& stream = *static_cast<Stream*>(event.data.ptr);
    stream.note(event.events);
    const std::string_view path = stream.read_ahead();
    if (!path.empty()) paths[count++] = path;
  }
  if (count > 0) expect_(std::span(paths).first(count));
  for (const epoll_event& event : group) static_cast<Stream*>(event.data.ptr)->go_on();
}

}  // namespace mimus::server
