#include <gtest/gtest.h>

#include "fence.h"
#include "hop_by_hop.h"
#include "url.h"

namespace mimus::outbound {
namespace {

struct UrlRow {
  std::string_view given, origin, target, credentials;
};
constexpr UrlRow kUrls[] = {
    {"http://Example.COM", "http://example.com", "/", ""},
    {"https://example.com:8443/a?b=c#d", "https://example.com:8443", "/a?b=c", ""},
    {"HTTPS://example.com:443/", "https://example.com", "/", ""},
    {"http://u:p%40@h?x", "http://h", "/?x", "u:p@"},
    {"http://[::1]:81/%20", "http://[::1]:81", "/%20", ""},
};

TEST(Url, Rows) {
  for (const UrlRow& row : kUrls) {
    SCOPED_TRACE(row.given);
    auto url = parse_url(row.given);
    ASSERT_TRUE(url) << url.error().message;
    EXPECT_EQ(url->origin.text(), row.origin);
    EXPECT_EQ(url->target, row.target);
    EXPECT_EQ(url->credentials, row.credentials);
  }
  for (const char* bad : {"", "a", "ftp://a", "http://", "http://:80", "http://a:x", "http://a:0", "http://[::1", "http://a/b c", "http://a\r\nb"}) {
    EXPECT_FALSE(parse_url(bad)) << bad;
  }
}

// Whatever came before: the same as parse_url().
TEST(Url, OneAfterTheOther) {
  constexpr std::string_view kTexts[] = {"http://a/b",   "http://a/c?d#e", "http://a",     "http://a?q", "http://ab/c", "http://a:81/x", "http://a/\tx", "http://a/ok",
                                         "http://u@a/b", "https://a/b",    "http://A/b",   "HTTP://A/b", "http://A/b",  "nonsense",      "http://a#/x",  "http://a/y"};
  UrlParser parser;
  for (const std::string_view first : kTexts) {
    for (const std::string_view second : kTexts) {
      SCOPED_TRACE(std::string(first) + " " + std::string(second));
      (void)parser.parse(first);
      const auto url = parser.parse(second);
      const auto alone = parse_url(second);
      ASSERT_EQ(url.has_value(), alone.has_value());
      if (!url) continue;
      EXPECT_EQ(url->origin, alone->origin);
      EXPECT_EQ(url->target, alone->target);
      EXPECT_EQ(url->credentials, alone->credentials);
    }
  }
}

TEST(Url, CredentialsAreNotForPeople) {
  for (const auto& [text, shown] : {std::pair{"https://u:p@host:1/a@b", "https://host:1/a@b"}, std::pair{"http://host/?q=a@b", "http://host/?q=a@b"},
                                    std::pair{"http://u:p@w@host", "http://host"}, std::pair{"u:p@host", "u:p@host"}, std::pair{"", ""}}) {
    EXPECT_EQ(without_credentials(text), shown);
  }
}

// RFC 3986 §5.4, those that a Location can be.
TEST(Url, References) {
  const Url base = *parse_url("http://a/b/c/d?q");
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"g", "http://a/b/c/g"},       {"./g", "http://a/b/c/g"},   {"g/", "http://a/b/c/g/"},      {"/g", "http://a/g"},
      {"//g", "http://g/"},          {"?y", "http://a/b/c/d?y"},  {"g?y", "http://a/b/c/g?y"},    {"#s", "http://a/b/c/d?q"},
      {"", "http://a/b/c/d?q"},      {".", "http://a/b/c/"},      {"..", "http://a/b/"},          {"../g", "http://a/b/g"},
      {"../../../g", "http://a/g"},  {"/./g", "http://a/g"},      {"g/../h", "http://a/b/c/h"},   {"https://x:1/y", "https://x:1/y"},
      {"g?a=http://z", "http://a/b/c/g?a=http://z"},
  };
  for (const auto& [reference, expected] : rows) {
    auto url = resolve(base, reference);
    ASSERT_TRUE(url) << reference;
    EXPECT_EQ(url->text(), expected) << reference;
  }
}

struct FenceRow {
  std::string_view rule;
  std::vector<std::string> allow, deny;
  std::string_view host, address;
  bool passes;
};

TEST(Fence, Rows) {
  const FenceRow rows[] = {
      {"all may pass", {}, {}, "example.com", "93.184.216.34", true},
      {"but not link-local", {}, {}, "169.254.169.254", "169.254.169.254", false},
      {"by any name", {}, {}, "evil.example", "169.254.169.254", false},
      {"in IPv6", {}, {}, "x", "fe80::1", false},
      {"as IPv4 in IPv6", {}, {}, "x", "::ffff:169.254.169.254", false},
      {"through NAT64", {}, {}, "x", "64:ff9b::a9fe:a9fe", false},
      {"metadata over IPv6", {}, {}, "x", "fd00:ec2::254", false},
      {"allowed by address", {"169.254.169.254"}, {}, "x", "169.254.169.254", true},
      {"allowed by block", {"169.254.0.0/16"}, {}, "x", "169.254.1.1", true},
      {"not by a name for all", {"*"}, {}, "x", "169.254.169.254", false},
      {"by its very name", {"meta.internal"}, {}, "meta.internal", "169.254.169.254", true},
      {"only what is allowed", {"*.example.com"}, {}, "api.example.com", "1.2.3.4", true},
      {"nothing else", {"*.example.com"}, {}, "example.org", "1.2.3.4", false},
      {"deny by name", {}, {"*.internal"}, "db.internal", "1.2.3.4", false},
      {"deny by address of a name", {}, {"10.0.0.0/8"}, "db", "10.1.2.3", false},
      {"deny by range", {}, {"10.0.0.1-10.0.0.9"}, "db", "10.0.0.9", false},
      {"beyond the range", {}, {"10.0.0.1-10.0.0.9"}, "db", "10.0.0.10", true},
      {"deny beats allow", {"*"}, {"a.b"}, "a.b", "1.2.3.4", false},
      {"localhost is nobody's secret", {}, {}, "localhost", "127.0.0.1", true},
      {"::1 is no IPv4", {}, {"0.0.0.1"}, "localhost", "::1", true},
  };
  for (const FenceRow& row : rows) {
    SCOPED_TRACE(row.rule);
    const auto fence = Fence::build(row.allow, row.deny);
    ASSERT_TRUE(fence);
    EXPECT_EQ(!fence->refuses(*parse_address(row.address), row.host), row.passes);
  }
  for (const char* bad : {"", "10.0.0.0/33", "10.0.0.9-10.0.0.1", "a b", "x/8", "::1/129"}) {
    EXPECT_FALSE(Fence::build({}, {bad})) << bad;
  }
}

TEST(HopByHop, GoesWithWhatConnectionNames) {
  std::vector<http::OwnedField> fields{{"Connection", "close, X-Mine"}, {"x-mine", "1"}, {"TE", "trailers"}, {"Keep-Alive", "5"}, {"A", "b"}};
  remove_hop_by_hop(fields);
  ASSERT_EQ(fields.size(), 1u);
  EXPECT_EQ(fields[0].name, "A");
}

}  // namespace
}  // namespace mimus::outbound
