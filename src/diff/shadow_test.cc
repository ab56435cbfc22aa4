#include "shadow.h"

#include <gtest/gtest.h>

#include <functional>

#include "http/content_coding.h"
#include "http/delivery.h"
#include "http/prepared_response.h"
#include "ledger.h"

namespace mimus::diff {
namespace {

class Scripted final : public server::Handler {
 public:
  using Script = std::function<void(const http::Request&, server::Reply&)>;
  explicit Scripted(Script script) : script_(std::move(script)) {}
  void answer(const http::Request& request, server::LoopIndex loop, Arena&, server::Reply& reply) override {
    EXPECT_EQ(loop, 7u);
    reply.label = "a route";
    script_(request, reply);
  }
  void leaving(const http::Request&, server::LoopIndex, Arena&, const server::Reply&, const server::Timing&) override { ADD_FAILURE() << "nothing is journalled"; }

 private:
  Script script_;
};

Mocked ask(Scripted::Script script, std::string method = "GET") {
  Scripted handler(std::move(script));
  http::OwnedRequest request;
  request.method = std::move(method);
  request.path = request.target = "/a";
  request.fields = {{"X-A", "1"}};
  request.body = "body";
  return Shadow(handler, 7).ask(request);
}

void answer_plain(server::Reply& reply, const http::PreparedResponse& response) { reply.prepared = &response; }

TEST(Shadow, TheWholeAnswerWithoutItsCoding) {
  const auto response = http::PreparedResponse::make(201, "", {{"Content-Type", "text/plain"}, {"Content-Encoding", "gzip"}},
                                                     http::encode_content(http::Coding::kGzip, "hello"));
  const Mocked mocked = ask([&](const http::Request& request, server::Reply& reply) {
    EXPECT_EQ(request.header("x-a"), "1");
    EXPECT_EQ(request.body, "body");
    answer_plain(reply, response);
  });
  EXPECT_EQ(mocked.kind, Mocked::Kind::kAnswer);
  EXPECT_EQ(mocked.route, "a route");
  EXPECT_EQ(mocked.response.status, 201);
  EXPECT_EQ(mocked.response.body, "hello");
  EXPECT_EQ(mocked.response.coding, "gzip");
  EXPECT_EQ(exchange::find(mocked.response.fields, "content-type"), "text/plain");
}

TEST(Shadow, HeadHasNoBody) {
  const auto response = http::PreparedResponse::make(200, "", {}, "hello");
  EXPECT_EQ(ask([&](const http::Request&, server::Reply& reply) { answer_plain(reply, response); }, "HEAD").response.body, "");
}

TEST(Shadow, NoRouteIsOne) {
  const Mocked mocked = ask([](const http::Request&, server::Reply& reply) {
    reply.label = "";
    reply.status = 404;
    reply.head = "HTTP/1.1 404 Not Found\r\nA: b\r\n";
  });
  EXPECT_EQ(mocked.kind, Mocked::Kind::kNoRoute);
  EXPECT_EQ(mocked.response.fields, (std::vector<http::OwnedField>{{"A", "b"}}));
}

TEST(Shadow, AFaultIsOne) {
  http::Delivery delivery;
  delivery.fault = http::Fault::kConnectionReset;
  const Mocked mocked = ask([&](const http::Request&, server::Reply& reply) { reply.delivery = &delivery; });
  EXPECT_EQ(mocked.kind, Mocked::Kind::kFault);
  EXPECT_EQ(mocked.why, http::name_of(http::Fault::kConnectionReset));
}

TEST(Shadow, NobodyElseIsAskedForIt) {
  const Mocked mocked = ask([](const http::Request&, server::Reply& reply) {
    reply.deferred = [](std::function<void(server::Reply)>) { ADD_FAILURE() << "it would go out"; };
  });
  EXPECT_EQ(mocked.kind, Mocked::Kind::kUnknown);
}

// As many pieces as asked for, each after a wake.
class Pieces final : public server::BodyStream {
 public:
  explicit Pieces(std::size_t count) : left_(count) {}
  Next next(std::string& out) override {
    if ((waits_ = !waits_)) {
      wake_();
      return Next::kWait;
    }
    if (left_ == 0) return Next::kEnd;
    --left_;
    out.append(1024, 'x');
    return Next::kData;
  }
  void on_wake(std::function<void()> wake) override { wake_ = std::move(wake); }

 private:
  std::size_t left_;
  bool waits_ = false;
  std::function<void()> wake_;
};

TEST(Shadow, StreamsAreGatheredUnlessTheyHaveNoEnd) {
  const auto streaming = [](std::size_t pieces) {
    return ask([&](const http::Request&, server::Reply& reply) { reply.stream = std::make_unique<Pieces>(pieces); });
  };
  EXPECT_EQ(streaming(3).response.body.size(), 3u * 1024);
  EXPECT_EQ(streaming(1u << 20).kind, Mocked::Kind::kUnknown);
}

Verdict different(std::string request, std::string route) {
  Verdict verdict;
  verdict.kind = Verdict::Kind::kDifferent;
  verdict.request = std::move(request);
  verdict.route = std::move(route);
  verdict.differences = {{"/a", "1", "2"}};
  return verdict;
}

TEST(Ledger, CountsByRouteInBoundedMemory) {
  Ledger ledger;
  for (int i = 0; i < 5000; ++i) ledger.add(different("GET /" + std::to_string(i), "route " + std::to_string(i)));
  Verdict same;
  same.route = "route 1";
  ledger.add(same);
  ledger.skip();
  const json::Object all = ledger.to_json();
  EXPECT_EQ(all.at("compared").to_number<int>(), 5001);
  EXPECT_EQ(all.at("same").to_number<int>(), 1);
  EXPECT_EQ(all.at("skipped").to_number<int>(), 1);
  EXPECT_LE(all.at("routes").as_array().size(), 2001u);
  EXPECT_EQ(all.at("differences").as_array().size(), 200u);
  EXPECT_EQ(all.at("differences").at(0).at("request").as_string(), "GET /4999");
  const recording::Regression report = ledger.report("title");
  EXPECT_EQ(report.failed(), report.outcomes.size());
  EXPECT_NE(report.note.find("1 requests came faster"), std::string::npos);
  ledger.clear();
  EXPECT_EQ(ledger.to_json().at("compared").to_number<int>(), 0);
}

}  // namespace
}  // namespace mimus::diff
