#pragma once

#include <cstddef>
#include <string_view>

namespace mimus::yaml {

// What a YAML text says, piece by piece (YAML 1.2 §3.1, "events"). The views last until the sink
// that is told of the event returns.
struct Event {
  enum class Kind { kDocument, kScalar, kAlias, kBeginSequence, kBeginMapping, kEnd };
  Kind kind;                // kEnd closes the innermost sequence or mapping
  std::size_t offset = 0;   // of the node's first byte in the text
  std::string_view text;    // a scalar's text after unescaping and folding; an alias's name
  bool plain = false;       // a scalar without quotes or block indicator
  std::string_view tag;     // resolved, such as "tag:yaml.org,2002:str", or empty
  std::string_view anchor;  // its name, or empty
};

}  // namespace mimus::yaml
