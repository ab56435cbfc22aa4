#pragma once

#include <vector>

#include "stub/stub.h"

namespace mimus::formats {

// Gives every stub its identity: what it listens for and, among equal ones, the how manieth it is.
void identify(std::vector<stub::Stub>& stubs);

}  // namespace mimus::formats
