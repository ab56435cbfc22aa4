#include "client.h"

#include <boost/asio/executor_work_guard.hpp>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "fetch.h"
#include "lane.h"

namespace mimus::outbound {
namespace {

// The lanes on this thread, of whichever clients its loop joined: mostly one.
struct Here {
  const void* client;
  Lane* lane;
};
thread_local std::vector<Here> here;

}  // namespace

struct Client::Impl {
  explicit Impl(const Options& wanted) : options(wanted), quota(options), poller(io) {}

  Lane* lane_here() const;
  void stop();

  const Options options;
  Quota quota;
  asio::io_context io{1};
  net::Poller poller;
  std::optional<asio::executor_work_guard<Executor>> work;
  std::unique_ptr<Lane> own;
  std::thread thread;  // of `own`
  mutable std::mutex mutex;
  std::vector<std::unique_ptr<Lane>> joined;  // guarded by mutex
};

Lane* Client::Impl::lane_here() const {
  for (const Here& one : here) {
    if (one.client == this) return one.lane;
  }
  return nullptr;
}

void Client::Impl::stop() {
  asio::post(io, [this] { own->end(); });
  thread.join();
}

void Call::cancel() const {
  if (!door_) return;
  door_->post([exchange = exchange_] {
    if (const auto running = exchange.lock()) running->stop({Failure::Kind::kCancelled, "it was cancelled"});
  });
}

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Client::~Client() { impl_->stop(); }

Result<std::unique_ptr<Client>> Client::start(const Options& options) {
  auto impl = std::make_unique<Impl>(options);
  const auto on_empty = [impl = impl.get()] {
    asio::post(impl->io, [impl] {
      impl->own->door->close();
      impl->poller.stop();
      impl->io.stop();
    });
  };
  MIMUS_TRY(impl->own, Lane::make(impl->poller, impl->io, impl->options, impl->quota, on_empty));
  impl->work.emplace(impl->io.get_executor());
  impl->poller.start();
  impl->thread = std::thread([&io = impl->io] { io.run(); });
  return std::unique_ptr<Client>(new Client(std::move(impl)));
}

Call Client::open(Request request, Opened opened) {
  Lane& lane = *impl_->own;
  const auto exchange = Exchange::make(lane, std::move(request), std::move(opened));
  lane.door->post([&lane, exchange] { lane.start(exchange); });
  return {lane.door, exchange};
}

Call Client::fetch(Request request, Fetched fetched) {
  const FetchLimits limits{request.most_body, request.decode};
  return open(std::move(request), collect(limits, std::move(fetched)));
}

void Client::after(std::chrono::nanoseconds delay, std::function<void()> task) {
  Lane& lane = *impl_->own;
  lane.door->post([&lane, delay, task = std::move(task)]() mutable { lane.after(delay, std::move(task)); });
}

// ---- on the loops of others --------------------------------------------------------------------

std::function<void()> Client::join(net::Poller& poller) {
  auto made = Lane::make(poller, impl_->io, impl_->options, impl_->quota, {});
  if (!made) return {};  // a file has gone since start(): then all is done on our own thread, and says so
  Lane* const lane = made->get();
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->joined.push_back(*std::move(made));
  }
  here.push_back({impl_.get(), lane});
  return [client = impl_.get(), lane] {
    std::erase_if(here, [client](const Here& one) { return one.client == client; });
    lane->door->close();
    lane->end();
  };
}

Call Client::open_here(Request&& request, Opened&& opened) {
  Lane* const lane = impl_->lane_here();
  if (lane == nullptr) return open(std::move(request), std::move(opened));
  const auto exchange = Exchange::make(*lane, std::move(request), std::move(opened));
  lane->start(exchange);
  return {lane->door, exchange};
}

void Client::after_here(std::chrono::nanoseconds delay, std::function<void()> task) {
  Lane* const lane = impl_->lane_here();
  if (lane == nullptr) return after(delay, std::move(task));
  lane->after(delay, std::move(task));
}

// ------------------------------------------------------------------------------------------------

Client::Stats Client::stats() const {
  Stats all;
  const auto add = [&all](Lane& lane) {
    std::promise<Stats> told;
    if (!lane.door->post([&lane, &told] { told.set_value(lane.stats()); })) return;
    const Stats stats = told.get_future().get();
    all.under_way += stats.under_way;
    all.idle += stats.idle;
    all.connected += stats.connected;
    all.reused += stats.reused;
  };
  add(*impl_->own);
  const std::lock_guard lock(impl_->mutex);
  for (const auto& lane : impl_->joined) add(*lane);
  return all;
}

}  // namespace mimus::outbound
