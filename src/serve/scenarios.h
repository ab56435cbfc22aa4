#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/hash.h"

namespace mimus::serve {

// The state machines of a world. A scenario that nobody has moved is in "Started". Any thread.
//
// A request is matched against one moment of all scenarios and moves at most one of them in the
// same moment, so that of two requests on one step exactly one moves it and the other sees the new
// state:
//
//   for (;;) {
//     const Scenarios::Moment moment = scenarios.now();
//     ... match: scenarios.in(name, state) ...
//     if (scenarios.move(moment, name, next)) break;      // false: another request came first;
//     match again
//   }
//
// For a match that asked for states and moves none: scenarios.still(moment). Somebody else has
// moved whenever either fails, so that of all requests one always gets on. What has to happen in
// the same moment (one of the few times that a stub may be served is taken) is `also`; when it says
// no, nothing has happened.
class Scenarios {
 public:
  static constexpr std::string_view kStarted = "Started";
  using Moment = std::uint64_t;

  Moment now() const { return moves_.load(std::memory_order_acquire); }
  bool still(Moment moment) const { return now() == moment; }
  bool still(Moment moment, const std::function<bool()>& also) const;
  bool in(std::string_view scenario, std::string_view state) const;
  // Moves, unless any scenario has been moved since `moment`.
  bool move(Moment moment, std::string_view scenario, std::string_view next,
            const std::function<bool()>& also = {});

  std::string state(std::string_view scenario) const;
  void set(std::string_view scenario, std::string_view state);
  void reset(std::string_view scenario);
  void reset();

  // Where all of them are, to be put back, or into another world.
  struct Image;
  Image image() const;
  void restore(const Image& image);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return hash_bytes(text); }
  };
  void put(std::string_view scenario, std::string_view state);

  mutable std::shared_mutex mutex_;
  std::atomic<Moment> moves_{0};  // changed under mutex_
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>>
      states_;  // guarded by mutex_; without the started
};

struct Scenarios::Image {
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> states;
};

}  // namespace mimus::serve
