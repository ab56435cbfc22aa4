#pragma once

#include <string>
#include <string_view>

#include "engine.h"

namespace mimus::fake {

// An IBAN with its check digits (ISO 13616); in groups of four when formatted. An empty country:
// any.
void iban(Engine& engine, std::string_view country, bool formatted, std::string& out);
std::string_view draw_country_code(Engine& engine);  // ISO 3166-1 alpha-2

}  // namespace mimus::fake
