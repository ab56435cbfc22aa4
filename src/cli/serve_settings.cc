#include "serve_settings.h"

#include <csignal>
#include <unistd.h>

#include "base/cores.h"
#include "serve_console.h"
#include "tls_setup.h"

namespace mimus::cli {
namespace {

bool is_own_machine(const std::string& host) {
  return host == "localhost" || host.starts_with("127.") || host == "::1";
}

}  // namespace

unsigned loops_of(const ServeArguments& arguments) { return arguments.threads != 0 ? arguments.threads : usable_cores(); }

journal::Journal::Options journal_options(const ServeArguments& arguments, unsigned writers) {
  journal::Journal::Options options;
  options.bytes = arguments.journal_bytes;
  options.most_entries = arguments.journal_entries;
  options.writers = writers;
  options.enabled = arguments.journal;
  options.most_response_body = arguments.wiremock.logged_body_bytes;
  return options;
}

serve::TemplateRules template_rules(const ServeArguments& arguments) {
  serve::TemplateRules rules;
  rules.limits = {arguments.template_max_output, arguments.template_max_loops, arguments.template_max_depth,
                  std::chrono::milliseconds(arguments.template_max_time)};
  if (auto variables = serve::read_permitted(arguments.permitted_system_keys)) rules.variables = *std::move(variables);
  rules.hostname = host_name();
  return rules;
}

server::Options server_options(const ServeArguments& arguments, const reload::Reloader::Served& served) {
  server::Options options;
  options.host = arguments.host.value_or(served.host.value_or("127.0.0.1"));
  options.port = arguments.port.value_or(served.port.value_or(std::uint16_t{8080}));
  options.loops = loops_of(arguments);
  options.limits = {arguments.max_header_bytes, arguments.max_url_bytes, arguments.max_header_count,
                    arguments.max_body_bytes};
  options.most_connections = arguments.max_connections;
  options.idle_timeout = std::chrono::seconds(arguments.idle_timeout);
  options.request_timeout = std::chrono::seconds(arguments.request_timeout);
  options.write_timeout = std::chrono::seconds(arguments.write_timeout);
  options.grace = std::chrono::seconds(arguments.grace);
  return options;
}

wiremock_admin::Options wiremock_admin_options(const ServeArguments& arguments, const Sources& sources,
                                               const std::string& token) {
  wiremock_admin::Options options;
  options.token = token;
  if (const auto& user = arguments.wiremock.credentials) options.basic_auth = {user->user, user->password};
  options.require_https = arguments.wiremock.require_https;
  options.rules = arguments.wiremock.rules;
  options.root = sources.roots.empty() ? nullptr : &sources.roots.front();
  options.shut_down = [] { ::kill(::getpid(), SIGTERM); };  // run_serve() waits for it
  return options;
}

serve::Outward outward_of(const ServeArguments& arguments, outbound::Client& client) {
  serve::Outward outward;
  outward.client = &client;
  outward.timeout = std::chrono::milliseconds(arguments.outward.timeout_ms);
  outward.offline = arguments.outward.offline;
  outward.keeps_host = arguments.outward.keeps_host;
  outward.keeps_user_agent = arguments.wiremock.keeps_user_agent;
  outward.says_who = arguments.outward.says_who;
  return outward;
}

history::Recorder::Options history_options(const ServeArguments& arguments) {
  history::Recorder::Options options;
  options.file = *arguments.history;
  options.keep = arguments.history_keep;
  options.max_bytes = arguments.history_max_bytes;
  options.on_problem = [](const Error& error) { print_warning(error, "serving goes on, without history until it can be written"); };
  return options;
}

std::optional<std::string> fake_api_prefix(const ServeArguments& arguments, const Sources& sources) {
  const bool serves_nothing = sources.empty() && arguments.outward.upstream.empty();
  if (!arguments.fake_api) return serves_nothing ? std::optional<std::string>("") : std::nullopt;
  std::string prefix = *arguments.fake_api;
  while (prefix.ends_with('/')) prefix.pop_back();
  if (!prefix.empty() && prefix.front() != '/') prefix.insert(0, 1, '/');
  return prefix;
}

Token admin_token(const ServeArguments& arguments, const std::string& host) {
  Token token{arguments.admin_token.value_or("")};
  token.made_up = token.text.empty() && !arguments.admin_open && !is_own_machine(host);
  if (token.made_up) token.text = Uuid::random(Chance(fresh_seed())).text();
  return token;
}

}  // namespace mimus::cli
