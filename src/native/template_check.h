#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "faults.h"
#include "json/json.h"
#include "place.h"
#include "render/template.h"

namespace mimus::native {

// Does the text, or a string of the document, hold an {{expression}}?
bool has_expression(std::string_view text);
bool has_expression(const json::Value& value);

// Reports every bad {{expression}} in a text, or in the strings of a JSON document, at its
// position. Costs next to nothing for texts without "{{".
void check_template(Faults& faults, std::string_view text, const Place& at);
void check_templates(Faults& faults, const json::Value& document, const Place& at);

// The same, compiled; of a bad one the text as it stands, which nobody will see.
render::Template read_template(Faults& faults, std::string_view text, const Place& at);
// A body: of a string a text, of any other value JSON. Nothing for a bad JSON template, which is reported.
using BodyTemplate = std::variant<render::Template, render::JsonTemplate>;
std::optional<BodyTemplate> read_body_template(Faults& faults, const json::Value& value, const Place& at);

}  // namespace mimus::native
