#pragma once

#include <string>

#include "fake/methods.h"
#include "json/json.h"

namespace mimus::fakeapi {

// What GET /fake answers and the page is made of: all endpoints, formats, locales, modules and methods, as JSON.
std::string describe_all();
// One module of it.
json::Object describe_module(const fake::Module& module);

}  // namespace mimus::fakeapi
