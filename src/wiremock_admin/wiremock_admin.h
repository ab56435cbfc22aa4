#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "reload/reloader.h"
#include "serve/surface.h"
#include "serve/world.h"
#include "wiremock/root.h"

namespace mimus::wiremock_admin {

// --admin-api-basic-auth user:password
struct Credentials {
  std::string user, password;
};

struct Options {
  std::string token;                      // as admin::Admin's; "": none is asked for
  std::optional<Credentials> basic_auth;  // who has neither is told 401
  bool require_https = false;             // --admin-api-require-https: plain HTTP is told 403
  wiremock::Rules rules;                  // how stubs that come in are read, when there is no root
  const wiremock::Root* root = nullptr;   // nullptr: nothing is saved, and there are no files
  // POST /__admin/shutdown: called when its answer is on its way, from any thread. Must not block.
  std::function<void()> shut_down;
};

// WireMock's admin API, /__admin/…, as WireMock 3.13.2 has it: shared/reference/wiremock-admin.md.
//
//   WiremockAdmin wiremock(world, reloader, std::move(options));
//   serve::Surfaces surfaces({&admin, &wiremock});
//   handler.set_surface(&surfaces);
//
// Endpoints are rows of a table (endpoints.h), from which it dispatches and makes /__admin/docs.
// Borrows world, reloader and root, which outlive it.
class WiremockAdmin : public serve::Surface {
 public:
  WiremockAdmin(serve::World& world, reload::Reloader& reloader, Options options);
  ~WiremockAdmin() override;

  bool answer(const http::Request& request, server::LoopIndex loop, Arena& arena,
              server::Reply& reply) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mimus::wiremock_admin
