#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "http/message.h"

namespace mimus::wire {

// Bounds on what one request may weigh. The flag that moves each is named in the refusal.
struct RequestLimits {
  std::size_t head_bytes = 64 * 1024;       // --max-header-bytes: request line and fields, 431
  std::size_t target_bytes = 16 * 1024;     // --max-url-bytes: 414
  std::size_t fields = 200;                 // --max-header-count: 431
  std::size_t body_bytes = 32u << 20;       // --max-body-bytes: 413, also after decompression
};

// Why a request gets no further than HTTP itself.
struct Refusal {
  int status = 0;  // 0: not refused
  std::string why;
};

// One HTTP/1.1 request (RFC 9112) from bytes, without I/O. Boost.Beast's basic_parser knows the grammar; this
// class holds its views, counts against the limits and refuses what could be read in two ways: obs-fold,
// Transfer-Encoding with Content-Length, codings other than chunked, a missing or second Host.
//
//   RequestReader reader(limits);
//   const std::size_t used = reader.read_head(input);   // 0: needs more; or refused()
//   while (!reader.done()) rest.remove_prefix(reader.read_body(rest));
//   reader.finish();                                    // removes content codings
//   use(reader.request());
//   reader.reset();
//
// Feeding one byte more at a time gives the same requests as one large read. The head's bytes must stay
// where they are until reset(): request() borrows them, and the arena.
//
// Pipelined requests are often the same one again and again. A head without body is remembered over reset(), until
// forget_head(): the next one of the same bytes is not parsed again, and says so (Request::repeats). As long as
// one is remembered its bytes must stay where they are, too.
class RequestReader {
 public:
  explicit RequestReader(const RequestLimits& limits);
  ~RequestReader();
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;

  // `input` begins where the last request ended. Returns the length of the head once all of it is there, else 0.
  std::size_t read_head(std::string_view input);
  // Before the bytes of the last head move, or something else happens between it and the next one.
  void forget_head() {
    if (remembered_.empty()) return;
    remembered_ = {};
    clear_head();
  }
  // Whom this connection is with, as far as requests do not say themselves: "https" behind TLS, and the authority that a
  // tunnel was opened for. `scheme` is a literal.
  void set_origin(std::string_view scheme, std::string authority) {
    scheme_ = scheme;
    authority_ = std::move(authority);
  }
  // A CONNECT (RFC 9110 §9.3.6) is no request like others: it is refused with 501, and whoever wants to take it finds
  // here what it asked for, "api.example.com:443", until reset(); "" after everything else. Behind its head, which is
  // head_size() bytes long, something else begins.
  std::string_view tunnel() const { return tunnel_; }
  std::size_t head_size() const { return head_bytes_; }
  // From here on request() borrows the head from the arena.
  void keep_head(Arena& arena);
  bool head_done() const { return head_done_; }
  // Bytes that follow the head. Returns how many it used; 0 means that it must see more (chunk headers
  // arrive whole). A body that lies complete in `input` is borrowed from there, others are collected.
  std::size_t read_body(std::string_view input);
  // For bodies of known length: where to put the next bytes, instead of read_body(). Empty when the
  // length is not known or all is there.
  std::span<char> body_space();
  void body_arrived(std::size_t bytes);

  // A large body need not be collected: after stream_body() read_body() takes one without limit, and take_body() has what
  // came since. Also after a refusal for size, which is taken back then (the head's bytes are head_size()). Content codings
  // stay.
  bool is_large() const;      // a body of a megabyte or more is on its way
  bool is_too_large() const;  // refused for what Content-Length says
  void stream_body();
  std::string take_body() { return std::exchange(body_, {}); }
  std::optional<std::uint64_t> length() const;  // of the body, as far as it is known

  // All of it was read (or it was refused).
  bool done() const;
  const Refusal& refusal() const { return refusal_; }
  bool refused() const { return refusal_.status != 0; }
  // The client holds the body back until it sees 100 (RFC 9110 §10.1.1).
  bool wants_continue() const { return wants_continue_; }
  bool keep_alive() const { return keep_alive_; }

  // After done(): removes Content-Encoding from the body; may refuse.
  void finish();
  http::Request& request() { return request_; }
  const http::Request& request_view() const { return request_; }

  void reset();

 private:
  class Parser;
  struct ParserSlot;
  Parser& parser();
  void refuse(int status, std::string why);
  void refuse_head(std::string_view input, int beast_error);
  void refuse_size();
  void refuse_chunk_line();
  void refuse_line_feeds(std::string_view pending);
  bool check_head();
  void clear_head() {
    request_ = {};
    fields_.clear();
  }
  void keep_trailers();

  RequestLimits limits_;
  http::Request request_;
  std::vector<http::HeaderField> fields_;
  std::vector<http::HeaderField> trailers_;
  std::unique_ptr<ParserSlot> slot_;  // one allocation for all requests of a connection
  std::string_view head_;
  std::string_view tunnel_;
  std::size_t head_bytes_ = 0;        // of a CONNECT
  std::string_view scheme_ = "http";
  std::string authority_;
  std::string_view remembered_;       // the head that request_ and fields_ hold, though it was reset
  std::size_t looked_at_ = 0;         // how much of an incomplete head was checked for faults
  std::size_t seen_ = 0;              // how much of it was there at the last call
  Refusal refusal_;
  std::string body_;              // when it did not lie in one piece
  std::string trailer_text_;
  std::uint64_t length_ = 0;      // of a body with Content-Length
  std::size_t arrived_ = 0;       // of it, in body_
  bool head_done_ = false;
  bool body_done_ = false;
  bool chunked_ = false;
  bool wants_continue_ = false;
  bool keep_alive_ = true;
  bool collected_ = false;
  bool streams_ = false;          // body_ has only what take_body() has not taken
};

}  // namespace mimus::wire
