#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mimus::match {

// What a pattern took from a path. `name` borrows from the pattern, `value` from the path (as it stood
// there; the normalised path is what patterns see). '*' captures under the empty name.
struct Capture {
  std::string_view name;
  std::string_view value;
};

struct Captures {
  static constexpr std::size_t kMost = 16;  // a pattern with more is refused
  std::array<Capture, kMost> items;
  std::size_t count = 0;

  std::span<const Capture> view() const { return {items.data(), count}; }
  std::optional<std::string_view> find(std::string_view name) const;
  void clear() { count = 0; }
};

// Which paths a stub answers, compiled.
//
//   /users               exactly this path
//   /users/{id}          {name} takes one whole, non-empty segment or a part of one: /v{major}.{minor}
//   /users/{id:int}      int | number | uuid | alpha | alnum | slug | date | hex, or a regular expression: {id:[a-z]+}
//   /files/{rest:*}      takes the rest of the path, slashes included, possibly empty; last only
//   /a/*/b               * is an unnamed capture of one segment; inside one, /img-*.png, possibly empty
//   /a/**                any rest, possibly empty: matches /a, /a/ and /a/b/c;  /**/x also inside
//   regex:/x/(?<id>\d+)  PCRE2; must match the whole path; named groups are captures
//
// Everything is case-sensitive (RFC 3986 §6.2.2.1). Native patterns are compared with the normalised
// path (text/percent.h; exact() and prefix() normalise too), so "/jörg" matches "/j%C3%B6rg". A literal brace is written %7B.
//
// A value: cheap to copy (shares its compiled form), immutable, any thread may match with it.
class PathPattern {
 public:
  enum class Kind : std::uint8_t {
    kExact,     // one path
    kTemplate,  // segments with captures or '*'
    kPrefix,    // every path that begins with this text, at any byte: seed 2's PATH
    kRest,      // a template that ends in /** or {name:*}, or has ** inside
    kRegex,
    kAny,
  };

  PathPattern();                                               // any path
  static Result<PathPattern> parse(std::string_view text);     // errors: byte offset into text
  static PathPattern exact(std::string_view path);
  static PathPattern prefix(std::string_view text);
  static Result<PathPattern> regex(std::string_view expression);

  // Patterns for the path as it was sent, not normalised (raw()): dialects that compare bytes.
  static PathPattern raw_exact(std::string_view path);
  static PathPattern raw_prefix(std::string_view text);
  static Result<PathPattern> raw_regex(std::string_view expression);
  // WireMock's: {name} is [^/]+, as long as it can be; ** is any text, perhaps empty, and no capture; all else is
  // literal. Code::kLimit beyond 16 variables.
  static Result<PathPattern> raw_template(std::string_view text);

  // Is it compared with the raw path? Two patterns of the same text, one raw and one not, differ.
  bool raw() const;

  // `path` is the normalised path, or for raw() the one that was sent. Fills captures on success; leaves them unspecified on failure.
  bool match(std::string_view path, Captures& captures) const;

  Kind kind() const;
  std::string_view text() const;         // as it was written
  std::string_view literal() const;      // the text before the first variable part (all of kExact)
  // More of what every matching path must have, for indexes; "" when nothing is sure.
  std::string_view ending() const;       // the text after the last variable part
  std::string_view inner() const;        // of kRegex: the longest text that occurs somewhere
  // The regular expression for kRegex (without "regex:"), else "".
  std::string_view expression() const;
  std::vector<std::string_view> capture_names() const;

  // Larger is more specific: an exact path over a template, a template with more literal segments over
  // one with fewer, typed captures over plain ones, * over **, then prefixes, regexes, any. All prefixes
  // are equal, as are all regexes: their order decides. Fits in 22 bits: a caller has room for more below.
  std::uint32_t specificity() const;

  // Segments, for the trie of a stub set: one per '/'-separated piece of a kExact, kTemplate or kRest
  // pattern. A piece is literal text, a variable within one segment, or the rest.
  struct Segment {
    enum class Kind : std::uint8_t { kLiteral, kVariable, kRest } kind;
    std::string_view literal;  // of kLiteral
  };
  std::span<const Segment> segments() const;  // empty for kPrefix, kRegex, kAny

  // Is every path that `other` matches surely matched by this one too? (For lint: false when unsure.)
  bool covers(const PathPattern& other) const;

  friend bool operator==(const PathPattern& a, const PathPattern& b) {
    return a.kind() == b.kind() && a.raw() == b.raw() && a.text() == b.text();
  }

  struct Compiled;  // path_compiled.h, for this module
  const Compiled& compiled() const;

 private:
  explicit PathPattern(std::shared_ptr<const Compiled> compiled);
  std::shared_ptr<const Compiled> compiled_;  // nullptr: any path
};

}  // namespace mimus::match
