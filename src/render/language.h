#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "handlebars/dialect.h"
#include "handlebars/helper.h"

namespace mimus::render {

// Whose templates these are: which rules they follow and which helpers they may call.
enum class Language : std::uint8_t {
  kOurs,      // every helper there is; unknown names are errors when the template is compiled
  kWireMock,  // request.* and WireMock's helpers
  kMockoon,   // Mockoon's helpers; there is no data
};

const handlebars::Dialect& dialect_of(Language language);
// In the order in which they are asked: the first that has a name wins.
handlebars::HelperTables tables_of(Language language);
// The names that an expression may begin with without being a helper.
std::span<const std::string_view> roots_of(Language language);

}  // namespace mimus::render
