// HTTPS as clients see it: OpenSSL's own, against the listener. The protocol's rules are OpenSSL's; that nothing is lost, doubled or
// stuck between its records and our coroutines is what is shown here.
#include <unistd.h>

#include <thread>

#include "connection_facts.h"
#include "tls_serving_for_tests.h"

namespace mimus::server {
namespace {

std::string pattern(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + (i * 7 + i / 251) % 26);
  return text;
}

std::string post(std::string_view path, std::string_view body) {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

// What the handler saw of the request and its connection.
void describe_it(const http::Request& request, Arena& arena, Reply& reply) {
  std::string text = std::string(request.scheme) + "://" + std::string(request.authority) + std::string(request.path);
  if (const ConnectionFacts* facts = CurrentConnection::facts()) {
    if (facts->tls) {
      text += " " + facts->tls->version + " sni=" + facts->tls->server_name + " alpn=" + facts->tls->protocol;
      if (!facts->tls->client_subject.empty()) text += " client=" + facts->tls->client_subject;
    }
    if (!facts->tunnel.empty()) text += " tunnel=" + facts->tunnel;
  }
  reply_text(text, arena, reply);
}

class Tls : public ::testing::Test {
 protected:
  Tls() {
    handler_.on("it", describe_it);
    handler_.on("echo", [](const http::Request& request, Arena& arena, Reply& reply) { reply_text(request.body, arena, reply); });
    handler_.on("big", [](const http::Request& request, Arena&, Reply& reply) {
      reply = held_reply(pattern(std::stoul(last_segment(request.path))));
    });
    handler_.on("late", [](const http::Request&, Arena&, Reply& reply) {
      reply = held_reply("late");
      static const http::Delivery kLate{.delay = std::chrono::milliseconds(20)};
      reply.delivery = &kLate;
    });
  }
  ScriptedHandler handler_;
};

TEST_F(Tls, AnswersBesideThePlainListener) {
  Serving server(handler_, with_tls());
  EXPECT_EQ(exchange(server.port(), "GET /it HTTP/1.1\r\n").response.body, "http://127.0.0.1:" + std::to_string(server.port()) + "/it");
  TlsClient client(server->port(1), trusting());
  ASSERT_TRUE(client.connected()) << client.failure();
  for (int i = 0; i < 3; ++i) {  // keep-alive
    ASSERT_TRUE(client.send("GET /it HTTP/1.1\r\nHost: localhost:1\r\n\r\n"));
    EXPECT_EQ(body_of(next_answer(client)), "https://localhost:1/it TLSv1.3 sni=localhost alpn=");
  }
  EXPECT_EQ(server->url(1).substr(0, 18), "https://127.0.0.1:");
}

TEST_F(Tls, TheCertificateIsForWhomTheClientAsks) {
  Serving server(handler_, with_tls());
  TlsClient::Wish wish = trusting();
  for (const std::string name : {"localhost", "api.example.com", "other.example"}) {
    wish.server_name = name;
    TlsClient client(server->port(1), wish);
    EXPECT_TRUE(client.connected()) << name << ": " << client.failure();
  }
  wish.server_name = "";  // by its address
  TlsClient client(server->port(1), wish);
  EXPECT_TRUE(client.connected()) << client.failure();
}

TEST_F(Tls, Tls12AndAlpn) {
  Serving server(handler_, with_tls());
  TlsClient::Wish wish = trusting();
  wish.only_tls12 = true;
  wish.protocols = {"h2", "http/1.1"};
  TlsClient client(server->port(1), wish);
  ASSERT_TRUE(client.connected()) << client.failure();
  EXPECT_EQ(client.protocol(), "http/1.1");
  client.send("GET /it HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(body_of(next_answer(client)), "https://a/it TLSv1.2 sni=localhost alpn=http/1.1");
  wish.protocols = {"h2"};
  EXPECT_FALSE(TlsClient(server->port(1), wish).connected()) << "RFC 7301 §3.2: no protocol in common ends it";
}

TEST_F(Tls, ALeastVersionIsKept) {
  tls::ServerOptions modern = minting();
  modern.least = tls::Version::k13;
  Serving server(handler_, with_tls(modern));
  TlsClient::Wish wish = trusting();
  EXPECT_TRUE(TlsClient(server->port(1), wish).connected());
  wish.only_tls12 = true;
  EXPECT_FALSE(TlsClient(server->port(1), wish).connected());
}

TEST_F(Tls, SessionsAreResumed) {
  Serving server(handler_, with_tls());
  struct Way {
    std::string_view rule;
    bool only_tls12, without_tickets;
  };
  for (const Way way : {Way{"TLS 1.3", false, false}, Way{"TLS 1.2 tickets", true, false}, Way{"TLS 1.2 session ids", true, true}}) {
    SCOPED_TRACE(way.rule);
    TlsClient::Wish wish = trusting();
    wish.only_tls12 = way.only_tls12;
    wish.without_tickets = way.without_tickets;
    {
      TlsClient first(server->port(1), wish);
      first.send("GET /it HTTP/1.1\r\nHost: a\r\n\r\n");
      next_answer(first);
      EXPECT_FALSE(first.resumed());
      wish.session = first.session();
      first.half_close();
      first.read_all();
    }
    TlsClient second(server->port(1), wish);
    ASSERT_TRUE(second.connected()) << second.failure();
    EXPECT_TRUE(second.resumed());
    second.send("GET /it HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_NE(body_of(next_answer(second)).find("sni=localhost"), std::string::npos);
  }
}

TEST_F(Tls, LargeBodiesBothWays) {
  Serving server(handler_, with_tls());
  for (const bool old : {false, true}) {
    TlsClient::Wish wish = trusting();
    wish.only_tls12 = old;
    TlsClient client(server->port(1), wish);
    for (const std::size_t size : {std::size_t{1}, std::size_t{16'384}, std::size_t{65'537}, std::size_t{5'000'000}}) {
      const std::string body = pattern(size);
      ASSERT_TRUE(client.send(post("/echo", body)));
      EXPECT_EQ(body_of(next_answer(client)), body) << size;
      client.send("GET /big/" + std::to_string(size) + " HTTP/1.1\r\nHost: a\r\n\r\n");
      EXPECT_EQ(body_of(next_answer(client)), body) << size;
    }
  }
}

// A client that takes its time while megabytes wait: every byte comes, once and in order.
TEST_F(Tls, ASlowReaderGetsItAll) {
  Serving server(handler_, with_tls());
  TlsClient client(server->port(1), trusting());
  for (int i = 0; i < 3; ++i) client.send("GET /big/9000000 HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(handler_.wait_until([](int answered, int) { return answered == 1; }));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(body_of(next_answer(client)), pattern(9'000'000)) << i;
}

TEST_F(Tls, PipelinedRequestsInOneRecordAndInManyPieces) {
  Serving server(handler_, with_tls());
  TlsClient client(server->port(1), trusting());
  std::string many;
  for (int i = 0; i < 50; ++i) many += post("/echo", "number " + std::to_string(i));
  ASSERT_TRUE(client.send(many));
  for (int i = 0; i < 50; ++i) EXPECT_EQ(body_of(next_answer(client)), "number " + std::to_string(i));
  for (const char byte : post("/echo", "in pieces")) ASSERT_TRUE(client.send({&byte, 1}));
  EXPECT_EQ(body_of(next_answer(client)), "in pieces");
}

TEST_F(Tls, DeliveriesThatTakeTime) {
  Serving server(handler_, with_tls());
  TlsClient client(server->port(1), trusting());
  for (int i = 0; i < 2; ++i) client.send("GET /late HTTP/1.1\r\nHost: a\r\n\r\n");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(body_of(next_answer(client)), "late");
}

TEST_F(Tls, HalfClosedAndToldGoodbye) {
  Serving server(handler_, with_tls());
  TlsClient client(server->port(1), trusting());
  client.send("GET /late HTTP/1.1\r\nHost: a\r\n\r\n");
  client.half_close();
  EXPECT_EQ(body_of(client.read_all()), "late") << "who has finished sending is answered all the same";
  EXPECT_TRUE(client.was_told()) << "close_notify (RFC 8446 §6.1)";

  TlsClient closing(server->port(1), trusting());
  closing.send("GET /it HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_NE(closing.read_all().find("Connection: close"), std::string::npos);
  EXPECT_TRUE(closing.was_told());
}

TEST_F(Tls, ARequestWithoutTlsIsToldSo) {
  Serving server(handler_, with_tls());
  for (const std::string method : {"GET", "POST", "DELETE", "PROPFIND"}) {
    mimus::Connection plain(server->port(1));
    plain.send(method + " / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    const Answer answer = plain.read("GET");
    EXPECT_EQ(answer.response.status, 400) << method;
    EXPECT_NE(answer.response.body.find("https://"), std::string::npos) << answer.response.body;
    EXPECT_TRUE(plain.closes());
  }
  EXPECT_EQ(handler_.refusals(), std::vector<int>(4, 400));
}

TEST_F(Tls, GarbageEndsTheConnectionAndNothingElse) {
  Serving server(handler_, with_tls());
  for (const std::string_view bytes :
       {std::string_view("\0\0\0\0\0\0\0\0", 8), std::string_view("\x16\x03\x01\x00\x05hello", 10), std::string_view("\xff\xff\xff\xff", 4),
        std::string_view("\x16\x03\x01\xff\xff", 5), std::string_view("\x15\x03\x01\x00\x02\x02\x28", 7)}) {
    mimus::Connection client(server->port(1));
    client.send(bytes);
    client.finish_sending();
    EXPECT_TRUE(client.closes());
  }
  EXPECT_TRUE(server.wait_for_connections(0));
  EXPECT_TRUE(TlsClient(server->port(1), trusting()).connected());
  // An alert that the first bytes were no handshake is one; each has a sentence (ScriptedHandler checks) and no status.
  for (const int status : handler_.refusals()) EXPECT_EQ(status, kNoHandshake);
}

TEST_F(Tls, AHandshakeHasItsTime) {
  Options options;
  options.handshake_timeout = std::chrono::seconds(1);
  Serving server(handler_, with_tls(minting(), options));
  mimus::Connection silent(server->port(1));
  mimus::Connection slow(server->port(1));
  slow.send("\x16");
  EXPECT_TRUE(silent.closes());
  EXPECT_TRUE(slow.closes());
}

TEST_F(Tls, ClientCertificates) {
  const tls::Identity shop = must(tls::Mint(test_authority(), {"localhost"}).identity_for("shop.example", wall_now()));
  tls::ServerOptions mutual = minting();
  mutual.clients = must(tls::Trust::from_bytes(shop.certificate_pem()));
  TlsClient::Wish wish = trusting();
  {
    Serving server(handler_, with_tls(mutual));
    TlsClient bare(server->port(1), wish);
    bare.send("GET /it HTTP/1.1\r\nHost: a\r\n\r\n");  // TLS 1.3: the refusal comes with the first bytes read
    EXPECT_EQ(bare.read_all(), "");
    EXPECT_NE(bare.failure().find("certificate required"), std::string::npos) << bare.failure();
  }
  mutual.client_required = false;
  Serving server(handler_, with_tls(mutual));
  TlsClient bare(server->port(1), wish);
  bare.send("GET /it HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(body_of(next_answer(bare)), "https://a/it TLSv1.3 sni=localhost alpn=");
  // A certificate for servers alone (serverAuth) is none for a client.
  wish.certificate = shop.certificate_pem();
  wish.key = shop.key_pem();
  TlsClient wrong(server->port(1), wish);
  wrong.send("GET /it HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(wrong.read_all(), "");
}

TEST_F(Tls, ManyConnectionsOnSeveralLoops) {
  Options options;
  options.loops = 2;
  Serving server(handler_, with_tls(minting(), options));
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&, i] {
      TlsClient::Wish wish = trusting();
      wish.server_name = "host-" + std::to_string(i % 3) + ".example";
      for (int round = 0; round < 5; ++round) {
        TlsClient client(server->port(1), wish);
        for (int request = 0; request < 10; ++request) {
          const std::string body = std::to_string(i) + "/" + std::to_string(round) + "/" + std::to_string(request);
          client.send(post("/echo", body));
          EXPECT_EQ(body_of(next_answer(client)), body);
        }
        wish.session = client.session();
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(handler_.answered(), 8 * 5 * 10);
  EXPECT_EQ(handler_.by_loop().size(), 2u);
  EXPECT_TRUE(server.wait_for_connections(0));
}

TEST_F(Tls, DrainingEndsIdleConnectionsWithAGoodbye) {
  Serving server(handler_, with_tls());
  TlsClient client(server->port(1), trusting());
  client.send("GET /it HTTP/1.1\r\nHost: a\r\n\r\n");
  next_answer(client);
  server->drain();
  EXPECT_EQ(client.read_all(), "");
  EXPECT_TRUE(client.was_told());
}

TEST_F(Tls, AloneWithoutAPlainListener) {
  Options options = with_tls();
  options.listeners.erase(options.listeners.begin());
  Serving server(handler_, options);
  TlsClient client(server.port(), trusting());
  client.send("GET /it HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(body_of(next_answer(client)).substr(0, 8), "https://");
}

// ---- tunnels -----------------------------------------------------------------------------------

Options with_tunnels() {
  Options options;
  options.tunnels = context_of(minting());
  return options;
}

// How a client reads the answer to CONNECT: what follows its head is the tunnel (RFC 9110 §9.3.6).
constexpr std::string_view kNoBody = "HEAD";

std::string connect_to(std::string_view authority) {
  return "CONNECT " + std::string(authority) + " HTTP/1.1\r\nHost: " + std::string(authority) + "\r\n\r\n";
}

TEST_F(Tls, AConnectIsIntercepted) {
  Serving server(handler_, with_tunnels());
  TlsClient::Wish wish = trusting();
  wish.server_name = "api.example.com";
  wish.before = connect_to("api.example.com:443");
  TlsClient client(server.port(), wish);
  ASSERT_TRUE(client.connected()) << client.failure();
  for (int i = 0; i < 2; ++i) {
    client.send("GET /it HTTP/1.1\r\nHost: api.example.com\r\n\r\n");
    EXPECT_EQ(body_of(next_answer(client)),
              "https://api.example.com/it TLSv1.3 sni=api.example.com alpn= tunnel=api.example.com:443");
  }
  client.send(post("/echo", pattern(300'000)));
  EXPECT_EQ(body_of(next_answer(client)), pattern(300'000));
}

// By an address there is no SNI: the CONNECT says for whom the certificate is.
TEST_F(Tls, AConnectToAnAddress) {
  Serving server(handler_, with_tunnels());
  TlsClient::Wish wish = trusting();
  wish.server_name = "";
  wish.before = connect_to("127.0.0.1:8443");
  TlsClient client(server.port(), wish);
  ASSERT_TRUE(client.connected()) << client.failure();
  client.send("GET /it HTTP/1.0\r\n\r\n");  // and for whom the request is
  EXPECT_EQ(body_of(client.read_all()), "https://127.0.0.1:8443/it TLSv1.3 sni= alpn= tunnel=127.0.0.1:8443");
}

TEST_F(Tls, AConnectWithoutTlsWithinIsPlainHttp) {
  Serving server(handler_, with_tunnels());
  mimus::Connection client(server.port());
  client.send(connect_to("ws.example:80") + "GET /it HTTP/1.1\r\nHost: ws.example\r\n\r\n");  // without waiting
  EXPECT_EQ(client.read(kNoBody).response.status, 200);
  EXPECT_EQ(client.read("GET").response.body, "http://ws.example/it tunnel=ws.example:80");
  client.send(connect_to("b.example:443"));
  EXPECT_EQ(client.read("GET").response.status, 501) << "one within another";
}

TEST_F(Tls, AConnectAfterOtherRequests) {
  Serving server(handler_, with_tunnels());
  mimus::Connection client(server.port());
  client.send("GET /it HTTP/1.1\r\nHost: a\r\n\r\n" + connect_to("c.example:443"));
  EXPECT_EQ(client.read("GET").response.body, "http://a/it");
  EXPECT_EQ(client.read(kNoBody).response.status, 200);
}

TEST_F(Tls, WithoutTunnelsAConnectIsRefused) {
  Serving server(handler_);
  EXPECT_EQ(exchange(server.port(), "CONNECT a:443 HTTP/1.1\r\n").response.status, 501);
}

TEST_F(Tls, GarbageInATunnelEndsIt) {
  Serving server(handler_, with_tunnels());
  mimus::Connection client(server.port());
  client.send(connect_to("a.example:443"));
  EXPECT_EQ(client.read(kNoBody).response.status, 200);
  client.send(std::string_view("\x16\x03\x01\x00\x05hello", 10));
  EXPECT_TRUE(client.arrives("\x15")) << "an alert";
  EXPECT_TRUE(client.closes());
}

}  // namespace
}  // namespace mimus::server
