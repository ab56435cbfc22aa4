#include "mock_handler.h"

#include <algorithm>
#include <optional>

#include "circumstances.h"
#include "cors.h"
#include "effects.h"
#include "facts/request_facts.h"
#include "http/delivery.h"
#include "http/upload.h"
#include "responder.h"
#include "serve/outward.h"
#include "server/connection_facts.h"
#include "stub/proxy.h"
#include "unmatched.h"
#include "wiremock_answers.h"
#include "world_delay.h"

namespace mimus::serve {
namespace {

bool in_own_space(std::string_view path) {
  return path.starts_with("/__") || path == "/metrics";
}

// RFC 9112 §3.2.2: what a client asks a proxy for is in absolute form; or it made a tunnel before.
bool is_for_others(const http::Request& request) {
  if (!request.target.starts_with('/') && request.target.find("://") != std::string_view::npos) return true;
  const server::ConnectionFacts* const facts = server::CurrentConnection::facts();
  return facts != nullptr && !facts->tunnel.empty();
}

// RFC 9110 §9.3.2: HEAD answers what GET would, without its content. Not so stubs of WireMock's dialect, which do not answer
// for a method that they do not name.
class AsGet {
 public:
  AsGet(const http::Request& request, Arena& arena, const Circumstances& circumstances)
      : request_(as_get(request)), facts_(request_, arena, &circumstances) {}

  const stub::CompiledStub* find(const stub::StubSet& stubs, match::Captures& captures) {
    const stub::CompiledStub* best = stubs.best_match(facts_, captures);
    if (best == nullptr || !best->wiremock) return best;
    best = nullptr;
    stubs.for_each_on_path(facts_, [&](const stub::CompiledStub& stub, const match::Captures& its) {
      if (stub.wiremock || !stub.pattern.rest_matches(facts_, its) || !stub.is_on(facts_, its)) return true;
      captures = its;
      best = &stub;
      return false;
    });
    return best;
  }
  facts::RequestFacts& facts() { return facts_; }

 private:
  static http::Request as_get(http::Request request) {
    request.method = "GET";
    return request;
  }
  const http::Request request_;
  facts::RequestFacts facts_;
};

// A proxy that needs to know nothing of the body.
bool passes_bodies(const stub::CompiledStub& stub) {
  const auto& more = *stub.source.more;
  if (!more.proxy || more.proxy->body || more.effects || !more.proxy->url.constant()) return false;
  const bool plain_fields = std::ranges::all_of(more.proxy->fields, [](const auto& field) { return field.second.constant(); });
  return plain_fields && std::ranges::all_of(stub.responses, [](const stub::CompiledResponse& response) { return response.constant; });
}

// Whose stubs say why nothing matched: a world's own, if one of them has this path, else those that it stands on.
const Snapshot* who_explains(const World& world, const Snapshot& own, facts::RequestFacts& facts, LiveStubs::Pin& below) {
  if (world.below == nullptr) return &own;
  bool has_path = false;
  own.stubs.for_each_on_path(facts, [&](const stub::CompiledStub&, const match::Captures&) {
    has_path = true;
    return false;
  });
  return has_path ? &own : &world.below->live.now(below);
}

// The one prepared answer of a plain stub, in the form that this client takes.
const http::PreparedResponse* answer_of(const stub::CompiledStub& stub, const http::Request& request) {
  const stub::CompiledResponse& only = stub.responses.front();
  return only.compressible && takes_gzip(request) ? &only.in_gzip() : stub.answer;
}

}  // namespace

// What one loop keeps between requests. Its own cache line, so that loops do not disturb each other.
struct alignas(64) MockHandler::PerLoop {
  explicit PerLoop(World& world) : responder(world), unmatched(world) {}
  LiveStubs::Pin pin;
  LiveStubs::Pin pin_below;
  Responder responder;
  Unmatched unmatched;

  // The plain stub that the last request got, of the snapshot of that version; nullptr: it got something else. A
  // request of the same bytes gets it again: which stub matches depends on nothing but those.
  const stub::CompiledStub* last = nullptr;
  const http::PreparedResponse* last_answer = nullptr;
  std::uint64_t last_version = 0;
  bool recorded = false;  // the last exchange, by append(); as of then:
  SteadyTime received_steady;
  WallTime received;
};

MockHandler::MockHandler(World& world, unsigned loops) : world_(world) {
  loops_.resize(loops);
}

// Made by its loop at the first request: most worlds never see one on most loops.
MockHandler::PerLoop& MockHandler::mine(server::LoopIndex loop) {
  std::unique_ptr<PerLoop>& there = loops_[loop];
  if (!there) [[unlikely]] there = std::make_unique<PerLoop>(world_);
  return *there;
}

MockHandler::~MockHandler() = default;

void MockHandler::renew(server::LoopIndex loop) { (void)world_.live.now(mine(loop).pin); }

// Most paths are as they are filed, without a percent sign to normalise; others are fetched in vain.
void MockHandler::expect(std::span<const std::string_view> paths, server::LoopIndex loop) {
  world_.live.now(mine(loop).pin).stubs.fetch(paths);
}

void MockHandler::answer(const http::Request& request, server::LoopIndex loop, Arena& arena,
                         server::Reply& reply) {
  PerLoop& mine = this->mine(loop);
  const Snapshot& snapshot = world_.live.now(mine.pin);
  if (request.repeats && mine.last != nullptr && mine.last_version == mine.pin.version) {
    reply.stub = mine.last;
    reply.prepared = mine.last_answer;
    return;
  }
  mine.last = nullptr;
  if (surface_ != nullptr && in_own_space(request.path) && !(forward_proxy_ && is_for_others(request)) &&
      surface_->answer(request, loop, arena, reply)) {
    reply.tag = kOwnAnswer;
    return;
  }
  if (snapshot.dialect == stub::Dialect::kWireMock && snapshot.cors.enabled && is_preflight(request)) {
    answer_preflight(request, arena, reply);
    reply.tag = kOwnAnswer;
    return;
  }
  Circumstances circumstances(world_, request);
  facts::RequestFacts facts(request, arena, &circumstances);
  match::Captures captures;
  std::optional<AsGet> as_get;  // when it was asked for and found something
  const stub::CompiledStub* stub = nullptr;
  const LiveStubs::Pin* from = &mine.pin;  // of the snapshot that the stub is in
  do {
    from = &mine.pin;
    as_get.reset();
    stub = snapshot.stubs.best_match(facts, captures);
    if (stub == nullptr && request.method == "HEAD") {
      as_get.emplace(request, arena, circumstances);
      stub = as_get->find(snapshot.stubs, captures);
    }
    if (stub != nullptr || world_.below == nullptr) continue;
    const Snapshot& below = world_.below->live.now(mine.pin_below);
    from = &mine.pin_below;
    stub = as_get ? as_get->find(below.stubs, captures) : below.stubs.best_match(facts, captures);
  } while (!circumstances.settle(stub, as_get ? as_get->facts() : facts, captures));

  if (stub != nullptr && stub->plain && !as_get && !(stub->wiremock && from->snapshot->settings->delays())) {
    reply.stub = stub;
    reply.prepared = stub->wiremock ? answer_of(*stub, request) : stub->answer;
    if (reply.prepared->body.size() > server::kCopiedBody) {
      reply.hold = from->snapshot;
      return;
    }
    if (snapshot.stubs.asks_the_world()) return;  // the same bytes may find another stub next time
    if (world_.below != nullptr) return;          // and they do when that world changes
    mine.last = stub;
    mine.last_answer = reply.prepared;
    mine.last_version = mine.pin.version;
    mine.recorded = false;
    return;
  }
  if (stub != nullptr) {
    facts::RequestFacts& asked = as_get ? as_get->facts() : facts;
    if (circumstances.failure()) return mine.responder.refuse(*stub, *circumstances.failure(), asked, reply);
    mine.responder.respond(*stub, asked, captures, circumstances, from->snapshot, reply);
    if (reply.delivery != nullptr && world_.alarms != nullptr) follow_clock(world_, arena, reply);
    return;
  }
  if (!snapshot.static_root.empty() && answer_static(snapshot, request, arena, reply)) return;
  if (upstream_ != nullptr && is_for_others(request) && upstream_->answer(request, loop, arena, reply)) return;
  if (below_ != nullptr && below_->answer(request, loop, arena, reply)) return;
  mine.unmatched.answer(*who_explains(world_, snapshot, facts, mine.pin_below), facts, reply);
}

bool MockHandler::streams(const http::Request& request, server::LoopIndex loop, Arena& arena) {
  PerLoop& mine = this->mine(loop);
  const Snapshot& snapshot = world_.live.now(mine.pin);
  const bool for_others = is_for_others(request);
  if (surface_ != nullptr && in_own_space(request.path) && !(forward_proxy_ && for_others)) return false;
  Circumstances circumstances(world_, request);
  facts::RequestFacts facts(request, arena, &circumstances);
  match::Captures captures;
  const stub::CompiledStub* stub = snapshot.stubs.best_match(facts, captures);
  if (stub == nullptr && world_.below != nullptr) stub = world_.below->live.now(mine.pin_below).stubs.best_match(facts, captures);
  if (facts.asked_body()) return false;
  if (stub != nullptr) return world_.outward != nullptr && lets_bodies_stream(*world_.outward) && passes_bodies(*stub);
  if (!snapshot.static_root.empty()) return false;
  if (upstream_ != nullptr && for_others && upstream_->streams(request, loop, arena)) return true;
  return below_ != nullptr && below_->streams(request, loop, arena);
}

void MockHandler::leaving(const http::Request& request, server::LoopIndex loop, Arena& arena,
                          const server::Reply& reply, const server::Timing& timing) {
  if (reply.tag == kOwnAnswer) return;
  PerLoop& mine = this->mine(loop);
  journal::Entry entry;
  entry.leaving = timing.leaving - timing.received;
  entry.decided = timing.decided - timing.received;
  // What arrived in one piece arrived at one time.
  if (!request.repeats || timing.received != mine.received_steady) {
    mine.received_steady = timing.received;
    mine.received = world_.clock.now() - entry.leaving;
  }
  entry.received = mine.received;
  const bool again = request.repeats && mine.recorded && mine.last != nullptr && reply.stub == mine.last;
  if (again && world_.journal.append_again(loop, entry.received, entry.decided, entry.leaving)) return;
  entry.request = &request;
  http::Request begun;
  if (request.upload != nullptr) [[unlikely]] {
    const http::Upload::Beginning beginning = request.upload->beginning();
    begun = request;
    begun.body = arena.copy(beginning.bytes);
    entry.request = &begun;
    entry.request_body_cut = beginning.rest;
  }
  if (reply.stub != nullptr) {
    const auto& stub = *static_cast<const stub::CompiledStub*>(reply.stub);
    entry.matched = true;
    entry.stub_id = stub.id;
    entry.stub_label = stub.label;
  } else if (!reply.label.empty()) {
    entry.matched = true;
    entry.stub_label = reply.label;
  }
  if (reply.prepared != nullptr) {
    entry.status = reply.prepared->status;
    entry.response_head = reply.prepared->head;
    entry.response_body = reply.prepared->body;
    entry.response_body_hash = reply.prepared->body_hash;
  } else {
    entry.status = reply.status;
    entry.response_head = reply.head;
    entry.response_body = reply.body;
  }
  if (reply.delivery != nullptr && reply.delivery->fault != http::Fault::kNone) {
    entry.fault = http::name_of(reply.delivery->fault);
    const bool silent = reply.delivery->fault == http::Fault::kConnectionReset ||
                        reply.delivery->fault == http::Fault::kEmptyResponse ||
                        reply.delivery->fault == http::Fault::kGarbage;
    if (silent) {
      entry.status = 0;
      entry.response_head = {};
      entry.response_body = {};
      entry.response_body_hash = 0;
    }
  }
  world_.journal.append(loop, entry);
  mine.recorded = true;
  if (reply.tag != 0) begin_effects(request, loop, arena, reply, timing);
}

// The tag of an answer with effects leads to its Aftermath.
void MockHandler::begin_effects(const http::Request& request, server::LoopIndex loop, Arena& arena, const server::Reply& reply,
                                const server::Timing& timing) {
  std::optional<journal::ExchangeId> cause;
  if (world_.journal.enabled()) {
    const auto end = world_.journal.end();
    if (loop < end.last.size()) cause = end.last[loop];
  }
  const auto& stub = *static_cast<const stub::CompiledStub*>(reply.stub);
  const auto& aftermath = *reinterpret_cast<const Aftermath*>(reply.tag);
  serve::begin_effects(world_, stub, aftermath, request, reply, timing, cause, arena);
}

}  // namespace mimus::serve
