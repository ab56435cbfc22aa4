#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/result.h"

namespace mimus::native {

// The configuration files among what a user named: files as they are, of folders all *.yaml, *.yml
// and
// *.json below, in name order; without hidden folders, node_modules and __files, and without files
// such as package.json and tsconfig.json.
struct SourceFiles {
  std::vector<std::filesystem::path> files;
  std::vector<std::filesystem::path> looked_at;  // folders, and what is missing: to watch, too
  std::vector<Error> errors;
};
SourceFiles find_source_files(const std::vector<std::filesystem::path>& paths);

Result<std::string> read_source_file(const std::filesystem::path& path);

}  // namespace mimus::native
