#include "reloader.h"

#include <malloc.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <mutex>
#include <thread>
#include <utility>

#include "base/huge_pages.h"
#include "base/start_pages.h"
#include "declared_worlds.h"
#include "others.h"
#include "roots.h"
#include "stub/resource.h"
#include "watcher.h"

namespace mimus::reload {
namespace {

using std::chrono::steady_clock;

// Editors and build tools touch several files at once: a change is taken up when this long nothing
// happened.
constexpr int kQuietMs = 30;
// How often a replaced set is looked at until its last reader has let go.
constexpr int kSweepMs = 50;

// From so many routes on, address translation is so much of a request's cost that whole huge pages
// are worth the memory that they round up to.
constexpr std::size_t kManyRoutes = 50'000;

// Requests come first: the kernel gives this thread what they leave, or about a tenth.
void lower_priority() {
  setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), 10);
}

}  // namespace

struct Reloader::Impl {
  Impl(serve::World& world, Options options)
      : world(world),
        options(std::move(options)),
        event(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}
  ~Impl() {
    stopping = true;
    rouse();
    if (thread.joinable()) thread.join();
    ::close(event);
  }

  struct Wish {
    std::string cause;
    std::function<void(const Report&)> done;
    bool files_only = false;
  };

  Report load(std::string cause, bool files_only = false);
  void wish(Wish one);
  void run();
  void settle();
  void rouse() {
    const std::uint64_t one = 1;
    (void)!::write(event, &one, sizeof one);
  }
  void drain_event() {
    std::uint64_t count;
    (void)!::read(event, &count, sizeof count);
  }

  serve::World& world;
  const Options options;
  const int event;
  Watcher watcher;
  std::thread thread;
  std::atomic<bool> stopping{false};
  std::mutex loading;               // one load at a time
  std::shared_ptr<void> leftovers;  // of the last load
  DeclaredWorlds declared;          // guarded by loading
  std::size_t companion_routes = 0; // likewise: of those that are being served
  bool seeded = false;              // likewise
  mutable std::mutex mutex;
  std::vector<Wish> wishes;  // guarded by mutex
  Report last;               // guarded by mutex
  Served served;             // guarded by mutex
};

Report Reloader::Impl::load(std::string cause, bool files_only) {
  const std::lock_guard one_at_a_time(loading);
  const auto begin = steady_clock::now();
  native::Loaded loaded = native::load(options.paths, native::Depth::kQuick);
  Roots roots = load_roots(options.roots);
  Others others = load_others(options.others);
  std::ranges::move(roots.paths, std::back_inserter(loaded.files));
  std::ranges::copy(options.others, std::back_inserter(loaded.files));
  std::vector<Companion::Prepared> companions;
  for (Companion* const each : options.companions) {
    Companion::Prepared& prepared = companions.emplace_back(each->prepare());
    std::ranges::copy(prepared.files, std::back_inserter(loaded.files));
  }
  if (options.watch) watcher.watch(loaded.files);
  leftovers = std::move(loaded.leftovers);
  Report report;
  report.cause = std::move(cause);
  report.errors = std::move(loaded.errors);
  std::ranges::move(roots.errors, std::back_inserter(report.errors));
  std::ranges::move(others.errors, std::back_inserter(report.errors));
  for (Companion::Prepared& each : companions) std::ranges::move(each.errors, std::back_inserter(report.errors));
  if (report.errors.empty() && loaded.configuration) {
    native::Configuration& configuration = *loaded.configuration;
    report.warnings = std::move(configuration.warnings);
    std::ranges::move(roots.warnings, std::back_inserter(report.warnings));
    std::ranges::move(others.warnings, std::back_inserter(report.warnings));
    for (Companion::Prepared& each : companions) std::ranges::move(each.warnings, std::back_inserter(report.warnings));
    report.lint_left_out = configuration.lint_left_out;
    serve::StubStore::Files files;
    files.stubs = std::move(configuration.stubs);
    std::ranges::move(others.stubs, std::back_inserter(files.stubs));
    const auto resource = std::ranges::find_if(files.stubs, [](const stub::Stub& stub) { return stub.more->resource != nullptr; });
    const auto collections = resource == files.stubs.end() ? nullptr : resource->more->resource->all;
    files.only = files_only;
    files.cors = configuration.settings.cors;
    files.unmatched = std::move(configuration.settings.unmatched);
    files.scenarios = std::move(configuration.settings.scenarios);
    files.state = std::move(configuration.settings.state);
    add(std::move(roots), options.roots, files);
    if (options.seeds && !std::exchange(seeded, true) && configuration.settings.seed) world.reseed(*configuration.settings.seed);
    if (options.worlds != nullptr) declared.apply(configuration.settings, *options.worlds, report.errors);
    if (!report.errors.empty()) {
      report.errors = located(std::move(report.errors), options.roots);
    } else if (const auto served_now = world.stubs.take_files(std::move(files), report.errors)) {
      companion_routes = 0;
      for (const Companion::Prepared& each : companions) {
        each.publish();
        companion_routes += each.routes;
      }
      report.routes = *served_now + companion_routes;
      if (collections) world.collections.keep_up(*collections, world.chance());  // templates see them at once
      report.loaded = true;
      const std::lock_guard lock(mutex);
      served = {configuration.settings.host, configuration.settings.port,
                configuration.settings.seed, configuration.settings.https, false};
      for (const Companion::Prepared& each : companions) {
        if (!served.host) served.host = each.host;
        if (!served.port) served.port = each.port;
        if (served.https || !each.https) continue;
        served.https = each.https;
        served.only_https = each.only_https;
      }
    } else {
      report.errors = located(std::move(report.errors), options.roots);
    }
  }
  if (!report.loaded) report.routes = world.live.current()->stubs.size() + companion_routes;
  report.took = steady_clock::now() - begin;
  {
    const std::lock_guard lock(mutex);
    last = report;
  }
  if (report.loaded && options.on_publish) options.on_publish();
  return report;
}

// What can wait until requests are being answered.
void Reloader::Impl::settle() {
  std::shared_ptr<void> done_with;  // freed without the lock
  {
    const std::lock_guard lock(loading);
    done_with = std::move(leftovers);
  }
  done_with.reset();
  if (world.live.current()->stubs.size() >= kManyRoutes) use_huge_pages();
}

void Reloader::Impl::run() {
  lower_priority();
  settle();
  std::string changed;
  bool swept = false;
  while (!stopping) {
    pollfd ready[2] = {{event, POLLIN, 0}, {watcher.descriptor(), POLLIN, 0}};
    const nfds_t count = options.watch && watcher.descriptor() >= 0 ? 2 : 1;
    const int patience = !changed.empty() ? kQuietMs : (swept ? -1 : kSweepMs);
    const int events = ::poll(ready, count, patience);
    if (stopping) return;
    drain_event();
    const bool news = count == 2 && (ready[1].revents & POLLIN) != 0;
    if (news) {
      const std::lock_guard lock(loading);  // load() may be called on any thread, and tells it what to watch
      const std::string name = watcher.changed();
      if (!name.empty()) changed = name;
    }
    std::vector<Wish> asked;
    {
      const std::lock_guard lock(mutex);
      asked.swap(wishes);
    }
    const bool quiet = events == 0 && !changed.empty();
    if (asked.empty() && !quiet) {
      if (!news && !std::exchange(swept, world.live.sweep()) && swept) release_start_pages();
      continue;
    }
    const bool files_only = std::ranges::any_of(asked, &Wish::files_only);
    const Report report =
        load(asked.empty() ? changed + " changed" : asked.front().cause, files_only);
    changed.clear();
    swept = false;
    settle();
    if (options.on_report) options.on_report(report);
    for (const Wish& wish : asked) {
      if (wish.done) wish.done(report);
    }
  }
}

Reloader::Reloader(serve::World& world, Options options)
    : impl_(std::make_unique<Impl>(world, std::move(options))) {}
Reloader::~Reloader() = default;

Report Reloader::load(std::string cause) {
  return impl_->load(std::move(cause));
}

void Reloader::start() {
  impl_->thread = std::thread([this] { impl_->run(); });
}

void Reloader::Impl::wish(Wish one) {
  {
    const std::lock_guard lock(mutex);
    wishes.push_back(std::move(one));
  }
  rouse();
}

void Reloader::request(std::string cause, std::function<void(const Report&)> done) {
  impl_->wish({std::move(cause), std::move(done), false});
}

void Reloader::reset(std::string cause, std::function<void(const Report&)> done) {
  impl_->wish({std::move(cause), std::move(done), true});
}

Report Reloader::last() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->last;
}

Reloader::Served Reloader::served() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->served;
}

}  // namespace mimus::reload
