#pragma once

#include <string>

#include "exchanges_of.h"
#include "json/json.h"

namespace mimus::formats {

// A Postman collection v2.1 with an item for each example and a saved answer for each of its responses; the server is the
// variable {{baseUrl}}. Bodies that are no UTF-8 have U+FFFD in place of the bad bytes: the format holds texts.
json::Value to_postman(const Examples& examples, const std::string& name, const std::string& base);

}  // namespace mimus::formats
