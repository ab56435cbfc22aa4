#pragma once

#include <memory>
#include <optional>
#include <string>

#include "loop.h"
#include "http/upload.h"
#include "server/connection_facts.h"
#include "server/options.h"
#include "stream.h"
#include "wire/request_reader.h"

struct sockaddr_storage;

namespace mimus::server {

std::string address_text(const sockaddr_storage& address);  // IPv4 in IPv6 as IPv4

// One TCP connection of HTTP/1.1. consume() is the hot path: a plain function that answers every request
// that lies complete in the buffer and collects the answers in the loop's `out`; run() is the coroutine
// around it that waits: for bytes, for room to write, for a delivery that takes time.
//
// Frees itself when it ends. Belongs to its loop's thread.
class Connection final : public ConnectionHook, private ReadsAhead {
 public:
  struct Peer {
    std::string ip;
    std::uint16_t port = 0;
  };
  // Takes the descriptor and starts. `tls`: of its listener; nullptr: plain.
  static void start(Loop& loop, int descriptor, Peer peer, Handler& handler, const Options& options, const tls::Context* tls);
  ~Connection();

  // The sweep's question: cuts what is overdue at `now` (coarse seconds). These three may destroy the
  // connection.
  void expire(std::int64_t now);
  // The server drains: an idle connection ends now, another after its answer.
  void drain();
  // The grace is over.
  void cut();

 private:
  Connection(Loop& loop, int descriptor, Peer peer, Handler& handler, const Options& options);

  enum class Step {
    kRead,     // all that was there is answered
    kDeliver,  // reply_ takes time
    kFlush,    // enough is waiting to go out
    kClose,    // no further request on this connection
    kTunnel,   // a CONNECT that is taken
  };
  struct Answered;
  struct Wake;
  struct Room;
  enum class Phase : std::uint8_t { kIdle, kRequest, kAnswer, kWrite };

  static Detached run(std::unique_ptr<Connection> self, const tls::Context* tls);
  std::string_view read_ahead() override;
  void pump() override;
  Step consume();
  Step answer();
  Step stop();  // what the reader refused
  bool begin_upload();  // true: the handler takes the body while it comes
  void end_upload();
  Step refuse(int status, std::string_view why);
  void ask(Reply& reply);
  void finish_request();
  void append_head(std::string_view head, bool has_date, std::string& out);
  bool must_wait(const Reply& reply) const;
  void send_whole();
  void record();

  // Plain functions, so that a request that needs no waiting allocates no coroutine frame.
  std::ptrdiff_t receive();              // as Stream::read_now(); or what read_ahead() got
  bool flush_at_once();                  // loop_.out; false: the kernel did not take all of it
  // Each of these returns with open_ false when the connection is done for.
  Task begin_tls(const tls::Context& context);
  Task shake_hands();
  Task refuse_handshake();
  Task open_tunnel();
  Task flush();                          // loop_.out
  Task give_up();                        // nothing more comes
  Task write_all(std::string_view bytes);
  Task wait_until(SteadyTime time);
  Task wait_for_answer();                // of somebody else
  Task wait_for_deferred();
  Task deliver();
  Task deliver_paced(const http::Delivery& delivery, std::string_view head, std::string_view body,
                     bool chunked);
  Task deliver_stream(std::uint64_t bytes_per_second, std::string_view head, bool chunked);
  Task deliver_fault(const http::Delivery& delivery, std::string_view head, std::string_view body);
  Task linger();
  void append_framed();
  bool is_old() const;  // HTTP/1.0
  bool head_only() const;
  int reply_status() const { return reply_.prepared != nullptr ? reply_.prepared->status : reply_.status; }
  void set_phase(Phase phase, std::chrono::seconds allowance);
  void make_room();
  void grow(std::size_t larger);         // the buffer

  Loop& loop_;
  Handler& handler_;
  const Options& options_;
  Stream stream_;
  Timer timer_;
  wire::RequestReader reader_;
  std::unique_ptr<Arena> arena_;         // while a request is being answered
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;                // unread bytes: [begin_, end_)
  std::size_t end_ = 0;
  std::optional<std::ptrdiff_t> read_ahead_;  // what receive() will say
  Reply reply_;
  Timing timing_;
  const Peer peer_;
  std::unique_ptr<ConnectionFacts> facts_;  // of TLS and tunnels
  std::shared_ptr<http::Upload> upload_;  // of the request that is being answered, which is not there yet
  std::shared_ptr<Room> room_;
  std::int64_t deadline_ = 0;            // coarse seconds; 0: none
  std::int64_t upload_deadline_ = 0;     // likewise, for the next byte of an upload
  Phase phase_ = Phase::kIdle;
  bool open_ = true;
  bool awaits_request_ = false;          // run() waits for the first bytes of one
  bool close_after_ = false;             // this answer is the last one
  bool timed_out_ = false;
  bool continue_sent_ = false;
  bool upload_asked_ = false;
  bool recorded_ = false;
};

}  // namespace mimus::server
