#pragma once

#include <string_view>

#include "base/result.h"

namespace mimus::checks {

// Numbers of goods and books. Hyphens and blanks between digits are allowed in books' numbers,
// blanks in the others.
Status check_ean8(std::string_view text);
Status check_ean13(std::string_view text);
Status check_ean(std::string_view text);    // 8 or 13 digits
Status check_upc_a(std::string_view text);  // 12 digits
Status check_upc_e(
    std::string_view text);  // 8 digits, number system 0 or 1, the check digit of its UPC-A
Status check_isbn10(std::string_view text);
Status check_isbn13(std::string_view text);  // EAN that begins with 978 or 979
Status check_isbn(std::string_view text);    // of either length
Status check_sbn9(std::string_view text);    // ISBN-10 without its leading 0, in use until 1970
Status check_issn(std::string_view text);    // "0317-8471"

// The check character of ISBN-10 and, with eight digits, SBN: '0' … '9' or 'X' (ISO 2108:1992).
char isbn10_character(std::string_view digits);
// UPC-E (8 digits) to UPC-A without the check digit (11 digits), GS1 §5.2.2.4.2; `upc_e`: number
// system, six digits.
std::string upc_a_payload(std::string_view upc_e);

}  // namespace mimus::checks
