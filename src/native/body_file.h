#pragma once

#include <filesystem>
#include <string_view>

#include "keys.h"

namespace mimus::native {

// Is this file there, inside the root? Names with {{expressions}} are known only later and pass.
// Reports what is wrong and remembers a missing file, so that its arrival is noticed.
bool check_body_file(Context& in, std::string_view name, const Place& at);

}  // namespace mimus::native
