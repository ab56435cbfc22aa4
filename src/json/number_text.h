#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mimus::json {

// The double nearest to a decimal number's text ([-] digits [. digits] [e exponent]); too small
// becomes a zero of its sign. Nothing when it is too large for a double (1e400).
std::optional<double> read_double(std::string_view text);

// Number::toString of ECMAScript (§6.1.6.1.20): the shortest digits that read back the same, plain
// decimal from 1e-6 up to 1e21, else an exponent. "275", "0.1", "1e+21", "-0" as "0". `number` is
// finite.
void append_shortest(double number, std::string& out);

}  // namespace mimus::json
