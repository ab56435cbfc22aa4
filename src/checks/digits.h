#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace mimus::checks {

// Check digit schemes. Texts hold ASCII digits only unless said otherwise; the digit that they ask
// for comes last.

// Luhn (ISO/IEC 7812-1 annex B): payment cards, IMEI, SIN, personnummer. 7992739871 -> 3.
int luhn_digit(std::string_view payload);
// Verhoeff 1969: finds every single error and every swap of neighbours. 236 -> 3.
int verhoeff_digit(std::string_view payload);
// GS1 General Specifications §7.9: EAN, UPC, GTIN, ISBN-13. 400638133393 -> 1.
int gs1_digit(std::string_view payload);
// ISO/IEC 7064 MOD 11,10: Steuer-ID, OIB.
int mod_11_10_digit(std::string_view payload);

// The remainder of a decimal number of any length.
int remainder(std::string_view digits, int modulus);
// ISO/IEC 7064 MOD 97-10 over letters and digits, letters as 10 … 35.
int remainder_97(std::string_view text);

// Σ weight · digit, over as many digits as there are weights.
int weighted_sum(std::string_view digits, std::initializer_list<int> weights);

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr char to_upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}
constexpr char digit_char(int digit) {
  return static_cast<char>('0' + digit);
}
bool all_digits(std::string_view text);                                    // false when empty
int number_at(std::string_view text, std::size_t at, std::size_t length);  // digits as a number

}  // namespace mimus::checks
