#include "client.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>

#include "fetching_for_tests.h"
#include "http/content_coding.h"
#include "http/prepared_response.h"
#include "support/upstream.h"

namespace mimus::outbound {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kHi = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

std::string text(std::string_view view) { return std::string(view); }

// ---- what comes back ---------------------------------------------------------------------------

struct AnswerRow {
  std::string_view rule, method, bytes;
  int status;
  std::string_view body;
  bool closes = false;
};
constexpr AnswerRow kAnswers[] = {
    {"a length", "GET", kHi, 200, "hi"},
    {"chunks", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", 200, "hi"},
    {"until the end", "GET", "HTTP/1.1 200 OK\r\n\r\nhi", 200, "hi", true},
    {"HEAD", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", 200, ""},
    {"204", "DELETE", "HTTP/1.1 204 No Content\r\n\r\n", 204, ""},
    {"1xx before it", "GET", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 1\r\n\r\nx", 404, "x"},
};

TEST(Client, Answers) {
  const auto client = client_with();
  for (const AnswerRow& row : kAnswers) {
    SCOPED_TRACE(row.rule);
    Upstream upstream([&](Peer& peer) {
      while (!peer.read_request().empty()) {
        peer.send(row.bytes);
        if (row.closes) return;
      }
    });
    for (int again = 0; again < 2; ++again) {
      Request request;
      request.method = row.method;
      request.url = upstream.url() + "/a?b";
      auto answer = fetch(*client, request);
      ASSERT_TRUE(answer) << answer.error().message;
      EXPECT_EQ(answer->head.status, row.status);
      EXPECT_EQ(answer->body, row.body);
    }
    EXPECT_EQ(upstream.connections(), row.closes ? 2 : 1);  // kept, where that can be
  }
}

TEST(Client, SendsWhatItWasGiven) {
  std::string seen;
  Upstream upstream([&](Peer& peer) {
    seen = peer.read_request();
    peer.send(kHi);
  });
  Request request;
  request.method = "POST";
  request.url = "http://u:p@127.0.0.1:" + std::to_string(upstream.port()) + "/a%20b?c=d#e";
  request.fields = {{"X-Two", "1"}, {"x-two", "2"}, {"Connection", "close"}, {"Content-Length", "99"}};
  request.body = "payload";
  const auto client = client_with();
  ASSERT_TRUE(fetch(*client, request));
  EXPECT_EQ(seen, "POST /a%20b?c=d HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(upstream.port()) +
                      "\r\nX-Two: 1\r\nx-two: 2\r\nAuthorization: Basic dTpw\r\nContent-Length: 7\r\n\r\npayload");
}

TEST(Client, TrailersAndCodings) {
  const std::string zipped = http::encode_content(http::Coding::kGzip, "plain text");
  Upstream upstream(always("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" +
                           http::chunk_head(zipped.size()) + zipped + "\r\n" + "0\r\nX-Sum: 7\r\n\r\n"));
  const auto client = client_with();
  auto raw = get(*client, upstream.url());
  ASSERT_TRUE(raw);
  EXPECT_EQ(raw->body, zipped);
  ASSERT_EQ(raw->trailers.size(), 1u);
  EXPECT_EQ(raw->trailers[0].value, "7");
  Request request;
  request.url = upstream.url();
  request.decode = true;
  auto decoded = fetch(*client, request);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->body, "plain text");
  EXPECT_FALSE(decoded->head.find("Content-Encoding"));
}

// ---- what goes wrong ---------------------------------------------------------------------------

struct FailureRow {
  std::string_view rule;
  Failure::Kind kind;
  std::string_view says;
  std::function<void(Peer&)> talk;
};

TEST(Client, FailuresSayWhatHappened) {
  const FailureRow rows[] = {
      {"an end without an answer", Failure::Kind::kReset, "closed the connection without an answer", [](Peer& peer) { peer.read_request(); }},
      {"a reset", Failure::Kind::kReset, "broke without an answer", [](Peer& peer) { peer.read_request(); peer.reset(); }},
      {"an end inside the body", Failure::Kind::kReset, "3 bytes before the end",
       [](Peer& peer) { peer.read_request(); peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi"); }},
      {"another protocol", Failure::Kind::kProtocol, "not HTTP/1.1", [](Peer& peer) { peer.read_request(); peer.send("220 smtp\r\n"); }},
      {"a broken chunk", Failure::Kind::kProtocol, "no size",
       [](Peer& peer) { peer.read_request(); peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"); }},
      {"a stall before the answer", Failure::Kind::kTimedOut, "no answer from", [](Peer& peer) { peer.wait_for_end(); }},
      {"a stall inside the body", Failure::Kind::kTimedOut, "nothing more from",
       [](Peer& peer) { peer.read_request(); peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi"); peer.wait_for_end(); }},
  };
  const auto client = client_with();
  for (const FailureRow& row : rows) {
    SCOPED_TRACE(row.rule);
    Upstream upstream(row.talk);
    Request request;
    request.url = upstream.url();
    request.timeouts.first_byte = 100ms;
    request.timeouts.idle = 100ms;
    auto answer = fetch(*client, request);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, row.kind) << answer.error().message;
    EXPECT_NE(answer.error().message.find(row.says), std::string::npos) << answer.error().message;
  }
}

TEST(Client, NobodyThere) {
  const auto client = client_with();
  auto refused = get(*client, "http://127.0.0.1:" + std::to_string(closed_port()));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Failure::Kind::kRefused);
  auto nameless = get(*client, "http://no-such-host.invalid/");
  ASSERT_FALSE(nameless);
  EXPECT_EQ(nameless.error().kind, Failure::Kind::kDns) << nameless.error().message;
  for (const char* bad : {"ftp://a/", "/path", "http://", "http://a:99999/", "http://a b/"}) {
    auto invalid = get(*client, bad);
    ASSERT_FALSE(invalid) << bad;
    EXPECT_EQ(invalid.error().kind, Failure::Kind::kInvalid) << bad;
  }
  Request split;
  split.url = "http://127.0.0.1:1/";
  split.fields = {{"A", "b\r\nC: d"}};
  EXPECT_FALSE(fetch(*client, split));
}

TEST(Client, TheWholeHasATimeOutOfItsOwn) {
  Upstream drips([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\n\r\n");
    while (peer.send("x")) std::this_thread::sleep_for(20ms);
  });
  const auto client = client_with();
  Request request;
  request.url = drips.url();
  request.timeouts.total = 150ms;
  auto answer = fetch(*client, request);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().phase, Failure::Phase::kTotal);
}

TEST(Client, ALimitForBodies) {
  Upstream upstream(always("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x')));
  const auto client = client_with();
  Request request;
  request.url = upstream.url();
  request.most_body = 999;
  auto answer = fetch(*client, request);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Failure::Kind::kTooLarge);
}

// ---- fences and redirects ----------------------------------------------------------------------

TEST(Client, FencesHoldBeforeAndAfterARedirect) {
  Upstream target(always(text(kHi)));
  Upstream redirecting([&](Peer& peer) {
    const std::string request = peer.read_request();
    const bool away = request.starts_with("GET /metadata ");
    const std::string to = away ? "http://169.254.169.254/latest/" : "http://localhost:" + std::to_string(target.port()) + "/b";
    peer.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + to + "\r\n\r\n");
  });
  const auto client = client_with();
  Request request;
  request.most_redirects = 3;
  request.url = redirecting.url() + "/metadata";
  auto fenced = fetch(*client, request);
  ASSERT_FALSE(fenced);
  EXPECT_EQ(fenced.error().kind, Failure::Kind::kFenced);

  request.url = redirecting.url() + "/a";
  auto followed = fetch(*client, request);
  ASSERT_TRUE(followed) << followed.error().message;
  EXPECT_EQ(followed->body, "hi");
  EXPECT_TRUE(followed->url.ends_with("/b"));

  const auto wary = client_with({.deny = {"localhost"}});
  auto denied = fetch(*wary, request);
  ASSERT_FALSE(denied);
  EXPECT_EQ(denied.error().kind, Failure::Kind::kFenced);
  // The rule is about the address that a name has, too.
  const auto warier = client_with({.deny = {"127.0.0.0/8", "::1"}});
  EXPECT_EQ(get(*warier, "http://localhost:" + std::to_string(target.port())).error().kind, Failure::Kind::kFenced);
}

TEST(Client, RedirectsChangeTheMethodAndDropSecrets) {
  std::mutex mutex;
  std::string second;
  Upstream other([&](Peer& peer) {
    const std::lock_guard lock(mutex);
    second = peer.read_request();
    peer.send(kHi);
  });
  Upstream first([&](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 303 See Other\r\nContent-Length: 0\r\nLocation: " + other.url() + "/x\r\n\r\n");
  });
  const auto client = client_with();
  Request request;
  request.method = "POST";
  request.url = first.url();
  request.body = "secret";
  request.fields = {{"Authorization", "Bearer a"}, {"Content-Type", "text/plain"}, {"X-Keep", "k"}};
  request.most_redirects = 1;
  ASSERT_TRUE(fetch(*client, request));
  const std::lock_guard lock(mutex);
  EXPECT_EQ(second, "GET /x HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(other.port()) + "\r\nX-Keep: k\r\n\r\n");
}

// ---- connections -------------------------------------------------------------------------------

TEST(Client, ASafeRequestIsRepeatedOnANewConnection) {
  std::atomic<int> number{0};
  Upstream upstream([&](Peer& peer) {
    const int mine = ++number;
    peer.read_request();
    peer.send(kHi);
    if (mine == 1) peer.read_request();  // the second request is read, and the connection closed on it
    else while (!peer.read_request().empty()) peer.send(kHi);
  });
  const auto client = client_with();
  ASSERT_TRUE(get(*client, upstream.url()));
  auto again = get(*client, upstream.url());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(upstream.connections(), 2);
}

TEST(Client, AnUnsafeRequestIsNot) {
  Upstream upstream([](Peer& peer) {
    peer.read_request();
    peer.send(kHi);
    peer.read_request();
  });
  const auto client = client_with();
  ASSERT_TRUE(get(*client, upstream.url()));
  Request post;
  post.method = "POST";
  post.url = upstream.url();
  post.body = "x";
  auto answer = fetch(*client, post);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Failure::Kind::kReset);
}

TEST(Client, ConnectionsToOneAreLimitedAndTheRestWaits) {
  Upstream upstream(always(text(kHi)));
  const auto client = client_with({.most_to_one = 3});
  constexpr int kRequests = 200;
  std::atomic<int> good{0}, over{0};
  std::promise<void> done;
  for (int i = 0; i < kRequests; ++i) {
    Request request;
    request.url = upstream.url();
    client->fetch(request, [&](Result<Answer, Failure> answer) {
      if (answer) ++good;
      if (++over == kRequests) done.set_value();
    });
  }
  done.get_future().wait();
  EXPECT_EQ(good, kRequests);
  EXPECT_LE(upstream.connections(), 3);
}

TEST(Client, ManyThreadsAndACancelThatComesAnyTime) {
  Upstream upstream(always(text(kHi)));
  const auto client = client_with({.most_to_one = 8});
  std::atomic<int> answered{0};
  constexpr int kThreads = 4, kEach = 100;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        std::promise<void> ended;
        Request request;
        request.url = upstream.url();
        const Call call = client->fetch(request, [&](const Result<Answer, Failure>&) {
          ++answered;
          ended.set_value();
        });
        if ((i + t) % 3 == 0) call.cancel();
        ended.get_future().wait();
        call.cancel();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, kThreads * kEach);
}

TEST(Client, ItsEndCancelsWhatIsUnderWay) {
  Upstream silent([](Peer& peer) { peer.wait_for_end(); });
  std::atomic<int> cancelled{0};
  {
    const auto client = client_with();
    for (int i = 0; i < 5; ++i) {
      Request request;
      request.url = silent.url();
      client->fetch(request, [&](Result<Answer, Failure> answer) {
        if (!answer && answer.error().kind == Failure::Kind::kCancelled) ++cancelled;
      });
    }
  }
  EXPECT_EQ(cancelled, 5);
}

// ---- proxies -----------------------------------------------------------------------------------

TEST(Client, AProxyIsAskedWithTheWholeUrl) {
  std::string seen;
  Upstream proxy([&](Peer& peer) {
    seen = peer.read_request();
    peer.send(kHi);
  });
  const auto client = client_with({.via = "http://u:p@127.0.0.1:" + std::to_string(proxy.port())});
  ASSERT_TRUE(get(*client, "http://api.example.invalid/x?y"));
  EXPECT_EQ(seen, "GET http://api.example.invalid/x?y HTTP/1.1\r\nHost: api.example.invalid\r\nProxy-Authorization: Basic dTpw\r\n\r\n");
}

TEST(Client, AProxyThatRefusesATunnelIsNamed) {
  Upstream proxy(always("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"));
  const auto client = client_with({.via = "127.0.0.1:" + std::to_string(proxy.port())});
  auto answer = get(*client, "https://api.example.invalid/");
  ASSERT_FALSE(answer);
  EXPECT_NE(answer.error().message.find("answered 403 to CONNECT api.example.invalid:443"), std::string::npos) << answer.error().message;
}

}  // namespace
}  // namespace mimus::outbound
