#include "target.h"

#include <gtest/gtest.h>

#include <string>

namespace mimus::http {
namespace {

using Form = Target::Form;

struct TargetCase {
  std::string_view rule, method, target;
  Form form;
  std::string_view scheme, authority, path, query;
};
constexpr TargetCase kTargetCases[] = {
    {"origin-form", "GET", "/a/b", Form::kOrigin, "", "", "/a/b", ""},
    {"a query", "GET", "/a?b=c&d", Form::kOrigin, "", "", "/a", "b=c&d"},
    {"an empty query", "GET", "/a?", Form::kOrigin, "", "", "/a", ""},
    {"a question mark in the query", "GET", "/?a?b", Form::kOrigin, "", "", "/", "a?b"},
    {"a fragment is dropped", "GET", "/a?b#c?d", Form::kOrigin, "", "", "/a", "b"},
    {"a fragment after the path", "GET", "/a#?b", Form::kOrigin, "", "", "/a", ""},
    {"two slashes are a path", "GET", "//a/b", Form::kOrigin, "", "", "//a/b", ""},
    {"bad escapes are let through", "GET", "/%zz%", Form::kOrigin, "", "", "/%zz%", ""},
    {"quotes, bars and braces", "GET", "/\"|<>\\^`{}", Form::kOrigin, "", "", "/\"|<>\\^`{}", ""},
    {"absolute-form", "GET", "http://a.b:81/c?d", Form::kAbsolute, "http", "a.b:81", "/c", "d"},
    {"absolute-form without a path", "GET", "http://host", Form::kAbsolute, "http", "host", "/", ""},
    {"absolute-form, query only", "GET", "http://host:1234?x=1", Form::kAbsolute, "http",
     "host:1234", "/", "x=1"},
    {"absolute-form, fragment only", "GET", "http://host#x", Form::kAbsolute, "http", "host", "/", ""},
    {"userinfo is removed", "GET", "HTTP://u:p@host/", Form::kAbsolute, "HTTP", "host", "/", ""},
    {"an IPv6 host", "GET", "http://[::1]:80/", Form::kAbsolute, "http", "[::1]:80", "/", ""},
    {"absolute-form for OPTIONS", "OPTIONS", "http://host", Form::kAbsolute, "http", "host", "/", ""},
    {"asterisk-form", "OPTIONS", "*", Form::kAsterisk, "", "", "*", ""},
    {"foreign methods may use it", "M-SEARCH", "*", Form::kAsterisk, "", "", "*", ""},
    {"authority-form", "CONNECT", "host:443", Form::kAuthority, "", "host:443", "", ""},
    {"authority-form, IPv6", "CONNECT", "[::1]:443", Form::kAuthority, "", "[::1]:443", "", ""},
    {"authority-form, userinfo", "CONNECT", "u@host:443", Form::kAuthority, "", "host:443", "", ""},
    {"methods keep their case", "connect", "/x", Form::kOrigin, "", "", "/x", ""},
};
TEST(Target, Rows) {
  for (const TargetCase& row : kTargetCases) {
    SCOPED_TRACE(row.rule);
    const auto target = parse_target(row.method, row.target);
    ASSERT_TRUE(target);
    EXPECT_EQ(target->form, row.form);
    EXPECT_EQ(target->scheme, row.scheme);
    EXPECT_EQ(target->authority, row.authority);
    EXPECT_EQ(target->path, row.path);
    EXPECT_EQ(target->query, row.query);
  }
}

struct BadTargetCase {
  std::string_view rule, method, target;
  std::size_t offset;
};
constexpr BadTargetCase kBadTargetCases[] = {
    {"empty", "GET", "", 0},
    {"a blank", "GET", "/a b", 2},
    {"a byte beyond ASCII", "GET", "/j\xc3\xb6rg", 2},
    {"DEL", "GET", "/\x7f", 1},
    {"a control character after many good ones", "GET", "/0123456789abcdef0123456789\t", 27},
    {"a path without a slash", "GET", "a/b", 0},
    {"a query alone", "GET", "?a", 0},
    {"a scheme begins with a letter", "GET", "1http://host/", 0},
    {"no host", "GET", "http:///a", 7},
    {"a port without a host", "GET", "http://:80/a", 7},
    {"userinfo without a host", "GET", "http://user@/a", 7},
    {"GET *", "GET", "*", 0},
    {"CONNECT without a port", "CONNECT", "host", 0},
    {"CONNECT without a host", "CONNECT", ":443", 0},
    {"CONNECT with a path", "CONNECT", "host:443/a", 0},
    {"CONNECT in origin-form", "CONNECT", "/a:1", 0},
    {"a port of letters", "CONNECT", "host:https", 5},
    {"an empty port", "CONNECT", "host:", 5},
    {"a port too large", "CONNECT", "host:65536", 5},
    {"authority-form without CONNECT", "GET", "host:443", 0},
};
TEST(Target, Refusals) {
  for (const BadTargetCase& row : kBadTargetCases) {
    SCOPED_TRACE(row.rule);
    const auto target = parse_target(row.method, row.target);
    ASSERT_FALSE(target);
    EXPECT_EQ(target.error().code, Code::kSyntax);
    EXPECT_EQ(target.error().where.offset, row.offset);
  }
}

TEST(Target, EveryByteIsJudgedWhereverItStands) {
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t at = 1; at < 19; ++at) {
      std::string target = "/0123456789abcdefgh";
      target[at] = static_cast<char>(byte);
      EXPECT_EQ(bool(parse_target("GET", target)), byte >= 0x21 && byte <= 0x7e) << byte << " at " << at;
    }
  }
}

}  // namespace
}  // namespace mimus::http
