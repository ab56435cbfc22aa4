#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "base/error.h"
#include "stub/stub.h"

namespace mimus::reload {

// Files of other programs (HAR, Postman …) that are served as they are.
struct Others {
  std::vector<stub::Stub> stubs;
  std::vector<Error> errors, warnings;  // what could not be taken over is a warning
};
Others load_others(std::span<const std::filesystem::path> files);

// Is it such a file? Reads it, unless its name says that it is a native one.
bool is_other(const std::filesystem::path& file);

}  // namespace mimus::reload
