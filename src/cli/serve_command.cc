#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "admin/admin.h"
#include "admin/diff_surface.h"
#include "admin/history_surface.h"
#include "base/cores.h"
#include "base/huge_pages.h"
#include "commands.h"
#include "diff_mode.h"
#include "fakeapi/fakeapi.h"
#include "history/recorder.h"
#include "mockoon/mockoon.h"
#include "reload/reloader.h"
#include "request_log.h"
#include "outbound/client.h"
#include "outbound/url.h"
#include "outbound_options.h"
#include "serve/mock_handler.h"
#include "serve/outward.h"
#include "serve/upstream.h"
#include "serve/snapshots.h"
#include "serve/worlds.h"
#include "server/server.h"
#include "sources.h"
#include "terminal.h"
#include "tls_setup.h"
#include "wiremock_admin/mapping_recorder.h"
#include "wiremock_admin/wiremock_admin.h"

namespace mimus::cli {
namespace {

namespace fs = std::filesystem;

sigset_t watched_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
  return set;
}

// Where the fake data server answers: "" is the root. Nothing: it does not.
std::optional<std::string> fake_api_prefix(const ServeArguments& arguments, bool serves_nothing) {
  if (!arguments.fake_api) return serves_nothing ? std::optional<std::string>("") : std::nullopt;
  std::string prefix = *arguments.fake_api;
  while (prefix.ends_with('/')) prefix.pop_back();
  if (!prefix.empty() && prefix.front() != '/') prefix.insert(0, 1, '/');
  return prefix;
}

bool is_own_machine(const std::string& host) {
  return host == "localhost" || host.starts_with("127.") || host == "::1";
}

server::Options server_options(const ServeArguments& arguments, const reload::Reloader::Served& served) {
  server::Options options;
  options.host = arguments.host.value_or(served.host.value_or("127.0.0.1"));
  options.port = arguments.port.value_or(served.port.value_or(std::uint16_t{8080}));
  options.loops = arguments.threads != 0 ? arguments.threads : usable_cores();
  options.limits = {arguments.max_header_bytes, arguments.max_url_bytes, arguments.max_header_count,
                    arguments.max_body_bytes};
  options.most_connections = arguments.max_connections;
  options.idle_timeout = std::chrono::seconds(arguments.idle_timeout);
  options.request_timeout = std::chrono::seconds(arguments.request_timeout);
  options.write_timeout = std::chrono::seconds(arguments.write_timeout);
  options.grace = std::chrono::seconds(arguments.grace);
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

// Mimus's own address space in one world, and WireMock's.
class OwnSpace final : public serve::Surface {
 public:
  OwnSpace(serve::Surface& history, serve::Surface& diff, serve::World& world, reload::Reloader& reloader, admin::Options own,
           wiremock_admin::Options wiremock)
      : admin_(world, reloader, std::move(own)), wiremock_(world, reloader, std::move(wiremock)), all_({&history, &diff, &admin_, &wiremock_}) {}
  bool answer(const http::Request& request, server::LoopIndex loop, Arena& arena, server::Reply& reply) override {
    return all_.answer(request, loop, arena, reply);
  }

 private:
  admin::Admin admin_;
  wiremock_admin::WiremockAdmin wiremock_;
  serve::Surfaces all_;
};

serve::Worlds::Options worlds_options(const ServeArguments& arguments, unsigned loops, journal::Journal::Options journal,
                                      std::function<std::unique_ptr<serve::Surface>(serve::World&)> surface,
                                      serve::Surface* below) {
  serve::Worlds::Options options;
  options.loops = loops;
  options.journal = std::move(journal);
  options.journal.bytes = arguments.world_journal_bytes;
  options.most_worlds = arguments.max_worlds;
  options.most_sessions = arguments.max_sessions;
  options.surface = std::move(surface);
  options.below = below;
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

void print_error(const Error& error) {
  std::fprintf(stderr, "%s %s\n", Terminal(STDERR_FILENO).red("error:").c_str(), describe(error).c_str());
}

void print_warning(const Error& error) {
  std::fprintf(stderr, "%s %s\n", Terminal(STDERR_FILENO).yellow("warning:").c_str(), describe(error).c_str());
}

// Nothing when none is asked for.
Result<std::unique_ptr<history::Recorder>> start_history(const ServeArguments& arguments) {
  if (!arguments.history) return std::unique_ptr<history::Recorder>();
  history::Recorder::Options options;
  options.file = *arguments.history;
  options.keep = arguments.history_keep;
  options.max_bytes = arguments.history_max_bytes;
  options.on_problem = [](const Error& error) {
    std::fprintf(stderr, "%s %s; serving goes on, without history until it can be written\n",
                 Terminal(STDERR_FILENO).yellow("warning:").c_str(), describe(error).c_str());
  };
  return history::Recorder::start(std::move(options));
}

void print_history_end(const history::Recorder& recorder) {
  const history::Recorder::Stats stats = recorder.stats();
  if (stats.shed == 0) return;
  std::fprintf(stderr, "%s the history lacks %llu of %llu requests, which came faster than they could be written\n",
               Terminal(STDERR_FILENO).yellow("warning:").c_str(), static_cast<unsigned long long>(stats.shed),
               static_cast<unsigned long long>(stats.shed + stats.written));
}

// --record-mappings; nothing when it is not asked for, or there is no folder.
std::unique_ptr<wiremock_admin::MappingRecorder> start_mapping_recorder(const ServeArguments& arguments, const Sources& sources, serve::World& world) {
  if (!arguments.wiremock.record_mappings || sources.roots.empty()) return nullptr;
  return std::make_unique<wiremock_admin::MappingRecorder>(world, sources.roots.front(), arguments.wiremock.match_headers, [](const Error& error) {
    std::fprintf(stderr, "%s %s; this answer is not recorded\n", Terminal(STDERR_FILENO).yellow("warning:").c_str(), describe(error).c_str());
  });
}

void print_problems(const reload::Report& report) {
  for (const Error& error : report.errors) print_error(error);
  for (const Error& warning : report.warnings) print_warning(warning);
}

void print_reload(const reload::Report& report) {
  print_problems(report);
  const Terminal terminal(STDOUT_FILENO);
  const double millis = std::chrono::duration<double, std::milli>(report.took).count();
  if (report.loaded) {
    std::printf("%s %zu routes in %.1f ms (%s)\n", terminal.green("reloaded").c_str(), report.routes, millis,
                report.cause.c_str());
  } else {
    std::printf("%s (%s): the %zu routes from before go on\n", terminal.red("not reloaded").c_str(),
                report.cause.c_str(), report.routes);
  }
  std::fflush(stdout);
}

void print_start(const server::Server& server, const ServeArguments& arguments, const std::vector<fs::path>& files,
                 const reload::Report& report, std::uint64_t seed, const std::string& token,
                 const std::optional<std::string>& fake_api, std::size_t listeners, const std::string& authority) {
  const std::size_t routes = report.routes;
  const Terminal terminal(STDOUT_FILENO);
  std::string sources;
  for (const fs::path& file : files) sources += (sources.empty() ? "" : ", ") + file.string();
  const std::string upstream = outbound::without_credentials(arguments.outward.upstream);
  if (files.empty()) sources = upstream.empty() ? "fake data; for your own mocks: mimus serve FILE" : "what the upstream says; for your own mocks: mimus serve FILE";
  if (!arguments.wiremock.no_banner) std::printf("%s %s\n", terminal.bold("mimus " MIMUS_VERSION).c_str(), terminal.dim("seed " + std::to_string(seed)).c_str());
  if (files.empty()) {
    std::printf("  serving  %s\n", sources.c_str());
  } else {
    std::printf("  serving  %s (%zu route%s)\n", sources.c_str(), routes, routes == 1 ? "" : "s");
  }
  if (report.lint_left_out) std::printf("  lint     left out for so many routes: mimus check\n");
  for (std::size_t i = 0; i < listeners && !files.empty(); ++i) {
    std::printf("  mocks    %s\n", terminal.cyan(server.url(i) + "/").c_str());
  }
  for (std::size_t i = 0; i < listeners && files.empty() && listeners > 1; ++i) {
    std::printf("  listens  %s\n", terminal.cyan(server.url(i) + "/").c_str());
  }
  if (arguments.tls.forward_proxy) std::printf("  proxy    %s  (HTTP_PROXY and HTTPS_PROXY)\n", terminal.cyan(server.url()).c_str());
  if (!authority.empty()) std::printf("  CA       %s  (mimus ca install-instructions)\n", authority.c_str());
  if (fake_api) std::printf("  fakes    %s\n", terminal.cyan(server.url() + *fake_api + "/").c_str());
  if (!upstream.empty()) std::printf("  upstream %s\n", upstream.c_str());
  if (!arguments.diff_against.empty()) std::printf("  diff     %s answers; where the mocks differ: %s/__mimus/diff\n", outbound::without_credentials(arguments.diff_against).c_str(), server.url().c_str());
  std::printf("  logs     %s\n", terminal.cyan(server.url() + "/__logs").c_str());
  if (arguments.history) std::printf("  history  %s (mimus history %s)\n", arguments.history->c_str(), arguments.history->c_str());
  if (!token.empty()) {
    std::printf("  admin    Authorization: Bearer %s\n", token.c_str());
  }
  std::printf("  %s\n", terminal.dim(arguments.watch && !files.empty() ? "watching for changes; Ctrl+C stops" : "Ctrl+C stops").c_str());
  std::fflush(stdout);
}

}  // namespace

int run_serve(const ServeArguments& given) {
  ServeArguments arguments = given;
  if (arguments.outward.offline) arguments.outward.upstream.clear();  // what no route answers is explained then
  begin_heap_in_huge_pages();
  const sigset_t signals = watched_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread: only this one takes them
  std::signal(SIGPIPE, SIG_IGN);

  const auto sources = sources_to_serve(arguments);
  if (!sources) {
    print_error(sources.error());
    return 2;
  }
  for (const std::string& note : arguments.wiremock.notes) std::fprintf(stderr, "note: %s\n", note.c_str());
  const std::vector<fs::path> files = sources->names();
  const unsigned loops = arguments.threads != 0 ? arguments.threads : usable_cores();

  auto client = outbound::Client::start(outbound_options(arguments.outward));
  if (!client) {
    print_error(client.error());
    return 2;
  }
  const serve::Outward outward = outward_of(arguments, **client);

  journal::Journal::Options journal;
  journal.bytes = arguments.journal_bytes;
  journal.most_entries = arguments.journal_entries;
  journal.writers = loops;
  journal.enabled = arguments.journal;
  journal.most_response_body = arguments.wiremock.logged_body_bytes;
  serve::World world(arguments.seed.value_or(fresh_seed()), journal);
  world.templates = template_rules(arguments);
  serve::Alarms alarms;
  world.alarms = &alarms;
  world.outward = &outward;
  // In diff mode the mocks are asked by one thread more, which stands for a loop.
  const bool diffs = !arguments.diff_against.empty();
  const unsigned askers = loops + (diffs ? 1 : 0);
  serve::MockHandler handler(world, askers);

  std::optional<mockoon::Mockoon> environment;  // answers all that comes to it, but for explicit fakes; its loops end before it
  std::unique_ptr<server::Server> server;
  std::string token = arguments.admin_token.value_or("");
  std::optional<reload::Reloader> reloader;
  serve::Snapshots snapshots;
  admin::Options admin_options{"", MIMUS_VERSION, loops, nullptr, &snapshots, ""};
  auto recorder = start_history(arguments);
  if (!recorder) {
    print_error(recorder.error());
    return 2;
  }
  std::optional<admin::HistorySurface> history;
  std::optional<admin::DiffSurface> diff_surface;
  auto following = *recorder ? (*recorder)->follow(world.journal, world.name) : nullptr;
  const auto own_space = [&](serve::World& of) -> std::unique_ptr<serve::Surface> {
    return std::make_unique<OwnSpace>(*history, *diff_surface, of, *reloader, admin_options, wiremock_admin_options(arguments, *sources, token));
  };
  const std::optional<std::string> fake_prefix = fake_api_prefix(arguments, files.empty() && arguments.outward.upstream.empty());
  fakeapi::FakeApi fake_api(world, {.prefix = fake_prefix.value_or(""), .key = arguments.fake_api_key, .most = arguments.fake_api_most});
  const bool as_wiremock = !sources->roots.empty();
  serve::Upstream upstream(outward, arguments.outward.upstream, as_wiremock);
  serve::Surface* const fakes = fake_prefix ? &fake_api : nullptr;
  if (!sources->environments.empty()) environment.emplace(world, sources->environments.front(), askers);
  if (environment) environment->on_problem(print_warning);
  std::vector<serve::Surface*> in_turn;
  if (fakes != nullptr) in_turn.push_back(fakes);
  if (environment) in_turn.push_back(&*environment);
  if (!environment && !arguments.outward.upstream.empty()) in_turn.push_back(&upstream);
  serve::Surfaces surfaces(in_turn);
  serve::Surface* const below = in_turn.empty() ? nullptr : &surfaces;
  handler.set_below(below);
  serve::Worlds::Options of_worlds = worlds_options(arguments, askers, journal, own_space, below);
  if (*recorder) of_worlds.companion = [&](serve::World& of) { return (*recorder)->follow(of.journal, of.name); };
  serve::Worlds worlds(world, handler, std::move(of_worlds));
  auto diff_mode = DiffMode::start(arguments, outward, worlds, loops);
  if (!diff_mode) {
    print_error(diff_mode.error());
    return 2;
  }

  reload::Reloader::Options reloading;
  reloading.paths = sources->files;
  reloading.roots = sources->root_pointers();
  reloading.others = sources->others;
  reloading.watch = arguments.watch && !arguments.wiremock.record_mappings;  // what is recorded is for the next start
  if (environment) reloading.companions = {&*environment};
  reloading.seeds = !arguments.seed;
  reloading.worlds = &worlds;
  reloading.on_report = print_reload;
  reloading.on_publish = [&] {
    if (!server) return;
    server->everywhere([&](server::LoopIndex loop) {
      handler.renew(loop);
      if (environment) environment->renew(loop);
    });
  };
  reloader.emplace(world, reloading);
  const reload::Report first = reloader->load("start");
  large_blocks_outside_of_heap();
  print_problems(first);
  if (!first.loaded) return 2;

  server::Options options = server_options(arguments, reloader->served());
  options.on_loop = [&client](net::Poller& poller) { return (*client)->join(poller); };  // proxied requests stay on their thread
  const auto authority = add_tls(arguments.tls, reloader->served(), options);
  if (!authority) {
    print_error(authority.error());
    return 2;
  }
  const bool made_up = token.empty() && !arguments.admin_open && !is_own_machine(options.host);
  if (made_up) token = Uuid::random(Chance(fresh_seed())).text();
  history.emplace(recorder->get(), world.clock, token);
  diff_surface.emplace(*diff_mode ? &(*diff_mode)->live() : nullptr, outbound::without_credentials(arguments.diff_against), token);
  admin_options.token = token;
  admin_options.worlds = &worlds;
  const std::unique_ptr<serve::Surface> surface = own_space(world);
  handler.set_surface(surface.get());

  serve::Upstream origins(outward, "", as_wiremock);  // of requests for others that no stub wants
  if (arguments.tls.forward_proxy) handler.be_forward_proxy(&origins);

  server::Handler& answers = *diff_mode ? static_cast<server::Handler&>((*diff_mode)->live()) : worlds;
  auto started = server::Server::start(options, answers);
  if (!started) {
    print_error(started.error());
    return 2;
  }
  server = *std::move(started);
  if (environment) environment->listens_at(server->url());
  print_start(*server, arguments, files, first, world.seed(), made_up ? token : "", fake_prefix, options.listeners.size(), *authority);
  reloader->start();
  const RequestLog log(world.journal, arguments.log);
  auto mappings = start_mapping_recorder(arguments, *sources, world);

  for (;;) {
    const timespec second{1, 0};
    const int signal = sigtimedwait(&signals, nullptr, &second);
    if (signal < 0) {
      worlds.expire(std::chrono::time_point_cast<Nanoseconds>(std::chrono::system_clock::now()));
      continue;
    }
    if (signal == SIGHUP) {
      reloader->request("SIGHUP");
      continue;
    }
    break;
  }
  // A second signal does not wait for the grace.
  std::thread([signals] {
    int signal = 0;
    sigwait(&signals, &signal);
    if (signal != SIGHUP) _exit(130);
  }).detach();
  server->drain();
  reloader.reset();   // a load that is under way uses what stands below
  if (environment) environment->stop_callbacks();
  client->reset();    // its callbacks answer connections of `server`, which has to be there still
  mappings.reset();
  const Status reported = *diff_mode ? (*diff_mode)->finish() : Status(Done());
  following.reset();  // all that was served is in the file
  if (*recorder) print_history_end(**recorder);
  if (!reported) print_error(reported.error());
  return reported ? 0 : 1;
}

}  // namespace mimus::cli
