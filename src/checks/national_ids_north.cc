#include "national_rules.h"

namespace mimus::checks {
namespace {

bool luhn_ten(char* t, int) {
  return put(t + 9, luhn_digit(head(t, 9)));
}

Status se_fields(std::string_view text) {
  // A coordination number adds 60 to the day.
  const int day = number_at(text, 4, 2);
  if (day <= 60) return check_day(text, 0, 2, 4);
  std::string plain(text);
  plain[4] = static_cast<char>(plain[4] - 6);
  return check_day(plain, 0, 2, 4);
}

constexpr std::string_view kHetuCharacters = "0123456789ABCDEFHJKLMNPRSTUVWXY";
bool complete_hetu(char* t, int) {
  std::string number(t, 6);
  number.append(t + 7, 3);
  t[10] = kHetuCharacters[static_cast<std::size_t>(remainder(number, 31))];
  return true;
}
Status hetu_fields(std::string_view text) {
  constexpr std::string_view kSigns = "+-YXWVUABCDEF";
  const std::size_t sign = kSigns.find(text[6]);
  if (sign == std::string_view::npos)
    return wrong_at(
        "the seventh character tells the century: +, - or A, and since 2023 U to Y and B to F", 6);
  const int century = sign == 0 ? 1800 : sign < 7 ? 1900 : 2000;
  if (!day_exists(century + number_at(text, 4, 2), number_at(text, 2, 2), number_at(text, 0, 2)))
    return wrong_at("the calendar has no such day", 0);
  return number_at(text, 7, 3) >= 2 ? Status(Done{}) : wrong_at("persons are counted from 002", 7);
}

bool complete_norway(char* t, int) {
  const int first = 11 - weighted_sum(head(t, 9), {3, 7, 6, 1, 8, 9, 4, 5, 2}) % 11;
  if (!put(t + 9, first == 11 ? 0 : first)) return false;
  const int second = 11 - weighted_sum(head(t, 10), {5, 4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11;
  return put(t + 10, second == 11 ? 0 : second);
}
Status norway_fields(std::string_view text) {
  // D-numbers add 40 to the day.
  std::string plain(text);
  if (plain[0] >= '4' && plain[0] <= '7') plain[0] = static_cast<char>(plain[0] - 4);
  return check_day(plain, 4, 2, 0);
}

bool complete_iceland(char* t, int) {
  const int check = 11 - weighted_sum(head(t, 8), {3, 2, 7, 6, 5, 4, 3, 2}) % 11;
  return put(t + 8, check == 11 ? 0 : check);
}
Status iceland_fields(std::string_view text) {
  if (text[9] != '9' && text[9] != '0' && text[9] != '8')
    return wrong_at("the last digit tells the century: 8, 9 or 0", 9);
  std::string plain(text);
  if (plain[0] >= '4') plain[0] = static_cast<char>(plain[0] - 4);  // companies
  return check_day(plain, 4, 2, 0);
}

// Estonia and Lithuania: a second row of weights when the first gives 10.
bool complete_baltic(char* t, int) {
  int check = weighted_sum(head(t, 10), {1, 2, 3, 4, 5, 6, 7, 8, 9, 1}) % 11;
  if (check == 10) check = weighted_sum(head(t, 10), {3, 4, 5, 6, 7, 8, 9, 1, 2, 3}) % 11;
  return put(t + 10, check % 10);
}
Status baltic_fields(std::string_view text) {
  const int sex = text[0] - '0';
  if (sex < 1 || sex > 8) return wrong_at("the first digit tells century and sex: 1 to 8", 0);
  const int year = 1800 + (sex - 1) / 2 * 100 + number_at(text, 1, 2);
  return day_exists(year, number_at(text, 3, 2), number_at(text, 5, 2))
             ? Status(Done{})
             : wrong_at("the calendar has no such day", 1);
}

bool complete_latvia(char* t, int) {
  const int check = (1101 - weighted_sum(head(t, 10), {1, 6, 3, 7, 9, 10, 5, 8, 4, 2})) % 11;
  return put(t + 10, check);
}
Status latvia_fields(std::string_view text) {
  if (text[6] > '2') return wrong_at("the seventh digit tells the century: 0, 1 or 2", 6);
  const int year = 1800 + (text[6] - '0') * 100 + number_at(text, 4, 2);
  return day_exists(year, number_at(text, 2, 2), number_at(text, 0, 2))
             ? Status(Done{})
             : wrong_at("the calendar has no such day", 0);
}

constexpr NationalId kRows[] = {
    {.name = "se_personnummer",
     .country = "SE",
     .title = "Swedish personal number",
     .layout = "YYMMDD999K",
     .format = "######-####",
     .example = "811218-9876",
     .complete = luhn_ten,
     .fields = se_fields,
     .century_in_front = true},
    {.name = "fi_hetu",
     .country = "FI",
     .title = "Finnish personal identity code (HETU)",
     .layout = "DDMMYY?999K",
     .format = "",
     .example = "131052-308T",
     .complete = complete_hetu,
     .fields = hetu_fields},
    {.name = "no_fodselsnummer",
     .country = "NO",
     .title = "Norwegian birth number",
     .layout = "DDMMYY999KK",
     .format = "###### #####",
     .example = "151086 95088",
     .complete = complete_norway,
     .fields = norway_fields},
    {.name = "dk_cpr",
     .country = "DK",
     .title = "Danish CPR number (no check digit since 2007)",
     .layout = "DDMMYY9999",
     .format = "######-####",
     .example = "070761-4285",
     .fields = [](std::string_view text) { return check_day(text, 4, 2, 0); },
     .detects_digits = false},
    {.name = "is_kennitala",
     .country = "IS",
     .title = "Icelandic kennitala",
     .layout = "DDMMYY99K9",
     .format = "######-####",
     .example = "120174-3399",
     .complete = complete_iceland,
     .fields = iceland_fields,
     .detects_digits = false},
    {.name = "ee_isikukood",
     .country = "EE",
     .title = "Estonian personal code",
     .layout = "9YYMMDD999K",
     .format = "",
     .example = "37605030299",
     .complete = complete_baltic,
     .fields = baltic_fields,
     .detects_digits = false},
    {.name = "lt_asmens_kodas",
     .country = "LT",
     .title = "Lithuanian personal code",
     .layout = "9YYMMDD999K",
     .format = "",
     .example = "33309240064",
     .complete = complete_baltic,
     .fields = baltic_fields,
     .detects_digits = false},
    {.name = "lv_personas_kods",
     .country = "LV",
     .title = "Latvian personal code (given until 2017)",
     .layout = "DDMMYY9999K",
     .format = "######-#####",
     .example = "161175-19997",
     .complete = complete_latvia,
     .fields = latvia_fields},
};

}  // namespace

std::span<const NationalId> national_ids_north() {
  return kRows;
}

}  // namespace mimus::checks
