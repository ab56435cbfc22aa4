#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "base/error.h"
#include "serve/stub_store.h"
#include "wiremock/root.h"

namespace mimus::reload {

// What WireMock root directories hold.
struct Roots {
  std::vector<stub::Stub> stubs;
  std::vector<Error> errors, warnings;
  std::vector<std::filesystem::path> paths;  // to watch
};
Roots load_roots(std::span<const wiremock::Root* const> roots);

// Puts them beside what the native files gave. The first root decides about what no stub wants.
void add(Roots loaded, std::span<const wiremock::Root* const> roots,
         serve::StubStore::Files& files);

// Errors of compiling, with those about stubs of the roots found anew at their lines. Reads all
// files again.
std::vector<Error> located(std::vector<Error> errors, std::span<const wiremock::Root* const> roots);

}  // namespace mimus::reload
