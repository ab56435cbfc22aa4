#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "native/native.h"
#include "serve/worlds.h"

namespace mimus::reload {

// The worlds that files declare, kept equal to them: new ones are made, those that are not named any more removed, and
// those that stay get the routes that the files give them now and keep their state. Their seed, clock and limits count
// when they are made.
class DeclaredWorlds {
 public:
  // `settings.worlds` nothing: the files say nothing of worlds. What they say of scenarios and state holds in all. Errors are of the routes' compilation, and then nothing has
  // happened to that world.
  void apply(const native::Settings& settings, serve::Worlds& worlds, std::vector<Error>& errors);

 private:
  std::set<std::string> mine_;
  bool assigned_ = false;
};

}  // namespace mimus::reload
