#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace mimus::checks {

inline Error wrong_at(std::string message, std::size_t offset) {
  Error error = invalid(std::move(message));
  error.where.offset = offset;
  return error;
}

// The digits (and letters, made capitals) of a text in which people put blanks, hyphens and dots
// for the eye. Fails at a character that is none of them. `kept`: signs that belong to it.
Result<std::string> compact(std::string_view text, std::string_view separators = " -",
                            std::string_view kept = {});

// A name without '-', '_' and blanks, in capitals: for comparing what people type.
std::string plain_name(std::string_view name);

// "needs 9 digits, got 8"
Status of_length(std::string_view text, std::size_t length, std::string_view what);
Status only_digits(std::string_view text);

// Done when `given` is what the rest asks for: "the check digit is 4, the others ask for 3".
Status same_check(std::string_view given, std::string_view wanted);

}  // namespace mimus::checks
