#pragma once

#include <memory>
#include <string>

#include "reload/reloader.h"
#include "serve/snapshots.h"
#include "serve/surface.h"
#include "serve/world.h"
#include "serve/worlds.h"

namespace mimus::admin {

struct Options {
  std::string token;  // "" : open. Else asked for as `Authorization: Bearer …` or ?token=…
  std::string version;
  unsigned loops = 1;
  serve::Worlds* worlds = nullptr;        // nullptr: there is one world only
  serve::Snapshots* snapshots = nullptr;  // nullptr: none can be made
  std::string url;                        // "http://127.0.0.1:8080", for what tells clients where to go; "" : as they came
};

// Mimus's own address space over HTTP: /__logs, /__reload and /__mimus/…  (docs/admin-api.md). Answers JSON; errors are
// {"error", "hint"}. Endpoints are rows of tables (endpoints.h); GET /__mimus lists them. Acts on one world, the one that
// the request came to; borrows everything.
class Admin : public serve::Surface {
 public:
  Admin(serve::World& world, reload::Reloader& reloader, Options options);
  ~Admin() override;

  bool answer(const http::Request& request, server::LoopIndex loop, Arena& arena, server::Reply& reply) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mimus::admin
