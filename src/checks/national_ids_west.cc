#include <algorithm>
#include <array>

#include "national_rules.h"

namespace mimus::checks {
namespace {

Status nino_fields(std::string_view text) {
  constexpr std::string_view kNever[] = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"};
  if (std::string_view("DFIQUV").find(text[0]) != std::string_view::npos)
    return wrong_at("the first letter is never D, F, I, Q, U or V", 0);
  if (std::string_view("DFIOQUV").find(text[1]) != std::string_view::npos)
    return wrong_at("the second letter is never D, F, I, O, Q, U or V", 1);
  if (std::find(std::begin(kNever), std::end(kNever), text.substr(0, 2)) != std::end(kNever))
    return wrong_at("this prefix is not given", 0);
  return text[8] <= 'D' ? Status(Done{}) : wrong_at("the last letter is A, B, C or D", 8);
}

bool complete_nhs(char* t, int) {
  const int check = 11 - weighted_sum(head(t, 9), {10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return put(t + 9, check == 11 ? 0 : check);
}

bool complete_pps(char* t, int) {
  t[7] = "WABCDEFGHIJKLMNOPQRSTUV"[weighted_sum(head(t, 7), {8, 7, 6, 5, 4, 3, 2}) % 23];
  return true;
}

// Among the first ten digits one comes twice or three times, the others once at most.
Status steuer_id_fields(std::string_view text) {
  std::array<int, 10> times{};
  for (const char c : text.substr(0, 10)) ++times[static_cast<std::size_t>(c - '0')];
  const auto repeated = std::count_if(times.begin(), times.end(), [](int n) { return n > 1; });
  if (text[0] == '0') return wrong_at("it does not begin with 0", 0);
  if (repeated == 1 && *std::max_element(times.begin(), times.end()) <= 3) return Done{};
  return invalid("exactly one of the first ten digits comes twice or three times");
}

// ICAO 9303: weights 7 3 1, letters from 10 on.
bool complete_icao(char* t, int) {
  constexpr int kWeights[3] = {7, 3, 1};
  int sum = 0;
  for (int i = 0; i < 9; ++i)
    sum += kWeights[i % 3] * (is_digit(t[i]) ? t[i] - '0' : t[i] - 'A' + 10);
  return put(t + 9, sum % 10);
}
Status ausweis_fields(std::string_view text) {
  const std::size_t bad = text.substr(0, 9).find_first_not_of("0123456789CFGHJKLMNPRTVWXYZ");
  return bad == std::string_view::npos
             ? Status(Done{})
             : wrong_at("this letter is not used: it could be mistaken or make a word", bad);
}

bool complete_nir(char* t, int) {
  std::string number(t, 13);
  if (number[5] == '9' && number[6] == '6')
    return false;  // Algeria and Morocco until 1962; nobody new
  int minus = 0;
  if (number[6] == 'A')
    minus = 1, number[6] = '0';  // Corsica: 2A counts as 20 less one, 2B as 20 less two
  if (number[6] == 'B') minus = 2, number[6] = '0';
  if (!all_digits(number)) return false;
  const int rest = (remainder(number, 97) - minus * (1000000 % 97) % 97 + 97) % 97;
  const int key = 97 - rest;
  t[13] = digit_char(key / 10);
  t[14] = digit_char(key % 10);
  return true;
}
Status nir_fields(std::string_view text) {
  if (text[0] != '1' && text[0] != '2') return wrong_at("it begins with 1 (man) or 2 (woman)", 0);
  const int month = number_at(text, 3, 2);
  const bool known = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
  if (!known) return wrong_at("there is no month " + std::string(text.substr(3, 2)), 3);
  if (!is_digit(text[6]) && (text[5] != '2' || text[6] > 'B'))
    return wrong_at("the only departments with a letter are 2A and 2B", 6);
  return text.substr(10, 3) != "000" ? Status(Done{})
                                     : wrong_at("births of a month are counted from 001", 10);
}

bool complete_bsn(char* t, int) {
  return put(t + 8, weighted_sum(head(t, 8), {9, 8, 7, 6, 5, 4, 3, 2}) % 11);
}
Status bsn_fields(std::string_view text) {
  return text.substr(0, 8) != "00000000" ? Status(Done{}) : invalid("this number is not given");
}

// From 2000 on a 2 stands before the number for the check.
bool complete_belgium(char* t, int variant) {
  const std::string number = (variant == 0 ? "" : "2") + std::string(t, 9);
  const int check = 97 - remainder(number, 97);
  t[9] = digit_char(check / 10);
  t[10] = digit_char(check % 10);
  return true;
}
Status belgium_fields(std::string_view text) {
  MIMUS_TRY_DONE(check_day(text, 0, 2, 4));
  const int serial = number_at(text, 6, 3);
  return serial >= 1 && serial <= 998 ? Status(Done{})
                                      : wrong_at("births of a day are counted from 001 to 998", 6);
}

bool complete_ahv(char* t, int) {
  return put(t + 12, gs1_digit(head(t, 12)));
}

bool complete_svnr(char* t, int) {
  const int date = weighted_sum(head(t + 4, 6), {5, 8, 4, 2, 1, 6});
  return put(t + 3, (weighted_sum(head(t, 3), {3, 7, 9}) + date) % 11);
}
Status svnr_fields(std::string_view text) {
  if (text[0] == '0') return wrong_at("it does not begin with 0", 0);
  const int month = number_at(text, 6, 2);
  return month >= 13 && month <= 15 ? Status(Done{})
                                    : check_day(text, 8, 6, 4);  // months 13-15: the days were full
}

constexpr NationalId kRows[] = {
    {.name = "gb_nino",
     .country = "GB",
     .title = "UK National Insurance number",
     .layout = "AA999999A",
     .format = "## ## ## ## #",
     .example = "AB 12 34 56 C",
     .fields = nino_fields,
     .detects_digits = false},
    {.name = "gb_nhs",
     .country = "GB",
     .title = "NHS number",
     .layout = "999999999K",
     .format = "### ### ####",
     .example = "943 476 5919",
     .complete = complete_nhs},
    {.name = "ie_pps",
     .country = "IE",
     .title = "Irish PPS number",
     .layout = "9999999K",
     .format = "",
     .example = "1234567T",
     .complete = complete_pps},
    {.name = "de_steuer_id",
     .country = "DE",
     .title = "German tax id (Steuer-IdNr.)",
     .layout = "9999999999K",
     .format = "## ### ### ###",
     .example = "86 095 742 719",
     .complete = [](char* t, int) { return put(t + 10, mod_11_10_digit(head(t, 10))); },
     .fields = steuer_id_fields},
    {.name = "de_personalausweis",
     .country = "DE",
     .title = "German identity card number",
     .layout = "XXXXXXXXXK",
     .format = "",
     .example = "T220001293",
     .complete = complete_icao,
     .fields = ausweis_fields,
     .detects_digits = false},
    {.name = "at_svnr",
     .country = "AT",
     .title = "Austrian social security number",
     .layout = "999KDDMMYY",
     .format = "#### ######",
     .example = "1237 010180",
     .complete = complete_svnr,
     .fields = svnr_fields},
    {.name = "ch_ahv",
     .country = "CH",
     .title = "Swiss AHV number",
     .layout = "756999999999K",
     .format = "###.####.####.##",
     .example = "756.9217.0769.85",
     .complete = complete_ahv},
    {.name = "fr_nir",
     .country = "FR",
     .title = "French social security number (NIR)",
     .layout = "9YYMM9X999999KK",
     .format = "# ## ## ## ### ### ##",
     .example = "2 55 08 14 168 025 38",
     .complete = complete_nir,
     .fields = nir_fields},
    {.name = "nl_bsn",
     .country = "NL",
     .title = "Dutch citizen service number (BSN)",
     .layout = "99999999K",
     .format = "",
     .example = "111222333",
     .complete = complete_bsn,
     .fields = bsn_fields},
    {.name = "be_national_number",
     .country = "BE",
     .title = "Belgian national number",
     .layout = "YYMMDD999KK",
     .format = "##.##.##-###.##",
     .example = "85.07.30-033.28",
     .complete = complete_belgium,
     .fields = belgium_fields,
     .variants = 2,
     .detects_digits = false},
};

}  // namespace

std::span<const NationalId> national_ids_west() {
  return kRows;
}

}  // namespace mimus::checks
