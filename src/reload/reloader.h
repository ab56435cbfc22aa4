#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "companion.h"
#include "native/native.h"
#include "serve/world.h"
#include "serve/worlds.h"
#include "wiremock/root.h"

namespace mimus::reload {

// What became of one attempt to load the configuration.
struct Report {
  bool loaded = false;     // false: the set before stays, untouched
  std::size_t routes = 0;  // that are being served now
  std::vector<Error> errors;
  std::vector<Error> warnings;
  bool lint_left_out = false;  // a large set: `mimus check` has the warnings
  std::chrono::nanoseconds took{0};
  std::string cause;  // "start", "SIGHUP", "POST /__reload", "mimus.yaml changed"
};

// Keeps a world's stubs equal to the files: parses, checks and builds beside the live set, then
// swaps at once. On any error the live set stays. Works in its own thread of low priority, so that
// requests do not notice; also frees what was replaced.
//
//   Reloader reloader(world, {.paths = {"mimus.yaml"}});
//   Report first = reloader.load("start");       // on this thread
//   reloader.start();                            // from here on: file changes, request()
//
// Native files and WireMock roots are served together: all of them are one configuration.
class Reloader {
 public:
  struct Options {
    std::vector<std::filesystem::path> paths;      // native files and folders
    std::vector<const wiremock::Root*> roots{};    // WireMock's; outlive the reloader. With one the 404 is WireMock's
    std::vector<std::filesystem::path> others{};   // files of other programs, served as they are: others.h
    std::vector<Companion*> companions{};          // what is loaded and published along; outlive the reloader
    bool seeds = false;                            // the first load seeds the world, if a file says with what
    serve::Worlds* worlds = nullptr;               // what a file says of further worlds is done to these
    bool watch = true;                             // inotify on every file that was read
    std::function<void(const Report&)> on_report;  // for the terminal; on the reloader's thread
    std::function<void()> on_publish;              // after a swap, to let loops renew their pins
  };
  Reloader(serve::World& world, Options options);
  ~Reloader();

  Report load(std::string cause);
  void start();
  // Loads soon, on the reloader's thread, then calls `done` there. Any thread; requests that come
  // while one load runs share the next.
  void request(std::string cause, std::function<void(const Report&)> done = {});
  // The same, and what came through an API is gone then: the files alone count, and scenarios start
  // again.
  void reset(std::string cause, std::function<void(const Report&)> done = {});
  Report last() const;
  // Of the configuration that is being served. Any thread.
  struct Served {
    std::optional<std::string> host;
    std::optional<std::uint16_t> port;
    std::optional<std::uint64_t> seed;
    std::optional<native::Https> https;
    bool only_https = false;  // Companion::Prepared::only_https
  };
  Served served() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mimus::reload
