#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "path_pattern.h"
#include "regex/regex.h"

namespace mimus::match {

// A piece of one segment: literal text, or a variable part and what it accepts.
struct PathPart {
  enum class Kind : std::uint8_t { kText, kVariable, kStar } kind = Kind::kText;
  std::int16_t regex = -1;                     // index into Compiled::regexes
  bool (*holds)(std::string_view) = nullptr;   // of a typed capture
  std::string_view text;                       // of kText: normalised; of kVariable: its name

  bool constrained() const { return regex >= 0 || holds != nullptr; }
};

// A path pattern in the flat form that is asked. All views point into the strings beside them.
struct PathPattern::Compiled {
  // The parts of segments[i], none for a literal one; of kRest: its name, if it has one, as one kVariable. kExact may
  // have no plans.
  struct Plan {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
  };

  Kind kind = Kind::kAny;
  bool raw = false;                            // compared with the path as it was sent
  std::uint32_t specificity = 0;
  std::string text;                            // as it was written
  std::string literals;                        // literal text that does not stand in `text`
  std::string names;                           // and names
  std::string_view literal, ending, inner;     // what every match begins with, ends with, contains
  std::vector<Segment> segments;
  std::vector<Plan> plans;
  std::vector<PathPart> parts;
  std::vector<regex::Regex> regexes;
  std::vector<std::pair<std::string_view, std::size_t>> groups;  // of kRegex: name, number

  std::span<const PathPart> parts_of(std::size_t segment) const {
    if (plans.empty()) return {};
    return std::span(parts).subspan(plans[segment].first, plans[segment].count);
  }
};

// The text form (path_pattern.h) to the compiled one, for everything but regex: and "any".
Result<std::shared_ptr<const PathPattern::Compiled>> parse_path(std::string_view text);

// A regular expression that covers the whole path. Its named groups are captures. `text`: how the pattern calls itself.
Result<std::shared_ptr<PathPattern::Compiled>> compile_path_regex(std::string_view expression, std::string text, bool dot_all);

// Splits a literal path that begins with '/' into its segments, which borrow from it.
void split_path(std::string_view path, std::vector<PathPattern::Segment>& segments);

// Orders patterns: see PathPattern::specificity().
std::uint32_t specificity_of(const PathPattern::Compiled& compiled);

}  // namespace mimus::match
