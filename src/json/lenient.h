#pragma once

#include <string_view>

#include "json.h"

namespace mimus::json {

struct Lenience {
  bool single_quotes = false;  // 'a' is "a"
  bool keep_digits = false;    // see kDigits
};

// With Lenience::keep_digits a number that a double might round (more than 15 significant digits, or an exponent out of
// reach) and that is no 64-bit integer is read as a string: this byte, which no text in UTF-8 holds, then the number as it
// was written.
inline constexpr std::string_view kDigits = "\xFF";

// JSON as WireMock (Jackson) reads it where people write it: // and /* */ are blanks, strings may stand in single quotes,
// what follows the first value is ignored. Everything else as parse(), errors too.
Result<Value> parse_leniently(std::string_view text, bool keep_digits);
Result<Value> parse_leniently(std::string_view text, bool keep_digits, boost::json::storage_ptr storage);

}  // namespace mimus::json
