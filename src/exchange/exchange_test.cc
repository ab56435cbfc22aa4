#include "exchange.h"

#include <gtest/gtest.h>

namespace mimus::exchange {
namespace {

struct Row {
  const char* url;
  const char *scheme, *authority, *path, *query;
};

class Split : public testing::TestWithParam<Row> {};

TEST_P(Split, Parts) {
  const Row& row = GetParam();
  const UrlParts parts = split(row.url);
  EXPECT_EQ(parts.scheme, row.scheme);
  EXPECT_EQ(parts.authority, row.authority);
  EXPECT_EQ(parts.path, row.path);
  EXPECT_EQ(parts.query, row.query);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Split,
    testing::Values(Row{"https://api.example.com:8443/users?page=2", "https", "api.example.com:8443", "/users", "page=2"},
                    Row{"http://h", "http", "h", "/", ""}, Row{"http://h?a=b", "http", "h", "/", "a=b"},
                    Row{"/users?u=http://x/", "", "", "/users", "u=http://x/"}, Row{"/a#frag", "", "", "/a", ""},
                    Row{"http://h/a?b#c?d", "http", "h", "/a", "b"}, Row{"", "", "", "/", ""}));

TEST(Find, TheFirstInAnyCase) {
  const std::vector<http::OwnedField> fields{{"A", "1"}, {"content-type", "x"}, {"Content-Type", "y"}};
  EXPECT_EQ(find(fields, "Content-Type"), "x");
  EXPECT_EQ(find(fields, "B"), std::nullopt);
}

}  // namespace
}  // namespace mimus::exchange
