#include "roots.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "wiremock/mapping.h"

namespace mimus::reload {

Roots load_roots(std::span<const wiremock::Root* const> roots) {
  Roots all;
  for (const wiremock::Root* root : roots) {
    wiremock::Root::Loaded loaded = root->load();
    for (const stub::Stub& stub : loaded.stubs) {
      std::ranges::move(wiremock::lint(stub), std::back_inserter(all.warnings));
    }
    std::ranges::move(loaded.stubs, std::back_inserter(all.stubs));
    std::ranges::move(loaded.errors, std::back_inserter(all.errors));
    std::ranges::move(loaded.paths, std::back_inserter(all.paths));
  }
  return all;
}

void add(Roots loaded, std::span<const wiremock::Root* const> roots,
         serve::StubStore::Files& files) {
  if (roots.empty()) return;
  std::ranges::move(loaded.stubs, std::back_inserter(files.stubs));
  files.dialect = stub::Dialect::kWireMock;
  files.static_root = roots.front()->files().string();
  files.cors = wiremock::cors_of(roots.front()->rules());
}

std::vector<Error> located(std::vector<Error> errors,
                           std::span<const wiremock::Root* const> roots) {
  for (const wiremock::Root* root : roots) {
    std::vector<Error> found = root->load(wiremock::Depth::kThorough).errors;
    if (found.empty()) continue;  // nothing that says more
    const std::string inside = root->mappings().string() + "/";
    std::erase_if(errors,
                  [&](const Error& error) { return error.where.source.starts_with(inside); });
    std::ranges::move(found, std::back_inserter(errors));
  }
  return errors;
}

}  // namespace mimus::reload
