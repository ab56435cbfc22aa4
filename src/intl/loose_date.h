#pragma once

#include <optional>
#include <string_view>

#include "date_pattern.h"

namespace mimus::intl {

// A date as people send it, in the forms WireMock tries without a format: ISO 8601 (date and time
// with or without offset and [zone], a date, "2024-02", "2024"), RFC 1123 ("Thu, 06 May 2021
// 07:08:09 GMT"), RFC 1036 ("Thursday, 06-May-21 …", years from 2000) and asctime ("Thu May  6
// 07:08:09 2021", UTC). `zoned` is false where the text named no zone.
//
//   parse_date("2021-05-06T07:08:09+02:00");   // zoned, 05:08:09Z, zone +02:00
std::optional<DatePattern::Read> parse_date(std::string_view text);

}  // namespace mimus::intl
