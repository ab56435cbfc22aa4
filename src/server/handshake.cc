// How a connection becomes secure: at its start on a TLS listener, or after an answered CONNECT.
#include <arpa/inet.h>
#include <sys/socket.h>

#include "connection.h"

namespace mimus::server {
namespace {

// RFC 8446 §5.1: the first byte of a record that carries a handshake.
constexpr char kHandshakeRecord = 22;
constexpr std::string_view kTunnelOpen = "HTTP/1.1 200 Connection established\r\n\r\n";

// The address that the client came to: what a certificate is for when nobody says a name.
std::string local_address(int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return "";
  return address_text(address);
}

std::string_view host_of(std::string_view authority) {
  if (authority.starts_with('[')) return authority.substr(1, authority.find(']') - 1);
  return authority.substr(0, authority.rfind(':'));
}

}  // namespace

std::string address_text(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    // A client that came over IPv4 is known by its IPv4 address.
    const bool mapped = IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr);
    ::inet_ntop(mapped ? AF_INET : AF_INET6, mapped ? v6.sin6_addr.s6_addr + 12 : v6.sin6_addr.s6_addr, text, sizeof text);
  } else {
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
  }
  return text;
}

Task Connection::begin_tls(const tls::Context& context) {
  stream_.secure(context, local_address(stream_.descriptor()), "");
  Task shaken = shake_hands();
  co_await shaken;
}

// One time for all of it, however slowly its bytes come.
Task Connection::shake_hands() {
  using HandshakeStep = tls::Session::Step;
  set_phase(Phase::kIdle, options_.handshake_timeout);
  HandshakeStep step = stream_.shake_hands();
  while (step == HandshakeStep::kRead || step == HandshakeStep::kWrite) {
    Stream::Ready ready(stream_, step == HandshakeStep::kRead ? Stream::For::kReading : Stream::For::kWriting);
    co_await ready;
    step = stream_.shake_hands();
  }
  if (step == HandshakeStep::kFailed) {
    Task refused = refuse_handshake();
    co_await refused;
    co_return;
  }
  if (!facts_) facts_ = std::make_unique<ConnectionFacts>();
  facts_->tls = stream_.tls()->agreement();
  reader_.set_origin("https", facts_->tunnel);
  set_phase(Phase::kIdle, options_.idle_timeout);
}

Task Connection::refuse_handshake() {
  const std::string why = stream_.tls() != nullptr ? stream_.tls()->failure() : "";
  if (stream_.give_up_tls()) {
    (void)refuse(400, "this port speaks HTTPS, and the request came without TLS: write https:// in place of http://");
    Task flushed = flush();
    co_await flushed;
    Task lingered = linger();
    co_await lingered;
    co_return;
  }
  if (!why.empty()) handler_.refused(kNoHandshake, why, loop_.index);
  open_ = false;
}

// The client believes that it talks to somebody else from here on. Mostly it begins with a handshake, and gets a
// certificate for that host; what begins otherwise is HTTP without TLS.
Task Connection::open_tunnel() {
  if (!facts_) facts_ = std::make_unique<ConnectionFacts>();
  facts_->tunnel = reader_.tunnel();
  begin_ += reader_.head_size();
  reader_.reset();
  Task written = write_all(kTunnelOpen);
  co_await written;
  set_phase(Phase::kIdle, options_.idle_timeout);
  while (open_ && begin_ == end_) {
    const std::ptrdiff_t got = receive();
    if (got == Stream::kWait) {
      Stream::Ready readable = stream_.readable();
      co_await readable;
    } else if (got <= 0) {
      open_ = false;
    }
  }
  if (!open_) co_return;
  if (buffer_[begin_] != kHandshakeRecord) {
    reader_.set_origin("http", facts_->tunnel);
    co_return;
  }
  std::string early(buffer_.get() + begin_, end_ - begin_);
  begin_ = end_ = 0;
  stream_.secure(*options_.tunnels, host_of(facts_->tunnel), std::move(early));
  Task shaken = shake_hands();
  co_await shaken;
}

}  // namespace mimus::server
