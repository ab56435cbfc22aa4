#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mimus::outbound {

// Why a request to somebody else came to nothing. `message` is a sentence for people, without a full stop:
// "connection refused by 127.0.0.1:9000".
struct Failure {
  enum class Kind : std::uint8_t {
    kInvalid,    // the request itself: its url, a field with a line break in it
    kFenced,     // a target that may not be reached: outbound/fence.h
    kDns,        // no address for the host's name
    kRefused,    // nobody listens, or no route there
    kTls,        // no handshake: mostly a certificate that is not trusted, and the message says why
    kReset,      // the connection ended before the response did
    kProtocol,   // what came is not HTTP/1.1
    kTooLarge,   // a limit; the message names it
    kTimedOut,   // which time-out: `phase`
    kCancelled,  // by who asked, or because the client ends
  };
  enum class Phase : std::uint8_t { kNone, kConnect, kFirstByte, kIdle, kTotal };

  Kind kind = Kind::kInvalid;
  std::string message;
  Phase phase = Phase::kNone;
  std::string url{};  // of the request, as it was given, credentials too; "" when it is the body that came to nothing
};

std::string_view name_of(Failure::Kind kind);  // "timed_out"

}  // namespace mimus::outbound
