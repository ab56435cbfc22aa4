#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "tls/context.h"
#include "tls/session.h"

namespace mimus::server {

class Stream;

// TLS between a Stream's users and its socket. `early`: sealed bytes that were read from the socket before.
class TlsLayer final : private tls::Wire {
 public:
  TlsLayer(Stream& stream, const tls::Context& context, std::string_view host, std::string early)
      : stream_(stream), early_(std::move(early)), session_(context.accept(*this, host)) {}

  tls::Session* session() { return session_.get(); }  // nullptr: no memory
  // The first byte begins a method, not a TLS record: somebody speaks HTTP here, and may be told so.
  bool hears_http() const { return hears_http_; }

 private:
  std::ptrdiff_t pull(std::span<char> into) override;
  std::ptrdiff_t push(std::string_view bytes) override;

  Stream& stream_;
  std::string early_;
  bool heard_ = false;
  bool hears_http_ = false;
  std::unique_ptr<tls::Session> session_;
};

}  // namespace mimus::server
