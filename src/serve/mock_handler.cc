#include "mock_handler.h"

#include "facts/request_facts.h"
#include "http/delivery.h"
#include "responder.h"
#include "unmatched.h"

namespace mimus::serve {
namespace {

// Reply::tag of answers that are none of the mocks' business: they stay out of the journal.
constexpr std::uint64_t kOwnAnswer = 1;

bool in_own_space(std::string_view path) {
  return path.starts_with("/__") || path == "/metrics";
}

}  // namespace

// What one loop keeps between requests. Its own cache line, so that loops do not disturb each other.
struct alignas(64) MockHandler::PerLoop {
  explicit PerLoop(World& world) : responder(world), unmatched(world) {}
  LiveStubs::Pin pin;
  Responder responder;
  Unmatched unmatched;

  // The plain stub that the last request got, of the snapshot of that version; nullptr: it got something else. A
  // request of the same bytes gets it again: which stub matches depends on nothing but those.
  const stub::CompiledStub* last = nullptr;
  std::uint64_t last_version = 0;
  bool recorded = false;  // the last exchange, by append(); as of then:
  SteadyTime received_steady;
  WallTime received;
};

MockHandler::MockHandler(World& world, unsigned loops) : world_(world) {
  for (unsigned i = 0; i < loops; ++i) loops_.push_back(std::make_unique<PerLoop>(world));
}

MockHandler::~MockHandler() = default;

void MockHandler::renew(server::LoopIndex loop) { (void)world_.live.now(loops_[loop]->pin); }

// Most paths are as they are filed, without a percent sign to normalise; others are fetched in vain.
void MockHandler::expect(std::span<const std::string_view> paths, server::LoopIndex loop) {
  world_.live.now(loops_[loop]->pin).stubs.fetch(paths);
}

void MockHandler::answer(const http::Request& request, server::LoopIndex loop, Arena& arena,
                         server::Reply& reply) {
  PerLoop& mine = *loops_[loop];
  const Snapshot& snapshot = world_.live.now(mine.pin);
  if (request.repeats && mine.last != nullptr && mine.last_version == mine.pin.version) {
    reply.stub = mine.last;
    reply.prepared = mine.last->answer;
    return;
  }
  mine.last = nullptr;
  if (surface_ != nullptr && in_own_space(request.path) &&
      surface_->answer(request, loop, arena, reply)) {
    reply.tag = kOwnAnswer;
    return;
  }
  facts::RequestFacts facts(request, arena);
  match::Captures captures;
  const stub::CompiledStub* stub = snapshot.stubs.best_match(facts, captures);
  if (stub != nullptr && stub->plain) {
    reply.stub = stub;
    reply.prepared = stub->answer;
    if (reply.prepared->body.size() > server::kCopiedBody) {
      reply.hold = mine.pin.snapshot;
      return;
    }
    mine.last = stub;
    mine.last_version = mine.pin.version;
    mine.recorded = false;
    return;
  }
  if (stub == nullptr && request.method == "HEAD") {  // RFC 9110 §9.3.2: what GET would answer, without its content
    http::Request as_get = request;
    as_get.method = "GET";
    facts::RequestFacts get_facts(as_get, arena);
    stub = snapshot.stubs.best_match(get_facts, captures);
    if (stub != nullptr) {
      mine.responder.respond(*stub, get_facts, captures, mine.pin.snapshot, reply);
      return;
    }
  }
  if (stub == nullptr) {
    mine.unmatched.answer(snapshot, facts, reply);
    return;
  }
  mine.responder.respond(*stub, facts, captures, mine.pin.snapshot, reply);
}

void MockHandler::leaving(const http::Request& request, server::LoopIndex loop, Arena&,
                          const server::Reply& reply, const server::Timing& timing) {
  if (reply.tag == kOwnAnswer) return;
  PerLoop& mine = *loops_[loop];
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
  if (reply.stub != nullptr) {
    const auto& stub = *static_cast<const stub::CompiledStub*>(reply.stub);
    entry.matched = true;
    entry.stub_id = stub.id;
    entry.stub_label = stub.label;
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
}

}  // namespace mimus::serve
