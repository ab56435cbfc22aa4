#include "pattern_spelling.h"

namespace mimus::jsonschema {

std::string pcre_from_ecma(std::string_view expression) { return std::string(expression); }

}  // namespace mimus::jsonschema
