#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mimus::regex {

// An expression in PCRE2's spelling. Java and JavaScript write \u00e9 and \u{1F600} where PCRE2 writes
// \x{e9} and \x{1F600}; a pair of surrogates (\ud83d\ude00) becomes one code point.
struct PcreSpelling {
  std::string text;
  // Where a byte of `text` comes from, for error offsets. One entry for every replaced escape.
  struct Shift {
    std::size_t at;        // in `text`, behind the replacement
    std::size_t original;  // in the expression, behind the escape
  };
  std::vector<Shift> shifts;

  std::size_t original_offset(std::size_t at) const;
};
PcreSpelling pcre_spelling(std::string_view expression);

// The size of the character class at the front of `pcre` ("[^]a-z[:digit:]\\]]"), or nothing when it does not end or
// holds something rare (\Q, \c, \N, collating elements) that makes its end doubtful.
std::optional<std::size_t> class_size(std::string_view pcre);

// A PCRE2 expression in RE2's spelling, or nothing when RE2 could refuse a text that PCRE2 accepts: both know
// \v, \p{…} and \12, and mean different things. Named groups (?<name>…), which RE2 cannot read, become plain ones.
std::optional<std::string> re2_spelling(std::string_view pcre);

}  // namespace mimus::regex
