#include "recorded_exchanges.h"

#include <gtest/gtest.h>

#include "http/content_coding.h"

namespace mimus::cli {
namespace {

struct OriginCase {
  std::string_view rule, origin, url, becomes;  // "": it is another server's
};
constexpr OriginCase kOrigins[] = {
    {"the same host", "https://api.example.com", "https://api.example.com/users?page=2", "https://api.example.com/users?page=2"},
    {"hosts have no case, and usual ports no number", "HTTPS://API.example.com", "https://api.EXAMPLE.com:443/a", "https://api.example.com/a"},
    {"the path before is taken away", "https://a/v1/", "https://a/v1/users", "https://a/users"},
    {"… as a whole", "https://a/v1", "https://a/v10/users", ""},
    {"… down to nothing", "https://a/v1", "https://a/v1", "https://a/"},
    {"user and password go", "http://u:p@a:8080", "http://u:p@a:8080/x", "http://a:8080/x"},
    {"another host", "https://a", "https://b/x", ""},
    {"another scheme", "https://a", "http://a/x", ""},
    {"another port", "https://a", "https://a:444/x", ""},
    {"no host", "https://a", "/x", ""},
};
TEST(Origin, TakesItsOwn) {
  for (const OriginCase& row : kOrigins) {
    SCOPED_TRACE(row.rule);
    const auto origin = Origin::parse(row.origin);
    ASSERT_TRUE(origin) << describe(origin.error());
    exchange::Exchange exchange;
    exchange.request.url = row.url;
    const bool taken = origin->take(exchange);
    EXPECT_EQ(taken, !row.becomes.empty());
    if (taken) {
      EXPECT_EQ(exchange.request.url, row.becomes);
    }
  }
  for (const char* bad : {"", "example.com", "/x", "ftp://a", "http://"}) EXPECT_FALSE(Origin::parse(bad)) << bad;
}

exchange::Exchange answered(std::string body, std::string coding) {
  exchange::Exchange exchange;
  exchange.response.emplace();
  exchange.response->body = std::move(body);
  exchange.response->fields = {{"Content-Encoding", std::move(coding)}, {"X-A", "1"}};
  return exchange;
}

TEST(Prepare, UndoesCodings) {
  std::vector<exchange::Exchange> all{answered(http::encode_content(http::Coding::kGzip, "plain"), "gzip"), answered("xx", "strange"), answered("", "gzip")};
  prepare(all, 1);
  ASSERT_TRUE(all[0].response);
  EXPECT_EQ(all[0].response->body, "plain");
  EXPECT_EQ(all[0].response->coding, "gzip");
  EXPECT_EQ(all[0].response->fields, (std::vector<http::OwnedField>{{"X-A", "1"}}));
  EXPECT_FALSE(all[1].response);
  EXPECT_NE(all[1].failure.find("cannot be undone"), std::string::npos);
  EXPECT_TRUE(all[2].response) << "HEAD: a coding of nothing";
}

TEST(Prepare, OrdersScalesAndLeavesHalvesOut) {
  using std::chrono::milliseconds;
  exchange::Exchange late = answered("late", "identity"), half = answered("ha", "identity"), events = answered("data: 1\n\n", "identity");
  late.started = WallTime(std::chrono::seconds(9));
  late.wait = milliseconds(100);
  half.failure = "the client went away before the end";
  events.failure = half.failure;
  events.response->pieces = {{milliseconds(40), 9}};
  for (auto* one : {&late, &half, &events}) one->response->fields.clear();
  std::vector<exchange::Exchange> all{late, half, events};
  prepare(all, 0.5);
  EXPECT_FALSE(all[0].response);
  EXPECT_EQ(all[0].failure, "the client went away before the end");
  ASSERT_TRUE(all[1].response) << "an event stream has no end of its own";
  EXPECT_EQ(all[1].response->pieces[0].after, milliseconds(20));
  EXPECT_EQ(all[2].response->body, "late");
  EXPECT_EQ(all[2].wait, milliseconds(50));
}

TEST(ReadExchanges, SaysWhatIsWrong) {
  EXPECT_EQ(read_exchanges("/no/such/file").error().code, Code::kIo);
}

}  // namespace
}  // namespace mimus::cli
