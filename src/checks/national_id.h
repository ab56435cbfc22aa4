#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mimus::checks {

// A number by which a state knows a person (or a company): how it is built, and its check rule.
// Rows of a table.
//
//   const NationalId* id = find_national_id("pl_pesel");
//   check(*id, "44051401359");                 // Done
//   check(*id, "44051401358");                 // "the check digit is 8, the others ask for 9"
//
// `layout` is its compact form, a character each: 9 a digit, A a capital letter, X either, Y M D
// digits of the date of birth, K what complete() writes, everything else itself. `format` is how
// people write it: '#' takes the next character.
struct NationalId {
  std::string_view name;     // "de_steuer_id"
  std::string_view country;  // ISO 3166 alpha-2
  std::string_view title;
  std::string_view layout;
  std::string_view format;  // empty: the compact form
  std::string_view example;
  // Writes the check characters into `text` (as long as layout). False: no number has these other
  // characters. `variant`: 0 … variants-1, where a rule differs by what the number does not tell
  // (Belgium: the century).
  bool (*complete)(char* text, int variant) = nullptr;
  // What else must hold: dates, ranges. Sees the compact form, which fits the layout.
  Status (*fields)(std::string_view text) = nullptr;
  int variants = 1;
  bool detects_digits = true;     // every change of one character is found
  bool century_in_front = false;  // two more digits may stand before it
};

std::span<const NationalId* const> national_ids();          // sorted by name
const NationalId* find_national_id(std::string_view name);  // exactly
// The id that a state's people mean first: "DE" -> de_steuer_id. nullptr when we have none.
const NationalId* national_id_of(std::string_view country);

// Blanks, '-', '.' and '/' may stand anywhere between; letters may be small.
Status check(const NationalId& id, std::string_view text);
// The compact form as people write it.
std::string formatted(const NationalId& id, std::string_view compact);

}  // namespace mimus::checks
