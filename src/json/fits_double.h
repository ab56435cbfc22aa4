#pragma once

#include <string_view>

namespace mimus::json {

// Is this decimal number the only one of up to 15 significant digits that its double stands for? Then doubles compare
// as the numbers do. False when in doubt.
bool fits_double(std::string_view text);

}  // namespace mimus::json
