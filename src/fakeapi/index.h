#pragma once

#include <string>
#include <string_view>

#include "json/json.h"

namespace mimus::fakeapi {

// What GET /fake answers and the page is made of: all endpoints, formats, locales, modules and methods, as JSON.
std::string describe_all();
// The methods of a module, of whichever library; empty when nobody has one of that name.
json::Array methods_of(std::string_view module);

}  // namespace mimus::fakeapi
