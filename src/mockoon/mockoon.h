#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "reload/companion.h"
#include "serve/surface.h"
#include "serve/world.h"

namespace mimus::mockoon {

class CallbackSender;
struct Instance;
struct Program;

// What a file was read as.
struct Loaded {
  std::shared_ptr<const Program> program;
  std::vector<Error> warnings;
  std::uint64_t text_hash = 0;
};

// A Mockoon environment, served from its file as it is. docs/mockoon.md says what of it, and what differs.
//
//   Mockoon mockoon(world, "shop.mockoon.json", loops);
//   handler.set_below(&mockoon);               // stubs come first; what no route takes is its 404
//   reloading.companions = {&mockoon};         // reads the file, now and when it changes
//   …
//   mockoon.listens_at(server->url());         // for callbacks to itself
//   …
//   mockoon.stop_callbacks();                  // before World::outward's client goes
//
// Chance, clock and journal are the world's. Buckets, variables and counters are the environment's own, for all worlds, and begin anew
// with every change of the file's text and with POST /mockoon-admin/state/purge. Any number of loops.
class Mockoon final : public serve::Surface, public reload::Companion {
 public:
  // `loops`: so many may ask without a lock; others may, too.
  Mockoon(serve::World& world, std::filesystem::path file, unsigned loops = 0);
  ~Mockoon() override;

  void listens_at(std::string url);
  // Told of what went wrong beside the answers: callbacks that were not sent. Before the first request; called on any thread.
  void on_problem(std::function<void(const Error&)> tell);
  void stop_callbacks();
  bool answer(const http::Request& request, server::LoopIndex loop, Arena& arena, server::Reply& reply) override;
  Prepared prepare() override;
  void renew(server::LoopIndex loop);  // on that loop: lets go of what was replaced although no request came since

 private:
  struct alignas(64) Pin {
    std::uint64_t version = 0;
    std::shared_ptr<Instance> instance;
  };
  void renew(Pin& pin) const;
  void publish(std::shared_ptr<Instance> next);
  void purge(const std::shared_ptr<Instance>& of);
  void answer_in(const std::shared_ptr<Instance>& instance, const http::Request& request, Arena& arena, server::Reply& reply);

  serve::World& world_;
  const std::filesystem::path file_;
  Loaded served_;  // the reloader's thread alone
  std::vector<Pin> pins_;  // one for each loop
  std::atomic<std::uint64_t> version_{0};
  mutable std::mutex mutex_;
  std::shared_ptr<Instance> instance_;  // guarded by mutex_
  const std::shared_ptr<CallbackSender> sender_;
};

// Is this file an environment? Reads it when its name ends in .json.
bool is_environment_file(const std::filesystem::path& file);

// For `mimus check`: what is wrong with it, and how many routes it has.
struct Checked {
  std::vector<Error> errors, warnings;
  std::size_t routes = 0;
};
Checked check(const std::filesystem::path& file);

}  // namespace mimus::mockoon
