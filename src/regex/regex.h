#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mimus::regex {

// A regular expression of the kind that users of Java and JavaScript write, decided by PCRE2 (JIT where
// there is one). \u00e9 and \u{1F600} are understood too. UTF-8; bytes of a text that are none match nothing;
// '.' does not match a line end unless `dot_all`. A hostile pattern costs bounded time: beyond the match limit
// the answer is Outcome::kLimit. In a search the limit counts for each place where a match could begin, and is
// lower for long texts.
//
// Immutable; copies share; any thread (match data is per thread).
class Regex {
 public:
  struct Options {
    bool ignore_case = false;
    bool dot_all = false;
  };
  // Errors: Code::kSyntax, byte offset into the expression, PCRE2's own sentence.
  static Result<Regex> compile(std::string_view expression, Options options);
  static Result<Regex> compile(std::string_view expression) { return compile(expression, Options()); }

  enum class Outcome { kNo, kYes, kLimit };
  Outcome full_match(std::string_view text) const;   // must cover the whole text
  Outcome search(std::string_view text) const;       // anywhere
  // Full match with captures: spans[i] is group i (0: all); data() == nullptr when a group took no part.
  Outcome full_match(std::string_view text, std::span<std::string_view> groups) const;
  Outcome search(std::string_view text, std::span<std::string_view> groups) const;

  std::size_t group_count() const;                   // without group 0
  struct GroupName {
    std::string name;
    std::size_t group;
  };
  std::span<const GroupName> group_names() const;
  std::string_view expression() const;

  static constexpr unsigned kMatchLimit = 200'000;   // PCRE2 match and depth limit

 private:
  struct Compiled;
  explicit Regex(std::shared_ptr<const Compiled> compiled);
  std::shared_ptr<const Compiled> compiled_;
};

// The text that every match of an expression must contain, for indexes. `prefix`: what each full match begins
// with; `suffix`: what it ends with; `inner`: the longest run that must occur somewhere (may be one of the
// others). Conservative: "" when unsure ((?i), recursion, …); of alternatives, what they share. For expressions compiled
// without ignore_case.
struct RequiredText {
  std::string prefix, suffix, inner;
};
RequiredText required_text(std::string_view expression);

// Which of many expressions could match a text, in one pass (RE2::Set, full match). A prefilter: an expression that
// RE2 cannot take is reported as a candidate always, and a text with control characters (where the dialects differ) makes
// all of them candidates. For expressions compiled without ignore_case; (?i) inside them is fine. Immutable once built.
class RegexSet {
 public:
  // ids are the positions in `expressions`.
  explicit RegexSet(std::span<const std::string_view> expressions);
  ~RegexSet();
  RegexSet(RegexSet&&) noexcept;
  // Appends the candidates' ids to `out`, ascending.
  void candidates(std::string_view text, std::vector<int>& out) const;
  std::size_t size() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mimus::regex
