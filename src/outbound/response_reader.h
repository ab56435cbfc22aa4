#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "outbound/request.h"

namespace mimus::outbound {

// Bounds on what a response may weigh around its body.
struct ResponseLimits {
  std::size_t head_bytes = 256 * 1024;  // status line and fields; trailers likewise
  std::size_t fields = 1000;
  unsigned informational = 100;  // 1xx responses before the final one
};

// One HTTP/1.1 response (RFC 9112) from bytes, without I/O. 1xx responses are passed over.
//
//   ResponseReader reader(limits, method);
//   std::string_view piece;
//   switch (reader.next(input, piece)) …   // consumes from the front of `input`
//
// Feeding one byte at a time gives the same events as one large read, pieces joined: see the test and the fuzz target.
// Lenient where clients are: lines may end in LF alone, a reason may be missing, folded lines are joined by a blank.
// Strict where a body could be read in two ways: lengths that differ, codings other than chunked, broken chunks.
class ResponseReader {
 public:
  enum class Event {
    kMore,   // `input` is used up and did not end anything
    kHead,   // head() is there
    kBody,   // `piece` is the next part of the body, a view into `input`
    kEnd,    // all of it was read; what is left of `input` is not its
    kError,  // why()
  };
  // `method`: of the request. A response to HEAD has no body.
  ResponseReader(const ResponseLimits& limits, std::string_view method);

  Event next(std::string_view& input, std::string_view& piece);
  // The peer has finished sending: kEnd for a body that ends so, else kError.
  Event finish();

  const Head& head() const { return head_; }
  Head& head() { return head_; }
  std::vector<http::OwnedField>& trailers() { return trailers_; }
  const std::string& why() const { return why_; }
  bool started() const { return started_; }  // a byte has come
  // May another request follow on this connection? After kEnd.
  bool keep_alive() const { return keep_alive_; }

 private:
  enum class State { kHead, kLength, kUntilEnd, kChunkSize, kChunk, kChunkEnd, kTrailers, kEnd, kError };
  Event fail(std::string why);
  bool take_line(std::string_view& input);  // as line_; true: it is whole
  Event read_head(std::string_view& input);
  bool read_status_line();
  bool read_field(std::vector<http::OwnedField>& fields);
  Event finish_head();
  bool frame();
  bool read_length(std::uint64_t& length, bool& given);
  bool read_chunk_size();

  const ResponseLimits limits_;
  const bool head_only_;
  State state_ = State::kHead;
  Head head_;
  std::vector<http::OwnedField> trailers_;
  std::string_view line_;      // without its end: in the input, or in whole_
  std::string gathered_;       // the beginning of a line whose end has not come
  std::string whole_;          // a line that came in parts
  std::string why_;
  std::size_t head_bytes_ = 0;
  std::uint64_t left_ = 0;
  unsigned passed_over_ = 0;
  bool gathering_ = false;
  bool started_ = false;
  bool has_status_ = false;
  bool keep_alive_ = true;
};

}  // namespace mimus::outbound
