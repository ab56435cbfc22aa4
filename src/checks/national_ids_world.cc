#include "national_rules.h"

namespace mimus::checks {
namespace {

Status ssn_fields(std::string_view text) {
  const int area = number_at(text, 0, 3);
  if (area == 0 || area == 666 || area >= 900)
    return wrong_at("no area is 000, 666 or 900 and more", 0);
  if (number_at(text, 3, 2) == 0) return wrong_at("no group is 00", 3);
  return number_at(text, 5, 4) != 0 ? Status(Done{}) : wrong_at("no serial number is 0000", 5);
}
Status itin_fields(std::string_view text) {
  if (text[0] != '9') return wrong_at("it begins with 9", 0);
  const int group = number_at(text, 3, 2);
  const bool known =
      (group >= 50 && group <= 65) || (group >= 70 && group <= 99 && group != 89 && group != 93);
  return known ? Status(Done{}) : wrong_at("digits 4 and 5 are 50-65, 70-88, 90-92 or 94-99", 3);
}
Status ein_fields(std::string_view text) {
  constexpr std::string_view kNever = " 00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97 ";
  return kNever.find(" " + std::string(text.substr(0, 2)) + " ") == std::string_view::npos
             ? Status(Done{})
             : wrong_at("no office gives this prefix", 0);
}

bool complete_sin(char* t, int) {
  return put(t + 8, luhn_digit(head(t, 8)));
}
Status sin_fields(std::string_view text) {
  return text[0] != '0' && text[0] != '8' ? Status(Done{})
                                          : wrong_at("it does not begin with 0 or 8", 0);
}

Status not_all_alike(std::string_view text) {
  return text.find_first_not_of(text[0]) != std::string_view::npos
             ? Status(Done{})
             : invalid("the same digit all the way: not given");
}
int below_2_is_0(int sum) {
  return sum % 11 < 2 ? 0 : 11 - sum % 11;
}
bool complete_cpf(char* t, int) {
  put(t + 9, below_2_is_0(weighted_sum(head(t, 9), {10, 9, 8, 7, 6, 5, 4, 3, 2})));
  return put(t + 10, below_2_is_0(weighted_sum(head(t, 10), {11, 10, 9, 8, 7, 6, 5, 4, 3, 2})));
}
bool complete_cnpj(char* t, int) {
  put(t + 12, below_2_is_0(weighted_sum(head(t, 12), {5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2})));
  return put(t + 13,
             below_2_is_0(weighted_sum(head(t, 13), {6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2})));
}
bool complete_rut(char* t, int) {
  const int check = 11 - weighted_sum(head(t, 8), {3, 2, 7, 6, 5, 4, 3, 2}) % 11;
  t[8] = check == 10 ? 'K' : digit_char(check % 11);
  return true;
}
bool complete_cuit(char* t, int) {
  return put(t + 10, (11 - weighted_sum(head(t, 10), {5, 4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11) % 11);
}
Status cuit_fields(std::string_view text) {
  constexpr std::string_view kPrefixes = " 20 23 24 25 26 27 30 33 34 ";
  return kPrefixes.find(" " + std::string(text.substr(0, 2)) + " ") != std::string_view::npos
             ? Status(Done{})
             : wrong_at("it begins with 20, 23, 24, 25, 26, 27, 30, 33 or 34", 0);
}

bool complete_aadhaar(char* t, int) {
  return put(t + 11, verhoeff_digit(head(t, 11)));
}
Status aadhaar_fields(std::string_view text) {
  return text[0] >= '2' ? Status(Done{}) : wrong_at("it does not begin with 0 or 1", 0);
}
Status pan_fields(std::string_view text) {
  return std::string_view("ABCFGHJLPT").find(text[3]) != std::string_view::npos
             ? Status(Done{})
             : wrong_at("the fourth letter tells the holder: P for a person", 3);
}

bool complete_cn(char* t, int) {
  const int sum = weighted_sum(head(t, 17), {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2});
  t[17] = "10X98765432"[sum % 11];
  return true;
}
Status cn_fields(std::string_view text) {
  if (text[0] == '0' || text[0] == '9') return wrong_at("provinces have numbers 11 to 82", 0);
  const bool exists =
      day_exists(number_at(text, 6, 4), number_at(text, 10, 2), number_at(text, 12, 2));
  return exists && number_at(text, 6, 4) >= 1800 ? Status(Done{})
                                                 : wrong_at("the calendar has no such day", 6);
}

bool complete_kr(char* t, int) {
  return put(t + 12,
             (11 - weighted_sum(head(t, 12), {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5}) % 11) % 10);
}
Status kr_fields(std::string_view text) {
  return check_day(text, 0, 2, 4);
}

bool complete_jp(char* t, int) {
  return put(t + 11, below_2_is_0(weighted_sum(head(t, 11), {6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2})));
}

bool complete_th(char* t, int) {
  return put(t + 12,
             (11 - weighted_sum(head(t, 12), {13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11) % 10);
}
Status th_fields(std::string_view text) {
  return text[0] >= '1' && text[0] <= '8' ? Status(Done{}) : wrong_at("it begins with 1 to 8", 0);
}

bool complete_tfn(char* t, int) {
  return put(t + 8, weighted_sum(head(t, 8), {1, 4, 3, 7, 5, 8, 6, 9}) % 11);
}
bool complete_abn(char* t, int) {
  const int check = 99 - weighted_sum(head(t + 2, 9), {3, 5, 7, 9, 11, 13, 15, 17, 19}) % 89;
  t[0] = digit_char(check / 10);
  t[1] = digit_char(check % 10);
  return true;
}

bool complete_za(char* t, int) {
  return put(t + 12, luhn_digit(head(t, 12)));
}
Status za_fields(std::string_view text) {
  if (text[10] > '2') return wrong_at("the eleventh digit tells the status: 0, 1 or 2", 10);
  return check_day(text, 0, 2, 4);
}

constexpr NationalId kRows[] = {
    {.name = "us_ssn",
     .country = "US",
     .title = "US Social Security number",
     .layout = "999999999",
     .format = "###-##-####",
     .example = "123-45-6789",
     .fields = ssn_fields,
     .detects_digits = false},
    {.name = "us_itin",
     .country = "US",
     .title = "US individual taxpayer number (ITIN)",
     .layout = "999999999",
     .format = "###-##-####",
     .example = "912-70-1234",
     .fields = itin_fields,
     .detects_digits = false},
    {.name = "us_ein",
     .country = "US",
     .title = "US employer number (EIN)",
     .layout = "999999999",
     .format = "##-#######",
     .example = "12-3456789",
     .fields = ein_fields,
     .detects_digits = false},
    {.name = "ca_sin",
     .country = "CA",
     .title = "Canadian social insurance number",
     .layout = "99999999K",
     .format = "### ### ###",
     .example = "193 456 787",
     .complete = complete_sin,
     .fields = sin_fields},
    {.name = "br_cpf",
     .country = "BR",
     .title = "Brazilian CPF",
     .layout = "999999999KK",
     .format = "###.###.###-##",
     .example = "529.982.247-25",
     .complete = complete_cpf,
     .fields = not_all_alike,
     .detects_digits = false},
    {.name = "br_cnpj",
     .country = "BR",
     .title = "Brazilian CNPJ",
     .layout = "999999999999KK",
     .format = "##.###.###/####-##",
     .example = "11.222.333/0001-81",
     .complete = complete_cnpj,
     .fields = not_all_alike,
     .detects_digits = false},
    {.name = "cl_rut",
     .country = "CL",
     .title = "Chilean RUT",
     .layout = "99999999K",
     .format = "##.###.###-#",
     .example = "12.345.678-5",
     .complete = complete_rut},
    {.name = "ar_cuit",
     .country = "AR",
     .title = "Argentine CUIT / CUIL",
     .layout = "9999999999K",
     .format = "##-########-#",
     .example = "20-12345678-6",
     .complete = complete_cuit,
     .fields = cuit_fields},
    {.name = "in_aadhaar",
     .country = "IN",
     .title = "Indian Aadhaar",
     .layout = "99999999999K",
     .format = "#### #### ####",
     .example = "2341 2341 2346",
     .complete = complete_aadhaar,
     .fields = aadhaar_fields},
    {.name = "in_pan",
     .country = "IN",
     .title = "Indian PAN",
     .layout = "AAAAA9999A",
     .format = "",
     .example = "ABCPE1234F",
     .fields = pan_fields,
     .detects_digits = false},
    {.name = "cn_resident_id",
     .country = "CN",
     .title = "Chinese resident identity number",
     .layout = "999999YYYYMMDD999K",
     .format = "",
     .example = "11010519491231002X",
     .complete = complete_cn,
     .fields = cn_fields},
    {.name = "kr_rrn",
     .country = "KR",
     .title = "Korean resident number (given until 2020)",
     .layout = "YYMMDD999999K",
     .format = "######-#######",
     .example = "971013-9019902",
     .complete = complete_kr,
     .fields = kr_fields,
     .detects_digits = false},
    {.name = "jp_my_number",
     .country = "JP",
     .title = "Japanese My Number",
     .layout = "99999999999K",
     .format = "#### #### ####",
     .example = "1234 5678 9018",
     .complete = complete_jp,
     .detects_digits = false},
    {.name = "th_id",
     .country = "TH",
     .title = "Thai identity number",
     .layout = "999999999999K",
     .format = "#-####-#####-##-#",
     .example = "1-2345-45678-78-1",
     .complete = complete_th,
     .fields = th_fields,
     .detects_digits = false},
    {.name = "au_tfn",
     .country = "AU",
     .title = "Australian tax file number",
     .layout = "99999999K",
     .format = "### ### ###",
     .example = "123 456 782",
     .complete = complete_tfn},
    {.name = "au_abn",
     .country = "AU",
     .title = "Australian business number",
     .layout = "KK999999999",
     .format = "## ### ### ###",
     .example = "51 824 753 556",
     .complete = complete_abn},
    {.name = "za_id",
     .country = "ZA",
     .title = "South African identity number",
     .layout = "YYMMDD999999K",
     .format = "",
     .example = "8001015009087",
     .complete = complete_za,
     .fields = za_fields},
};

}  // namespace

std::span<const NationalId> national_ids_world() {
  return kRows;
}

}  // namespace mimus::checks
