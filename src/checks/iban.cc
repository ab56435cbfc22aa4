#include "iban.h"

#include <algorithm>
#include <iterator>

#include "digits.h"
#include "verdict.h"

namespace mimus::checks {
namespace {

constexpr IbanCountry kCountries[] = {
    {"AD", "8n12c"},    {"AE", "19n"},      {"AL", "8n16c"},   {"AT", "16n"},
    {"AZ", "4a20c"},    {"BA", "16n"},      {"BE", "12n"},     {"BG", "4a6n8c"},
    {"BH", "4a14c"},    {"BR", "23n1a1c"},  {"BY", "4c4n16c"}, {"CH", "5n12c"},
    {"CR", "18n"},      {"CY", "8n16c"},    {"CZ", "20n"},     {"DE", "18n"},
    {"DK", "14n"},      {"DO", "4c20n"},    {"EE", "16n"},     {"EG", "25n"},
    {"ES", "20n"},      {"FI", "14n"},      {"FO", "14n"},     {"FR", "10n11c2n"},
    {"GB", "4a14n"},    {"GE", "2a16n"},    {"GI", "4a15c"},   {"GL", "14n"},
    {"GR", "7n16c"},    {"GT", "24c"},      {"HR", "17n"},     {"HU", "24n"},
    {"IE", "4a14n"},    {"IL", "19n"},      {"IQ", "4a15n"},   {"IS", "22n"},
    {"IT", "1a10n12c"}, {"JO", "4a4n18c"},  {"KW", "4a22c"},   {"KZ", "3n13c"},
    {"LB", "4n20c"},    {"LC", "4a24c"},    {"LI", "5n12c"},   {"LT", "16n"},
    {"LU", "3n13c"},    {"LV", "4a13c"},    {"LY", "21n"},     {"MC", "10n11c2n"},
    {"MD", "20c"},      {"ME", "18n"},      {"MK", "3n10c2n"}, {"MR", "23n"},
    {"MT", "4a5n18c"},  {"MU", "4a19n3a"},  {"NL", "4a10n"},   {"NO", "11n"},
    {"PK", "4a16c"},    {"PL", "24n"},      {"PS", "4a21c"},   {"PT", "21n"},
    {"QA", "4a21c"},    {"RO", "4a16c"},    {"RS", "18n"},     {"SA", "2n18c"},
    {"SC", "4a20n3a"},  {"SD", "14n"},      {"SE", "20n"},     {"SI", "15n"},
    {"SK", "20n"},      {"SM", "1a10n12c"}, {"ST", "21n"},     {"SV", "4a20n"},
    {"TL", "19n"},      {"TN", "20n"},      {"TR", "6n16c"},   {"UA", "6n19c"},
    {"VA", "18n"},      {"VG", "4a16n"},    {"XK", "16n"},
};

// Calls each(count, kind) for "4a14n".
template <class Each>
void for_each_run(std::string_view bban, Each each) {
  std::size_t count = 0;
  for (const char c : bban) {
    if (is_digit(c)) {
      count = count * 10 + static_cast<std::size_t>(c - '0');
    } else {
      each(count, c);
      count = 0;
    }
  }
}

bool fits(char c, char kind) {
  if (kind == 'n') return is_digit(c);
  return kind == 'a' ? is_upper(c) : is_digit(c) || is_upper(c);
}

}  // namespace

std::size_t IbanCountry::length() const {
  std::size_t sum = 4;
  for_each_run(bban, [&](std::size_t count, char) { sum += count; });
  return sum;
}

std::span<const IbanCountry> iban_countries() {
  return kCountries;
}

const IbanCountry* find_iban_country(std::string_view code) {
  if (code.size() != 2) return nullptr;
  const char upper[2] = {to_upper(code[0]), to_upper(code[1])};
  const std::string_view wanted(upper, 2);
  const auto* found = std::lower_bound(
      std::begin(kCountries), std::end(kCountries), wanted,
      [](const IbanCountry& row, std::string_view key) { return row.country < key; });
  return found != std::end(kCountries) && found->country == wanted ? found : nullptr;
}

std::string iban_check_digits(std::string_view country, std::string_view bban) {
  std::string turned(bban);
  turned.append(country).append("00");
  const int check = 98 - remainder_97(turned);
  return {digit_char(check / 10), digit_char(check % 10)};
}

Status check_bban(const IbanCountry& country, std::string_view bban) {
  MIMUS_TRY_DONE(
      of_length(bban, country.length() - 4, "a BBAN of " + std::string(country.country)));
  std::size_t at = 0;
  std::size_t bad = bban.size();
  char wanted = 0;
  for_each_run(country.bban, [&](std::size_t count, char kind) {
    for (std::size_t i = 0; i < count; ++i, ++at) {
      if (bad == bban.size() && !fits(bban[at], kind)) bad = at, wanted = kind;
    }
  });
  if (bad == bban.size()) return Done{};
  return wrong_at("character " + std::to_string(bad + 1) + " of the account part must be " +
                      (wanted == 'n'   ? "a digit"
                       : wanted == 'a' ? "a letter"
                                       : "a letter or a digit"),
                  bad);
}

Status check_iban(std::string_view text) {
  MIMUS_TRY(const std::string iban, compact(text, " "));
  if (iban.size() < 4 || !is_upper(iban[0]) || !is_upper(iban[1]))
    return wrong_at("an IBAN begins with a country code", 0);
  const std::string_view all(iban);
  const IbanCountry* country = find_iban_country(all.substr(0, 2));
  if (country == nullptr)
    return wrong_at("no country with code " + std::string(all.substr(0, 2)) + " has IBANs", 0);
  MIMUS_TRY_DONE(of_length(iban, country->length(), "an IBAN of " + std::string(country->country)));
  MIMUS_TRY_DONE(check_bban(*country, all.substr(4)));
  return same_check(all.substr(2, 2), iban_check_digits(country->country, all.substr(4)));
}

Status check_bic(std::string_view text) {
  if (text.size() != 8 && text.size() != 11)
    return invalid("a BIC has 8 or 11 characters, got " + std::to_string(text.size()));
  constexpr std::string_view kShape = "aaaaaaccccc";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!fits(text[i], kShape[i])) {
      return wrong_at(i < 6 ? "a BIC begins with six letters: bank and country"
                            : "must be a capital letter or a digit",
                      i);
    }
  }
  return Done{};
}

int aba_digit(std::string_view eight_digits) {
  return (10 - weighted_sum(eight_digits, {3, 7, 1, 3, 7, 1, 3, 7}) % 10) % 10;
}

Status check_aba(std::string_view text) {
  MIMUS_TRY_DONE(only_digits(text));
  MIMUS_TRY_DONE(of_length(text, 9, "a routing number"));
  const int district = number_at(text, 0, 2);
  const bool known = district <= 12 || (district >= 21 && district <= 32) ||
                     (district >= 61 && district <= 72) || district == 80;
  if (!known) return wrong_at("a routing number begins with 00-12, 21-32, 61-72 or 80", 0);
  const char wanted = digit_char(aba_digit(text.substr(0, 8)));
  return same_check(text.substr(8), {&wanted, 1});
}

}  // namespace mimus::checks
