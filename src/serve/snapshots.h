#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "serve/world.h"

namespace mimus::serve {

// A world as it was, under a name.
struct Kept {
  std::string name;
  std::string world;  // whose it was
  WallTime made{};    // real time
  World::Image image;
};

// The snapshots of a process: frozen worlds, which share what they have in common with each other and with the live
// ones. Any thread.
class Snapshots {
 public:
  explicit Snapshots(std::size_t most = 1000) : most_(most) {}
  // Replaces one of that name. Errors: kInvalid a bad name, kLimit too many.
  Status keep(Kept kept);
  std::optional<Kept> find(std::string_view name) const;
  bool remove(std::string_view name);
  std::vector<Kept> all() const;  // by name

 private:
  const std::size_t most_;
  mutable std::mutex mutex_;
  std::map<std::string, Kept, std::less<>> all_;  // guarded by mutex_
};

// What one has that the other has not, by kind:
// {"stubs": {"added": […], "removed": […], "changed": […]}, "scenarios": {"checkout": [null, "Paid"]}, "state": {"visits": [1, 2]},
// "collections": {"products": [rows before, rows after]}, "clock": […], "seed": […]}; of collections that were changed those whose number of rows is
// another; a null is a scenario that stood where it began, or a name that was not there. Kinds in which they are equal are absent, so equal images give {}. Stubs that both share cost nothing to
// speak of; O(n) otherwise.
json::Object diff(const World::Image& before, const World::Image& after);

// What is said of an image: {"stubs": 12, "scenarios": {…}, "state": how many names, "clock": {…}, "seed": 7}.
json::Object summary(const World::Image& image);

// {"now": "2026-…Z", "frozen": false, "speed": 1, "real": true}
json::Object to_json(const Clock& clock);

}  // namespace mimus::serve
