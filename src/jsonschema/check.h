#pragma once

#include <cstddef>
#include <vector>

#include "program.h"
#include "run.h"
#include "schema.h"

namespace mimus::jsonschema {

// Does the node accept the value? Stops at the first fault.
bool check(Run& run, NodeId node, const json::Value& value);

// The same, with reasons: at least one when it does not, at most `most`.
void report(Run& run, NodeId node, const json::Value& value, std::size_t most,
            std::vector<Violation>& out);

}  // namespace mimus::jsonschema
