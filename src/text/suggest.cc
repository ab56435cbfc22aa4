#include "suggest.h"

#include <algorithm>
#include <vector>

#include "encoding.h"

namespace mimus::text {

// Rows of the usual table; swapping neighbours looks two rows back.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before, above);
    std::swap(above, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] != b[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  // Nobody mistypes a key this long, and the distance costs the product of the lengths.
  constexpr std::size_t kLongest = 100;
  if (word.size() > kLongest) return {};
  const std::string lowered = to_lower_ascii(word);
  std::string_view best;
  std::size_t least = std::string_view::npos;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(lowered, to_lower_ascii(candidate));
    const bool near = distance * 3 <= std::max(word.size(), candidate.size());
    if (near && distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  if (const std::string_view meant = nearest(word, candidates); !meant.empty()) {
    return "did you mean '" + std::string(meant) + "'?";
  }
  std::string out;
  for (const std::string_view candidate : candidates) {
    out += out.empty() ? "expected one of " : ", ";
    out += candidate;
  }
  return out;
}

}  // namespace mimus::text
