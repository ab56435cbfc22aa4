#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "digits.h"
#include "national_id.h"
#include "verdict.h"

namespace mimus::checks {

std::span<const NationalId>
national_ids_west();  // the British Isles, Benelux, France, the German-speaking countries
std::span<const NationalId> national_ids_north();  // Scandinavia, the Baltic
std::span<const NationalId> national_ids_south();  // around the Mediterranean
std::span<const NationalId> national_ids_east();   // from Poland to Russia
std::span<const NationalId> national_ids_world();  // the other continents

bool day_exists(int year, int month, int day);
// A date of two-digit year: fine when it exists in 1900 + year or 2000 + year. `shifts`: what may
// be added to the month to tell the century or the sex.
Status check_day(std::string_view text, std::size_t year_at, std::size_t month_at,
                 std::size_t day_at, std::initializer_list<int> shifts = {0});

inline bool put(char* at, int digit) {
  if (digit < 0 || digit > 9) return false;
  *at = digit_char(digit);
  return true;
}
inline std::string_view head(const char* text, std::size_t length) {
  return {text, length};
}

}  // namespace mimus::checks
