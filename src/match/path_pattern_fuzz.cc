#include <cstdint>
#include <string_view>

#include "path_pattern.h"

// A pattern, a line end, a path: neither may do harm, and captures point into the path.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus::match;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view text = input.substr(0, input.find('\n'));
  const std::string_view path = text.size() == input.size() ? "/a/b" : input.substr(text.size() + 1);
  const auto pattern = PathPattern::parse(text);
  if (!pattern) return 0;
  Captures captures;
  if (pattern->match(path, captures)) {
    for (const Capture& capture : captures.view()) {
      if (capture.value.data() < path.data() ||
          capture.value.data() + capture.value.size() > path.data() + path.size()) {
        __builtin_trap();
      }
    }
    if (!path.starts_with(pattern->literal()) || !path.ends_with(pattern->ending())) __builtin_trap();
  }
  (void)pattern->covers(PathPattern::exact(path));
  (void)pattern->capture_names();
  return 0;
}
