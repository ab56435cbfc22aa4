#include "place_pattern.h"

#include "json/pointer.h"

namespace mimus::recording {

Result<PlacePattern> PlacePattern::parse(std::string_view text) {
  MIMUS_TRY(const json::Pointer pointer, json::Pointer::parse(text));
  PlacePattern pattern;
  for (const std::string& step : pointer.tokens()) {
    // Two in a row say no more than one, and would cost twice.
    if (step == "**" && !pattern.steps_.empty() && pattern.steps_.back() == "**") continue;
    pattern.steps_.push_back(step);
  }
  return pattern;
}

bool PlacePattern::matches(std::span<const std::string> steps) const { return matches(steps_, steps); }

bool PlacePattern::matches(std::span<const std::string> pattern, std::span<const std::string> steps) {
  // As with globs: only the last "**" has to be tried again.
  std::size_t p = 0, s = 0, star = pattern.size(), resume = 0;
  while (s < steps.size()) {
    if (p < pattern.size() && pattern[p] == "**") {
      star = p++;
      resume = s;
    } else if (p < pattern.size() && (pattern[p] == "*" || pattern[p] == steps[s])) {
      ++p;
      ++s;
    } else if (star < pattern.size()) {
      p = star + 1;
      s = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == "**") ++p;
  return p == pattern.size();
}

}  // namespace mimus::recording
