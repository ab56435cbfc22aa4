#include "tls_layer.h"

#include <algorithm>
#include <cstring>

#include "stream.h"

namespace mimus::server {

std::ptrdiff_t TlsLayer::pull(std::span<char> into) {
  std::ptrdiff_t got = 0;
  if (early_.empty()) {
    got = stream_.receive(into);
  } else {
    const std::size_t size = std::min(early_.size(), into.size());
    std::memcpy(into.data(), early_.data(), size);
    early_.erase(0, size);
    got = static_cast<std::ptrdiff_t>(size);
  }
  if (got > 0 && !heard_) {
    heard_ = true;
    hears_http_ = into.front() >= 'A' && into.front() <= 'Z';  // a record's first byte is 20 to 24
  }
  return got;
}

std::ptrdiff_t TlsLayer::push(std::string_view bytes) { return stream_.transmit(bytes); }

}  // namespace mimus::server
