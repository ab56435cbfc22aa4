#include "dialer.h"

#include <algorithm>

#include "request_writer.h"
#include "response_reader.h"

namespace mimus::outbound {
namespace {

using Tcp = asio::ip::tcp;
using Resolver = asio::ip::basic_resolver<Tcp, Executor>;

Address bytes_of(const asio::ip::address& address) { return *parse_address(address.to_string()); }

std::string text_of(const Tcp::endpoint& endpoint) {
  const std::string host = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(endpoint.port());
}

Failure no_connection(const Tcp::endpoint& endpoint, const error_code& failed) {
  if (failed == asio::error::connection_refused) return {Failure::Kind::kRefused, "connection refused by " + text_of(endpoint)};
  if (failed == asio::error::timed_out) {
    return {Failure::Kind::kTimedOut, "no connection to " + text_of(endpoint) + ": " + failed.message(), Failure::Phase::kConnect};
  }
  return {Failure::Kind::kRefused, "no connection to " + text_of(endpoint) + ": " + failed.message()};
}

}  // namespace

Result<std::unique_ptr<Dialer>> Dialer::make(const Site& site) {
  const Options& options = site.options;
  std::unique_ptr<Dialer> dialer(new Dialer(site));
  MIMUS_TRY(dialer->fence_, Fence::build(options.allow, options.deny));
  MIMUS_TRY_DONE(dialer->trust_.check());
  if (options.via.empty()) return dialer;
  const bool bare = options.via.find("://") == std::string::npos;
  MIMUS_TRY(const Url via, parse_url(bare ? "http://" + options.via : options.via));
  if (via.origin.tls) return invalid("the proxy " + via.origin.text() + " is asked over http, not https", "http://host:port");
  dialer->via_ = via.origin;
  if (!via.credentials.empty()) dialer->proxy_authorization_ = basic_credentials(via.credentials);
  return dialer;
}

std::optional<Failure> Dialer::refuses(const Origin& origin) {
  if (fine_ == origin) return std::nullopt;
  const auto address = parse_address(origin.host);
  const auto why = address ? fence_.refuses(*address, origin.host) : fence_.refuses_name(origin.host);
  if (why) return Failure{Failure::Kind::kFenced, *why};
  fine_ = origin;
  return std::nullopt;
}

// getaddrinfo() cannot be stopped, so that nobody waits for it but for a signal.
Task Dialer::look_up(const Origin& origin, Attempt& attempt, std::vector<Endpoint>& endpoints) {
  error_code failed;
  const auto literal = asio::ip::make_address(origin.host, failed);
  if (!failed) {
    endpoints.emplace_back(literal, origin.port);
    co_return;
  }
  struct Lookup {
    explicit Lookup(asio::io_context& io) : resolver(io) {}
    Resolver resolver;
    // The lane's:
    Signal* done = nullptr;  // while somebody waits
    error_code failed;
    std::vector<Endpoint> found;
    bool over = false;
  };
  const auto lookup = std::make_shared<Lookup>(site_.names);
  lookup->done = &attempt.signal;
  const auto told = [lookup, door = site_.door](const error_code& why, const Resolver::results_type& results) {
    std::vector<Endpoint> found;
    for (const auto& result : results) found.push_back(result.endpoint());
    door->post([lookup, why, found = std::move(found)]() mutable {
      lookup->failed = why;
      lookup->found = std::move(found);
      lookup->over = true;
      if (lookup->done != nullptr) lookup->done->set();
    });
  };
  lookup->resolver.async_resolve(origin.host, std::to_string(origin.port), told);
  while (!lookup->over && !attempt.failure) co_await attempt.signal;
  lookup->done = nullptr;
  if (attempt.failure) co_return;
  endpoints = std::move(lookup->found);
  if (lookup->failed || endpoints.empty()) {
    attempt.failure = Failure{Failure::Kind::kDns, "there is no address for the name " + origin.host + ": " + lookup->failed.message()};
  }
}

Task Dialer::connect(const Origin& to, const std::vector<Endpoint>& endpoints, Attempt& attempt) {
  std::optional<Failure> first;
  for (const Endpoint& endpoint : endpoints) {
    if (!via_) {
      if (auto why = fence_.refuses(bytes_of(endpoint.address()), to.host)) {
        if (!first) first = Failure{Failure::Kind::kFenced, *why};
        continue;
      }
    }
    Socket& socket = attempt.link->socket();
    error_code failed;
    attempt.link->close();
    socket.open(endpoint.protocol(), failed);
    if (!failed) {
      socket.non_blocking(true, failed);
      socket.set_option(Tcp::no_delay(true), failed);
      Operation connected([&](auto handler) { socket.async_connect(endpoint, std::move(handler)); });
      co_await connected;
      failed = connected.failed();
    }
    if (attempt.failure || !failed) co_return;
    if (!first) first = no_connection(endpoint, failed);
  }
  attempt.failure = std::move(first);
}

// RFC 9110 §9.3.6.
Task Dialer::tunnel(const Origin& origin, Attempt& attempt) {
  const std::string host = origin.host.find(':') == origin.host.npos ? origin.host : "[" + origin.host + "]";
  const std::string to = host + ":" + std::to_string(origin.port);
  std::string head = "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n";
  if (!proxy_authorization_.empty()) head += "Proxy-Authorization: " + proxy_authorization_ + "\r\n";
  head += "\r\n";
  Link& link = *attempt.link;
  error_code failed;
  Task written = link.write(head, failed);
  co_await written;
  ResponseReader reader(ResponseLimits{}, "HEAD");  // what follows the header is the tunnel's
  auto event = ResponseReader::Event::kMore;
  while (!failed && event == ResponseReader::Event::kMore) {
    Link::Reading read = link.read();
    co_await read;
    failed = read.failed();
    std::string_view none;
    if (!failed) event = reader.next(link.unread, none);
  }
  if (attempt.failure) co_return;
  if (failed || event != ResponseReader::Event::kHead) {
    attempt.failure = Failure{Failure::Kind::kReset, "the proxy " + via_->authority() + " gave no answer to CONNECT " + to};
  } else if (reader.head().status / 100 != 2) {
    attempt.failure = Failure{Failure::Kind::kRefused, "the proxy " + via_->authority() + " answered " + std::to_string(reader.head().status) + " to CONNECT " + to};
  }
}

Task Dialer::shake_hands(const Target& target, Attempt& attempt) {
  auto context = trust_.context(target.insecure);
  if (!context) {
    attempt.failure = Failure{Failure::Kind::kTls, describe(context.error())};
    co_return;
  }
  SSL* const handle = attempt.link->wrap(**context);
  expect_host(handle, target.origin.host);
  error_code failed;
  Task shaken = attempt.link->handshake(failed);
  co_await shaken;
  if (!failed || attempt.failure) co_return;
  attempt.failure = Failure{Failure::Kind::kTls, "no TLS with " + target.origin.authority() + ": " + why_no_handshake(handle, failed)};
}

Task Dialer::dial(const Target& target, Attempt& attempt) {
  attempt.link = std::make_shared<Link>(io(), site_.pool.open(target));
  const Origin& to = via_ ? *via_ : target.origin;
  std::vector<Endpoint> endpoints;
  Task looked_up = look_up(to, attempt, endpoints);
  co_await looked_up;
  if (!attempt.failure) {
    Task connected = connect(to, endpoints, attempt);
    co_await connected;
  }
  if (!attempt.failure && via_ && target.origin.tls) {
    Task opened = tunnel(target.origin, attempt);
    co_await opened;
  }
  if (!attempt.failure && target.origin.tls) {
    Task shaken = shake_hands(target, attempt);
    co_await shaken;
  }
  if (!attempt.failure && !target.origin.tls) {
    error_code failed;
    attempt.link->watch(site_.poller, failed);
    if (failed) attempt.failure = Failure{Failure::Kind::kRefused, "no connection to " + to.authority() + ": " + failed.message()};
  }
  if (attempt.failure) attempt.link.reset();
}

}  // namespace mimus::outbound
