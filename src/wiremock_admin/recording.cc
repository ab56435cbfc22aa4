#include "recording.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "base/chance.h"
#include "call.h"
#include "mapping_files.h"
#include "recorded_mapping.h"
#include "serve/outward.h"
#include "serve/upstream.h"
#include "wiremock/mapping.h"

namespace mimus::wiremock_admin {
namespace {

constexpr int kNotRecording = 30, kNoJournal = 31;
constexpr std::size_t kBatch = 256;

// Which exchanges become stubs.
class Selection {
 public:
  Selection(const Side& side, const RecordSpec& spec, std::optional<stub::StubId> proxy)
      : side_(side), spec_(spec), proxy_(proxy), snapshot_(side.world.live.current()) {}

  bool takes(const journal::Exchange& exchange) const {
    const bool proxied = (proxy_ && exchange.stub_id == proxy_->value) || was_proxied(exchange, *snapshot_);
    if (!proxied && !spec_.allows_not_proxied) return false;
    if (!is_whole(exchange, proxied)) return false;
    if (spec_.events && std::ranges::find(*spec_.events, side_.ids.to_uuid(exchange.id)) == spec_.events->end()) return false;
    return !spec_.wanted || spec_.wanted->matches(exchange);
  }

 private:
  const Side& side_;
  const RecordSpec& spec_;
  const std::optional<stub::StubId> proxy_;
  const std::shared_ptr<const serve::Snapshot> snapshot_;
};

// Into `stubs` as soon as it is served, so that it can be taken back.
Or<Done> serve_it(Side& side, RecordedMapping mapping, std::vector<stub::StubPtr>& stubs) {
  if (mapping.file) {
    auto written = side.options.root->write_file(mapping.file->name, mapping.file->bytes);
    if (!written) return broken(describe(written.error()));
  }
  MIMUS_TRY(stub::Stub stub, understood(wiremock::read_mapping(mapping.document, side.rules())));
  MIMUS_TRY_DONE(find_place(side, stub));
  auto created = side.world.stubs.create(std::move(stub));
  if (!created) return unreadable(created.error());
  stubs.push_back(*created);
  return keep(side, (*created)->source);
}

Or<Done> serve_all(Side& side, std::vector<RecordedMapping> mappings, std::vector<stub::StubPtr>& stubs) {
  for (RecordedMapping& mapping : mappings) MIMUS_TRY_DONE(serve_it(side, std::move(mapping), stubs));
  return Done{};
}

// All of them, or none: a second try must not double the first ones.
void take_back(Side& side, const std::vector<stub::StubPtr>& stubs) {
  for (const stub::StubPtr& one : stubs) {
    side.world.stubs.remove(one->source.id);
    (void)forget(side, *one);
  }
}

Or<Done> want_journal(const Side& side) {
  if (side.world.journal.enabled()) return Done{};
  return refused(400, kNoJournal, "Nothing can be recorded: the request journal is switched off (--no-request-journal)");
}

// `visit` hands over exchanges, oldest first.
using Visit = std::function<void(const std::function<void(const journal::Exchange&)>& each)>;
Or<Recorded> make_stubs(Side& side, RecordSpec spec, std::optional<stub::StubId> proxy, const Visit& visit) {
  if (side.options.root == nullptr) spec.text_threshold = spec.binary_threshold = std::nullopt;  // no place for files
  std::vector<RecordedMapping> mappings;
  const Selection selection(side, spec, proxy);
  const Chance chance(fresh_seed());
  visit([&](const journal::Exchange& exchange) {
    if (selection.takes(exchange)) mappings.push_back(recorded_mapping(exchange, spec, Uuid::random(chance.fork(mappings.size()))));
  });
  join_repeats(mappings, spec.scenarios);
  std::vector<stub::StubPtr> stubs;
  if (Or<Done> served = serve_all(side, std::move(mappings), stubs); !served) {
    take_back(side, stubs);
    return std::move(served).error();
  }
  std::ranges::reverse(stubs);
  return Recorded{std::move(spec), std::move(stubs), 0};
}

Or<stub::StubId> add_proxy(Side& side, const std::string& target) {
  const json::Value document = json::Object{{"request", json::Object{{"method", "ANY"}}},
                                            {"response", json::Object{{"proxyBaseUrl", target}}}};
  MIMUS_TRY(stub::Stub stub, understood(wiremock::read_mapping(document, side.rules())));
  auto created = side.world.stubs.create(std::move(stub));
  if (!created) return unreadable(created.error());
  return (*created)->source.id;
}

}  // namespace

bool was_proxied(const journal::Exchange& exchange, const serve::Snapshot& snapshot) {
  if (!exchange.matched) return false;
  const stub::CompiledStub* const stub = snapshot.stubs.find(stub::StubId{exchange.stub_id});
  return stub != nullptr ? stub->source.more->proxy != nullptr : serve::Upstream::is_label(exchange.stub_label);
}

std::shared_ptr<void> gather_bodies(const serve::World& world) {
  if (world.outward == nullptr) return nullptr;
  const auto count = world.outward->gatherers;
  count->fetch_add(1);
  return {nullptr, [count](void*) { count->fetch_sub(1); }};
}

std::string_view Recording::status() const {
  const std::lock_guard lock(mutex_);
  constexpr std::string_view kNames[] = {"NeverStarted", "Recording", "Stopped"};
  return kNames[static_cast<std::size_t>(state_)];
}

Or<Done> Recording::start(Side& side, RecordSpec spec) {
  MIMUS_TRY_DONE(want_journal(side));
  const std::lock_guard lock(mutex_);
  if (begun_) return Done{};
  Begun begun{std::move(spec), side.world.journal.end(), std::nullopt, gather_bodies(side.world)};
  if (!begun.spec.target.empty()) {
    MIMUS_TRY(begun.proxy, add_proxy(side, begun.spec.target));
  }
  begun_ = std::move(begun);
  state_ = State::kRecording;
  return Done{};
}

Or<Recorded> Recording::stop(Side& side) {
  const std::lock_guard one_at_a_time(stopping_);
  std::optional<Begun> begun;
  {
    const std::lock_guard lock(mutex_);
    if (!begun_) return refused(400, kNotRecording, "Not currently recording.");
    begun = begun_;
  }
  journal::Journal::Cursor cursor = begun->since;
  auto recorded = make_stubs(side, begun->spec, begun->proxy, [&](const auto& each) {
    for (;;) {
      const std::vector<journal::Exchange> some = side.world.journal.after(cursor, {}, kBatch);
      if (some.empty()) return;
      for (const journal::Exchange& exchange : some) each(exchange);
    }
  });
  if (!recorded) return recorded;  // it goes on, and can be stopped again when what was in the way is gone
  recorded->passed = cursor.dropped - begun->since.dropped;
  {
    const std::lock_guard lock(mutex_);
    begun_.reset();
    state_ = State::kStopped;
  }
  if (begun->proxy) side.world.stubs.remove(*begun->proxy);
  return recorded;
}

Or<Recorded> take_snapshot(Side& side, RecordSpec spec) {
  MIMUS_TRY_DONE(want_journal(side));
  return make_stubs(side, std::move(spec), std::nullopt, [&](const auto& each) {
    side.world.journal.visit(
        {},
        [&](const journal::Exchange& exchange) {
          each(exchange);
          return true;
        },
        journal::Journal::Order::kOldestFirst);
  });
}

}  // namespace mimus::wiremock_admin
