#include "national_rules.h"

namespace mimus::checks {
namespace {

constexpr std::string_view kDniLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
bool complete_dni(char* t, int) {
  t[8] = kDniLetters[static_cast<std::size_t>(remainder(head(t, 8), 23))];
  return true;
}
bool complete_nie(char* t, int) {
  std::string number(t, 8);
  number[0] = static_cast<char>(number[0] - 'X' + '0');
  t[8] = kDniLetters[static_cast<std::size_t>(remainder(number, 23))];
  return true;
}
Status nie_fields(std::string_view text) {
  return text[0] >= 'X' && text[0] <= 'Z' ? Status(Done{})
                                          : wrong_at("it begins with X, Y or Z", 0);
}

// Decreto ministeriale 23/12/1976: characters at odd places have values of their own.
bool complete_codice_fiscale(char* t, int) {
  constexpr int kOdd[26] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                            20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  int sum = 0;
  for (int i = 0; i < 15; ++i) {
    const int value = is_digit(t[i]) ? t[i] - '0' : t[i] - 'A';
    sum += i % 2 == 0 ? kOdd[value] : value;
  }
  t[15] = static_cast<char>('A' + sum % 26);
  return true;
}
Status codice_fiscale_fields(std::string_view text) {
  const std::size_t month = std::string_view("ABCDEHLMPRST").find(text[8]);
  if (month == std::string_view::npos)
    return wrong_at("the ninth letter is the month: one of ABCDEHLMPRST", 8);
  if (!is_digit(text[9]) || !is_digit(text[10]))
    return Done{};  // letters stand for digits where two persons had the same code
  const int day = number_at(text, 9, 2) % 40;  // women: 40 more
  const bool fine =
      number_at(text, 9, 2) <= 71 && day_exists(2000, static_cast<int>(month) + 1, day);
  return fine ? Status(Done{}) : wrong_at("that month has no such day", 9);
}

int mod_11_below_2_is_0(int sum) {
  const int rest = sum % 11;
  return rest < 2 ? 0 : 11 - rest;
}
bool complete_nif(char* t, int) {
  return put(t + 8, mod_11_below_2_is_0(weighted_sum(head(t, 8), {9, 8, 7, 6, 5, 4, 3, 2})));
}
Status nif_fields(std::string_view text) {
  return std::string_view("1235689").find(text[0]) != std::string_view::npos ||
                 text.starts_with("45")
             ? Status(Done{})
             : wrong_at("it begins with 1, 2, 3, 45, 5, 6, 8 or 9", 0);
}

bool complete_afm(char* t, int) {
  return put(t + 8, weighted_sum(head(t, 8), {256, 128, 64, 32, 16, 8, 4, 2}) % 11 % 10);
}
bool complete_amka(char* t, int) {
  return put(t + 10, luhn_digit(head(t, 10)));
}

bool complete_tc(char* t, int) {
  const int odd = weighted_sum(head(t, 9), {1, 0, 1, 0, 1, 0, 1, 0, 1});
  const int even = weighted_sum(head(t, 9), {0, 1, 0, 1, 0, 1, 0, 1, 0});
  put(t + 9, ((odd * 7 - even) % 10 + 10) % 10);
  return put(t + 10, (odd + even + t[9] - '0') % 10);
}
Status not_zero_first(std::string_view text) {
  return text[0] != '0' ? Status(Done{}) : wrong_at("it does not begin with 0", 0);
}

bool complete_israel(char* t, int) {
  return put(t + 8, luhn_digit(head(t, 8)));
}

constexpr NationalId kRows[] = {
    {.name = "es_dni",
     .country = "ES",
     .title = "Spanish DNI / NIF",
     .layout = "99999999K",
     .format = "",
     .example = "12345678Z",
     .complete = complete_dni},
    {.name = "es_nie",
     .country = "ES",
     .title = "Spanish foreigner's number (NIE)",
     .layout = "A9999999K",
     .format = "",
     .example = "X1234567L",
     .complete = complete_nie,
     .fields = nie_fields},
    {.name = "it_codice_fiscale",
     .country = "IT",
     .title = "Italian tax code",
     .layout = "AAAAAAXXAXXAXXXK",
     .format = "",
     .example = "RSSMRA85T10A562S",
     .complete = complete_codice_fiscale,
     .fields = codice_fiscale_fields,
     .detects_digits = false},
    {.name = "pt_nif",
     .country = "PT",
     .title = "Portuguese tax number (NIF)",
     .layout = "99999999K",
     .format = "### ### ###",
     .example = "123 456 789",
     .complete = complete_nif,
     .fields = nif_fields,
     .detects_digits = false},
    {.name = "gr_afm",
     .country = "GR",
     .title = "Greek tax number (AFM)",
     .layout = "99999999K",
     .format = "",
     .example = "094259216",
     .complete = complete_afm,
     .detects_digits = false},
    {.name = "gr_amka",
     .country = "GR",
     .title = "Greek social security number (AMKA)",
     .layout = "DDMMYY9999K",
     .format = "",
     .example = "01013099997",
     .complete = complete_amka,
     .fields = [](std::string_view text) { return check_day(text, 4, 2, 0); }},
    {.name = "tr_tc",
     .country = "TR",
     .title = "Turkish identity number (TC kimlik)",
     .layout = "999999999KK",
     .format = "",
     .example = "10000000146",
     .complete = complete_tc,
     .fields = not_zero_first},
    {.name = "il_id",
     .country = "IL",
     .title = "Israeli identity number",
     .layout = "99999999K",
     .format = "",
     .example = "123456782",
     .complete = complete_israel},
};

}  // namespace

std::span<const NationalId> national_ids_south() {
  return kRows;
}

}  // namespace mimus::checks
