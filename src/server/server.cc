#include "server.h"

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "base/huge_pages.h"
#include "connection.h"
#include "loop.h"

namespace mimus::server {
namespace {

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

constexpr int kAcceptBatch = 64;

Connection::Peer peer_of(const sockaddr_storage& address) {
  const bool v6 = address.ss_family == AF_INET6;
  return {address_text(address), ntohs(v6 ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port
                                          : reinterpret_cast<const sockaddr_in&>(address).sin_port)};
}

std::string too_many() {
  const std::string body = "too many connections (raise --max-connections)\n";
  return "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

// A server holds a file descriptor for every connection; take what the system allows.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

Error cannot_listen(const Listener& options, const boost::system::error_code& failure) {
  const std::string where = options.host + ":" + std::to_string(options.port);
  const std::string flag = options.tls ? "--https-port" : "--port";
  if (failure == asio::error::address_in_use) {
    return Error{Code::kConflict, "port " + std::to_string(options.port) + " on " + options.host +
                                      " is in use by another program",
                 "stop it, or choose another with " + flag + " N (0 picks a free one)", {}};
  }
  if (failure == asio::error::access_denied) {
    return Error{Code::kIo, "no permission to listen on " + where,
                 "ports below 1024 need root; choose a higher one with " + flag + " N", {}};
  }
  return Error{Code::kIo, "cannot listen on " + where + ": " + failure.message(),
               "--host wants an address of this machine, such as 127.0.0.1 or 0.0.0.0", {}};
}

}  // namespace

struct Server::Impl {
  // One address, on loop 0.
  struct Listening {
    Listening(const Listener& wanted, asio::io_context& io) : listener(wanted), acceptor(io), retry(io) {}
    const Listener listener;
    Acceptor acceptor;
    Timer retry;
    std::uint16_t port = 0;
  };

  Impl(const Options& wanted, Handler& handler) : options(wanted), handler(handler) {
    for (LoopIndex i = 0; i < std::max(1u, options.loops); ++i) {
      loops.push_back(std::make_unique<Loop>(i));
    }
    const std::vector<Listener> one{{options.host, options.port}};
    for (const Listener& each : options.listeners.empty() ? one : options.listeners) {
      listening.push_back(std::make_unique<Listening>(each, loops[0]->io));
    }
  }

  Status listen(Listening& at);
  void run();
  void accept(Listening& at);
  void accept_later(Listening& at);
  void deal(int descriptor, Connection::Peer peer, const tls::Context* tls);
  Loop& idlest();
  void drain(std::chrono::seconds grace);
  std::size_t live() const;

  const Options options;
  Handler& handler;
  std::vector<std::unique_ptr<Loop>> loops;
  std::vector<std::unique_ptr<Listening>> listening;
  std::vector<asio::executor_work_guard<Executor>> work;
  std::vector<std::thread> threads;
  bool drained = false;
};

Status Server::Impl::listen(Listening& at) {
  boost::system::error_code failure;
  const std::string host = at.listener.host == "localhost" ? "127.0.0.1" : at.listener.host;
  const auto address = asio::ip::make_address(host, failure);
  if (failure) return cannot_listen(at.listener, failure);
  const asio::ip::tcp::endpoint endpoint(address, at.listener.port);
  Acceptor& acceptor = at.acceptor;
  acceptor.open(endpoint.protocol(), failure);
  if (failure) return cannot_listen(at.listener, failure);
  acceptor.set_option(asio::socket_base::reuse_address(true), failure);
  acceptor.set_option(asio::ip::tcp::no_delay(true), failure);  // Linux: the accepted sockets inherit it
  if (address.is_v6()) acceptor.set_option(asio::ip::v6_only(false), failure);
  acceptor.bind(endpoint, failure);
  if (!failure) acceptor.listen(4096, failure);
  if (!failure) acceptor.native_non_blocking(true, failure);
  if (failure) return cannot_listen(at.listener, failure);
  at.port = acceptor.local_endpoint().port();
  return Done{};
}

void Server::Impl::run() {
  for (auto& loop : loops) {
    work.push_back(asio::make_work_guard(loop->io));
    loop->start_sweeping();
    loop->poller.start(
        [this, index = loop->index](std::span<const std::string_view> paths) { handler.expect(paths, index); });
  }
  for (auto& at : listening) accept(*at);
  for (auto& loop : loops) {
    threads.emplace_back([this, &loop = *loop] {
      thread_heap_in_huge_pages();
      if (options.on_loop) loop.farewell = options.on_loop(loop.poller);
      loop.io.run();
    });
  }
}

Loop& Server::Impl::idlest() {
  Loop* best = loops[0].get();
  for (auto& loop : loops) {
    if (loop->live.load(std::memory_order_relaxed) < best->live.load(std::memory_order_relaxed)) {
      best = loop.get();
    }
  }
  return *best;
}

std::size_t Server::Impl::live() const {
  std::size_t total = 0;
  for (const auto& loop : loops) total += loop->live.load(std::memory_order_relaxed);
  return total;
}

void Server::Impl::accept(Listening& at) {
  at.acceptor.async_wait(Acceptor::wait_read, [this, &at](const boost::system::error_code& failure) {
    if (failure || !at.acceptor.is_open()) return;
    // A batch at a time, so that a burst of connections does not starve those that are there.
    for (int i = 0; i < kAcceptBatch; ++i) {
      sockaddr_storage address{};
      socklen_t size = sizeof address;
      const int descriptor = ::accept4(at.acceptor.native_handle(), reinterpret_cast<sockaddr*>(&address), &size,
                                       SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (descriptor >= 0) {
        deal(descriptor, peer_of(address), at.listener.tls.get());
        continue;
      }
      if (errno == EINTR || errno == ECONNABORTED) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) break;
      return accept_later(at);  // out of descriptors, mostly: the client waits in the backlog while we do
    }
    accept(at);
  });
}

void Server::Impl::accept_later(Listening& at) {
  at.retry.expires_after(std::chrono::milliseconds(20));
  at.retry.async_wait([this, &at](const boost::system::error_code& cancelled) {
    if (!cancelled) accept(at);
  });
}

void Server::Impl::deal(int descriptor, Connection::Peer peer, const tls::Context* tls) {
  if (live() >= options.most_connections) {
    const std::string refusal = tls == nullptr ? too_many() : "";  // who waits for a handshake cannot read it
    (void)!::send(descriptor, refusal.data(), refusal.size(), MSG_NOSIGNAL);
    ::close(descriptor);
    return;
  }
  Loop& target = idlest();
  target.live.fetch_add(1, std::memory_order_relaxed);
  if (&target == loops[0].get()) {
    Connection::start(target, descriptor, std::move(peer), handler, options, tls);
    return;
  }
  asio::post(target.io, [this, &target, descriptor, tls, from = std::move(peer)]() mutable {
    Connection::start(target, descriptor, std::move(from), handler, options, tls);
  });
}

void Server::Impl::drain(std::chrono::seconds grace) {
  if (drained) return;
  drained = true;
  asio::post(loops[0]->io, [this] {
    boost::system::error_code ignored;
    for (auto& at : listening) {
      at->acceptor.close(ignored);
      at->retry.cancel();
    }
  });
  for (auto& loop : loops) {
    asio::post(loop->io, [&loop = *loop] {
      loop.draining = true;
      for (auto at = loop.connections.begin(); at != loop.connections.end();) (at++)->drain();
    });
  }
  const auto poll = std::chrono::milliseconds(5);
  const auto wait_for_none = [&](SteadyTime until) {
    while (live() > 0 && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(poll);
  };
  wait_for_none(std::chrono::steady_clock::now() + grace);
  if (live() > 0) {
    for (auto& loop : loops) {
      asio::post(loop->io, [&loop = *loop] {
        for (auto at = loop.connections.begin(); at != loop.connections.end();) (at++)->cut();
      });
    }
    wait_for_none(std::chrono::steady_clock::now() + std::chrono::seconds(5));
  }
  for (auto& loop : loops) {
    asio::post(loop->io, [&loop = *loop] { loop.stop(); });
  }
  work.clear();
  if (live() > 0) {
    for (auto& loop : loops) loop->io.stop();
  }
  for (std::thread& thread : threads) thread.join();
  threads.clear();
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() { impl_->drain(std::chrono::seconds(0)); }

Result<std::unique_ptr<Server>> Server::start(const Options& options, Handler& handler) {
  raise_descriptor_limit();
  auto impl = std::make_unique<Impl>(options, handler);
  for (auto& at : impl->listening) MIMUS_TRY_DONE(impl->listen(*at));
  impl->run();
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port(std::size_t listener) const { return impl_->listening[listener]->port; }

std::string Server::url(std::size_t listener) const {
  const Impl::Listening& at = *impl_->listening[listener];
  const bool v6 = at.listener.host.find(':') != std::string::npos;
  std::string host = at.listener.host;
  if (host == "0.0.0.0" || host == "::") host = "127.0.0.1";
  else if (v6) host = "[" + host + "]";
  return (at.listener.tls ? "https://" : "http://") + host + ":" + std::to_string(at.port);
}

std::size_t Server::connections() const { return impl_->live(); }

void Server::everywhere(std::function<void(LoopIndex)> task) {
  for (auto& loop : impl_->loops) {
    asio::post(loop->io, [task, index = loop->index] { task(index); });
  }
}

void Server::drain() { impl_->drain(impl_->options.grace); }

}  // namespace mimus::server
