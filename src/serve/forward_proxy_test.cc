// A forward proxy's requests: stubs first, then the way out. Tunnels are shown in the server's and the product's tests.
#include "http/target.h"
#include "serving_for_tests.h"

namespace mimus::serve {
namespace {

class Upstream : public Surface {
 public:
  bool answer(const http::Request& request, server::LoopIndex, Arena& arena, server::Reply& reply) override {
    const std::string body = std::string(request.scheme) + " " + std::string(request.authority) + " " + std::string(request.path);
    std::string head;
    http::write_head(200, "", {}, static_cast<std::int64_t>(body.size()), head);
    reply.head = arena.copy(head);
    reply.body = arena.copy(body);
    reply.label = "upstream";
    return true;
  }
};

struct OwnSpace : Surface {
  bool answer(const http::Request& request, server::LoopIndex, Arena& arena, server::Reply& reply) override {
    if (request.path != "/__logs") return false;
    reply.body = arena.copy("own");
    return true;
  }
};

// What is answered to a request with this target.
std::string asked(Mocks& mocks, std::string_view target) {
  const auto parsed = http::parse_target("GET", target);
  EXPECT_TRUE(parsed) << target;
  http::Request request;
  request.method = "GET";
  request.target = target;
  if (!parsed->scheme.empty()) request.scheme = parsed->scheme;
  request.authority = parsed->authority.empty() ? "localhost" : parsed->authority;
  request.path = parsed->path;
  Arena arena;
  server::Reply reply;
  server::Timing timing;
  timing.received = timing.decided = timing.leaving = std::chrono::steady_clock::now();
  mocks.handler.answer(request, 0, arena, reply);
  const std::string body(reply.prepared != nullptr ? std::string_view(reply.prepared->body) : reply.body);
  mocks.handler.leaving(request, 0, arena, reply, timing);
  return body.substr(0, body.find('\n'));
}

struct Row {
  std::string_view rule, target, answer;
};
constexpr Row kRows[] = {
    {"a stub answers for others, too", "http://api.example/mocked", "mock"},
    {"and for itself", "/mocked", "mock"},
    {"what no stub wants goes out, with scheme and authority", "https://api.example:8443/elsewhere", "https api.example:8443 /elsewhere"},
    {"what is for Mimus itself does not", "/__logs", "own"},
    {"others have such paths of their own", "http://api.example/__logs", "http api.example /__logs"},
};
TEST(ForwardProxy, Rows) {
  Upstream upstream;
  OwnSpace own;
  Mocks mocks({text_stub("/mocked", "mock")});
  mocks.handler.set_surface(&own);
  mocks.handler.be_forward_proxy(&upstream);
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(asked(mocks, row.target), row.answer);
  }
  const std::string unmatched = asked(mocks, "/elsewhere");
  EXPECT_EQ(unmatched.find("http localhost"), std::string::npos) << "a request for Mimus itself never goes out: " << unmatched;
}

// Who is no proxy takes an absolute form for itself (RFC 9112 §3.2.2).
TEST(ForwardProxy, OnlyWhenAsked) {
  OwnSpace own;
  Mocks mocks({});
  mocks.handler.set_surface(&own);
  EXPECT_EQ(asked(mocks, "http://localhost/__logs"), "own");
}

}  // namespace
}  // namespace mimus::serve
