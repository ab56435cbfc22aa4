#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "code.h"

namespace mimus::handlebars {

// A template and all the partials it may call, as one program. Errors as Program::compile() has
// them.
Result<std::shared_ptr<const CompiledProgram>> compile_program(std::string_view text,
                                                               const CompileOptions& options);

}  // namespace mimus::handlebars
