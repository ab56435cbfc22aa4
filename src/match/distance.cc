#include <algorithm>
#include <array>

#include "compiled_pattern.h"
#include "path_compiled.h"
#include "text/suggest.h"

namespace mimus::match {
namespace {

constexpr std::size_t kMostCompared = 96;  // bytes that an edit distance is computed for
constexpr std::size_t kMostSegments = 16;

double piece_distance(const PathPattern::Compiled& pattern, std::size_t i, std::string_view piece) {
  const PathPattern::Segment& segment = pattern.segments[i];
  if (segment.kind == PathPattern::Segment::Kind::kLiteral) return text_distance(segment.literal, piece);
  if (segment.kind == PathPattern::Segment::Kind::kRest) return 0.2;
  const auto parts = pattern.parts_of(i);
  if (piece.empty()) return 1;
  return parts.size() > 1 || parts.front().constrained() ? 0.5 : 0;
}

// An edit distance over segments: dropping or adding one costs 1, exchanging one what the two differ by. Only
// near the diagonal: paths of very different depth are far apart anyway.
double segments_distance(const PathPattern::Compiled& pattern, std::string_view path) {
  constexpr std::size_t kBand = 2;
  std::array<std::string_view, kMostSegments> pieces;
  std::size_t m = 0;
  while (m < kMostSegments && path.starts_with('/')) {
    pieces[m] = path.substr(1, path.find('/', 1) - 1);
    path.remove_prefix(1 + pieces[m++].size());
  }
  const std::size_t n = std::min(pattern.segments.size(), kMostSegments);
  constexpr double kFar = 2 * kMostSegments;
  std::array<double, kMostSegments + 1> row;
  row.fill(kFar);
  for (std::size_t j = 0; j <= std::min(m, kBand); ++j) row[j] = static_cast<double>(j);
  for (std::size_t i = 1; i <= n; ++i) {
    const std::size_t low = i > kBand ? i - kBand : 0;
    std::array<double, kMostSegments + 1> next;
    next.fill(kFar);
    if (low == 0) next[0] = static_cast<double>(i);
    for (std::size_t j = std::max<std::size_t>(low, 1); j <= std::min(m, i + kBand); ++j) {
      const double exchange = row[j - 1] + piece_distance(pattern, i - 1, pieces[j - 1]);
      next[j] = std::min({exchange, row[j] + 1, next[j - 1] + 1});
    }
    row = next;
  }
  return std::min(1.0, row[m] / static_cast<double>(std::max<std::size_t>({n, m, 1})));
}

}  // namespace

double text_distance(std::string_view a, std::string_view b) {
  const std::size_t longest = std::max(a.size(), b.size());
  if (longest == 0) return 0;
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  a.remove_prefix(static_cast<std::size_t>(x - a.begin()));
  b.remove_prefix(static_cast<std::size_t>(y - b.begin()));
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  const bool simple = a.empty() || b.empty() || std::max(a.size(), b.size()) > kMostCompared;
  const std::size_t edits = simple ? std::max(a.size(), b.size()) : text::edit_distance(a, b);
  return static_cast<double>(edits) / static_cast<double>(longest);
}

double path_distance(const PathPattern& pattern, std::string_view path) {
  Captures captures;
  if (pattern.match(path, captures)) return 0;
  const std::string_view literal = pattern.literal();
  switch (pattern.kind()) {
    case PathPattern::Kind::kExact: return text_distance(literal, path);
    case PathPattern::Kind::kPrefix: return text_distance(literal, path.substr(0, literal.size()));
    case PathPattern::Kind::kRegex:
      if (literal.empty()) return 0.9;
      return 0.3 + 0.7 * text_distance(literal, path.substr(0, literal.size()));
    case PathPattern::Kind::kTemplate:
    case PathPattern::Kind::kRest:
      return std::max(0.01, segments_distance(pattern.compiled(), path));
    case PathPattern::Kind::kAny: break;
  }
  return 0;
}

}  // namespace mimus::match
