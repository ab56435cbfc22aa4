#pragma once

#include <string>
#include <string_view>

#include "json/json.h"

namespace mimus::yaml {

// Appends a value as a person would have written it, every line indented by `indent` blanks:
//
//   path: /users/{id}
//   tags: [a, b]                # lists of short scalars stay on one line
//   text: |
//     Dear customer,            # texts of several lines stand as they are
//     hello.
//   code: "007"                 # quotes only where a plain scalar would mean something else
//
// Document::parse() of it gives the value back. Strings have to be UTF-8 (RFC 3629): YAML has no other.
// A scalar, {} and [] are one line. Always ends with a line break.
void write(const json::Value& value, std::string& out, int indent = 0);
std::string write(const json::Value& value);

// One element of a list at `indent`: the first line begins with "- ".
void write_item(const json::Value& value, std::string& out, int indent = 0);

// A scalar, on one line.
std::string write_scalar(const json::Value& scalar);

}  // namespace mimus::yaml
