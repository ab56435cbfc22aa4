#pragma once

#include <span>
#include <string>

#include "base/result.h"
#include "exchange/exchange.h"

namespace mimus::cli {

// Exchanges that could not be put where they belong, as a HAR file of a new name in $TMPDIR, or /tmp, that only its owner can read. Its
// name. Errors: of the file system.
Result<std::string> rescue(std::span<const exchange::Exchange> exchanges);

}  // namespace mimus::cli
