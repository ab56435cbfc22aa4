#include "recorded_whole.h"

#include <gtest/gtest.h>

#include "http/content_coding.h"

namespace mimus::cli {
namespace {

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

}  // namespace
}  // namespace mimus::cli
