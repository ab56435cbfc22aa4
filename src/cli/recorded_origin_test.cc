#include "recorded_origin.h"

#include <gtest/gtest.h>

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
  for (const char* bad : {"", "example.com", "/x", "ftp://a", "http://", "https://a/v1?key=1", "https://a#x"}) EXPECT_FALSE(Origin::parse(bad)) << bad;
}

}  // namespace
}  // namespace mimus::cli
