#pragma once

#include <memory>
#include <string>

#include "reload/reloader.h"
#include "serve/surface.h"
#include "serve/world.h"

namespace mimus::admin {

// Mimus's own address space over HTTP: /__logs, /__reload and /__mimus/…  (docs/admin-api.md). Answers JSON;
// errors are {"error", "hint"}. Endpoints are rows of a table; GET /__mimus lists them.
class Admin : public serve::Surface {
 public:
  struct Options {
    std::string token;           // "" : open. Else asked for as `Authorization: Bearer …` or ?token=…
    std::string version;
    unsigned loops = 1;
  };
  Admin(serve::World& world, reload::Reloader& reloader, Options options);
  ~Admin() override;

  bool answer(const http::Request& request, server::LoopIndex loop, Arena& arena,
              server::Reply& reply) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mimus::admin
