#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "journal/journal.h"
#include "problem.h"
#include "record_spec.h"
#include "serve/world.h"
#include "stub/stub_set.h"

namespace mimus::wiremock_admin {

struct Side;

// Was it another server that answered? A stub that is gone is as if it had answered by itself.
bool was_proxied(const journal::Exchange& exchange, const serve::Snapshot& snapshot);

// As long as the token lives, bodies are gathered before they go on, so that the journal has all of them: Outward::gatherers.
std::shared_ptr<void> gather_bodies(const serve::World& world);

// What became of a recording: its stubs, newest first. They are served, and kept where the spec says so.
struct Recorded {
  RecordSpec spec;
  std::vector<stub::StubPtr> stubs;
  std::uint64_t passed = 0;  // exchanges that had left the journal before they could be looked at
};

// What a world records at present, between /recordings/start and /recordings/stop. Any thread.
class Recording {
 public:
  std::string_view status() const;  // "NeverStarted", "Recording", "Stopped"
  // Nothing happens while one is under way. Adds the proxy that the spec names. Errors: 400 when the journal is switched off.
  Or<Done> start(Side& side, RecordSpec spec);
  // The proxy is gone then. Errors: 400 when none is under way; what stands in the way of stubs and their files: then it goes on as if
  // nobody had asked.
  Or<Recorded> stop(Side& side);

 private:
  enum class State : std::uint8_t { kNeverStarted, kRecording, kStopped };
  struct Begun {
    RecordSpec spec;
    journal::Journal::Cursor since;
    std::optional<stub::StubId> proxy;
    std::shared_ptr<void> gathering;  // bodies are gathered, so that the journal has all of them
  };
  std::mutex stopping_;  // locked before mutex_
  mutable std::mutex mutex_;
  State state_ = State::kNeverStarted;  // guarded by mutex_
  std::optional<Begun> begun_;          // guarded by mutex_
};

// The same of what the journal holds now. Errors: 400 when it is switched off.
Or<Recorded> take_snapshot(Side& side, RecordSpec spec);

}  // namespace mimus::wiremock_admin
