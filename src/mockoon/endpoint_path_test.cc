#include "endpoint_path.h"

#include <gtest/gtest.h>

#include "support/property.h"

namespace mimus::mockoon {
namespace {

// What an endpoint makes of a path: "" when it does not match, else "yes" and its names and values.
std::string match(std::string_view prefix, std::string_view endpoint, std::string_view path) {
  const auto compiled = EndpointPath::compile(prefix, endpoint);
  if (!compiled) return "error";
  Arena arena;
  const auto captured = compiled->match(collapsed(path, arena), arena);
  if (!captured) return "";
  std::string text = "yes";
  for (const facts::NameValue& one : *captured) text += " " + std::string(one.name) + "=" + std::string(one.value);
  return text;
}

struct PathCase {
  std::string_view rule, prefix, endpoint, path, found;
};
constexpr PathCase kPathCases[] = {
    {"a path is itself", "", "users", "/users", "yes"},
    {"and nothing longer", "", "users", "/users/1", ""},
    {"the prefix stands in front", "api", "users", "/api/users", "yes"},
    {"and is asked for", "api", "users", "/users", ""},
    {"slashes around a prefix count once", "/api/", "/users", "/api/users", "yes"},
    {"letter case does not count", "", "Users", "/uSERS", "yes"},
    {"one slash at the end does not count", "", "users", "/users/", "yes"},
    {"nor one of the endpoint", "", "users/", "/users", "yes"},
    {"doubled slashes are one", "api", "users", "//api///users", "yes"},
    {"the empty endpoint is the root", "", "", "/", "yes"},
    {"the empty endpoint behind a prefix", "api", "", "/api", "yes"},
    {"a blank is %20", "", "a b", "/a%20b", "yes"},
    {"a name takes one segment", "", "users/:id", "/users/7", "yes id=7"},
    {"and not two", "", "users/:id", "/users/7/x", ""},
    {"and not none", "", "users/:id", "/users/", ""},
    {"a value is decoded", "", "users/:id", "/users/a%20b%2Fc", "yes id=a b/c"},
    {"a value keeps its case", "", "users/:id", "/USERS/AbC", "yes id=AbC"},
    {"two names in one segment", "", "range/:from-:to", "/range/1-5", "yes from=1 to=5"},
    {"a name before a dot", "", "files/:name.:ext", "/files/a.txt", "yes name=a ext=txt"},
    {"an optional name is there", "", "users/:id?", "/users/7", "yes id=7"},
    {"or takes its slash away", "", "users/:id?", "/users", "yes"},
    {"a name with an expression", "", "users/:id(\\d+)", "/users/42", "yes id=42"},
    {"that does not fit", "", "users/:id(\\d+)", "/users/ann", ""},
    {"a star takes anything", "", "files/*", "/files/a/b.txt", "yes 0=a/b.txt"},
    {"also nothing", "", "files/*", "/files/", "yes 0="},
    {"a star alone takes every path", "", "*", "/any/where", "yes 0=any/where"},
    {"a group without a name has a number", "", "v(1|2)/x", "/v2/x", "yes 0=2"},
    {"a group right behind a slash has none", "", "(a|b)/x", "/b/x", "yes"},
    {"a character may be optional", "", "colou?r", "/color", "yes"},
    {"a group may be optional", "", "ab(cd)?e", "/abe", "yes"},
    {"a dot is a dot", "", "a.b", "/axb", ""},
    {"a class", "", "x[0-9]", "/x5", "yes"},
    {"parentheses in a class are none", "", "x[()]", "/x(", "yes"},
    {"what is no expression", "", "x(", "/x", "error"},
    {"nor a broken one of a name", "", ":id([)", "/x", "error"},
};

TEST(EndpointPath, Rows) {
  for (const PathCase& row : kPathCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(match(row.prefix, row.endpoint, row.path), row.found);
  }
}

std::string segment(const Chance& chance) {
  constexpr std::string_view kLetters = "abcXYZ019-_~";
  std::string text;
  const std::uint64_t size = 1 + chance.fork("size").below(6);
  for (std::uint64_t i = 0; i < size; ++i) text += kLetters[chance.fork(i).below(kLetters.size())];
  return text;
}

TEST(EndpointPath, WhatStandsInPlaceOfNamesIsFoundUnderThem) {
  for_each_seed(500, [](const Chance& chance) {
    std::string endpoint, path, found = "yes";
    const std::uint64_t parts = 1 + chance.fork("parts").below(4);
    for (std::uint64_t i = 0; i < parts; ++i) {
      const Chance here = chance.fork(i);
      const std::string value = segment(here);
      const std::string name = "n" + std::to_string(i);
      const bool named = here.fork("named").happens(0.5);
      endpoint += (i == 0 ? "" : "/") + (named ? ":" + name : value);
      path += "/" + value;
      if (named) found += " " + name + "=" + value;
    }
    EXPECT_EQ(match("", endpoint, path), found) << endpoint;
    EXPECT_EQ(match("p", endpoint, "/P" + path + "/"), found) << endpoint;
    EXPECT_EQ(match("", endpoint, path + "/more/of/it/and/more"), "") << endpoint;
  });
}

}  // namespace
}  // namespace mimus::mockoon
