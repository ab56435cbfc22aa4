#include "formats.h"

namespace mimus::jsonschema {

const Format* find_format(std::string_view, Dialect) { return nullptr; }

}  // namespace mimus::jsonschema
