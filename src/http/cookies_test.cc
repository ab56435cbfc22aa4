#include "cookies.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace mimus::http {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct CookieCase {
  std::string_view rule, header;
  Pairs pairs;
};
const CookieCase kCookieCases[] = {
    {"one", "a=1", {{"a", "1"}}},
    {"several keep their order", "b=2; a=1; b=3", {{"b", "2"}, {"a", "1"}, {"b", "3"}}},
    {"blanks are trimmed", " a = 1 ;b=2\t", {{"a", "1"}, {"b", "2"}}},
    {"no blank after the semicolon", "a=1;b=2", {{"a", "1"}, {"b", "2"}}},
    {"quotes are removed", "a=\"1 2\"; b=\"", {{"a", "1 2"}, {"b", "\""}}},
    {"an equals sign in the value", "a=b=c==", {{"a", "b=c=="}}},
    {"an empty value", "a=; b=\"\"", {{"a", ""}, {"b", ""}}},
    {"no equals sign, no cookie", "a; b=1;;", {{"b", "1"}}},
    {"no name, no cookie", "=1; b=2", {{"b", "2"}}},
    {"names keep their case", "A=1", {{"A", "1"}}},
    {"nothing", "", {}},
};
TEST(Cookies, Rows) {
  for (const CookieCase& row : kCookieCases) {
    SCOPED_TRACE(row.rule);
    Pairs pairs;
    for_each_cookie(row.header, [&](std::string_view name, std::string_view value) {
      pairs.emplace_back(name, value);
    });
    EXPECT_EQ(pairs, row.pairs);
  }
}

}  // namespace
}  // namespace mimus::http
