#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/uuid.h"
#include "http/message.h"

namespace mimus::journal {

// One exchange as the server hands it over: all views are borrowed for the call to append().
struct Entry {
  WallTime received;                                  // by the world's clock
  std::chrono::nanoseconds decided{0};                // after receipt: matching and rendering done
  std::chrono::nanoseconds leaving{0};                // after receipt: delays over, response goes out
  const http::Request* request = nullptr;
  std::uint64_t request_body_cut = 0;                 // bytes that its body had, or will have, beyond request->body
  bool matched = false;
  Uuid stub_id;                                       // of the stub, when matched
  std::string_view stub_label;                        // "GET /users/{id}"
  int status = 0;                                     // 0: no response was sent (a fault)
  std::string_view fault;                             // "connection_reset", or ""
  std::string_view response_head;                     // as PreparedResponse::head
  std::string_view response_body;
  std::uint64_t response_body_hash = 0;               // hash_bytes(response_body), or 0: not known
};

// Identifies one exchange for as long as the process lives. Later appends on one writer have larger ids;
// order across writers is by `received`, then id.
using ExchangeId = std::uint64_t;

// A copy of a record, for readers.
struct Exchange {
  ExchangeId id = 0;
  WallTime received;
  std::chrono::nanoseconds decided{0};
  std::chrono::nanoseconds leaving{0};
  http::OwnedRequest request;
  http::Version version = http::Version::k11;
  bool matched = false;
  Uuid stub_id;
  std::string stub_label;
  int status = 0;
  std::string fault;
  std::string response_head;
  std::string response_body;
  // Bytes missing at the end of a body: the record was larger than all that its writer may hold, or the body than
  // Options::most_response_body.
  std::size_t request_body_cut = 0;
  std::size_t response_body_cut = 0;
};

// What a reader wants. Everything that is given must hold.
struct Filter {
  std::optional<std::string> method;        // exact
  std::optional<std::string> path;          // raw path; a trailing '*' makes it a prefix
  std::optional<int> status;
  std::optional<int> status_class;          // 4 for 4xx
  std::optional<bool> matched;
  std::optional<WallTime> since;            // received at or after
  std::optional<Uuid> stub_id;

  friend bool operator==(const Filter&, const Filter&) = default;
};

// The bounded record of exchanges.
//
//   Journal journal({.bytes = 64 << 20, .writers = 2});
//   journal.append(loop, entry);                    // the thread of that writer only
//   for (const Exchange& e : journal.newest({}, 20)) ...
//
// append() takes no lock and allocates nothing but, now and then, a chunk; it costs the same full or
// empty. When it returns, every reader sees the record. Identical bodies are stored once in a chunk.
// When the byte budget is reached the oldest chunk of the writer goes. Readers may be any thread, take a
// lock that a writer meets only when it changes chunks, and get copies.
//
// The order that readers see merges the writers by (received, id); records of one writer stay in the order
// of their appends, whatever `received` says. Each writer is looked at in one moment, one writer after
// the other.
class Journal {
 public:
  struct Options {
    std::size_t bytes = 64u << 20;            // for all writers together, chunk overhead included
    std::optional<std::size_t> most_entries;  // what readers see; the newest
    std::optional<std::size_t> most_response_body;  // bytes; of a longer one the rest is left out
    unsigned writers = 1;
    bool enabled = true;                      // false: append() does nothing
  };
  explicit Journal(Options options);
  ~Journal();

  bool enabled() const;
  void append(unsigned writer, const Entry& entry);
  // Appends the writer's last entry once more, with other times; cheaper. false, and nothing happened, when it
  // cannot (a new chunk begins, the last one was cut or dropped): append() can.
  bool append_again(unsigned writer, WallTime received, std::chrono::nanoseconds decided,
                    std::chrono::nanoseconds leaving);

  std::vector<Exchange> newest(const Filter& filter, std::size_t most) const;  // newest first
  std::optional<Exchange> find(ExchangeId id) const;
  // The same for several, in their order; what is gone is left out.
  std::vector<Exchange> find(std::span<const ExchangeId> ids) const;
  std::size_t count(const Filter& filter) const;
  enum class Order { kNewestFirst, kOldestFirst };
  // Which ones, without copying what they hold; then find() them piece by piece.
  std::vector<ExchangeId> ids(const Filter& filter, std::size_t most, Order order = Order::kNewestFirst) const;
  // One by one, until `more` says false. A body that was stored once and sent a million times is
  // copied one at a time here, while newest() copies it as often as asked. `more` may call the journal.
  void visit(const Filter& filter, const std::function<bool(const Exchange&)>& more,
             Order order = Order::kNewestFirst) const;
  // Drops all that was appended before the call; ids go on rising.
  void clear();
  // Takes single ones out, wherever they stand; no reader finds them when it has returned, and their memory goes when
  // the ring comes round. How many were there.
  std::size_t remove(std::span<const ExchangeId> ids);

  struct Stats {
    std::uint64_t appended = 0;   // since the start
    std::uint64_t held = 0;       // readable now
    std::uint64_t dropped = 0;    // not recorded: the budget is smaller than such a request's head
    std::size_t bytes = 0;        // memory held, never more than Options::bytes
  };
  Stats stats() const;

  // Live tail: all exchanges appended after `cursor`, oldest first, and the cursor behind them. An
  // exchange that the filter leaves out is passed. With `most` reached, the next call goes on there.
  struct Cursor {
    std::vector<ExchangeId> last;  // of each writer; none: from the beginning
    std::uint64_t dropped = 0;     // so many left the ring before this cursor came by
  };
  Cursor end() const;
  std::vector<Exchange> after(Cursor& cursor, const Filter& filter, std::size_t most) const;

  // `roused` is called (on the appending thread, cheap please) after an append, until the returned token
  // is destroyed. Costs writers one relaxed load while nobody listens. An append that did not rouse is
  // seen by any reader that starts after listen(). The token's end waits for a call under way, so `roused` must
  // neither destroy it nor listen.
  std::shared_ptr<void> listen(std::function<void()> roused);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mimus::journal
