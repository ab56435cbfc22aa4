#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "link.h"
#include "net/poller.h"
#include "outbound/failure.h"
#include "outbound/fence.h"
#include "outbound/options.h"
#include "outbound/url.h"
#include "pool.h"
#include "tls.h"

namespace mimus::outbound {

// One attempt to get a connection, which somebody may stop: `socket` is closed then, or `signal` set.
struct Attempt {
  explicit Attempt(asio::io_context& io) : signal(io) {}
  Signal signal;
  std::shared_ptr<Link> link;        // the one that is being made
  std::optional<Failure> failure;    // why there is none; also set by who stops it
};

// Where connections are made: what a lane has.
struct Site {
  net::Poller& poller;          // of its thread
  std::shared_ptr<Door> door;   // to that
  asio::io_context& names;      // names are looked up there: a lookup cannot be stopped, and the lane may end before it
  Pool& pool;
  const Options& options;
};

// Makes connections: looks the name up, keeps to the fence, connects to one address after the other, asks a proxy for
// a tunnel, shakes hands. Belongs to its lane's thread.
class Dialer {
 public:
  // Errors: of the rules, the proxy's url, the files.
  static Result<std::unique_ptr<Dialer>> make(const Site& site);

  // What the name alone says, before anything else is done. RFC: none; see outbound/fence.h.
  std::optional<Failure> refuses(const Origin& origin);
  // Leaves the connection in attempt.link, or the reason in attempt.failure.
  Task dial(const Target& target, Attempt& attempt);
  // Is a request for this target one to a proxy, with the whole url in its first line?
  bool asks_proxy(const Target& target) const { return via_ && !target.origin.tls; }
  const std::string& proxy_authorization() const { return proxy_authorization_; }

 private:
  using Endpoint = asio::ip::tcp::endpoint;
  explicit Dialer(const Site& site) : site_(site), trust_(site.options) {}
  Task look_up(const Origin& origin, Attempt& attempt, std::vector<Endpoint>& endpoints);
  Task connect(const Origin& to, const std::vector<Endpoint>& endpoints, Attempt& attempt);
  Task tunnel(const Origin& origin, Attempt& attempt);
  Task shake_hands(const Target& target, Attempt& attempt);
  asio::io_context& io() { return site_.poller.io(); }

  const Site site_;
  std::optional<Origin> fine_;  // the last one that was not refused
  Fence fence_;
  Trust trust_;
  std::optional<Origin> via_;
  std::string proxy_authorization_;
};

}  // namespace mimus::outbound
