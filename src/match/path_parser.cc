#include <algorithm>
#include <array>
#include <memory>

#include "capture_type.h"
#include "path_compiled.h"
#include "text/percent.h"
#include "text/suggest.h"

namespace mimus::match {
namespace {

using Compiled = PathPattern::Compiled;
using Segment = PathPattern::Segment;
using Kind = PathPattern::Kind;

// A segment walk and a prefix tree are as deep as the pattern: this bounds both.
constexpr std::size_t kMostSegments = 255;

Error wrong(std::string message, std::size_t offset, std::string hint) {
  Error error = syntax_error(std::move(message), offset);
  error.hint = std::move(hint);
  return error;
}

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

bool is_name(std::string_view text) {
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), is_part);
}

struct Counts {
  std::size_t slashes = 0, variables = 0, escapes = 0;
};
Counts count(std::string_view text) {
  Counts counts;
  for (const char c : text) {  // without a branch
    counts.slashes += c == '/';
    counts.variables += c == '{' || c == '*';
    counts.escapes += c == '%';
  }
  return counts;
}

// One left-to-right walk over a pattern; `out_` is filled as it goes. Views of literal text and of names borrow from
// the pattern's own text, or, when something has to be normalised in it, from `literals`: so an exact path, as most
// are, takes three pieces of memory.
class Parser {
 public:
  explicit Parser(std::string_view text)
      : text_(text), out_(std::make_shared<Compiled>()), counts_(count(text)), normalizes_(counts_.escapes != 0) {
    out_->text = text;
    // Views point into it while it grows, so it must never move: normalising only shortens.
    if (normalizes_) out_->literals.reserve(text.size() + 1);
    out_->segments.reserve(counts_.slashes);
    if (counts_.variables == 0) return;  // nobody asks for plans and parts
    out_->plans.reserve(counts_.slashes);
    out_->parts.reserve(counts_.variables);
  }

  Result<std::shared_ptr<const Compiled>> run() {
    MIMUS_TRY_DONE(check_start());
    while (at_ < text_.size()) MIMUS_TRY_DONE(segment());
    finish();
    return std::shared_ptr<const Compiled>(std::move(out_));
  }

 private:
  Status check_start() const {
    if (text_.empty()) {
      return wrong("an empty path", 0, "write '/' for the root, or '**' for any path");
    }
    if (text_.front() == '/') return Done{};
    if (const std::size_t scheme = text_.find("://"); scheme != text_.npos) {
      const std::size_t path = text_.find('/', scheme + 3);
      return wrong("a path begins with '/', this is a whole URL", 0,
                   "write '" + std::string(path == text_.npos ? "/" : text_.substr(path)) + "'");
    }
    return wrong("a path begins with '/'", 0, "write '/" + std::string(text_) + "'");
  }

  Status segment() {
    if (out_->segments.size() == kMostSegments) {
      return wrong("more than 255 segments", at_, "end the pattern in /**");
    }
    begin_ = at_++;
    if (normalizes_) out_->literals += '/';
    literal_begin_ = here();
    const auto first = static_cast<std::uint32_t>(out_->parts.size());
    bool rest = false;
    while (at_ < text_.size() && text_[at_] != '/') {
      switch (text_[at_]) {
        case '{': {
          MIMUS_TRY(const bool took_rest, variable());
          rest = rest || took_rest;
          break;
        }
        case '*': {
          MIMUS_TRY(const bool took_rest, star());
          rest = rest || took_rest;
          break;
        }
        case '}':
          return wrong("'}' without '{'", at_, "write a literal brace as %7D");
        case '?':
          return wrong("a path has no query", at_, query_hint());
        case '#':
          return wrong("a fragment never reaches a server", at_, "write a literal '#' as %23");
        default:
          literal();
      }
    }
    close(first, rest);
    return Done{};
  }

  std::string query_hint() const {
    std::string_view query = text_.substr(at_ + 1);
    query = query.substr(0, query.find('&'));
    const std::size_t equals = query.find('=');
    if (equals == query.npos || equals == 0) {
      return "ask for parameters with when.query; write a literal '?' as %3F";
    }
    return "ask for parameters with when: { query: { " + std::string(query.substr(0, equals)) + ": " +
           std::string(query.substr(equals + 1)) + " } }";
  }

  // Where literal text is kept, and how far it has come.
  std::string_view literals() const { return normalizes_ ? out_->literals : out_->text; }
  std::size_t here() const { return normalizes_ ? out_->literals.size() : at_; }

  static bool ends_literal(char c) {
    return c == '{' || c == '}' || c == '*' || c == '?' || c == '#' || c == '/';
  }

  void literal() {
    const std::size_t from = at_;
    while (at_ < text_.size() && !ends_literal(text_[at_])) ++at_;
    std::size_t begin = from;
    if (normalizes_) {
      begin = out_->literals.size();
      out_->literals += text::normalize_path(std::string(text_.substr(from, at_ - from)));
    }
    if (counts_.variables == 0) return;
    out_->parts.push_back({.kind = PathPart::Kind::kText, .text = literals().substr(begin, here() - begin)});
  }

  // '*' or '**'; is it a rest?
  Result<bool> star() {
    const std::size_t from = at_;
    while (at_ < text_.size() && text_[at_] == '*') ++at_;
    if (at_ - from == 1) {
      MIMUS_TRY_DONE(add_variable({.kind = PathPart::Kind::kStar}, from));
      return false;
    }
    if (at_ - from > 2) return wrong("more than two stars", from, "write '*' or '**'");
    if (from != begin_ + 1 || (at_ < text_.size() && text_[at_] != '/')) {
      return wrong("'**' stands alone between slashes", from, "write '*' for a part of a segment");
    }
    mark_variable(from);
    return true;
  }

  // {name}, {name:type}, {name:REGEX} or {name:*}; is it a rest?
  Result<bool> variable() {
    const std::size_t from = at_;
    MIMUS_TRY(const std::size_t end, closing_brace(from));
    const std::string_view inside = text_.substr(from + 1, end - from - 1);
    const std::size_t colon = inside.find(':');
    const std::string_view name = inside.substr(0, colon);
    MIMUS_TRY_DONE(check_name(name, from + 1));
    at_ = end + 1;
    PathPart part{.kind = PathPart::Kind::kVariable};
    part.text = std::string_view(out_->text).substr(from + 1, name.size());
    if (colon == inside.npos) {
      MIMUS_TRY_DONE(add_variable(part, from));
      return false;
    }
    const std::string_view type = inside.substr(colon + 1);
    if (type == "*" || type == "**") {
      if (from != begin_ + 1 || at_ != text_.size()) {
        return wrong("the rest of a path stands alone at its end", from,
                     "write {" + std::string(name) + "} for one segment, or '**' inside a path");
      }
      MIMUS_TRY_DONE(add_variable(part, from));
      return true;
    }
    MIMUS_TRY_DONE(constrain(part, type, from + 1 + colon + 1));
    MIMUS_TRY_DONE(add_variable(part, from));
    return false;
  }

  // The '}' that ends the variable: braces of a regular expression ({2,3}), its escapes and classes are skipped.
  Result<std::size_t> closing_brace(std::size_t from) const {
    std::size_t depth = 0;
    bool in_class = false;
    for (std::size_t i = from; i < text_.size(); ++i) {
      const char c = text_[i];
      if (c == '\\') {
        ++i;
      } else if (in_class) {
        in_class = c != ']' || text_[i - 1] == '[';
      } else if (c == '[') {
        in_class = true;
      } else if (c == '{') {
        ++depth;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    return wrong("'{' without '}'", from, "write a literal brace as %7B");
  }

  Status check_name(std::string_view name, std::size_t offset) const {
    if (name.empty()) return wrong("a capture without a name", offset, "write {id}, or * for any segment");
    if (!is_name(name)) {
      if (name.front() == '*' && is_name(name.substr(1))) {
        return wrong("'" + std::string(name) + "' is no name", offset,
                     "write {" + std::string(name.substr(1)) + ":*} for the rest of the path");
      }
      return wrong("'" + std::string(name) + "' is no name", offset,
                   "names are letters, digits, '_', '-' and '.'");
    }
    for (const PathPart& part : out_->parts) {
      if (part.kind == PathPart::Kind::kVariable && part.text == name) {
        return wrong("two captures are named '" + std::string(name) + "'", offset, "rename one");
      }
    }
    return Done{};
  }

  Status constrain(PathPart& part, std::string_view type, std::size_t offset) {
    if (const CaptureType* row = find_capture_type(type)) {
      part.holds = row->holds;
      return Done{};
    }
    if (type.empty()) return wrong("a colon without a type", offset, types_hint(type));
    if (is_word(type)) {
      return wrong("unknown capture type '" + std::string(type) + "'", offset, types_hint(type));
    }
    auto compiled = regex::Regex::compile(type);
    if (!compiled) {
      Error error = std::move(compiled).error();
      error.where.offset = offset + error.where.offset.value_or(0);
      return error;
    }
    part.regex = static_cast<std::int16_t>(out_->regexes.size());
    out_->regexes.push_back(*std::move(compiled));
    return Done{};
  }

  static std::string types_hint(std::string_view type) {
    std::vector<std::string_view> names;
    for (const CaptureType& row : capture_types()) names.push_back(row.name);
    return text::did_you_mean(type, names);
  }

  Status add_variable(PathPart part, std::size_t offset) {
    if (++captures_ > Captures::kMost) {
      return wrong("more than 16 captures", offset, "write a literal, or end the pattern in /**");
    }
    mark_variable(offset);
    out_->parts.push_back(part);
    return Done{};
  }

  // From `begin` to at_ stands a variable part.
  void mark_variable(std::size_t begin) {
    if (!variable_) literal_end_ = normalizes_ ? out_->literals.size() : begin;
    variable_ = true;
    ending_begin_ = here();
  }

  void close(std::uint32_t first, bool rest) {
    auto count = static_cast<std::uint32_t>(out_->parts.size()) - first;
    Segment segment{Segment::Kind::kVariable, {}};
    if (rest) {
      segment.kind = Segment::Kind::kRest;
      rest_ = true;
    } else if (count == 0 || (count == 1 && out_->parts[first].kind == PathPart::Kind::kText)) {
      segment = {Segment::Kind::kLiteral, literals().substr(literal_begin_, here() - literal_begin_)};
      out_->parts.resize(first);
      count = 0;
    }
    out_->segments.push_back(segment);
    if (counts_.variables != 0) out_->plans.push_back({first, count});
    if (!rest) return;
    // A rest takes its slash with it, or leaves it out.
    if (normalizes_) {
      out_->literals.pop_back();
      literal_end_ = std::min(literal_end_, out_->literals.size());
      ending_begin_ = out_->literals.size();
    } else {
      literal_end_ = std::min(literal_end_, begin_);
    }
  }

  void finish() {
    out_->kind = rest_ ? Kind::kRest : variable_ ? Kind::kTemplate : Kind::kExact;
    out_->literal = variable_ ? literals().substr(0, literal_end_) : literals();
    out_->ending = variable_ ? literals().substr(ending_begin_) : literals();
    out_->specificity = specificity_of(*out_);
  }

  std::string_view text_;
  std::shared_ptr<Compiled> out_;
  const Counts counts_;
  const bool normalizes_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;           // of this segment in text_: its slash
  std::size_t literal_begin_ = 0;   // of this segment in literals(), after its slash
  std::size_t literal_end_ = 0;     // of what comes before the first variable part
  std::size_t ending_begin_ = 0;    // of what comes after the last one
  std::size_t captures_ = 0;
  bool variable_ = false;
  bool rest_ = false;
};

}  // namespace

Result<std::shared_ptr<const Compiled>> parse_path(std::string_view text) { return Parser(text).run(); }

std::uint32_t specificity_of(const Compiled& compiled) {
  std::uint32_t literal = 0, narrow = 0, rests = 0, plain = 0;
  for (std::size_t i = 0; i < compiled.segments.size(); ++i) {
    switch (compiled.segments[i].kind) {
      case Segment::Kind::kLiteral: ++literal; break;
      case Segment::Kind::kRest: ++rests; break;
      case Segment::Kind::kVariable: {
        const auto parts = compiled.parts_of(i);
        const bool is_narrow = parts.size() > 1 || parts[0].constrained();
        ++(is_narrow ? narrow : plain);
      }
    }
  }
  // From the most to the least significant: kind 3 bits, literal segments 7, narrow ones 5, rests 2 (fewer
  // is better), plain ones 5.
  const auto kind = [&]() -> std::uint32_t {
    switch (compiled.kind) {
      case Kind::kExact: return 5;
      case Kind::kTemplate:
      case Kind::kRest: return 4;
      case Kind::kPrefix: return 3;
      case Kind::kRegex: return 2;
      case Kind::kAny: break;
    }
    return 1;
  }();
  if (kind != 4) return kind << 19;
  return (kind << 19) | (std::min(literal, 127u) << 12) | (std::min(narrow, 31u) << 7) |
         ((3 - std::min(rests, 3u)) << 5) | std::min(plain, 31u);
}

}  // namespace mimus::match
