#pragma once

#include <string_view>

namespace mimus::intl {

// What Java prints for `z` in English where ICU only says "GMT+9". "" for zones that are not
// listed.
std::string_view short_zone_name(std::string_view id, bool daylight);

}  // namespace mimus::intl
