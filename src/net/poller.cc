#include "poller.h"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/posix/descriptor_base.hpp>

namespace mimus::net {
namespace {

constexpr int kBatch = 256;
constexpr int kRounds = 16;
// What so many requests read stays in the cache until they are answered.
constexpr std::size_t kGroup = 16;

}  // namespace

Poller::Poller(boost::asio::io_context& io) : io_(io), epoll_(::epoll_create1(EPOLL_CLOEXEC)), watch_(io, epoll_) {}

void Poller::start(Expect expect) {
  expect_ = std::move(expect);
  wait();
}

void Poller::stop() {
  stopped_ = true;  // a handler that is queued already cannot be cancelled
  boost::system::error_code ignored;
  watch_.cancel(ignored);
}

Watched::~Watched() {
  if (poller_ != nullptr) poller_->forget(*this);
}

bool Poller::add(int descriptor, Watched& watched) {
  watched.poller_ = this;
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &watched;
  return ::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

// Nothing of the batch that is going on reaches it any more.
void Poller::forget(const Watched& watched) {
  for (epoll_event& event : batch_) {
    if (event.data.ptr == &watched) event.data.ptr = nullptr;
  }
}

void Poller::soon(std::shared_ptr<Turn> turn) {
  if (dispatching_) {
    turns_.push_back(std::move(turn));
  } else {
    boost::asio::post(io_, [turn = std::move(turn)] { turn->run(); });
  }
}

void Poller::wait() {
  watch_.async_wait(Descriptor::wait_read, [this](const boost::system::error_code& failure) {
    if (failure || stopped_) return;
    dispatch();
    if (!stopped_) wait();
  });
}

// Under load more is ready while a batch is being handled: looking again at once saves the way through Asio's reactor.
// Bounded, so that timers and posted work get their turn.
void Poller::dispatch() {
  dispatching_ = true;
  for (int round = 0; round < kRounds; ++round) {
    epoll_event events[kBatch];
    const int count = ::epoll_wait(epoll_, events, kBatch, 0);
    if (count <= 0) break;
    batch_ = {events, static_cast<std::size_t>(count)};
    while (!batch_.empty()) {
      go_on(batch_.first(std::min(kGroup, batch_.size())));
      take_turns();
      batch_ = batch_.subspan(std::min(kGroup, batch_.size()));
    }
  }
  dispatching_ = false;
}

// One event a descriptor and batch; who goes away meanwhile is forgotten.
void Poller::go_on(std::span<epoll_event> group) {
  std::array<std::string_view, kGroup> paths;
  std::size_t count = 0;
  for (const epoll_event& event : group) {
    auto* const watched = static_cast<Watched*>(event.data.ptr);
    if (watched == nullptr) continue;
    watched->note(event.events);
    const std::string_view path = watched->read_ahead();
    if (!path.empty()) paths[count++] = path;
  }
  if (count > 0 && expect_) expect_(std::span(paths).first(count));
  for (const epoll_event& event : group) {
    if (event.data.ptr != nullptr) static_cast<Watched*>(event.data.ptr)->go_on();
  }
}

void Poller::take_turns() {
  while (!turns_.empty()) {
    running_.swap(turns_);
    for (const auto& turn : running_) turn->run();
    running_.clear();
  }
}

}  // namespace mimus::net
