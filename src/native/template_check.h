#pragma once

#include <string_view>

#include "faults.h"
#include "json/json.h"
#include "place.h"

namespace mimus::native {

// Does the text, or a string of the document, hold an {{expression}}?
bool has_expression(std::string_view text);
bool has_expression(const json::Value& value);

// Reports every bad {{expression}} in a text, or in the strings of a JSON document, at its
// position. Costs next to nothing for texts without "{{".
void check_template(Faults& faults, std::string_view text, const Place& at);
void check_templates(Faults& faults, const json::Value& document, const Place& at);

}  // namespace mimus::native
