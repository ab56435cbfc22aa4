#pragma once

#include "arguments.h"
#include "outbound/options.h"

namespace mimus::cli {

// What the command line says about requests to other servers.
outbound::Options outbound_options(const OutwardArguments& arguments);

}  // namespace mimus::cli
