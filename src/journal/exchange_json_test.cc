#include "exchange_json.h"

#include <gtest/gtest.h>

#include "entries_for_tests.h"
#include "support/property.h"

namespace mimus::journal {
namespace {

Exchange example() {
  Exchange exchange;
  exchange.id = 7;
  exchange.received = WallTime(std::chrono::milliseconds(1'795'168'257'123));
  exchange.decided = Nanoseconds(11'500);
  exchange.leaving = Nanoseconds(12'000);
  exchange.request.method = "POST";
  exchange.request.target = "/users/7?expand=full";
  exchange.request.path = "/users/7";
  exchange.request.query = "expand=full";
  exchange.request.fields = {{"Host", "localhost"}, {"X-Tag", "a"}, {"x-tag", "b"}, {"X-TAG", "c"}};
  exchange.request.body = "h\u00e9";
  exchange.request.client_ip = "127.0.0.1";
  exchange.matched = true;
  exchange.stub_id = *Uuid::parse("0193aaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee");
  exchange.stub_label = "POST /users/{id}";
  exchange.status = 201;
  exchange.response_head = "HTTP/1.1 201 Created\r\nLocation: /users/7\r\nSet-Cookie: a=1\r\nSet-Cookie:b=2\r\n";
  exchange.response_body = "{}";
  return exchange;
}

TEST(ExchangeJson, HasEverythingThatPeopleAskFor) {
  std::string line;
  write_line(example(), line);
  EXPECT_EQ(line,
            R"({"id":7,"time":"2026-11-20T09:50:57.123Z","method":"POST","url":"/users/7?expand=full",)"
            R"("path":"/users/7","query":"expand=full",)"
            R"("headers":{"Host":"localhost","X-Tag":["a","b","c"]},"body":"hé",)"
            R"("route":"POST /users/{id}","stubId":"0193aaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee","matched":true,)"
            R"("status":201,"fault":null,"response":{"status":201,)"
            R"("headers":{"Location":"/users/7","Set-Cookie":["a=1","b=2"]},"body":"{}"},)"
            R"("decidedMicros":11.5,"leavingMicros":12.0,"client":"127.0.0.1"})"
            "\n");
}

TEST(ExchangeJson, SaysNullForWhatThereWasNot) {
  Exchange exchange = example();
  exchange.matched = false;
  exchange.status = 0;
  exchange.fault = "connection_reset";
  exchange.request.query = "";
  const json::Object object = to_json(exchange);
  EXPECT_EQ(object.at("url"), "/users/7");
  EXPECT_TRUE(object.at("route").is_null());
  EXPECT_TRUE(object.at("stubId").is_null());
  EXPECT_TRUE(object.at("status").is_null());
  EXPECT_TRUE(object.at("response").is_null());
  EXPECT_EQ(object.at("fault"), "connection_reset");
}

TEST(ExchangeJson, BinaryBodiesAreBase64) {
  Exchange exchange = example();
  exchange.request.body = std::string("\xff\x00\x01", 3);
  exchange.response_body = "\x80";
  exchange.response_body_cut = 9;
  const json::Object object = to_json(exchange);
  EXPECT_FALSE(object.contains("body"));
  EXPECT_EQ(object.at("bodyBase64"), "/wAB");
  EXPECT_FALSE(object.contains("bodyCut"));
  EXPECT_EQ(object.at("response").at("bodyBase64"), "gA==");
  EXPECT_EQ(object.at("response").at("bodyCut"), 9);
}

TEST(ExchangeJson, AnyExchangeIsOneLineOfValidJson) {
  for_each_seed(100, [](const Chance& chance) {
    Journal journal({});
    journal.append(0, RandomSample(chance, 3000).entry);
    std::string line;
    write_line(journal.newest({}, 1).front(), line);
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    EXPECT_TRUE(json::parse(line)) << line;
  });
}

}  // namespace
}  // namespace mimus::journal
