#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "template.h"

namespace mimus::render {

// For tests: one request with a bit of everything, and what templates make of it.
//
//   PUT /users/42?page=2&tag=a%20b&tag=c   at 2026-11-20T09:50:57.123Z, answered 7 times before
struct ExampleRequest {
  std::string method = "PUT";
  std::string path = "/users/42";
  std::string query = "page=2&tag=a%20b&tag=c&odd%20name=x&quote=%22%0A&bad=%FF";
  std::vector<http::HeaderField> fields{{"X-Request-Id", "r-1"},
                                        {"Accept", "text/html"},
                                        {"Accept", "*/*"},
                                        {"Cookie", "session=abc; theme=\"dark\""}};
  std::string body =
      R"({"id": 7, "name": "Ada \"Countess\"", "price": 275.0, "ok": true, "none": null, "0": "zero",)"
      R"( "a": {"b": [10, {"c": "deep"}]}, "odd name": 1, "list": [1, "two"]})";
  std::vector<facts::NameValue> captures{
      {"id", "42"}, {"zip", "00501"}, {"version", "1.10"}, {"ratio", "-0.5"}, {"word", "x\"y"}};
  std::uint64_t count = 7;
  std::uint64_t seed = 1;
  helpers::Host* surroundings = nullptr;
  handlebars::Limits limits{};
  const json::Value* parameters = nullptr;

  template <class AnyTemplate>
  std::string render(const AnyTemplate& compiled) const {
    http::Request request;
    request.method = method;
    request.target = path;
    request.path = path;
    request.query = query;
    request.fields = fields;
    request.body = body;
    Arena arena;
    facts::RequestFacts facts(request, arena);
    const Scope scope{
        facts,        captures,  WallTime(std::chrono::milliseconds(1'795'168'257'123)),
        Chance(seed), count,     surroundings,
        limits,       parameters};
    std::string out;
    const Status done = compiled.render(scope, out);
    return done ? out : "FAILED: " + describe(done.error());
  }

  // The text rendered, or the error described.
  std::string text(std::string_view source, Language language = Language::kOurs) const {
    const auto compiled = Template::compile(source, language);
    return compiled ? render(*compiled) : describe(compiled.error());
  }
  // The JSON document (as text) rendered, or the error described.
  std::string document(std::string_view source) const {
    const auto compiled = JsonTemplate::compile(*json::parse(source));
    return compiled ? render(*compiled) : describe(compiled.error());
  }
};

}  // namespace mimus::render
