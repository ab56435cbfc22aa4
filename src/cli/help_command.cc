#include <cstdio>

#include "commands.h"
#include "helpers/catalog.h"
#include "text/suggest.h"
#include "wiremock_options.h"

namespace mimus::cli {

int run_help(const HelpArguments& arguments) {
  if (arguments.topic == "wiremock") {
    std::fputs(wiremock_help().c_str(), stdout);
    return 0;
  }
  const std::string text = helpers::catalog_text(arguments.name);
  if (text.empty()) {
    const std::string_view near = text::nearest(arguments.name, helpers::helper_names());
    const std::string hint = near.empty() ? "'mimus help template' shows all" : "did you mean '" + std::string(near) + "'?";
    std::fprintf(stderr, "mimus: there is no template helper '%s'; %s\n", arguments.name.c_str(), hint.c_str());
    return 2;
  }
  if (arguments.json) {
    std::printf("%s\n", json::write(helpers::catalog_json(arguments.name), {.indent = 2}).c_str());
  } else {
    std::fputs(text.c_str(), stdout);
  }
  return 0;
}

}  // namespace mimus::cli
