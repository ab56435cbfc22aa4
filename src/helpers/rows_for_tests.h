#pragma once

#include <string_view>

namespace mimus::helpers {

// A template and what it renders to. "!1:2: java.lang.X": it fails at that place with that
// exception.
struct Row {
  std::string_view source, output;
};

}  // namespace mimus::helpers
