#include "products.h"

#include "digits.h"
#include "verdict.h"

namespace mimus::checks {
namespace {

Status check_gs1(std::string_view text, std::size_t length, std::string_view what) {
  MIMUS_TRY(const std::string digits, compact(text));
  MIMUS_TRY_DONE(of_length(digits, length, what));
  MIMUS_TRY_DONE(only_digits(digits));
  const char wanted = digit_char(gs1_digit(std::string_view(digits).substr(0, length - 1)));
  return same_check(std::string_view(digits).substr(length - 1), {&wanted, 1});
}

// ISBN-10 and its like: all but the last are digits, the last may be X.
Status check_mod_11(std::string_view text, std::size_t length, std::string_view what) {
  MIMUS_TRY(const std::string compacted, compact(text));
  MIMUS_TRY_DONE(of_length(compacted, length, what));
  const std::string_view payload = std::string_view(compacted).substr(0, length - 1);
  MIMUS_TRY_DONE(only_digits(payload));
  const char wanted = isbn10_character(payload);
  return same_check(std::string_view(compacted).substr(length - 1), {&wanted, 1});
}

std::size_t count_digits(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += c != ' ' && c != '-';
  return count;
}

}  // namespace

char isbn10_character(std::string_view digits) {
  int sum = 0;
  int weight = static_cast<int>(digits.size()) + 1;
  for (const char c : digits) sum += weight-- * (c - '0');
  const int check = (11 - sum % 11) % 11;
  return check == 10 ? 'X' : digit_char(check);
}

Status check_ean8(std::string_view text) {
  return check_gs1(text, 8, "an EAN-8");
}
Status check_ean13(std::string_view text) {
  return check_gs1(text, 13, "an EAN-13");
}
Status check_ean(std::string_view text) {
  return count_digits(text) == 8 ? check_ean8(text) : check_gs1(text, 13, "an EAN (or 8)");
}
Status check_upc_a(std::string_view text) {
  return check_gs1(text, 12, "a UPC-A");
}

std::string upc_a_payload(std::string_view upc_e) {
  const std::string six(upc_e.substr(1, 6));
  std::string payload(1, upc_e[0]);
  switch (six[5]) {
    case '0':
    case '1':
    case '2':
      return payload + six.substr(0, 2) + six[5] + "0000" + six.substr(2, 3);
    case '3':
      return payload + six.substr(0, 3) + "00000" + six.substr(3, 2);
    case '4':
      return payload + six.substr(0, 4) + "00000" + six[4];
    default:
      return payload + six.substr(0, 5) + "0000" + six[5];
  }
}

Status check_upc_e(std::string_view text) {
  MIMUS_TRY(const std::string digits, compact(text));
  MIMUS_TRY_DONE(of_length(digits, 8, "a UPC-E"));
  MIMUS_TRY_DONE(only_digits(digits));
  if (digits[0] > '1') return wrong_at("a UPC-E begins with number system 0 or 1", 0);
  const char wanted = digit_char(gs1_digit(upc_a_payload(digits)));
  return same_check(std::string_view(digits).substr(7), {&wanted, 1});
}

Status check_isbn10(std::string_view text) {
  return check_mod_11(text, 10, "an ISBN-10");
}
Status check_sbn9(std::string_view text) {
  return check_mod_11(text, 9, "an SBN");
}
Status check_issn(std::string_view text) {
  return check_mod_11(text, 8, "an ISSN");
}
Status check_isbn13(std::string_view text) {
  MIMUS_TRY_DONE(check_gs1(text, 13, "an ISBN-13"));
  if (text.starts_with("978") || text.starts_with("979")) return Done{};
  return wrong_at("an ISBN-13 begins with 978 or 979", 0);
}
Status check_isbn(std::string_view text) {
  return count_digits(text) == 10 ? check_isbn10(text) : check_isbn13(text);
}

}  // namespace mimus::checks
