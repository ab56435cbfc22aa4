#include <optional>

#include "path_compiled.h"

namespace mimus::match {
namespace {

using Compiled = PathPattern::Compiled;
using Kind = PathPattern::Kind;
using Segment = PathPattern::Segment;

// The one variable that is a whole segment, or nullptr.
const PathPart* whole(const Compiled& pattern, std::size_t i) {
  const auto parts = pattern.parts_of(i);
  return pattern.segments[i].kind == Segment::Kind::kVariable && parts.size() == 1 ? &parts[0] : nullptr;
}

// Can segment j of `b` be empty? A whole variable never is; of parts, we only trust literal text.
bool never_empty(const Compiled& b, std::size_t j) {
  if (b.segments[j].kind == Segment::Kind::kLiteral) return !b.segments[j].literal.empty();
  if (whole(b, j) != nullptr) return true;
  for (const PathPart& part : b.parts_of(j)) {
    if (part.kind != PathPart::Kind::kStar) return true;
  }
  return false;
}

bool same_constraint(const Compiled& a, const PathPart& x, const Compiled& b, const PathPart& y) {
  if (x.holds != y.holds || (x.regex < 0) != (y.regex < 0)) return false;
  return x.regex < 0 || a.regexes[static_cast<std::size_t>(x.regex)].expression() ==
                            b.regexes[static_cast<std::size_t>(y.regex)].expression();
}

bool same_parts(const Compiled& a, std::size_t i, const Compiled& b, std::size_t j) {
  const auto x = a.parts_of(i);
  const auto y = b.parts_of(j);
  if (x.size() != y.size()) return false;
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (x[k].kind != y[k].kind || !same_constraint(a, x[k], b, y[k])) return false;
    if (x[k].kind == PathPart::Kind::kText && x[k].text != y[k].text) return false;
  }
  return true;
}

bool segment_covers(const Compiled& a, std::size_t i, const Compiled& b, std::size_t j) {
  const Segment& x = a.segments[i];
  const Segment& y = b.segments[j];
  if (y.kind == Segment::Kind::kRest) return false;
  if (x.kind == Segment::Kind::kLiteral) return y.kind == x.kind && x.literal == y.literal;
  const PathPart* part = whole(a, i);
  if (part != nullptr && !part->constrained()) return never_empty(b, j);
  if (part != nullptr && part->holds != nullptr && y.kind == Segment::Kind::kLiteral) {
    return !y.literal.empty() && part->holds(y.literal);
  }
  return y.kind == x.kind && same_parts(a, i, b, j);
}

// a: no rest, or one at its end.
bool segments_cover(const Compiled& a, const Compiled& b) {
  for (std::size_t i = 0; i < a.segments.size(); ++i) {
    if (a.segments[i].kind == Segment::Kind::kRest) return i + 1 == a.segments.size();
    if (i >= b.segments.size() || !segment_covers(a, i, b, i)) return false;
  }
  return a.segments.size() == b.segments.size();
}

}  // namespace

bool PathPattern::covers(const PathPattern& other) const {
  const Compiled& a = compiled();
  const Compiled& b = other.compiled();
  if (a.kind == Kind::kAny || *this == other) return true;
  if (b.kind == Kind::kAny || a.raw != b.raw) return false;
  if (b.kind == Kind::kExact) {
    Captures captures;
    return match(b.literal, captures);
  }
  if (a.kind == Kind::kPrefix) return b.literal.starts_with(a.literal);
  const bool b_segments = b.kind == Kind::kTemplate || b.kind == Kind::kRest;
  return (a.kind == Kind::kTemplate || a.kind == Kind::kRest) && b_segments && segments_cover(a, b);
}

}  // namespace mimus::match
