#include "postman_variables.h"

#include <algorithm>

namespace mimus::formats {
namespace {

constexpr std::size_t kMostBytes = 1u << 20;

}  // namespace

std::string PostmanVariables::resolve(std::string_view text) const {
  std::string out(text);
  for (int level = 0; level < 10 && out.size() < kMostBytes; ++level) {
    std::string next;
    bool changed = false;
    std::size_t at = 0;
    for (std::size_t open = out.find("{{"); open != std::string::npos; open = out.find("{{", at)) {
      const std::size_t close = out.find("}}", open);
      if (close == std::string::npos) break;
      const auto value = values_.find(std::string_view(out).substr(open + 2, close - open - 2));
      next.append(out, at, open - at);
      if (value == values_.end()) {
        next.append(out, open, close + 2 - open);
      } else {
        next += value->second;
        changed = true;
      }
      at = close + 2;
    }
    next.append(out, at);
    out = std::move(next);
    if (!changed) break;
  }
  return out;
}

bool has_variable(std::string_view text) {
  const std::size_t open = text.find("{{");
  return open != text.npos && text.find("}}", open) != text.npos;
}

}  // namespace mimus::formats
