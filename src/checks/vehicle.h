#pragma once

#include <string_view>

#include "base/result.h"

namespace mimus::checks {

// Vehicle identification number (ISO 3779): 17 of 0-9 A-Z without I, O, Q. The ninth is a check
// digit in North America and China only (49 CFR §565.15), so check_vin() looks at it for those
// manufacturers (first character 1-5, L); check_vin_strict always.
Status check_vin(std::string_view text);
Status check_vin_strict(std::string_view text);
char vin_check_character(std::string_view seventeen);  // whatever stands at its place

Status check_imei(std::string_view text);  // 15 digits, Luhn

}  // namespace mimus::checks
