#pragma once

#include <memory>
#include <optional>

#include "base/result.h"
#include "code.h"
#include "dialect.h"

namespace mimus::handlebars {

// What a call of a pure helper yields when all its arguments are constants. Nothing when they are
// not, or when it fails: then it fails again when it is rendered.
std::optional<Value> fold_call(const CallSite& site, const Dialect& dialect, Arena& arena);

// What the helper prepares for this call (HelperRow::prepare).
Result<std::shared_ptr<const void>> prepare_call(const CallSite& site, const Dialect& dialect,
                                                 Arena& arena);

}  // namespace mimus::handlebars
