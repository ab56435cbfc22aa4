#include "sources.h"

#include <system_error>

#include "mockoon/mockoon.h"
#include "reload/others.h"

namespace mimus::cli {
namespace {

namespace fs = std::filesystem;

Status add_root(const fs::path& folder, const WiremockArguments& wiremock, bool create,
                Sources& sources) {
  wiremock::Root::Options options;
  options.rules = wiremock.rules;
  options.filename_template = wiremock.filename_template;
  options.create = create;
  MIMUS_TRY(wiremock::Root root, wiremock::Root::open(folder, std::move(options)));
  sources.roots.push_back(std::move(root));
  return Done{};
}

Status add(const std::vector<std::string>& names, const WiremockArguments& wiremock,
           Sources& sources) {
  for (const fs::path name : names) {
    if (wiremock::Root::is_root(name)) {
      MIMUS_TRY_DONE(add_root(name, wiremock, false, sources));
    } else if (mockoon::is_environment_file(name)) {
      sources.environments.push_back(name);
    } else if (reload::is_other(name)) {
      sources.others.push_back(name);
    } else {
      sources.files.push_back(name);
    }
  }
  return Done{};
}

}  // namespace

std::vector<const wiremock::Root*> Sources::root_pointers() const {
  std::vector<const wiremock::Root*> pointers;
  for (const wiremock::Root& root : roots) pointers.push_back(&root);
  return pointers;
}

std::vector<fs::path> Sources::names() const {
  std::vector<fs::path> names;
  for (const wiremock::Root& root : roots) names.push_back(root.folder());
  names.insert(names.end(), files.begin(), files.end());
  names.insert(names.end(), others.begin(), others.end());
  names.insert(names.end(), environments.begin(), environments.end());
  return names;
}

Result<Sources> sources_to_serve(const ServeArguments& arguments) {
  Sources sources;
  const WiremockArguments& wiremock = arguments.wiremock;
  if (!wiremock.root_dir.empty())
    MIMUS_TRY_DONE(add_root(wiremock.root_dir, wiremock, true, sources));
  MIMUS_TRY_DONE(add(arguments.files, wiremock, sources));
  if (sources.environments.size() > 1) {
    return invalid("a server serves one Mockoon environment, and " + std::to_string(sources.environments.size()) + " are given",
                   "start another mimus for '" + sources.environments[1].string() + "'");
  }
  if (!sources.environments.empty() && !arguments.outward.upstream.empty()) {
    return invalid("--upstream is given, and a Mockoon environment answers all that comes to it", "set proxyMode and proxyHost in the environment");
  }
  if (!sources.empty()) return sources;
  std::error_code ignored;
  for (const char* name : {"mimus.yaml", "mimus.yml", "mimus.json", "config.json"}) {
    if (!wiremock.asked && fs::exists(name, ignored)) {
      sources.files = {name};
      return sources;
    }
  }
  if (wiremock.asked || wiremock::Root::is_root("."))
    MIMUS_TRY_DONE(add_root(".", wiremock, false, sources));
  return sources;
}

Result<Sources> sources_to_check(const std::vector<std::string>& files) {
  Sources sources;
  MIMUS_TRY_DONE(add(files, {}, sources));
  return sources;
}

}  // namespace mimus::cli
