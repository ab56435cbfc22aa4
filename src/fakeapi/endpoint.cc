#include "endpoint.h"

namespace mimus::fakeapi {

bool takes(std::string_view pattern, std::string_view path, Segments& segments) {
  segments.count = 0;
  // Most rows differ in the first byte behind the slash.
  const bool differs =
      pattern.size() > 1 && path.size() > 1 && pattern[1] != path[1] && pattern[1] != '{';
  if (differs) return false;
  const auto cut = [](std::string_view& text) {
    const std::string_view segment = text.substr(1, text.find('/', 1) - 1);
    text.remove_prefix(1 + segment.size());
    return segment;
  };
  while (!pattern.empty() && !path.empty()) {
    if (path.front() != '/') return false;
    const std::string_view wanted = cut(pattern);
    const std::string_view segment = cut(path);
    if (!wanted.starts_with('{')) {
      if (wanted != segment) return false;
    } else {
      if (segment.empty()) return false;
      segments.items[segments.count++] = segment;
    }
  }
  return pattern.empty() && path.empty();
}

}  // namespace mimus::fakeapi
