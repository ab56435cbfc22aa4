#pragma once

#include <string>

#include "base/result.h"
#include "handlebars/rendering.h"
#include "json_code.h"

namespace mimus::render {

// Appends the document that the code makes. Errors: those of its expressions, and limits.
Status run_json(const JsonCode& code, handlebars::Rendering& rendering, std::string& out);

}  // namespace mimus::render
