#pragma once

#include <memory>
#include <optional>
#include <string>

#include "dialer.h"
#include "outbound/client.h"
#include "pipe.h"
#include "response_reader.h"

namespace mimus::outbound {

// What the exchanges of a client share.
struct Workshop {
  asio::io_context& io;
  Pool& pool;
  Dialer& dialer;
  const Options& options;
};

// One request's way: connection, request, response, redirects, and the connection's return. Belongs to the client's
// thread. Waits in one place at a time, besides its writer, and stop() ends all of these waits.
class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(Workshop shop, Request request, Client::Opened opened);

  // From the call to the end of the body.
  static Task<void> run(std::shared_ptr<Exchange> self);
  void stop(Failure failure);
  // The sweep's question: what is overdue is stopped.
  void expire(SteadyTime now);

 private:
  using Phase = Failure::Phase;
  Task<void> go();                 // until head_ is there, or a failure
  Task<void> send_once(bool fresh);
  Task<void> acquire(bool fresh);
  Task<void> write_request();
  Task<void> write_body(std::shared_ptr<Link> link);
  Task<void> read_head();
  Task<void> receive();
  Task<bool> follow();             // true: request_ and url_ are the next ones
  bool take_pieces();              // of what was read; true: the body ended
  bool may_repeat() const;
  void done_with_link();
  void resume();
  void deliver_failure();
  void allow(Phase phase, std::chrono::milliseconds time);
  void fail(Failure::Kind kind, std::string message);
  bool failed() const { return attempt_.failure.has_value(); }
  Failure broken(const error_code& failed, std::string_view doing) const;
  Times times() const;

  const Workshop shop_;
  Request request_;
  Client::Opened opened_;
  Url url_;
  Attempt attempt_;                // its link is ours, its failure too
  Signal writer_signal_;           // for the writer: the source has more
  std::optional<ResponseReader> reader_;
  std::shared_ptr<Rouse> resumer_, source_rouse_;
  std::shared_ptr<Pipe> pipe_;
  bool writing_ = false;           // the writer is not done
  bool reused_ = false;
  unsigned redirects_ = 0;
  SteadyTime began_, sent_, first_byte_;
  SteadyTime deadline_ = SteadyTime::max(), end_ = SteadyTime::max();
  Phase phase_ = Phase::kNone;
};

}  // namespace mimus::outbound
