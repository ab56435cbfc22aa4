#include <array>

#include "path_compiled.h"

namespace mimus::match {
namespace {

using Compiled = PathPattern::Compiled;
using Segment = PathPattern::Segment;

void keep(Captures& captures, std::string_view name, std::string_view value) {
  captures.items[captures.count++] = {name, value};  // the parser has counted: there is room
}

bool accepts(const Compiled& pattern, const PathPart& part, std::string_view text) {
  if (part.holds) return part.holds(text);
  if (part.regex < 0) return true;
  return pattern.regexes[static_cast<std::size_t>(part.regex)].full_match(text) ==
         regex::Regex::Outcome::kYes;
}

// The parts of one segment against one piece of a path: each variable takes as little as it can, from left
// to right, and more when what follows does not fit. `budget_`, in bytes looked at, bounds the trying.
class PieceMatch {
 public:
  PieceMatch(const Compiled& pattern, Captures& captures) : pattern_(pattern), captures_(captures) {}

  bool run(std::span<const PathPart> parts, std::string_view piece) {
    if (parts.empty()) return piece.empty();
    const PathPart& part = parts.front();
    parts = parts.subspan(1);
    if (part.kind == PathPart::Kind::kText) {
      return piece.starts_with(part.text) && run(parts, piece.substr(part.text.size()));
    }
    const std::size_t least = part.kind == PathPart::Kind::kStar ? 0 : 1;
    if (piece.size() < least) return false;
    if (parts.empty()) return take(part, piece);
    const std::string_view stop =
        parts.front().kind == PathPart::Kind::kText ? parts.front().text : std::string_view();
    const std::size_t before = captures_.count;
    for (std::size_t end = least; end <= piece.size(); ++end) {
      end = piece.find(stop, end);
      if (end == piece.npos || !pay(1 + (part.constrained() ? end : 0))) return false;
      if (take(part, piece.substr(0, end)) && run(parts, piece.substr(end))) return true;
      captures_.count = before;
    }
    return false;
  }

 private:
  bool take(const PathPart& part, std::string_view text) {
    if (part.constrained() && !accepts(pattern_, part, text)) return false;
    keep(captures_, part.text, text);
    return true;
  }

  bool pay(std::size_t bytes) {
    if (bytes > budget_) return false;
    budget_ -= bytes;
    return true;
  }

  const Compiled& pattern_;
  Captures& captures_;
  std::size_t budget_ = 64 * 1024;
};

bool match_segment(const Compiled& pattern, std::size_t i, std::string_view piece, Captures& captures) {
  const Segment& segment = pattern.segments[i];
  if (segment.kind == Segment::Kind::kLiteral) return piece == segment.literal;
  const auto parts = pattern.parts_of(i);
  if (parts.size() > 1) return PieceMatch(pattern, captures).run(parts, piece);
  if (piece.empty() || !accepts(pattern, parts.front(), piece)) return false;
  keep(captures, parts.front().text, piece);
  return true;
}

// Segment by segment; after a mismatch the last ** takes one segment more. What a ** has passed never has
// to be given back, because segments are judged independently: pattern × path steps at most.
bool match_segments(const Compiled& pattern, std::string_view path, Captures& captures) {
  const std::size_t count = pattern.segments.size();
  std::size_t i = 0;
  std::size_t at = 0;  // at a slash, or at the end
  struct {
    std::size_t segment, at, captures;
  } rest{count, 0, 0};
  while (true) {
    if (i < count && pattern.segments[i].kind == Segment::Kind::kRest) {
      if (i + 1 == count) {
        const auto name = pattern.parts_of(i);
        if (!name.empty()) keep(captures, name.front().text, path.substr(at + (at < path.size() ? 1 : 0)));
        return true;
      }
      rest = {i++, at, captures.count};
      continue;
    }
    if (i == count && at == path.size()) return true;
    if (i < count && at < path.size()) {
      const std::size_t end = std::min(path.find('/', at + 1), path.size());
      if (match_segment(pattern, i, path.substr(at + 1, end - at - 1), captures)) {
        at = end;
        ++i;
        continue;
      }
    }
    if (rest.segment == count || rest.at == path.size()) return false;
    rest.at = std::min(path.find('/', rest.at + 1), path.size());
    at = rest.at;
    i = rest.segment + 1;
    captures.count = rest.captures;
  }
}

bool match_regex(const Compiled& pattern, std::string_view path, Captures& captures) {
  if (!path.starts_with(pattern.literal) || !path.ends_with(pattern.ending)) return false;
  const regex::Regex& regex = pattern.regexes.front();
  if (pattern.groups.empty()) return regex.full_match(path) == regex::Regex::Outcome::kYes;
  std::array<std::string_view, 64> groups;
  const auto wanted = std::span(groups).first(regex.group_count() + 1);
  if (regex.full_match(path, wanted) != regex::Regex::Outcome::kYes) return false;
  for (const auto& [name, number] : pattern.groups) {
    if (groups[number].data() != nullptr) keep(captures, name, groups[number]);
  }
  return true;
}

}  // namespace

bool PathPattern::match(std::string_view path, Captures& captures) const {
  const Compiled& pattern = compiled();
  captures.clear();
  switch (pattern.kind) {
    case Kind::kExact: return path == pattern.literal;
    case Kind::kPrefix: return path.starts_with(pattern.literal);
    case Kind::kTemplate:
    case Kind::kRest:
      return path.starts_with(pattern.literal) && (path.empty() || path.front() == '/') &&
             match_segments(pattern, path, captures);
    case Kind::kRegex: return match_regex(pattern, path, captures);
    case Kind::kAny: return true;
  }
  return false;
}

}  // namespace mimus::match
