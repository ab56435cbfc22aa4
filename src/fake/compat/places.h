#pragma once

#include <string>
#include <string_view>

#include "engine.h"

namespace mimus::fake::compat {

// A city that exists, and where.
struct Place {
  double latitude, longitude;  // degrees, WGS 84
  std::string_view name, country, time_zone;
};
const Place* draw_place(Engine& engine,
                        std::string_view country);  // one draw; nullptr when we know none there

// In English: "DE" -> Germany; the code itself where we have no name.
void append_country_name(std::string_view code, std::string& out);

}  // namespace mimus::fake::compat
