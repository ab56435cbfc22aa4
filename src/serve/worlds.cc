#include "worlds.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "base/uuid.h"
#include "rate.h"
#include "reply.h"

namespace mimus::serve {
namespace {

constexpr std::string_view kSessionSpace = "/__mimus/s/";
constexpr std::string_view kSessionHeader = "Mimus-Session";
constexpr std::string_view kWorldHeader = "Mimus-World";
constexpr std::string_view kPlaceholder = "{world}";
constexpr std::size_t kMostRemembered = 10'000;  // sessions that are over

bool is_name(std::string_view name) {
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  return !name.empty() && name.size() <= 64 && name.find_first_not_of(kAllowed) == std::string_view::npos;
}

WallTime real_now() { return std::chrono::time_point_cast<Nanoseconds>(std::chrono::system_clock::now()); }

// What stands for {world} in a text that otherwise is as the pattern says; `whole`: to its end.
std::optional<std::string_view> fill(std::string_view pattern, std::string_view text, bool whole) {
  const std::size_t at = pattern.find(kPlaceholder);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view before = pattern.substr(0, at), behind = pattern.substr(at + kPlaceholder.size());
  if (!text.starts_with(before)) return std::nullopt;
  text.remove_prefix(before.size());
  const std::size_t end = whole ? text.size() - std::min(text.size(), behind.size()) : std::min(text.find('/'), text.size());
  if (whole ? !text.ends_with(behind) : !text.substr(end).starts_with(behind)) return std::nullopt;
  const std::string_view name = text.substr(0, end);
  return name.empty() ? std::nullopt : std::optional(name);
}

// The request as the world sees it: without what says which world it is.
http::Request without_prefix(const http::Request& request, std::size_t strip, Arena& arena) {
  http::Request inner = request;
  const auto rooted = [&](std::string_view rest) {
    return rest.starts_with('/') ? rest : arena.copy("/" + std::string(rest));
  };
  inner.path = rooted(request.path.substr(strip));
  if (request.target.starts_with('/')) {
    inner.target = rooted(request.target.substr(strip));
  } else if (const std::size_t at = request.target.find(request.path); at != std::string_view::npos) {
    inner.target = arena.copy(std::string(request.target.substr(0, at)) + std::string(inner.path) +
                              std::string(request.target.substr(at + request.path.size())));
  }
  inner.repeats = false;
  return inner;
}

// A surface that is made when it is first asked: most sessions never are.
class MadeLater final : public Surface {
 public:
  MadeLater(const std::function<std::unique_ptr<Surface>(World&)>& make, World& world) : make_(make), world_(world) {}
  bool answer(const http::Request& request, server::LoopIndex loop, Arena& arena, server::Reply& reply) override {
    if (!make_) return false;
    std::call_once(once_, [this] { made_ = make_(world_); });
    return made_->answer(request, loop, arena, reply);
  }

 private:
  const std::function<std::unique_ptr<Surface>(World&)>& make_;
  World& world_;
  std::once_flag once_;
  std::unique_ptr<Surface> made_;
};

// A stream that keeps the world that it reads from.
class Keeping final : public server::BodyStream {
 public:
  Keeping(std::shared_ptr<void> owner, std::unique_ptr<server::BodyStream> stream)
      : owner_(std::move(owner)), stream_(std::move(stream)) {}
  Next next(std::string& out) override { return stream_->next(out); }
  void on_wake(std::function<void()> wake) override { stream_->on_wake(std::move(wake)); }

 private:
  std::shared_ptr<void> owner_;  // outlives the stream
  std::unique_ptr<server::BodyStream> stream_;
};

journal::Journal::Options journal_of(journal::Journal::Options options, const WorldOptions& wanted) {
  if (wanted.journal_bytes) options.bytes = *wanted.journal_bytes;
  return options;
}

Error unknown_world(std::string_view name) {
  return {Code::kNotFound, "there is no world '" + std::string(name) + "'",
          "GET /__mimus/worlds lists them; POST /__mimus/worlds makes one", {}};
}

Error not_a_name(std::string_view name) {
  return {Code::kInvalid, "'" + std::string(name.substr(0, 80)) + "' is no name for a world",
          "1 to 64 letters, digits, '.', '_' and '-'", {}};
}

int status_of(const Error& error) {
  switch (error.code) {
    case Code::kNotFound: return 404;
    case Code::kLimit: return 429;
    case Code::kConflict: return 410;
    default: return 400;
  }
}

}  // namespace

Status check(const Assignment& rules) {
  const auto wrong = [](std::string message, std::string hint) { return Error{Code::kInvalid, std::move(message), std::move(hint), {}}; };
  const auto once = [](const std::string& text) {
    const std::size_t at = text.find(kPlaceholder);
    return at != std::string::npos && text.find(kPlaceholder, at + 1) == std::string::npos;
  };
  if (!rules.header.empty() && !http::is_token(rules.header)) {
    return wrong("'" + rules.header + "' is no name for a header", "header: X-Tenant");
  }
  if (!rules.host.empty() && !once(rules.host)) return wrong("where in '" + rules.host + "' does the world stand?", "host: \"{world}.mocks.test\"");
  if (!rules.path.empty() && (!once(rules.path) || !rules.path.starts_with('/') || !rules.path.ends_with(std::string("/") + std::string(kPlaceholder)))) {
    return wrong("'" + rules.path + "' must begin with '/' and end with '/{world}'", "path: \"/t/{world}\"");
  }
  return Done{};
}

struct Worlds::Realm {
  Realm(const World& from, std::string name, const WorldOptions& wanted, const Options& options)
      : world(from, std::move(name), journal_of(options.journal, wanted)),
        handler(world, options.loops),
        surface(options.surface, world) {
    handler.set_surface(&surface);
    handler.set_below(options.below);
    world.limits = wanted.limits;
    world.stubs.limit(wanted.limits.stubs);
    if (wanted.seed) world.reseed(*wanted.seed);
    if (wanted.clock) world.clock.freeze(*wanted.clock);
    if (options.companion) companion = options.companion(world);
  }
  ~Realm() {
    companion.reset();
    if (world.alarms != nullptr) world.alarms->forget(world.clock);
  }

  World world;
  MockHandler handler;
  MadeLater surface;
  Rate rate;
  std::string token;               // of a session
  std::optional<WallTime> expires; // likewise, in real time
  std::shared_ptr<const Snapshot> began_with;
  std::shared_ptr<void> companion;
};

// Worlds that nobody needs any more. The last who did may have been a request, which is not to pay for the end.
struct Worlds::Graveyard {
  void bury(Realm* realm) {
    const std::lock_guard lock(mutex);
    dead.emplace_back(realm);
  }
  void clear() {
    std::vector<std::unique_ptr<Realm>> gone;  // ends without the lock
    const std::lock_guard lock(mutex);
    gone.swap(dead);
  }
  std::mutex mutex;
  std::vector<std::unique_ptr<Realm>> dead;  // guarded by mutex
};

Worlds::Worlds(World& first, MockHandler& handler, Options options)
    : first_{first, handler}, options_(std::move(options)), loops_(options_.loops), graveyard_(std::make_shared<Graveyard>()) {}
Worlds::~Worlds() = default;

void Worlds::note_several() {
  const bool ruled = !rules_.header.empty() || !rules_.host.empty() || !rules_.path.empty() || !rules_.tokens.empty();
  ruled_.store(ruled, std::memory_order_release);
  several_.store(ruled || !tenants_.empty() || !sessions_.empty() || !over_.empty(), std::memory_order_release);
}

void Worlds::assign(Assignment rules) {
  const std::unique_lock lock(mutex_);
  rules_ = std::move(rules);
  note_several();
}

Assignment Worlds::assignment() const {
  const std::shared_lock lock(mutex_);
  return rules_;
}

// ---- tenants -----------------------------------------------------------------------------------

std::shared_ptr<Worlds::Realm> Worlds::make(const World& from, std::string name, const WorldOptions& wanted) {
  return {new Realm(from, std::move(name), wanted, options_), [graveyard = graveyard_](Realm* realm) { graveyard->bury(realm); }};
}

Result<Worlds::Lease> Worlds::create(std::string name, const WorldOptions& wanted) {
  if (!is_name(name)) return not_a_name(name);
  const Error taken{Code::kConflict, "the world '" + name + "' exists", "DELETE /__mimus/worlds/" + name + " removes it", {}};
  if (name == first_.world.name) return taken;
  std::shared_ptr<Realm> realm = make(first_.world, name, wanted);
  // Nothing of its own but the clock: the stubs of the first are asked behind its own.
  World& world = realm->world;
  world.below = &first_.world;
  auto configuration = std::make_shared<Snapshot>(*first_.world.live.current());
  configuration->stubs = {};
  world.stubs.restore({std::move(configuration), 0, {}});
  world.forget();
  world.counters.reset();
  world.collections.reset();
  const std::unique_lock lock(mutex_);
  if (tenants_.contains(name)) return taken;
  if (tenants_.size() >= options_.most_worlds) {
    return Error{Code::kLimit, "there are " + std::to_string(tenants_.size()) + " worlds, as many as may be",
                 "remove some, or raise --max-worlds", {}};
  }
  Lease lease(realm, &realm->world);
  tenants_.emplace(std::move(name), std::move(realm));
  note_several();
  return lease;
}

Worlds::Lease Worlds::find(std::string_view name) const {
  if (name == first_.world.name) return {std::shared_ptr<void>(), &first_.world};
  const std::shared_lock lock(mutex_);
  const auto found = tenants_.find(name);
  return found == tenants_.end() ? nullptr : Lease(found->second, &found->second->world);
}

Status Worlds::remove(std::string_view name) {
  if (name == first_.world.name) {
    return Error{Code::kInvalid, "the world 'default' cannot be removed", "POST /__mimus/reset empties it", {}};
  }
  std::shared_ptr<Realm> gone;  // goes without the lock
  const std::unique_lock lock(mutex_);
  const auto found = tenants_.find(name);
  if (found == tenants_.end()) return unknown_world(name);
  gone = std::move(found->second);
  tenants_.erase(found);
  note_several();
  return Done{};
}

WorldInfo Worlds::describe(const Realm& realm) const {
  WorldInfo info;
  info.name = realm.world.name;
  info.token = realm.token;
  info.seed = realm.world.seed();
  info.stubs = realm.world.live.current()->stubs.size();
  info.requests = realm.world.journal.stats().appended;
  info.expires = realm.expires;
  return info;
}

std::vector<WorldInfo> Worlds::worlds() const {
  std::vector<WorldInfo> all;
  WorldInfo first;
  first.name = first_.world.name;
  first.seed = first_.world.seed();
  first.stubs = first_.world.live.current()->stubs.size();
  first.requests = first_.world.journal.stats().appended;
  all.push_back(std::move(first));
  const std::shared_lock lock(mutex_);
  for (const auto& [name, realm] : tenants_) all.push_back(describe(*realm));
  return all;
}

Result<std::shared_ptr<Worlds::Realm>> Worlds::named(std::string_view name) {
  if (name == first_.world.name) return std::shared_ptr<Realm>();
  {
    const std::shared_lock lock(mutex_);
    const auto found = tenants_.find(name);
    if (found != tenants_.end()) return found->second;
    if (!rules_.on_demand) return unknown_world(name);
  }
  if (auto made = create(std::string(name), {}); !made && made.error().code != Code::kConflict) return made.error();
  const std::shared_lock lock(mutex_);
  const auto found = tenants_.find(name);
  if (found == tenants_.end()) return unknown_world(name);
  return found->second;
}

// ---- sessions ----------------------------------------------------------------------------------

Result<Worlds::Session> Worlds::open(const World& from, const World::Image* image, const SessionOptions& wanted) {
  if (!wanted.name.empty() && !is_name(wanted.name)) return not_a_name(wanted.name);
  if (wanted.lasts <= std::chrono::seconds(0) || wanted.lasts > options_.longest_session) {
    return Error{Code::kInvalid, "a session cannot last " + std::to_string(wanted.lasts.count()) + " seconds",
                 "from 1 to " + std::to_string(options_.longest_session.count()), {}};
  }
  std::string name = wanted.name;
  if (name.empty()) {
    const std::unique_lock lock(mutex_);
    name = "session-" + std::to_string(++opened_);
  }
  std::shared_ptr<Realm> realm = make(from, std::move(name), wanted);
  if (image != nullptr) {
    realm->world.restore(*image);
    if (wanted.seed) realm->world.reseed(*wanted.seed);
    if (wanted.clock) realm->world.clock.freeze(*wanted.clock);
  }
  realm->began_with = realm->world.live.current();
  realm->token = Uuid::random(Chance(fresh_seed()).fork(fresh_seed())).text();
  realm->expires = real_now() + wanted.lasts;
  const std::unique_lock lock(mutex_);
  if (sessions_.size() >= options_.most_sessions) {
    return Error{Code::kLimit, "there are " + std::to_string(sessions_.size()) + " sessions, as many as may be",
                 "close some, or raise --max-sessions", {}};
  }
  sessions_.emplace(realm->token, realm);
  note_several();
  return session_of(realm);
}

Worlds::Session Worlds::session_of(const std::shared_ptr<Realm>& realm) const {
  return {describe(*realm), Lease(realm, &realm->world),
          std::shared_ptr<const stub::StubSet>(realm->began_with, &realm->began_with->stubs)};
}

Result<std::shared_ptr<Worlds::Realm>> Worlds::with_token(std::string_view token) const {
  const std::shared_lock lock(mutex_);
  const auto found = sessions_.find(std::string(token));
  if (found != sessions_.end() && real_now() < *found->second->expires) return found->second;
  if (found != sessions_.end() || over_.contains(token)) {
    return Error{Code::kConflict, "this session is over", "POST /__mimus/sessions opens another; \"ttl\" says how long one lasts", {}};
  }
  return Error{Code::kNotFound, "no session has the token '" + std::string(token.substr(0, 80)) + "'",
               "POST /__mimus/sessions opens one", {}};
}

Result<Worlds::Session> Worlds::session(std::string_view token) const {
  MIMUS_TRY(const std::shared_ptr<Realm> realm, with_token(token));
  return session_of(realm);
}

Result<Worlds::Session> Worlds::close(std::string_view token) {
  MIMUS_TRY(const std::shared_ptr<Realm> realm, with_token(token));
  const std::unique_lock lock(mutex_);
  if (sessions_.erase(std::string(token)) == 0) {
    return Error{Code::kConflict, "this session is over", "somebody else has just closed it", {}};
  }
  note_over(token, *realm->expires);
  note_several();
  return session_of(realm);
}

void Worlds::note_over(std::string_view token, WallTime when) {
  if (!over_.emplace(token, when).second) return;
  over_in_order_.emplace_back(token);
  if (over_.size() <= kMostRemembered) return;
  over_.erase(over_in_order_.front());
  over_in_order_.pop_front();
}

std::vector<WorldInfo> Worlds::sessions() const {
  std::vector<WorldInfo> all;
  {
    const std::shared_lock lock(mutex_);
    for (const auto& [token, realm] : sessions_) all.push_back(describe(*realm));
  }
  std::ranges::sort(all, {}, &WorldInfo::name);
  return all;
}

void Worlds::expire(WallTime now) {
  graveyard_->clear();
  std::vector<std::string> tokens;
  {
    const std::shared_lock lock(mutex_);
    for (const auto& [token, realm] : sessions_) {
      if (*realm->expires <= now) tokens.push_back(token);
    }
  }
  for (const std::string& token : tokens) {
    std::shared_ptr<Realm> gone;
    const std::unique_lock lock(mutex_);
    const auto found = sessions_.find(token);
    if (found == sessions_.end()) continue;
    gone = std::move(found->second);
    sessions_.erase(found);
    note_over(token, now);
    note_several();
  }
}

// ---- which world -------------------------------------------------------------------------------

Result<Worlds::Place> Worlds::place(const http::Request& request, Arena& arena) {
  if (request.path.starts_with(kSessionSpace)) {
    const std::string_view rest = request.path.substr(kSessionSpace.size());
    const std::string_view token = rest.substr(0, rest.find('/'));
    MIMUS_TRY(std::shared_ptr<Realm> realm, with_token(token));
    return Place{std::move(realm), kSessionSpace.size() + token.size()};
  }
  if (const auto token = request.header(kSessionHeader)) {
    MIMUS_TRY(std::shared_ptr<Realm> realm, with_token(*token));
    return Place{std::move(realm), 0};
  }
  std::optional<std::string_view> name = request.header(kWorldHeader);
  std::size_t strip = 0;
  if (!name && ruled_.load(std::memory_order_acquire)) {
    const std::shared_lock lock(mutex_);
    if (!rules_.header.empty()) name = request.header(rules_.header);
    if (!name && !rules_.host.empty()) {
      name = fill(rules_.host, request.authority.substr(0, request.authority.rfind(':')), true);
    }
    if (!name && !rules_.path.empty()) {
      name = fill(rules_.path, request.path, false);
      if (name) strip = static_cast<std::size_t>(name->data() + name->size() - request.path.data());
    }
    if (!name && !rules_.tokens.empty()) {
      const std::string_view given = request.header("Authorization").value_or("");
      const bool bearer = given.size() > 7 && given[6] == ' ' && http::same_name(given.substr(0, 6), "Bearer");
      const auto found = bearer ? rules_.tokens.find(std::string(given.substr(7))) : rules_.tokens.end();
      if (found != rules_.tokens.end()) name = arena.copy(found->second);
    }
  }
  if (!name) return Place{};
  MIMUS_TRY(std::shared_ptr<Realm> realm, named(*name));
  return Place{std::move(realm), strip};
}

void Worlds::expect(std::span<const std::string_view> paths, server::LoopIndex loop) { first_.handler.expect(paths, loop); }

void Worlds::answer(const http::Request& request, server::LoopIndex loop, Arena& arena, server::Reply& reply) {
  PerLoop& mine = loops_[loop];
  if (!several_.load(std::memory_order_acquire) && !request.path.starts_with(kSessionSpace)) {
    return first_.handler.answer(request, loop, arena, reply);
  }
  auto found = place(request, arena);
  if (!found) {
    const Error& error = found.error();
    send_error(status_of(error), error.message, error.hint, arena, reply);
    reply.tag = kOwnAnswer;
    mine.last = nullptr;
    return;
  }
  const std::shared_ptr<Realm> realm = found->realm;
  const bool same = mine.last == realm.get();
  mine.last = realm.get();
  if (realm == nullptr) {
    if (same || !request.repeats) return first_.handler.answer(request, loop, arena, reply);
    http::Request anew = request;
    anew.repeats = false;
    return first_.handler.answer(anew, loop, arena, reply);
  }
  if (const auto& most = realm->world.limits.requests_per_second) {
    if (const auto wait = realm->rate.take(*most, std::chrono::steady_clock::now())) {
      const auto seconds = std::chrono::ceil<std::chrono::seconds>(*wait).count();
      send_error(429, "the world '" + realm->world.name + "' takes " + std::to_string(*most) + " requests a second",
                 "raise its limit 'requests_per_second'", arena, reply, {{"Retry-After", std::to_string(seconds)}});
      reply.tag = kOwnAnswer;
      return;
    }
  }
  if (found->strip == 0 && same) {
    realm->handler.answer(request, loop, arena, reply);
  } else {
    realm->handler.answer(without_prefix(request, found->strip, arena), loop, arena, reply);
  }
  if (reply.stream) reply.stream = std::make_unique<Keeping>(realm, std::move(reply.stream));
  reply.owner = std::make_shared<Place>(*std::move(found));
}

bool Worlds::streams(const http::Request& request, server::LoopIndex loop, Arena& arena) {
  if (!several_.load(std::memory_order_acquire) && !request.path.starts_with(kSessionSpace)) return first_.handler.streams(request, loop, arena);
  const auto found = place(request, arena);
  if (!found) return false;
  if (found->realm == nullptr) return first_.handler.streams(request, loop, arena);
  return found->realm->handler.streams(without_prefix(request, found->strip, arena), loop, arena);
}

void Worlds::leaving(const http::Request& request, server::LoopIndex loop, Arena& arena, const server::Reply& reply,
                     const server::Timing& timing) {
  const auto* const place = static_cast<const Place*>(reply.owner.get());
  if (place == nullptr) return first_.handler.leaving(request, loop, arena, reply, timing);
  if (reply.tag == kOwnAnswer) return;
  if (place->strip == 0) return place->realm->handler.leaving(request, loop, arena, reply, timing);
  place->realm->handler.leaving(without_prefix(request, place->strip, arena), loop, arena, reply, timing);
}

}  // namespace mimus::serve
