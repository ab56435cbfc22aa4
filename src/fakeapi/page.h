#pragma once

#include <string_view>

namespace mimus::fakeapi {

// page/index.html with its style and script inside. In the program's read-only data.
std::string_view documentation_page();

}  // namespace mimus::fakeapi
