#pragma once

#include <string>
#include <string_view>

#include "json/json.h"
#include "program.h"

namespace mimus::jsonschema {

// What is wrong with a value, for the person who sent it. "must be at least 3, is 2".
std::string sentence(const Program& program, const Check& check, const json::Value& value);
std::string type_sentence(const Node& node, const json::Value& value);

// A value in short: 12, "a text", an object with 3 members.
std::string excerpt(const json::Value& value);
std::string quoted(std::string_view text);

}  // namespace mimus::jsonschema
