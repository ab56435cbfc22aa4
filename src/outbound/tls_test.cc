#include <gtest/gtest.h>

#include "fetching_for_tests.h"
#include "support/temp_dir.h"
#include "tls_for_tests.h"

namespace mimus::outbound {
namespace {

std::string url_of(const Upstream& upstream, const std::string& host = "127.0.0.1") {
  return "https://" + host + ":" + std::to_string(upstream.port()) + "/";
}

TEST(Tls, ACertificateHasToBeTrustedAndForThisHost) {
  const Certificate good("IP:127.0.0.1"), other("DNS:elsewhere.example"), old("IP:127.0.0.1", -1);
  TempDir folder;
  struct Row {
    std::string_view rule;
    const Certificate& certificate;
    bool trusted, insecure;
    std::string_view says;  // "": it works
  };
  const Row rows[] = {
      {"nobody vouches for it", good, false, false, "self-signed certificate"},
      {"trusted by a file", good, true, false, ""},
      {"for somebody else", other, true, false, "IP address mismatch"},
      {"over", old, true, false, "certificate has expired"},
      {"whatever it is", old, false, true, ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.rule);
    const std::string file = (folder.path() / "ca.pem").string();
    row.certificate.write(file);
    Upstream upstream(over_tls(row.certificate));
    Options options;
    options.insecure = row.insecure;
    if (row.trusted) options.ca_file = file;
    const auto client = client_with(options);
    for (int again = 0; again < 2; ++again) {
      auto answer = get(*client, url_of(upstream));
      EXPECT_EQ(answer.has_value(), row.says.empty());
      if (answer) continue;
      EXPECT_EQ(answer.error().kind, Failure::Kind::kTls);
      EXPECT_NE(answer.error().message.find(row.says), std::string::npos) << answer.error().message;
    }
    EXPECT_EQ(upstream.connections(), row.says.empty() ? 1 : 2);
  }
}

TEST(Tls, TheClientShowsItsCertificate) {
  const Certificate server("IP:127.0.0.1"), mine("DNS:client");
  TempDir folder;
  mine.write((folder.path() / "client.pem").string());
  Upstream upstream(over_tls(server, true));
  Options options;
  options.insecure = true;
  EXPECT_EQ(get(*client_with(options), url_of(upstream))->body, "anon!");
  options.certificate = (folder.path() / "client.pem").string();
  EXPECT_EQ(get(*client_with(options), url_of(upstream))->body, "known");
  options.certificate = "/no/such/file.pem";
  EXPECT_FALSE(Client::start(options));
}

TEST(Tls, PlainBytesAreNoHandshake) {
  Upstream answering([](Peer& peer) {
    peer.read_some();
    peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  auto answer = get(*client_with(), url_of(answering));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Failure::Kind::kTls) << answer.error().message;
}

TEST(Tls, ThroughATunnel) {
  const Certificate certificate("IP:127.0.0.1");
  const auto talk = over_tls(certificate);
  std::string asked;
  Upstream proxy([&](Peer& peer) {
    asked = peer.read_request();
    peer.send("HTTP/1.1 200 Connection established\r\n\r\n");
    talk(peer);  // the target is played by the proxy itself
  });
  Options options;
  options.insecure = true;
  options.via = "127.0.0.1:" + std::to_string(proxy.port());
  auto answer = get(*client_with(options), "https://127.0.0.1:9/");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, "anon!");
  EXPECT_TRUE(asked.starts_with("CONNECT 127.0.0.1:9 HTTP/1.1\r\n"));
}

}  // namespace
}  // namespace mimus::outbound
