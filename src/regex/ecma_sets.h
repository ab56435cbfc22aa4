#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ecma.h"

// The sets of code points that an ECMA-262 expression names: \d \w \s, '.', \p{…}.
namespace mimus::regex {

using Ranges = std::vector<CodeRange>;

const Ranges& digits();     // \d
const Ranges& word();       // \w
const Ranges& space();      // \s
const Ranges& line_ends();  // what '.' leaves out

// Every other code point.
Ranges complement(Ranges ranges);

// For PCRE2: \x{…}, and ranges as they stand in a class.
void append_hex(char32_t code, std::string& out);
void append_ranges(const Ranges& ranges, std::string& out);

// \p{name} or \p{Script=name}: its name for PCRE2 and some of its members. One that we have not
// heard of keeps its name and lends a few letters; PCRE2 judges.
struct Property {
  std::string_view pcre;
  Ranges members;
};
Property find_property(std::string_view name);

}  // namespace mimus::regex
