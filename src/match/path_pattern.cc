#include "path_pattern.h"

#include <algorithm>

#include "path_compiled.h"
#include "text/percent.h"

namespace mimus::match {
namespace {

using Compiled = PathPattern::Compiled;
using Segment = PathPattern::Segment;

const Compiled& any() {
  static const Compiled kAny = [] {
    Compiled compiled;
    compiled.text = "**";
    compiled.specificity = specificity_of(compiled);
    return compiled;
  }();
  return kAny;
}

// Splits a literal path that begins with '/' into its segments.
void split(std::string_view path, std::vector<Segment>& segments) {
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view piece = path.substr(0, path.find('/'));
    segments.push_back({Segment::Kind::kLiteral, piece});
    path.remove_prefix(piece.size());
  }
}

constexpr std::size_t kMostGroups = 63;

}  // namespace

std::optional<std::string_view> Captures::find(std::string_view name) const {
  for (const Capture& capture : view()) {
    if (capture.name == name) return capture.value;
  }
  return std::nullopt;
}

PathPattern::PathPattern() = default;
PathPattern::PathPattern(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

const PathPattern::Compiled& PathPattern::compiled() const { return compiled_ ? *compiled_ : any(); }

Result<PathPattern> PathPattern::parse(std::string_view text) {
  constexpr std::string_view kRegexMark = "regex:";
  if (text == "*" || text == "**") return PathPattern();
  if (text.starts_with(kRegexMark)) {
    auto pattern = regex(text.substr(kRegexMark.size()));
    if (pattern) return pattern;
    Error error = std::move(pattern).error();
    error.where.offset = error.where.offset.value_or(0) + kRegexMark.size();
    return error;
  }
  MIMUS_TRY(auto compiled, parse_path(text));
  return PathPattern(std::move(compiled));
}

PathPattern PathPattern::exact(std::string_view path) {
  auto compiled = std::make_shared<Compiled>();
  compiled->kind = Kind::kExact;
  compiled->text = path;
  compiled->literals = text::normalize_path(std::string(path));
  compiled->literal = compiled->ending = compiled->literals;
  if (path.starts_with('/')) {
    split(compiled->literal, compiled->segments);
    compiled->plans.resize(compiled->segments.size());
  }
  compiled->specificity = specificity_of(*compiled);
  return PathPattern(std::move(compiled));
}

PathPattern PathPattern::prefix(std::string_view text) {
  auto compiled = std::make_shared<Compiled>();
  compiled->kind = Kind::kPrefix;
  compiled->text = text;
  compiled->literals = text::normalize_path(std::string(text));
  compiled->literal = compiled->literals;
  compiled->specificity = specificity_of(*compiled);
  return PathPattern(std::move(compiled));
}

Result<PathPattern> PathPattern::regex(std::string_view expression) {
  MIMUS_TRY(regex::Regex regex, regex::Regex::compile(expression));
  if (regex.group_names().size() > Captures::kMost || regex.group_count() > kMostGroups) {
    Error error = syntax_error("more than 16 named groups, or 63 groups, in a path", 0);
    error.hint = "write (?:…) for groups that nobody reads";
    return error;
  }
  auto compiled = std::make_shared<Compiled>();
  compiled->kind = Kind::kRegex;
  compiled->text = "regex:" + std::string(expression);
  const regex::RequiredText required = regex::required_text(expression);
  compiled->literals = required.prefix + required.suffix + required.inner;
  const std::string_view literals = compiled->literals;
  compiled->literal = literals.substr(0, required.prefix.size());
  compiled->ending = literals.substr(required.prefix.size(), required.suffix.size());
  compiled->inner = literals.substr(required.prefix.size() + required.suffix.size());
  compiled->regexes.push_back(std::move(regex));
  for (const auto& group : compiled->regexes.front().group_names()) {
    compiled->groups.emplace_back(group.name, group.group);
  }
  compiled->specificity = specificity_of(*compiled);
  return PathPattern(std::move(compiled));
}

PathPattern::Kind PathPattern::kind() const { return compiled().kind; }
bool PathPattern::raw() const { return false; }
std::string_view PathPattern::text() const { return compiled().text; }
std::string_view PathPattern::literal() const { return compiled().literal; }
std::string_view PathPattern::ending() const { return compiled().ending; }
std::string_view PathPattern::inner() const { return compiled().inner; }
std::uint32_t PathPattern::specificity() const { return compiled().specificity; }
std::span<const Segment> PathPattern::segments() const { return compiled().segments; }

std::string_view PathPattern::expression() const {
  return kind() == Kind::kRegex ? compiled().regexes.front().expression() : std::string_view();
}

std::vector<std::string_view> PathPattern::capture_names() const {
  std::vector<std::string_view> names;
  for (const PathPart& part : compiled().parts) {
    if (part.kind == PathPart::Kind::kVariable) names.push_back(part.text);
  }
  for (const auto& [name, number] : compiled().groups) names.push_back(name);
  return names;
}

}  // namespace mimus::match
