#pragma once

#include <cstddef>
#include <string_view>

#include "base/error.h"

namespace mimus::yaml {

// What libyaml says about a text that is not YAML. Offsets in bytes.
struct Complaint {
  std::string_view context;    // "while parsing a flow mapping", or empty
  std::size_t context_offset;  // where that began
  std::string_view problem;    // "did not find expected ',' or '}'"
  std::size_t offset;
};

// The same in words for the person who wrote the text, with what would be right. Sets where.offset,
// to the place that has to be changed, as far as it can be told.
Error explain(std::string_view text, const Complaint& complaint);

}  // namespace mimus::yaml
