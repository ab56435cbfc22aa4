#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "serve/alarms.h"
#include "serve/mock_handler.h"
#include "serve/surface.h"
#include "serve/world.h"
#include "server/handler.h"

namespace mimus::serve {

// How a request says which world it belongs to. All that is given is looked at, in this order; a request that says nothing
// belongs to the first world, "default".
struct Assignment {
  std::string header;                          // "X-Tenant": its value is the world's name
  std::string host;                            // "{world}.mocks.test": what stands there is
  std::string path;                            // "/t/{world}": likewise; the world's stubs see what follows
  std::map<std::string, std::string> tokens;   // Authorization: Bearer TOKEN → the world's name
  bool on_demand = true;                       // a name that is new makes a world; else it is a 404
  friend bool operator==(const Assignment&, const Assignment&) = default;
};

// Errors: a host or path without {world}, or with more behind it than can be; a header that is none.
Status check(const Assignment& rules);

// What somebody wants of a new world.
struct WorldOptions {
  std::optional<std::uint64_t> seed;           // nothing: that of the world that it comes from
  std::optional<std::size_t> journal_bytes;
  Limits limits;
  std::optional<WallTime> clock;               // frozen there
};

// What is said of a world that exists.
struct WorldInfo {
  std::string name;
  std::string token;                           // of a session; "" for none
  std::uint64_t seed = 0;
  std::size_t stubs = 0;                       // its own
  std::uint64_t requests = 0;                  // since it began
  std::optional<WallTime> expires;             // a session, in real time
};

// Several worlds behind one server, and which of them a request goes to.
//
//   Worlds worlds(first, handler, {.loops = loops, .journal = journal});
//   worlds.assign({.header = "X-Tenant"});
//   Server::start(options, worlds);
//
// The world "default" is the one that files are loaded into. A tenant has its own stubs, state, journal, clock and seed over
// the stubs of "default": what it has no stub for is answered by theirs, as they are at that moment. A session is a short-lived
// fork of a world: nothing that happens in one is seen in the other from then on. Requests reach it under
// /__mimus/s/TOKEN/… or with the header Mimus-Session: TOKEN; the header Mimus-World: NAME names a tenant wherever
// tenants exist. A world that was removed goes when the last of its requests has been answered.
//
// Until a second world, a session or a rule comes a request costs one load of an atomic more; from then on a look at its
// fields, and a lock of many readers where there are rules or it names a world. Any thread.
class Worlds final : public server::Handler {
 public:
  struct Options {
    unsigned loops = 1;
    journal::Journal::Options journal;                 // of every world but the first
    std::size_t most_worlds = 1000;
    std::size_t most_sessions = 10'000;
    std::chrono::seconds longest_session{24 * 3600};
    // Mimus's own address space in a world; made when it is first asked for.
    std::function<std::unique_ptr<Surface>(World&)> surface;
    Surface* below = nullptr;                          // as MockHandler::set_below()
    // What goes along with a world (its history), and ends just before it; may wait at its end. nullptr: nothing.
    std::function<std::shared_ptr<void>(World&)> companion;
  };
  Worlds(World& first, MockHandler& handler, Options options);
  ~Worlds() override;

  void assign(Assignment rules);
  Assignment assignment() const;

  // ---- tenants. Errors: kConflict a name that is taken, kInvalid a bad one, kLimit too many.
  using Lease = std::shared_ptr<World>;                // keeps the world while somebody works in it
  Result<Lease> create(std::string name, const WorldOptions& options);
  Lease find(std::string_view name) const;             // nullptr; "default" is there, too
  Status remove(std::string_view name);                // kNotFound; kInvalid for "default"
  std::vector<WorldInfo> worlds() const;               // in order of their names

  // ---- sessions
  struct SessionOptions : WorldOptions {
    std::string name;                                  // for people; "" : session-1 …
    std::chrono::seconds lasts{600};
  };
  struct Session {
    WorldInfo info;
    Lease world;
    std::shared_ptr<const stub::StubSet> began_with;
  };
  // A fork of `from` as it is, or as it was in `image`. Errors: kLimit.
  Result<Session> open(const World& from, const World::Image* image, const SessionOptions& options);
  // Errors: kNotFound for a token that never was, kInvalid for one that is over.
  Result<Session> session(std::string_view token) const;
  Result<Session> close(std::string_view token);       // gone for requests; the lease has it still
  std::vector<WorldInfo> sessions() const;
  // Ends sessions whose time is over, and frees worlds that nobody needs any more: not on a loop's thread, once a second.
  void expire(WallTime now);

  void expect(std::span<const std::string_view> paths, server::LoopIndex loop) override;
  bool streams(const http::Request& request, server::LoopIndex loop, Arena& arena) override;
  void answer(const http::Request& request, server::LoopIndex loop, Arena& arena, server::Reply& reply) override;
  void leaving(const http::Request& request, server::LoopIndex loop, Arena& arena, const server::Reply& reply,
               const server::Timing& timing) override;
  void refused(int status, std::string_view why, server::LoopIndex loop) override { first_.handler.refused(status, why, loop); }

 private:
  struct Realm;
  struct Place {
    std::shared_ptr<Realm> realm;  // nullptr: the first
    std::size_t strip = 0;         // bytes of the path that say which world it is
  };
  struct First {
    World& world;
    MockHandler& handler;
  };
  struct Graveyard;
  struct alignas(64) PerLoop {
    const Realm* last = nullptr;   // whose the last request was
  };
  Result<Place> place(const http::Request& request, Arena& arena);
  Result<std::shared_ptr<Realm>> named(std::string_view name);
  Result<std::shared_ptr<Realm>> with_token(std::string_view token) const;
  std::shared_ptr<Realm> make(const World& from, std::string name, const WorldOptions& options);
  WorldInfo describe(const Realm& realm) const;
  Session session_of(const std::shared_ptr<Realm>& realm) const;
  void note_over(std::string_view token, WallTime when);  // under mutex_, as the next one
  void note_several();             // under mutex_

  First first_;
  const Options options_;
  std::vector<PerLoop> loops_;
  const std::shared_ptr<Graveyard> graveyard_;
  std::atomic<bool> several_{false};  // one of all below is not empty
  std::atomic<bool> ruled_{false};    // rules_ says something
  mutable std::shared_mutex mutex_;
  Assignment rules_;                                                     // guarded by mutex_, as all below
  std::map<std::string, std::shared_ptr<Realm>, std::less<>> tenants_;
  std::unordered_map<std::string, std::shared_ptr<Realm>> sessions_;     // by token
  std::map<std::string, WallTime, std::less<>> over_;                    // tokens of ended sessions, the latest …
  std::deque<std::string> over_in_order_;                                // … in the order of their ends
  std::uint64_t opened_ = 0;
};

}  // namespace mimus::serve
