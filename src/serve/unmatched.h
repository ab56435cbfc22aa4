#pragma once

#include <string>

#include "facts/request_facts.h"
#include "json/json.h"
#include "serve/world.h"
#include "server/handler.h"

namespace mimus::serve {

// The stubs that came closest to a request and what failed in each:
// [{"route", "id", "source": "mimus.yaml:12", "distance", "differences": [{"what", "expected", "actual"}]}]
json::Array closest_stubs(const stub::StubSet& stubs, facts::RequestFacts& facts, std::size_t most);

// The answer to a request that no stub takes: a preflight or OPTIONS for a path that has stubs; 405 with Allow when
// only the method is wrong (RFC 9110 §15.5.6); else 404, in JSON or, when the client prefers it, text, with
// the closest stubs. In a world of WireMock's dialect always 404, with WireMock's table (not_matched_page.h), or the same
// JSON when the client asks for that first. Stubs of its dialect make no 405 and answer no OPTIONS. One per loop.
class Unmatched {
 public:
  explicit Unmatched(World& world) : world_(world) {}
  void answer(const Snapshot& snapshot, facts::RequestFacts& facts, server::Reply& reply);

 private:
  void answer_as_wiremock(const Snapshot& snapshot, facts::RequestFacts& facts, server::Reply& reply);
  std::string wiremock_page(const Snapshot& snapshot, facts::RequestFacts& facts);
  json::Object report(const Snapshot& snapshot, facts::RequestFacts& facts, std::string error);
  bool may_explain(SteadyTime now, std::chrono::nanoseconds allowance);
  void send(int status, std::vector<http::OwnedField> fields, std::string body, Arena& arena,
            server::Reply& reply);

  World& world_;
  // Explaining looks at every stub. At most a tenth of the time goes into it (of WireMock's dialect, whose users wait for
  // the table, half), so that a storm of unmatched requests does not slow the matched ones down.
  SteadyTime window_{};
  std::chrono::nanoseconds spent_{0};
};

}  // namespace mimus::serve
