#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mimus::checks {

// A country's account numbers inside IBAN (ISO 13616; SWIFT's registry). `bban`: counts and kinds
// of characters: n digits, a capital letters, c both: "4a14n".
struct IbanCountry {
  std::string_view country;  // "DE"
  std::string_view bban;
  std::size_t length() const;  // of the whole IBAN
};
std::span<const IbanCountry> iban_countries();                // sorted
const IbanCountry* find_iban_country(std::string_view code);  // either case

// "89" for "DE", "370400440532013000" (ISO 7064 MOD 97-10).
std::string iban_check_digits(std::string_view country, std::string_view bban);

Status check_iban(std::string_view text);  // blanks allowed: groups of four
Status check_bban(const IbanCountry& country, std::string_view bban);
Status check_bic(std::string_view text);  // ISO 9362: 8 or 11 characters
Status check_aba(std::string_view text);  // US routing number: 9 digits, weights 3 7 1

int aba_digit(std::string_view eight_digits);

}  // namespace mimus::checks
