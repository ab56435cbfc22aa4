#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "serve/surface.h"
#include "serve/world.h"

namespace mimus::fakeapi {

// The fake data server over HTTP (docs/fake-data-server.md): the endpoints of the first seed document, every method as
// /fake/MODULE/METHOD[/N], records by schema, templates, validation, and at its root a page that documents them all
// from the same tables. Asked below every stub.
//
//   FakeApi fake_api(world, {.prefix = "/fakes"});
//   handler.set_below(&fake_api);             // before the server starts
//
// Chance is the world's: keyed by seed, request and how often that request came before; `?seed=` asks for faker-js's
// own sequence instead. Time is the world's clock. Bad input is a 400 with {"error", "hint"}. Any number of loops.
class FakeApi : public serve::Surface {
 public:
  struct Options {
    std::string prefix;                     // "" or "/fakes": what stands before every path
    std::string key;                        // asked for as X-Api-Key, `Authorization: Bearer …` or ?api_key=; "": by nobody
    std::uint64_t most = 1'000'000;         // records of one request; beyond: 400
    std::uint64_t most_body = 1 << 20;      // bytes of a schema or template
  };
  FakeApi(serve::World& world, Options options);
  ~FakeApi() override;

  bool answer(const http::Request& request, server::LoopIndex loop, Arena& arena, server::Reply& reply) override;
  bool may_take(const http::Request& request) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mimus::fakeapi
