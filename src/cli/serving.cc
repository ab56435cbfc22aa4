#include "serving.h"

#include "base/huge_pages.h"
#include "outbound/url.h"
#include "outbound_options.h"
#include "serve_console.h"
#include "tls_setup.h"
#include "wiremock_admin/wiremock_admin.h"

namespace mimus::cli {
namespace {

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

}  // namespace

Result<std::unique_ptr<Serving>> Serving::make(const ServeArguments& arguments, Sources sources) {
  MIMUS_TRY(auto client, outbound::Client::start(outbound_options(arguments.outward)));
  std::unique_ptr<history::Recorder> recorder;
  if (arguments.history) {
    MIMUS_TRY(recorder, history::Recorder::start(history_options(arguments)));
  }
  std::unique_ptr<Serving> made(new Serving(arguments, std::move(sources), std::move(client), std::move(recorder)));
  MIMUS_TRY(made->diff_mode_, DiffMode::start(arguments, made->outward_, *made->worlds_, made->loops_));
  return made;
}

Serving::Serving(const ServeArguments& arguments, Sources&& sources, std::unique_ptr<outbound::Client>&& client,
                 std::unique_ptr<history::Recorder>&& recorder)
    : arguments_(arguments),
      sources_(std::move(sources)),
      files_(sources_.names()),
      loops_(loops_of(arguments)),
      askers_(loops_ + (arguments.diff_against.empty() ? 0 : 1)),
      client_(std::move(client)),
      outward_(outward_of(arguments, *client_)),
      world_(arguments.seed.value_or(fresh_seed()), journal_options(arguments, loops_)),
      handler_(world_, askers_),
      recorder_(std::move(recorder)),
      following_(recorder_ ? recorder_->follow(world_.journal, world_.name) : nullptr),
      fake_prefix_(fake_api_prefix(arguments, sources_)),
      fake_api_(world_, {.prefix = fake_prefix_.value_or(""), .key = arguments.fake_api_key, .most = arguments.fake_api_most}),
      upstream_(outward_, arguments.outward.upstream, !sources_.roots.empty()),
      origins_(outward_, "", !sources_.roots.empty()) {
  world_.templates = template_rules(arguments);
  world_.alarms = &alarms_;
  world_.outward = &outward_;
  if (!sources_.environments.empty()) {
    environment_.emplace(world_, sources_.environments.front(), askers_);
    environment_->on_problem([](const Error& error) { print_warning(error); });
  }
  handler_.set_below(below());
  worlds_.emplace(world_, handler_, worlds_options());
}

serve::Surface* Serving::below() {
  std::vector<serve::Surface*> in_turn;
  if (fake_prefix_) in_turn.push_back(&fake_api_);
  if (environment_) in_turn.push_back(&*environment_);
  if (!environment_ && !arguments_.outward.upstream.empty()) in_turn.push_back(&upstream_);
  if (in_turn.empty()) return nullptr;
  return &surfaces_.emplace(std::move(in_turn));
}

serve::Worlds::Options Serving::worlds_options() {
  serve::Worlds::Options options;
  options.loops = askers_;
  options.journal = journal_options(arguments_, loops_);
  options.journal.bytes = arguments_.world_journal_bytes;
  options.most_worlds = arguments_.max_worlds;
  options.most_sessions = arguments_.max_sessions;
  options.surface = [this](serve::World& world) { return own_space(world); };
  options.below = surfaces_ ? &*surfaces_ : nullptr;
  if (recorder_) options.companion = [this](serve::World& world) { return recorder_->follow(world.journal, world.name); };
  return options;
}

std::unique_ptr<serve::Surface> Serving::own_space(serve::World& world) {
  const admin::Options own{.token = token_.text, .version = MIMUS_VERSION, .loops = loops_, .worlds = &*worlds_, .snapshots = &snapshots_, .url = ""};
  return std::make_unique<OwnSpace>(*history_, *differences_, world, *reloader_, own, wiremock_admin_options(arguments_, sources_, token_.text));
}

// ------------------------------------------------------------------------------------------------

reload::Report Serving::load() {
  reloader_.emplace(world_, reloading());
  reload::Report first = reloader_->load("start");
  large_blocks_outside_of_heap();
  return first;
}

reload::Reloader::Options Serving::reloading() {
  reload::Reloader::Options options;
  options.paths = sources_.files;
  options.roots = sources_.root_pointers();
  options.others = sources_.others;
  options.watch = arguments_.watch && !arguments_.wiremock.record_mappings;  // what is recorded is for the next start
  if (environment_) options.companions = {&*environment_};
  options.seeds = !arguments_.seed;
  options.worlds = &*worlds_;
  options.on_report = print_reload;
  options.on_publish = [this] { renew(); };
  return options;
}

void Serving::renew() {
  if (!server_) return;
  server_->everywhere([this](server::LoopIndex loop) {
    handler_.renew(loop);
    if (environment_) environment_->renew(loop);
  });
}

Status Serving::listen(const reload::Report& first) {
  server::Options options = server_options(arguments_, reloader_->served());
  options.on_loop = [this](net::Poller& poller) { return client_->join(poller); };  // proxied requests stay on their thread
  MIMUS_TRY(const std::string authority, add_tls(arguments_.tls, reloader_->served(), options));
  token_ = admin_token(arguments_, options.host);

  diff::LiveDiff* const live = diff_mode_ ? &diff_mode_->live() : nullptr;
  history_.emplace(recorder_.get(), world_.clock, token_.text);
  differences_.emplace(live, outbound::without_credentials(arguments_.diff_against), token_.text);
  own_space_ = own_space(world_);
  handler_.set_surface(own_space_.get());
  if (arguments_.tls.forward_proxy) handler_.be_forward_proxy(&origins_);

  server::Handler& answers = live != nullptr ? static_cast<server::Handler&>(*live) : *worlds_;
  MIMUS_TRY(server_, server::Server::start(options, answers));
  if (environment_) environment_->listens_at(server_->url());
  print_start(arguments_, {*server_, options.listeners.size(), files_, first, world_.seed(), token_.made_up ? token_.text : "", fake_prefix_, authority});
  reloader_->start();
  log_.emplace(world_.journal, arguments_.log);
  mappings_ = start_mapping_recorder();
  return Done{};
}

// --record-mappings; nothing when it is not asked for, or there is no folder.
std::unique_ptr<wiremock_admin::MappingRecorder> Serving::start_mapping_recorder() {
  if (!arguments_.wiremock.record_mappings || sources_.roots.empty()) return nullptr;
  const auto on_problem = [](const Error& error) { print_warning(error, "this answer is not recorded"); };
  return std::make_unique<wiremock_admin::MappingRecorder>(world_, sources_.roots.front(), arguments_.wiremock.match_headers, on_problem);
}

void Serving::load_again(const std::string& cause) { reloader_->request(cause); }

void Serving::look_after(WallTime now) { worlds_->expire(now); }

Status Serving::end() {
  server_->drain();
  reloader_.reset();  // a load that is under way uses what stands below
  if (environment_) environment_->stop_callbacks();
  client_.reset();    // its callbacks answer connections of the server, which has to be there still
  mappings_.reset();
  const Status reported = diff_mode_ ? diff_mode_->finish() : Status(Done());
  following_.reset();  // all that was served is in the file
  if (recorder_) print_history_end(*recorder_);
  return reported;
}

}  // namespace mimus::cli
