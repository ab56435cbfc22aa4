#include "cors.h"

#include <gtest/gtest.h>

namespace mimus::serve {
namespace {

constexpr std::string_view kNone = "(none)";

std::string field(const std::vector<http::OwnedField>& fields, std::string_view name) {
  std::string values;
  for (const http::OwnedField& one : fields) {
    if (http::same_name(one.name, name)) values += (values.empty() ? "" : " | ") + one.value;
  }
  return values.empty() ? std::string(kNone) : values;
}

struct Asking {
  std::vector<http::HeaderField> fields;
  http::Request request;
  explicit Asking(std::string_view origin, std::string_view method = "", std::string_view headers = "") {
    if (!origin.empty()) fields.push_back({"Origin", origin});
    if (!method.empty()) fields.push_back({"Access-Control-Request-Method", method});
    if (!headers.empty()) fields.push_back({"Access-Control-Request-Headers", headers});
    request.method = method.empty() ? "GET" : "OPTIONS";
    request.fields = fields;
  }
};

struct CorsCase {
  std::string_view rule;
  stub::Cors cors;
  std::string_view origin, allowed, vary;
};
TEST(Cors, WhichOriginsAreAllowed) {
  const stub::Cors off{.enabled = false};
  const stub::Cors listed{.origins = {"https://a", "https://b"}};
  const stub::Cors credentials{.credentials = true};
  const CorsCase rows[] = {
      {"anybody by default", {}, "https://a", "*", kNone},
      {"also who is no browser", {}, "", "*", kNone},
      {"nobody when it is off", off, "https://a", kNone, kNone},
      {"who is listed, by name", listed, "https://b", "https://b", "Origin"},
      {"others not", listed, "https://c", kNone, kNone},
      {"names are compared whole", listed, "https://a.evil", kNone, kNone},
      {"with credentials '*' is not allowed: the origin is echoed, Fetch §3.3.5", credentials, "https://z", "https://z", "Origin"},
      {"if there is one", credentials, "", kNone, kNone},
  };
  for (const CorsCase& row : rows) {
    SCOPED_TRACE(row.rule);
    std::vector<http::OwnedField> fields;
    append_cors_fields(row.cors, Asking(row.origin).request, fields);
    EXPECT_EQ(field(fields, "Access-Control-Allow-Origin"), row.allowed);
    EXPECT_EQ(field(fields, "Vary"), row.vary);
    const bool credentials_said = field(fields, "Access-Control-Allow-Credentials") == "true";
    EXPECT_EQ(credentials_said, row.cors.credentials && row.allowed != kNone);
  }
}

TEST(Cors, AFileThatSaysItsOwnHeaderHasTheLastWord) {
  std::vector<http::OwnedField> fields{{"access-control-allow-origin", "https://mine"}};
  append_cors_fields({}, Asking("https://a").request, fields);
  EXPECT_EQ(fields.size(), 1u);
}

TEST(Cors, ExposesWhatItIsToldTo) {
  std::vector<http::OwnedField> fields;
  append_cors_fields({.expose = {"X-A", "X-B"}}, Asking("https://a").request, fields);
  EXPECT_EQ(field(fields, "Access-Control-Expose-Headers"), "X-A, X-B");
}

TEST(Cors, WhatIsAPreflight) {
  EXPECT_TRUE(is_preflight(Asking("https://a", "PUT").request));
  EXPECT_FALSE(is_preflight(Asking("", "PUT").request));
  EXPECT_FALSE(is_preflight(Asking("https://a").request));
  Asking plain("https://a");
  plain.request.method = "OPTIONS";
  EXPECT_FALSE(is_preflight(plain.request));
}

TEST(Cors, AnswersToPreflights) {
  const Asking asking("https://a", "PUT", "x-one, x-two");
  const auto open = options_fields({}, asking.request, {"GET", "PUT"});
  EXPECT_EQ(field(open, "Access-Control-Allow-Methods"), "GET, PUT");
  EXPECT_EQ(field(open, "Access-Control-Allow-Headers"), "x-one, x-two");
  EXPECT_EQ(field(open, "Access-Control-Max-Age"), kNone);
  const stub::Cors strict{.origins = {"https://a"}, .methods = {"PATCH"}, .headers = {"X-Three"}, .max_age = std::chrono::seconds(60)};
  const auto said = options_fields(strict, asking.request, {"GET"});
  EXPECT_EQ(field(said, "Access-Control-Allow-Origin"), "https://a");
  EXPECT_EQ(field(said, "Access-Control-Allow-Methods"), "PATCH");
  EXPECT_EQ(field(said, "Access-Control-Allow-Headers"), "X-Three");
  EXPECT_EQ(field(said, "Access-Control-Max-Age"), "60");
  EXPECT_TRUE(options_fields(strict, Asking("https://b", "PUT").request, {"GET"}).empty()) << "no word to strangers";
}

TEST(Cors, APlainOptionsIsToldWhatIsAllowed) {
  Asking asking("");
  asking.request.method = "OPTIONS";
  EXPECT_EQ(field(options_fields({}, asking.request, {"GET", "HEAD"}), "Allow"), "GET, HEAD");
  EXPECT_EQ(field(options_fields({.enabled = false}, Asking("https://a", "PUT").request, {"GET"}), "Allow"), "GET");
}

}  // namespace
}  // namespace mimus::serve
