#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/cow.h"
#include "base/hash.h"
#include "base/persistent_map.h"
#include "base/result.h"
#include "serve/moments.h"
#include "stub/scenario_plan.h"

namespace mimus::serve {

// The state machines of a world. A scenario that nobody has moved is in its initial state,
// "Started" unless the configuration says otherwise. Where callers have instances of their own,
// each is a machine by itself; "" is the instance of all who cannot be told apart. Any thread.
//
//   scenarios.set("checkout", "Paid");                  // of everybody
//   scenarios.set("checkout", "Paid", "alice");
//   const Scenarios::Image image = scenarios.image();   // all of it as it is now: O(1), shares
//   what does not change image.at("checkout", "alice", clock.now()).state;   // "Paid"
//   scenarios.restore(image);
//
// Timed states end by the world's clock: an image says where an instance is at a given time, and
// nothing runs meanwhile. An initial state that is timed lasts from when the world began, its plans
// changed or the scenario was reset.
//
// Errors: Code::kLimit when the instances of callers have taken all the room there is for them.
class Scenarios {
 public:
  static constexpr std::string_view kStarted = "Started";
  static constexpr std::size_t kMostBytes = 64 << 20;

  struct Instance {
    std::string scenario, key, state;  // key: "" of everybody
    WallTime since;                    // when it was moved there
    friend bool operator==(const Instance&, const Instance&) = default;
  };

  // One moment of all of them. A value: immutable, O(1) to copy.
  class Image {
   public:
    // Where an instance is then. The view lives as long as the image.
    stub::Position at(std::string_view scenario, std::string_view instance, WallTime now) const;
    const stub::InstanceKey& key_of(std::string_view scenario) const;
    const stub::ScenarioPlans& plans() const { return *plans_; }
    std::vector<Instance> moved()
        const;  // all that are not where they began, in the order of their names
    std::size_t bytes() const { return bytes_; }

   private:
    friend class Scenarios;
    const Instance* find(std::string_view scenario, std::string_view instance) const;

    PersistentMap<std::vector<Instance>> instances_;  // by hash of both names
    std::shared_ptr<const stub::ScenarioPlans> plans_ =
        std::make_shared<const stub::ScenarioPlans>();
    WallTime began_{};
    std::size_t bytes_ = 0;
  };

  Scenarios(Moments& moments, const Clock& clock) : moments_(moments), clock_(clock) {
    now_.began_ = clock.now();
  }

  Image image() const;
  void restore(const Image& image);  // its plans as well

  std::string state(std::string_view scenario, std::string_view instance = {}) const;
  Status set(std::string_view scenario, std::string_view state, std::string_view instance = {});
  void reset(std::string_view scenario);  // all instances of it
  void reset();
  std::shared_ptr<const stub::ScenarioPlans> plans() const;
  // What the configuration says about them. Instances stay where they are; those that are in a
  // timed state have been since they came there.
  void plan(std::shared_ptr<const stub::ScenarioPlans> plans);

  // ---- as a part of one change of the world: moments.h
  Status put(Moments::Held, std::string_view scenario, std::string_view instance,
             std::string_view state);
  const Image& now(Moments::Held) const { return now_; }
  const Image& now_under_lock() const { return now_; }  // inside Moments::read()
  void put_back(Moments::Held, const Image& image) { now_ = image; }

 private:
  Moments& moments_;
  const Clock& clock_;
  Image now_;  // guarded by moments_
};

}  // namespace mimus::serve
