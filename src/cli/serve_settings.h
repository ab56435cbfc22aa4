#pragma once

#include <optional>
#include <string>

#include "arguments.h"
#include "history/recorder.h"
#include "journal/journal.h"
#include "outbound/client.h"
#include "reload/reloader.h"
#include "serve/outward.h"
#include "serve/world.h"
#include "server/options.h"
#include "sources.h"
#include "wiremock_admin/wiremock_admin.h"

namespace mimus::cli {

// What the command line of `mimus serve` means for each part of the server.

unsigned loops_of(const ServeArguments& arguments);
journal::Journal::Options journal_options(const ServeArguments& arguments, unsigned writers);
serve::TemplateRules template_rules(const ServeArguments& arguments);
// Which also has what the files say about the address.
server::Options server_options(const ServeArguments& arguments, const reload::Reloader::Served& served);
wiremock_admin::Options wiremock_admin_options(const ServeArguments& arguments, const Sources& sources, const std::string& token);
serve::Outward outward_of(const ServeArguments& arguments, outbound::Client& client);
// Of --history, which was given.
history::Recorder::Options history_options(const ServeArguments& arguments);
// Where the fake data server answers: "" is the root. Nothing: it does not.
std::optional<std::string> fake_api_prefix(const ServeArguments& arguments, const Sources& sources);
// What our own addresses ask for; "": nothing. When nobody has said, one is made up for a server that listens on more than this machine.
struct Token {
  std::string text;
  bool made_up = false;
};
Token admin_token(const ServeArguments& arguments, const std::string& host);

}  // namespace mimus::cli
