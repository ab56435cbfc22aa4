#pragma once

#include <string>
#include <string_view>

namespace mimus::regex {

// What java.util.regex writes otherwise than PCRE2, in PCRE2's way; everything else as it is.
//
//   \p{Alpha} \P{Lower} \p{XDigit} …     [[:alpha:]] [^[:lower:]] [[:xdigit:]]   (also inside classes)
//   \p{IsAlphabetic} \p{IsLatin}         \p{L} \p{Latin}
//   \p{javaLowerCase}                    \p{Ll}
//   [a-z&&[^aeiou]] [a-z&&[x-z]]         (?:(?![aeiou])[a-z]) (?:(?=[x-z])[a-z])   (one intersection in a class)
//
// Unicode blocks (\p{InGreek}) and unions of classes in classes stay, and fail to compile or mean something else.
std::string from_java(std::string_view expression);

}  // namespace mimus::regex
