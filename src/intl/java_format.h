#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"

namespace mimus::intl {

// null, a Boolean, an Integer or Long, a Double, a String.
using FormatArgument = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

// Java's String.format in English: flags "-#+ 0,(", argument indexes ("%2$s", "%<s"), width,
// precision; the conversions b c d e f g h n o s x % and their upper-case forms.
//
//   java_format("%s-%03d-%.2f", args);   // "x-007-2.50"
//
// Fails with Code::kInvalid where Java throws; the message begins with Java's class:
// "java.util.MissingFormatArgumentException: Format specifier '%s'". Code::kUnsupported: %a and %t.
// Code::kLimit: a width or precision of more than 10,000.
Result<std::string> java_format(std::string_view format, std::span<const FormatArgument> arguments);

}  // namespace mimus::intl
