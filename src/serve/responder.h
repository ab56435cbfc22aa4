#pragma once

#include <memory>
#include <string>

#include "facts/request_facts.h"
#include "match/path_pattern.h"
#include "serve/world.h"
#include "server/handler.h"
#include "stub/compiled_stub.h"
#include "template_host.h"

namespace mimus::serve {

// From a matched stub to a reply: failure or not, which response, rendered or constant, CORS, compression,
// delay and pace. One per loop: it keeps buffers between requests; views in a reply that goes out at
// once point into them, others into the arena.
class Responder {
 public:
  explicit Responder(World& world) : world_(world) {}

  // `snapshot` holds the stub; kept by the reply when it is not sent at once.
  void respond(const stub::CompiledStub& stub, facts::RequestFacts& facts,
               const match::Captures& captures, Circumstances& circumstances,
               const std::shared_ptr<const Snapshot>& snapshot, server::Reply& reply);
  // The answer of a stub whose changes of the world's state cannot be: 500 with why.
  void refuse(const stub::CompiledStub& stub, const Error& error, facts::RequestFacts& facts,
              server::Reply& reply);

 private:
  void forward_to_upstream(const stub::CompiledStub& stub, const stub::CompiledResponse& response, const render::Scope& scope,
                           const match::Captures& captures, const http::Delivery* delivery, const std::shared_ptr<const Snapshot>& snapshot,
                           server::Reply& reply);
  const stub::CompiledResponse& choose(const stub::CompiledStub& stub, const Chance& chance);
  void render(const stub::CompiledStub& stub, const render::ResponseTemplate& response,
              const render::Scope& scope, const TemplateHost& host, server::Reply& reply);
  void render_file(const stub::CompiledStub& stub, const render::ResponseTemplate& response, int status,
                   std::vector<http::OwnedField>& fields, const render::Scope& scope, const TemplateHost& host,
                   server::Reply& reply);
  void break_down(std::string_view why, server::Reply& reply);
  void fail(const stub::CompiledStub& stub, const render::ResponseTemplate& response, const Error& error,
            facts::RequestFacts& facts, server::Reply& reply);
  void rebuild(const stub::CompiledStub& stub, const http::PreparedResponse& prepared,
               facts::RequestFacts& facts, server::Reply& reply);
  void finish(const stub::CompiledStub& stub, int status, std::string_view reason,
              std::vector<http::OwnedField>& fields, facts::RequestFacts& facts, server::Reply& reply);
  void adapt(const stub::CompiledStub& stub, std::vector<http::OwnedField>& fields, const http::Request& request);
  void adapt_as_wiremock(const stub::CompiledStub& stub, std::vector<http::OwnedField>& fields,
                         const http::Request& request, server::Reply& reply);

  World& world_;
  std::string head_;
  std::string body_;
};

}  // namespace mimus::serve
