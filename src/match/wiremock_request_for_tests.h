#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "base/arena.h"
#include "facts/request_facts.h"
#include "http/target.h"
#include "request_pattern.h"

namespace mimus::match {

// The "request" of a WireMock mapping as a pattern: as much of the dialect's reader as tests of matchers need.
inline Result<RequestPattern> pattern_of(const json::Value& request) {
  RequestPattern pattern;
  pattern.manner = Manner::kWireMock;
  const auto add = [&](Place place, std::string name, const json::Value& matcher) -> Status {
    MIMUS_TRY(Test test, read_wiremock_test(matcher, place));
    pattern.conditions.push_back({place, std::move(name), {std::move(test)}});
    return Done{};
  };
  const json::Value* method = json::find(request, "/method");
  if (method != nullptr && method->get_string() == "GET_OR_HEAD") {
    pattern.methods = {"GET", "HEAD"};
  } else if (method != nullptr && method->get_string() != "ANY") {
    pattern.methods = {std::string(method->get_string())};
  }
  constexpr std::pair<const char*, UrlForm> kForms[] = {{"/url", UrlForm::kUrl},
                                                        {"/urlPattern", UrlForm::kUrlPattern},
                                                        {"/urlPath", UrlForm::kUrlPath},
                                                        {"/urlPathPattern", UrlForm::kUrlPathPattern},
                                                        {"/urlPathTemplate", UrlForm::kUrlPathTemplate}};
  for (const auto& [key, form] : kForms) {
    const json::Value* text = json::find(request, key);
    if (text == nullptr) continue;
    MIMUS_TRY_DONE(ask_for_url(form, std::string_view(text->get_string()), pattern));
    break;
  }
  constexpr std::pair<const char*, Place> kMaps[] = {{"/headers", Place::kHeader},
                                                     {"/queryParameters", Place::kQuery},
                                                     {"/formParameters", Place::kForm},
                                                     {"/cookies", Place::kCookie},
                                                     {"/pathParameters", Place::kPathParameter}};
  for (const auto& [key, place] : kMaps) {
    const json::Value* map = json::find(request, key);
    if (map == nullptr) continue;
    for (const auto& member : map->get_object()) MIMUS_TRY_DONE(add(place, member.key(), member.value()));
  }
  if (const json::Value* bodies = json::find(request, "/bodyPatterns")) {
    for (const json::Value& body : bodies->get_array()) MIMUS_TRY_DONE(add(Place::kBody, "", body));
  }
  if (const json::Value* parts = json::find(request, "/multipartPatterns")) {
    for (const json::Value& part : parts->get_array()) {
      pattern.conditions.push_back({Place::kMultipart, "", {{"part", part}}});
    }
  }
  if (const json::Value* host = json::find(request, "/host")) MIMUS_TRY_DONE(add(Place::kHost, "", *host));
  if (const json::Value* ip = json::find(request, "/clientIp")) MIMUS_TRY_DONE(add(Place::kClientIp, "", *ip));
  if (const json::Value* port = json::find(request, "/port")) {
    pattern.conditions.push_back({Place::kPort, "", {{"equalTo", json::Value(json::write(*port))}}});
  }
  if (const json::Value* scheme = json::find(request, "/scheme")) {
    pattern.conditions.push_back({Place::kScheme, "", {{"equalTo", *scheme}}});
  }
  if (const json::Value* custom = json::find(request, "/customMatcher")) {
    pattern.conditions.push_back({Place::kRequest, "", {{"customMatcher", *custom}}});
  }
  for (const char* key : {"/basicAuth", "/basicAuthCredentials"}) {
    const json::Value* basic = json::find(request, key);
    if (basic == nullptr) continue;
    const auto& user = basic->get_object().at("username").get_string();
    const auto& password = basic->get_object().at("password").get_string();
    std::erase_if(pattern.conditions, [](const Condition& condition) {
      return condition.place == Place::kHeader && http::same_name(condition.name, "Authorization");
    });
    pattern.conditions.push_back(basic_auth(std::string_view(user), std::string_view(password)));
  }
  return pattern;
}

// A request that owns its text, and what can be asked about it.
class Asked {
 public:
  Asked(std::string method, std::string target, std::vector<http::OwnedField> fields, std::string body)
      : method_(std::move(method)), target_(std::move(target)), owned_(std::move(fields)), body_(std::move(body)) {
    for (const http::OwnedField& field : owned_) fields_.push_back({field.name, field.value});
    const auto parsed = http::parse_target(method_, target_);
    EXPECT_TRUE(parsed) << target_;
    request_.method = method_;
    request_.target = target_;
    if (parsed) request_.path = parsed->path, request_.query = parsed->query;
    request_.fields = fields_;
    request_.body = body_;
    request_.client_ip = "127.0.0.1";
    request_.authority = request_.header("Host").value_or("localhost:8080");
  }
  Asked(const Asked&) = delete;
  Asked& operator=(const Asked&) = delete;

  facts::RequestFacts& facts() { return facts_; }
  const http::Request& request() const { return request_; }

 private:
  std::string method_, target_;
  std::vector<http::OwnedField> owned_;
  std::string body_;
  std::vector<http::HeaderField> fields_;
  http::Request request_;
  Arena arena_;
  facts::RequestFacts facts_{request_, arena_};
};

}  // namespace mimus::match
