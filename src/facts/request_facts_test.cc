#include "request_facts.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace mimus::facts {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs copy(std::span<const NameValue> items) {
  Pairs pairs;
  for (const NameValue& item : items) pairs.emplace_back(item.name, item.value);
  return pairs;
}

struct PairsCase {
  std::string_view rule, text;
  Pairs pairs;
};
const PairsCase kPairsCases[] = {
    {"in order, repeated names too", "b=1&a=2&b=3", {{"b", "1"}, {"a", "2"}, {"b", "3"}}},
    {"no equals sign is the empty value", "k&l=", {{"k", ""}, {"l", ""}}},
    {"decoded", "a%20b=c%26d&p+q=r+s", {{"a b", "c&d"}, {"p q", "r s"}}},
    {"a decoded separator separates nothing", "a=%3D%26", {{"a", "=&"}}},
    {"an equals sign in the value", "a=b=c", {{"a", "b=c"}}},
    {"an empty name", "=x", {{"", "x"}}},
    {"empty pieces are skipped", "&&a=1&&", {{"a", "1"}}},
    {"a bad escape stays", "a=100%", {{"a", "100%"}}},
    {"nothing", "", {}},
};
TEST(RequestFacts, QueryAndForm) {
  constexpr http::HeaderField kForm[] = {
      {"content-type", "Application/X-WWW-Form-Urlencoded ; charset=utf-8"}};
  for (const PairsCase& row : kPairsCases) {
    SCOPED_TRACE(row.rule);
    const http::Request request{.query = row.text, .fields = kForm, .body = row.text};
    Arena arena;
    RequestFacts facts(request, arena);
    EXPECT_EQ(copy(facts.query()), row.pairs);
    EXPECT_EQ(copy(facts.form()), row.pairs);
  }
}

TEST(RequestFacts, AFormSaysSo) {
  constexpr http::HeaderField kText[] = {{"Content-Type", "text/plain"}};
  Arena arena;
  const http::Request text{.fields = kText, .body = "a=1"};
  EXPECT_TRUE(RequestFacts(text, arena).form().empty());
  const http::Request untyped{.body = "a=1"};
  EXPECT_TRUE(RequestFacts(untyped, arena).form().empty());
}

TEST(RequestFacts, CookiesOfAllLines) {
  constexpr http::HeaderField kFields[] = {
      {"Cookie", "a=1; b=\"2\""}, {"X", "c=3"}, {"cookie", "d; e=5"}};
  const http::Request request{.fields = kFields};
  Arena arena;
  EXPECT_EQ(copy(RequestFacts(request, arena).cookies()),
            (Pairs{{"a", "1"}, {"b", "2"}, {"e", "5"}}));
}

TEST(RequestFacts, TheNormalPathIsTheSameViewWhenItCanBe) {
  Arena arena;
  const http::Request plain{.path = "/users/7"};
  EXPECT_EQ(RequestFacts(plain, arena).normal_path().data(), plain.path.data());
  const http::Request escaped{.path = "/j%c3%b6rg%2f"};
  EXPECT_EQ(RequestFacts(escaped, arena).normal_path(), "/jörg%2F");
}

struct JsonCase {
  std::string_view rule, body, written;  // "" : not JSON
};
constexpr JsonCase kJsonCases[] = {
    {"an object", "{\"a\": [1, 2.5, \"x\"]}", "{\"a\":[1,2.5,\"x\"]}"},
    {"a scalar", " true ", "true"},
    {"null is JSON", "null", "null"},
    {"an empty body is none", "", ""},
    {"blanks are none", "  ", ""},
    {"something behind it", "{} x", ""},
    {"a form", "a=1", ""},
};
TEST(RequestFacts, Json) {
  for (const JsonCase& row : kJsonCases) {
    SCOPED_TRACE(row.rule);
    const http::Request request{.body = row.body};
    Arena arena;
    RequestFacts facts(request, arena);
    const json::Value* value = facts.json();
    ASSERT_EQ(value != nullptr, !row.written.empty());
    if (value != nullptr) {
      EXPECT_EQ(json::write(*value), row.written);
    }
    EXPECT_EQ(facts.json(), value) << "parsed once";
  }
}

TEST(RequestFacts, ALargeDocumentLivesInTheArena) {
  std::string body = "[";
  for (int i = 0; i < 2000; ++i) body += "{\"name\":\"a text that needs memory " + std::to_string(i) + "\"},";
  body += "0]";
  const http::Request request{.body = body};
  Arena arena;
  RequestFacts facts(request, arena);
  ASSERT_NE(facts.json(), nullptr);
  EXPECT_EQ(facts.json()->as_array().size(), 2001u);
  EXPECT_GT(arena.footprint(), body.size());
}

TEST(RequestFacts, WhatNobodyAsksForCostsNothing) {
  constexpr http::HeaderField kFields[] = {{"Cookie", "a=1"}};
  const http::Request request{.path = "/%41", .query = "a=%41", .fields = kFields, .body = "{}"};
  Arena arena;
  RequestFacts facts(request, arena);
  EXPECT_EQ(arena.footprint(), 0u);
  EXPECT_EQ(facts.query().data(), facts.query().data());
}

}  // namespace
}  // namespace mimus::facts
