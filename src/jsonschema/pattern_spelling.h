#pragma once

#include <string>
#include <string_view>

namespace mimus::jsonschema {

// An ECMA-262 expression as PCRE2 has to be told it, so that both mean the same.
std::string pcre_from_ecma(std::string_view expression);

}  // namespace mimus::jsonschema
