#pragma once

#include <string>

#include "json.h"

namespace mimus::json {

// RFC 8785, JSON Canonicalization Scheme: no blanks, members sorted by their UTF-16 code units,
// numbers as ECMAScript prints doubles (integers beyond 2^53 are rounded to one: I-JSON knows no
// others). For hashing, signing and comparing.
void write_canonical(const Value& value, std::string& out);
std::string write_canonical(const Value& value);

}  // namespace mimus::json
