#include "national_rules.h"

namespace mimus::checks {
namespace {

bool complete_pesel(char* t, int) {
  return put(t + 10, (10 - weighted_sum(head(t, 10), {1, 3, 7, 9, 1, 3, 7, 9, 1, 3}) % 10) % 10);
}
bool complete_nip(char* t, int) {
  return put(t + 9, weighted_sum(head(t, 9), {6, 5, 7, 2, 3, 4, 5, 6, 7}) % 11);
}
bool complete_regon(char* t, int) {
  return put(t + 8, weighted_sum(head(t, 8), {8, 9, 2, 3, 4, 5, 6, 7}) % 11 % 10);
}

// The whole number is a multiple of 11; a remainder of 10 is written 0.
bool complete_rodne_cislo(char* t, int) {
  return put(t + 9, remainder(head(t, 9), 11) % 10);
}
Status rodne_cislo_fields(std::string_view text) {
  return check_day(text, 0, 2, 4, {0, 50, 20, 70});
}

bool complete_hu_tax(char* t, int) {
  return put(t + 9, weighted_sum(head(t, 9), {1, 2, 3, 4, 5, 6, 7, 8, 9}) % 11);
}
bool complete_hu_taj(char* t, int) {
  return put(t + 8, weighted_sum(head(t, 8), {3, 7, 3, 7, 3, 7, 3, 7}) % 10);
}

bool complete_cnp(char* t, int) {
  const int rest = weighted_sum(head(t, 12), {2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9}) % 11;
  return put(t + 12, rest == 10 ? 1 : rest);
}
Status cnp_fields(std::string_view text) {
  if (text[0] == '0') return wrong_at("the first digit tells sex and century: 1 to 9", 0);
  const int county = number_at(text, 7, 2);
  if (county < 1 || county > 52) return wrong_at("counties have numbers 01 to 52", 7);
  return check_day(text, 1, 3, 5);
}

bool complete_egn(char* t, int) {
  return put(t + 9, weighted_sum(head(t, 9), {2, 4, 8, 5, 10, 9, 7, 3, 6}) % 11 % 10);
}
bool complete_oib(char* t, int) {
  return put(t + 10, mod_11_10_digit(head(t, 10)));
}

bool complete_jmbg(char* t, int) {
  const int check = 11 - weighted_sum(head(t, 12), {7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11;
  return put(t + 12, check == 11 ? 0 : check);
}
Status jmbg_fields(std::string_view text) {
  const int three = number_at(text, 4, 3);
  const int year = three < 800 ? 2000 + three : 1000 + three;
  return day_exists(year, number_at(text, 2, 2), number_at(text, 0, 2))
             ? Status(Done{})
             : wrong_at("the calendar has no such day", 0);
}

bool complete_inn(char* t, int) {
  put(t + 10, weighted_sum(head(t, 10), {7, 2, 4, 10, 3, 5, 9, 4, 6, 8}) % 11 % 10);
  return put(t + 11, weighted_sum(head(t, 11), {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8}) % 11 % 10);
}
bool complete_snils(char* t, int) {
  const int check = weighted_sum(head(t, 9), {9, 8, 7, 6, 5, 4, 3, 2, 1}) % 101 % 100;
  t[9] = digit_char(check / 10);
  t[10] = digit_char(check % 10);
  return true;
}
bool complete_rnokpp(char* t, int) {
  const int rest = (weighted_sum(head(t, 9), {-1, 5, 7, 9, 4, 6, 10, 5, 7}) % 11 + 11) % 11;
  return put(t + 9, rest % 10);
}

constexpr NationalId kRows[] = {
    {.name = "pl_pesel",
     .country = "PL",
     .title = "Polish PESEL",
     .layout = "YYMMDD9999K",
     .format = "",
     .example = "44051401359",
     .complete = complete_pesel,
     .fields =
         [](std::string_view text) {
           return check_day(text, 0, 2, 4, {0, 20, 40, 60, 80});
         }},
    {.name = "pl_nip",
     .country = "PL",
     .title = "Polish tax number (NIP)",
     .layout = "999999999K",
     .format = "###-###-##-##",
     .example = "123-456-32-18",
     .complete = complete_nip},
    {.name = "pl_regon",
     .country = "PL",
     .title = "Polish REGON",
     .layout = "99999999K",
     .format = "",
     .example = "123456785",
     .complete = complete_regon,
     .detects_digits = false},
    {.name = "cz_rodne_cislo",
     .country = "CZ",
     .title = "Czech birth number",
     .layout = "YYMMDD999K",
     .format = "######/####",
     .example = "710319/2745",
     .complete = complete_rodne_cislo,
     .fields = rodne_cislo_fields,
     .detects_digits = false},
    {.name = "sk_rodne_cislo",
     .country = "SK",
     .title = "Slovak birth number",
     .layout = "YYMMDD999K",
     .format = "######/####",
     .example = "710319/2745",
     .complete = complete_rodne_cislo,
     .fields = rodne_cislo_fields,
     .detects_digits = false},
    {.name = "hu_adoazonosito",
     .country = "HU",
     .title = "Hungarian tax id",
     .layout = "8DDDDD999K",
     .format = "",
     .example = "8071592153",
     .complete = complete_hu_tax},
    {.name = "hu_taj",
     .country = "HU",
     .title = "Hungarian social security number (TAJ)",
     .layout = "99999999K",
     .format = "### ### ###",
     .example = "111 111 110",
     .complete = complete_hu_taj},
    {.name = "ro_cnp",
     .country = "RO",
     .title = "Romanian personal code (CNP)",
     .layout = "9YYMMDD99999K",
     .format = "",
     .example = "1800101221144",
     .complete = complete_cnp,
     .fields = cnp_fields,
     .detects_digits = false},
    {.name = "bg_egn",
     .country = "BG",
     .title = "Bulgarian EGN",
     .layout = "YYMMDD999K",
     .format = "",
     .example = "7523169263",
     .complete = complete_egn,
     .fields =
         [](std::string_view text) {
           return check_day(text, 0, 2, 4, {0, 20, 40});
         },
     .detects_digits = false},
    {.name = "hr_oib",
     .country = "HR",
     .title = "Croatian OIB",
     .layout = "9999999999K",
     .format = "",
     .example = "33392005961",
     .complete = complete_oib},
    {.name = "rs_jmbg",
     .country = "RS",
     .title = "Serbian JMBG",
     .layout = "DDMMYYY99999K",
     .format = "",
     .example = "0101006500006",
     .complete = complete_jmbg,
     .fields = jmbg_fields},
    {.name = "si_emso",
     .country = "SI",
     .title = "Slovenian EMSO",
     .layout = "DDMMYYY99999K",
     .format = "",
     .example = "0101006500006",
     .complete = complete_jmbg,
     .fields = jmbg_fields},
    {.name = "ru_inn",
     .country = "RU",
     .title = "Russian taxpayer number (INN)",
     .layout = "9999999999KK",
     .format = "",
     .example = "500100732259",
     .complete = complete_inn,
     .detects_digits = false},
    {.name = "ru_snils",
     .country = "RU",
     .title = "Russian SNILS",
     .layout = "999999999KK",
     .format = "###-###-### ##",
     .example = "112-233-445 95",
     .complete = complete_snils,
     .detects_digits = false},
    {.name = "ua_rnokpp",
     .country = "UA",
     .title = "Ukrainian taxpayer number",
     .layout = "DDDDD9999K",
     .format = "",
     .example = "1759013776",
     .complete = complete_rnokpp,
     .detects_digits = false},
};

}  // namespace

std::span<const NationalId> national_ids_east() {
  return kRows;
}

}  // namespace mimus::checks
