#pragma once

#include <deque>
#include <filesystem>
#include <vector>

#include "arguments.h"
#include "base/result.h"
#include "wiremock/root.h"

namespace mimus::cli {

// What a command line names, told apart: native files and folders, WireMock's root directories, Mockoon's environments, and files of
// other programs.
// A folder with mappings/ or __files/ in it is a root.
struct Sources {
  std::vector<std::filesystem::path> files;
  std::deque<wiremock::Root> roots;
  std::vector<std::filesystem::path> others;  // HAR, Postman …: reload/others.h
  std::vector<std::filesystem::path> environments;  // Mockoon's: mockoon/mockoon.h
  bool empty() const { return files.empty() && roots.empty() && others.empty() && environments.empty(); }
  std::vector<const wiremock::Root*> root_pointers() const;
  std::vector<std::filesystem::path> names() const;  // of all, for people
};

// Without any: mimus.yaml, mimus.yml, mimus.json, config.json or a root here; with WireMock's
// options this folder is the root. Errors: those of Root::open().
Result<Sources> sources_to_serve(const ServeArguments& arguments);
Result<Sources> sources_to_check(const std::vector<std::string>& files);

}  // namespace mimus::cli
