#pragma once

#include <string>
#include <string_view>

#include "expression.h"

namespace mimus::render {

// The three ways to write what an expression yields. See As.
void append_text(const Datum& datum, std::string& out);
void append_json(const Datum& datum, std::string& out);
void append_inside_string(const Datum& datum, std::string& out);

// Any bytes as a JSON string with its quotes; what is not UTF-8 becomes U+FFFD.
void append_quoted(std::string_view text, std::string& out);
// The same without the quotes.
void append_escaped(std::string_view text, std::string& out);

}  // namespace mimus::render
