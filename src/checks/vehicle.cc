#include "vehicle.h"

#include "digits.h"
#include "verdict.h"

namespace mimus::checks {
namespace {

int vin_value(char c) {
  if (is_digit(c)) return c - '0';
  constexpr std::string_view kValues = "12345678.12345.7.923456789";  // A … Z
  return kValues[static_cast<std::size_t>(c - 'A')] - '0';
}

Status check_shape(std::string_view text) {
  MIMUS_TRY_DONE(of_length(text, 17, "a VIN"));
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == 'I' || c == 'O' || c == 'Q')
      return wrong_at("a VIN never has I, O or Q: they look like 1 and 0", i);
    if (!is_digit(c) && !is_upper(c))
      return wrong_at("a VIN has digits and capital letters only", i);
  }
  return Done{};
}

}  // namespace

char vin_check_character(std::string_view seventeen) {
  constexpr int kWeights[17] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i)
    sum += kWeights[i] == 0 ? 0 : kWeights[i] * vin_value(seventeen[i]);
  const int check = sum % 11;
  return check == 10 ? 'X' : digit_char(check);
}

Status check_vin_strict(std::string_view text) {
  MIMUS_TRY_DONE(check_shape(text));
  const char wanted = vin_check_character(text);
  return same_check(text.substr(8, 1), {&wanted, 1});
}

Status check_vin(std::string_view text) {
  MIMUS_TRY_DONE(check_shape(text));
  const bool has_check = (text[0] >= '1' && text[0] <= '5') || text[0] == 'L';
  return has_check ? check_vin_strict(text) : Done{};
}

Status check_imei(std::string_view text) {
  MIMUS_TRY(const std::string digits, compact(text));
  MIMUS_TRY_DONE(only_digits(digits));
  MIMUS_TRY_DONE(of_length(digits, 15, "an IMEI"));
  const char wanted = digit_char(luhn_digit(std::string_view(digits).substr(0, 14)));
  return same_check({&digits.back(), 1}, {&wanted, 1});
}

}  // namespace mimus::checks
