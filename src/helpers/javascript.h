#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "handlebars/call.h"

// What JavaScript makes of values, for the helpers of Mockoon, which are JavaScript. ECMA-262.
namespace mimus::helpers::javascript {

using handlebars::Call;
using handlebars::Value;

// Number(value), §7.1.4: "" and null are 0, " 12 " is 12, "0x1f" is 31, "12px" and objects are NaN.
double number(const Value& value, const Call& call);
double number(std::string_view text);
// parseInt(text, 10), §19.2.5: the digits at the front; nothing when there are none.
std::optional<double> integer_at_front(std::string_view text);
// A number as a value: whole ones as integers.
Value value_of(double number);
// Number.prototype.toFixed(), §21.1.3.3. digits <= 100.
std::string to_fixed(double number, int digits);
double round(double number);  // Math.round(): halves go up

// a === b, §7.2.15; texts that are safe are texts, and objects are equal when they are the same
// one.
bool same(const Value& a, const Value& b);

// JSON.stringify(value), and with two blanks of indentation.
std::string_view json_of(const Value& value, const Call& call);
std::string_view indented_json_of(const Value& value, const Call& call);

// ---- texts count UTF-16 units. `text` is UTF-8.
std::size_t length(std::string_view text);
// Units [from, to) of a text; half a surrogate pair takes the whole.
std::string_view slice(std::string_view text, std::size_t from, std::size_t to);
// The unit at which the byte stands.
inline std::size_t unit_at(std::string_view text, std::size_t byte) {
  return length(text.substr(0, byte));
}
// The byte at which the unit begins; the text's end beyond it.
std::size_t byte_at(std::string_view text, std::size_t unit);
// A bound of slice(): from the end when negative, and within [0, size].
std::size_t bound(double at, std::size_t size);

// String.prototype.replace() with a text: the first, or all; $$, $&, $` and $' in `with` mean what
// they do there.
std::string replace(std::string_view text, std::string_view what, std::string_view with, bool all);
// String.prototype.trimEnd() cuts off that many bytes' rest.
std::size_t trimmed_end(std::string_view text);
// Below, equal or above 0 as String.prototype.localeCompare() in English: letters by their
// alphabet, small ones before capitals when all else is equal, digits before letters, signs before
// digits. Letters beyond ASCII by code point.
int locale_compare(std::string_view a, std::string_view b);

// Buffer.from(text, "base64"): both alphabets, what is in none is skipped, ends at '='. As UTF-8
// text.
std::string base64_text(std::string_view text);

}  // namespace mimus::helpers::javascript
