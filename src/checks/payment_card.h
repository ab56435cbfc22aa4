#pragma once

#include <span>
#include <string_view>

#include "base/result.h"

namespace mimus::checks {

// A network of payment cards: what its numbers begin with and how long they are (ISO/IEC 7812
// issuer ranges, as the networks publish them). More special rows come first.
struct CardType {
  std::string_view name;       // "visa", as Python's Faker and faker-js spell it
  std::string_view title;      // "VISA 16 digit"
  std::string_view prefixes;   // "51-55 2221-2720"
  std::string_view lengths;    // "16 13"; the usual one first
  int code_digits;             // of its security code
  std::string_view code_name;  // "CVC"
};
std::span<const CardType> card_types();
const CardType* find_card_type(
    std::string_view name);  // case, '-', '_' and blanks do not matter; "amex", "diners"
const CardType* card_type_of(
    std::string_view digits);  // by its first digits; nullptr when no network has them

Status check_card_number(std::string_view text);  // 12 to 19 digits, Luhn
Status check_card_number_of(const CardType& type, std::string_view text);

}  // namespace mimus::checks
