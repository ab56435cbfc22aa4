#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "server/handler.h"
#include "server/options.h"

namespace mimus::server {

// A listening HTTP server: an acceptor for each address, which deals sockets out to event loops, one thread each.
//
//   MIMUS_TRY(auto server, Server::start(options, handler));
//   print(server->url());          // "http://127.0.0.1:8080", the real port also when 0 was asked for
//   server->url(1);                // "https://…" of the second of options.listeners
//   server->drain();               // returns when all is answered, or the grace is over
//
// The handler must outlive the server. One thread owns the server.
class Server {
 public:
  // Errors: a port in use, an address that is not this machine's, no permission; each says what to do.
  static Result<std::unique_ptr<Server>> start(const Options& options, Handler& handler);
  ~Server();  // drains without grace

  std::uint16_t port(std::size_t listener = 0) const;
  std::string url(std::size_t listener = 0) const;
  std::size_t connections() const;  // open now
  // Runs `task` once on every loop's thread, soon.
  void everywhere(std::function<void(LoopIndex)> task);
  // Stops listening, ends idle connections, lets the others finish for at most `options.grace`.
  void drain();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mimus::server
