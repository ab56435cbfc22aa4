#include "heard.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include "base/hash.h"

namespace mimus::cli {
namespace {

using exchange::Exchange;

std::uint64_t hash_of(const exchange::Request& request) {
  std::uint64_t hash = hash_bytes(request.body, hash_bytes(request.url, hash_bytes(request.method)));
  for (const http::OwnedField& field : request.fields) hash = hash_bytes(field.value, hash_bytes(field.name, hash));
  return hash;
}

bool same_fields(const std::vector<http::OwnedField>& a, const std::vector<http::OwnedField>& b) {
  return std::ranges::equal(a, b, [](const http::OwnedField& one, const http::OwnedField& other) {
    return one.name == other.name && (one.value == other.value || http::same_name(one.name, "Date"));
  });
}

bool says_the_same(const Exchange& a, const Exchange& b) {
  if (a.request != b.request || a.failure != b.failure || a.response.has_value() != b.response.has_value()) return false;
  if (!a.response) return true;
  const exchange::Response &one = *a.response, &other = *b.response;
  return one.status == other.status && one.reason == other.reason && one.body == other.body && one.pieces.empty() && other.pieces.empty() &&
         same_fields(one.fields, other.fields);
}

std::size_t size_of(const std::vector<http::OwnedField>& fields) {
  std::size_t size = 0;
  for (const http::OwnedField& field : fields) size += sizeof field + field.name.capacity() + field.value.capacity();
  return size;
}

std::size_t size_of(const Exchange& one) {
  std::size_t size = sizeof one + one.request.url.capacity() + one.request.body.capacity() + size_of(one.request.fields);
  if (one.response) size += one.response->body.capacity() + size_of(one.response->fields) + one.response->pieces.capacity() * sizeof(exchange::Piece);
  return size;
}

}  // namespace

void Heard::add(Exchange exchange) {
  const std::lock_guard lock(mutex_);
  if (print_) print_(exchange, all_.size() + repeats_ + dropped_ + 1);
  const std::uint64_t request = hash_of(exchange.request);
  if (const auto last = last_.find(request); !keeps_repeats_ && last != last_.end() && says_the_same(all_[last->second], exchange)) {
    ++repeats_;
    return;
  }
  const std::size_t size = size_of(exchange);
  if (bytes_ + size > most_bytes_) {
    if (dropped_++ == 0) std::fprintf(stderr, "mimus: %zu MB are recorded, and there is no room for more: end the recording, and begin another one\n", most_bytes_ >> 20);
    return;
  }
  bytes_ += size;
  last_[request] = all_.size();
  all_.push_back(std::move(exchange));
}

Recordings Heard::take() {
  const std::lock_guard lock(mutex_);
  Recordings taken{std::move(all_), {}, repeats_};
  if (dropped_ > 0) taken.notes.push_back(std::to_string(dropped_) + (dropped_ == 1 ? " request is" : " requests are") + " not in the recording, which had no room for more");
  return taken;
}

}  // namespace mimus::cli
