#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "request_reader.h"

namespace mimus::wire {

// What a reader made of some bytes, as a value.
struct Outcome {
  int refused = 0;           // the status; of what follows, only `why` says something then
  std::string why;
  bool complete = false;     // false and not refused: it waits for more
  std::string method, target, scheme, authority, path, query, body;
  std::vector<http::OwnedField> fields, trailers;
  http::Version version = http::Version::k11;
  bool keep_alive = false;
  bool wants_continue = false;
  std::size_t used = 0;      // bytes that belong to this request
};

inline std::vector<http::OwnedField> owned(std::span<const http::HeaderField> fields) {
  std::vector<http::OwnedField> all;
  for (const http::HeaderField& field : fields) all.push_back({std::string(field.name), std::string(field.value)});
  return all;
}

// How a body is taken: as arrivals, one of known length straight into its place, or piece by piece with stream_body().
enum class BodyBy { kArrival, kBodySpace, kStream };

// Reads one request as a connection does. Arrivals end at `cuts` (ascending) and at the end; after
// each the unread bytes lie in a new allocation of exactly their size, so that a view into an old one, or
// beyond, is an error that AddressSanitizer sees. The head is kept in an arena unless all came at once.
inline Outcome read_in_pieces(RequestReader& reader, std::string_view bytes, const std::vector<std::size_t>& cuts,
                              BodyBy how = BodyBy::kArrival) {
  Outcome outcome;
  Arena arena;
  std::unique_ptr<char[]> buffer;
  std::size_t taken = 0;        // of `bytes`, by the reader
  std::size_t held = 0;         // bytes in the buffer, from `taken` on
  std::size_t arrived = 0;
  std::size_t next_cut = 0;
  bool kept = false;
  std::string streamed;
  while (!reader.done() && arrived < bytes.size()) {
    const std::size_t end = std::min(next_cut < cuts.size() ? cuts[next_cut++] : bytes.size(), bytes.size());
    if (end <= arrived) continue;
    std::size_t fresh = end - arrived;
    if (how == BodyBy::kBodySpace && reader.head_done() && held == 0) {
      std::size_t from = arrived;
      while (fresh > 0 && !reader.body_space().empty()) {
        const std::span<char> space = reader.body_space();
        const std::size_t n = std::min(fresh, space.size());
        std::memcpy(space.data(), bytes.data() + from, n);
        reader.body_arrived(n);
        from += n;
        fresh -= n;
      }
      if (from > arrived) {
        taken += from - arrived;
        arrived = from;
        if (fresh == 0 || reader.done()) continue;
      }
    }
    held = end - taken;
    auto larger = std::make_unique<char[]>(held);
    std::memcpy(larger.get(), bytes.data() + taken, held);
    buffer = std::move(larger);
    arrived = end;
    std::string_view input(buffer.get(), held);
    if (!reader.head_done()) {
      const std::size_t used = reader.read_head(input);
      if (reader.refused() || used == 0) continue;
      input.remove_prefix(used);
      taken += used;
    }
    if (how == BodyBy::kStream && reader.head_done() && !reader.done()) reader.stream_body();
    for (;;) {
      const std::size_t used = reader.read_body(input);
      input.remove_prefix(used);
      taken += used;
      if (how == BodyBy::kStream) streamed += reader.take_body();
      if (used == 0 || reader.done()) break;
    }
    held = input.size();
    if (!reader.done() && !kept) {
      kept = true;
      reader.keep_head(arena);
    }
  }
  if (reader.done() && !reader.refused()) reader.finish();
  outcome.refused = reader.refusal().status;
  outcome.why = reader.refusal().why;
  if (outcome.refused != 0) return outcome;
  outcome.complete = reader.done();
  if (!outcome.complete) return outcome;
  const http::Request& request = reader.request_view();
  outcome.method = request.method;
  outcome.target = request.target;
  outcome.scheme = request.scheme;
  outcome.authority = request.authority;
  outcome.path = request.path;
  outcome.query = request.query;
  outcome.body = streamed.empty() ? std::string(request.body) : streamed;
  outcome.fields = owned(request.fields);
  outcome.trailers = owned(request.trailers);
  outcome.version = request.version;
  outcome.keep_alive = reader.keep_alive();
  outcome.wants_continue = reader.wants_continue();
  outcome.used = taken;
  return outcome;
}

inline Outcome read_in_pieces(const RequestLimits& limits, std::string_view bytes,
                              const std::vector<std::size_t>& cuts, BodyBy how = BodyBy::kArrival) {
  RequestReader reader(limits);
  return read_in_pieces(reader, bytes, cuts, how);
}

inline Outcome read_whole(const RequestLimits& limits, std::string_view bytes) {
  return read_in_pieces(limits, bytes, {});
}

}  // namespace mimus::wire
