#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "http/prepared_response.h"
#include "serve/settings.h"
#include "stub/stub_set.h"

namespace mimus::serve {

// All that a request is answered from. Immutable: an answer never mixes two configurations.
struct Snapshot {
  stub::StubSet stubs;
  stub::Cors cors;                                  // for answers that belong to no stub
  std::optional<http::PreparedResponse> unmatched;  // instead of the explaining 404
  stub::Dialect dialect = stub::Dialect::kNative;   // whose 404 it is otherwise
  std::string static_root;  // absolute: files that answer a GET which no stub wants; "": none
  std::shared_ptr<const Settings> settings = none();  // never nullptr

 private:
  static const std::shared_ptr<const Settings>& none() {
    static const auto kNone = std::make_shared<const Settings>();
    return kNone;
  }
};

// The one mutable cell. Readers pin: one atomic load while nothing has changed, no lock and no
// shared reference count. A replaced snapshot is destroyed by the publishing side once no reader
// holds it, so that a request never pays for freeing a hundred thousand stubs.
class LiveStubs {
 public:
  struct Pin {  // one for each reading thread
    std::uint64_t version = 0;
    std::shared_ptr<const Snapshot> snapshot;
  };

  LiveStubs();
  const Snapshot& now(Pin& pin) const {
    if (pin.version != version_.load(std::memory_order_acquire)) renew(pin);
    return *pin.snapshot;
  }
  std::shared_ptr<const Snapshot> current() const;
  // Visible to every now() that begins after the call returned.
  void publish(std::shared_ptr<const Snapshot> next);
  // Destroys replaced snapshots that no reader holds any more; true when none is left.
  bool sweep();

 private:
  void renew(Pin& pin) const;

  std::atomic<std::uint64_t> version_{1};
  mutable std::mutex mutex_;
  std::shared_ptr<const Snapshot> current_;               // guarded by mutex_
  std::vector<std::shared_ptr<const Snapshot>> retired_;  // guarded by mutex_
};

}  // namespace mimus::serve
