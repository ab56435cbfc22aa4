#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "facts/request_facts.h"
#include "fake/methods.h"
#include "json/json.h"

namespace mimus::fakeapi {

// The arguments of a method as query parameters: every param by its name.
//
//   /fake/number/int?min=1&max=6            [{"min": 1, "max": 6}]
//   /fake/string/alpha?length=3-9           [{"length": {"min": 3, "max": 9}}]
//   /fake/helpers/arrayElement?array=a,b,c  [["a", "b", "c"]]      or ?array=["a","b"], or array=a&array=b
//   /fake/…?args=[…]                        just as written: JSON, what faker-js would be called with
//
// locale, seed, format and api_key are no arguments. Errors: an unknown name with the nearest right one, a value that
// does not fit with what would.
Result<json::Array> read_arguments(const fake::Method& method, std::span<const facts::NameValue> query);

}  // namespace mimus::fakeapi
