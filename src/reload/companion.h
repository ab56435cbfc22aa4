#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "native/native.h"

namespace mimus::reload {

// Something beside the stubs that is kept equal to files: it is loaded with them, and published with them or, when there is an error
// anywhere, not at all. The reloader's thread asks, one load at a time.
class Companion {
 public:
  virtual ~Companion() = default;

  struct Prepared {
    std::vector<std::filesystem::path> files;  // to watch; also when there are errors, so that a repair is noticed
    std::vector<Error> errors, warnings;
    std::size_t routes = 0;
    std::optional<std::string> host;           // where it wants to be served, unless somebody else says so
    std::optional<std::uint16_t> port;
    std::optional<native::Https> https;        // likewise, of TLS
    bool only_https = false;                   // `port` speaks it, and there is no other
    std::function<void()> publish;             // what was prepared is served from now on
  };
  virtual Prepared prepare() = 0;
};

}  // namespace mimus::reload
