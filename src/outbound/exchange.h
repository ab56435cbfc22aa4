#pragma once

#include <boost/intrusive/list.hpp>
#include <memory>
#include <optional>
#include <string>

#include "dialer.h"
#include "link.h"
#include "outbound/client.h"
#include "pipe.h"
#include "response_reader.h"

namespace mimus::outbound {

class Lane;
// In the list of a lane.
using UnderWay = boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

// One request's way: connection, request, response, redirects, and the connection's return. Belongs to its lane's
// thread. Waits in one place at a time, besides its writer, and stop() ends all of these waits.
class Exchange : public std::enable_shared_from_this<Exchange>, public UnderWay {
 public:
  static std::shared_ptr<Exchange> make(Lane& lane, Request&& request, Client::Opened&& opened);
  Exchange(Lane& lane, Request&& request, Client::Opened&& opened);  // make()

  // Goes on from the call to the end of the body, at once as far as it gets; `opened` is not called before this returns.
  void start();
  void resume();  // the consumer of the body has room, or has gone
  void stop(Failure failure);
  // The sweep's question: what is overdue is stopped.
  void expire(SteadyTime now);

 private:
  using Phase = Failure::Phase;
  static Detached run(std::shared_ptr<Exchange> self);
  static Detached write_body(std::shared_ptr<Exchange> self, std::shared_ptr<Link> link);
  Task go();                       // until the head is there, or a failure
  bool send_at_once();             // on a kept connection, in one piece; false: send() has more to do
  Task send(bool fresh);
  void begin_sending();
  Task acquire(const Target& target, bool fresh);
  void write_request();
  void request_written(const error_code& broke);
  Task send_body(Link& link);
  bool has_head();                 // of what was read; true, too, when it will never come
  void read_for_head(const Link::Reading& read);
  Task receive();
  bool follow();                   // true: request_ and url_ are the next ones
  bool take_pieces();              // of what was read; true: the body ended
  void take_early(std::string_view piece);
  std::unique_ptr<Body> body(bool whole);    // for the consumer: whole_, or a pipe for what is on its way
  bool is_small() const;           // the body goes out in one write with the head
  bool is_repeatable() const;      // safe to send twice
  bool may_repeat() const;         // and nothing has come
  void done_with_link();
  void deliver_failure();
  void allow(Phase phase, std::chrono::milliseconds time);
  void fail(Failure::Kind kind, std::string message);
  bool failed() const { return attempt_.failure.has_value(); }
  Failure broken(const error_code& failed, std::string_view doing) const;
  Times times() const;

  Lane& lane_;
  Request request_;
  Client::Opened opened_;
  Url url_;
  std::string_view unsent_;        // of the request's head, and of a small body
  std::string later_;              // which is kept here when it could not go out at once
  Attempt attempt_;                // its link is ours, its failure too
  Signal writer_signal_;           // for the writer: the source has more
  Signal writer_ended_;
  std::optional<ResponseReader> reader_;
  Body::Whole whole_;              // of the body, before there is a pipe
  std::shared_ptr<Pipe> pipe_;     // to its consumer
  bool starting_ = false;          // start() has not returned
  bool writing_ = false;           // the writer is not done
  bool reused_ = false;
  unsigned redirects_ = 0;
  SteadyTime began_, sent_, first_byte_;
  SteadyTime deadline_ = SteadyTime::max(), end_ = SteadyTime::max();
  std::chrono::seconds keep_{0};   // so long the peer keeps the connection
  unsigned writers_ = 0;           // that run; more than one after a redirect
  Phase phase_ = Phase::kNone;
};

}  // namespace mimus::outbound
