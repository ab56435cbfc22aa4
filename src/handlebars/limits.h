#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace mimus::handlebars {

// What one rendering may use. Going beyond is an Error of Code::kLimit that names the flag.
struct Limits {
  std::size_t max_output = 64 << 20;    // bytes; --template-max-output
  std::uint64_t max_loops = 1'000'000;  // turns of all blocks together; --template-max-loops
  int max_depth = 100;  // blocks, partials and sub-expressions in each other; --template-max-depth
  std::chrono::milliseconds max_time{10'000};  // --template-max-time; 0: none
};

}  // namespace mimus::handlebars
