#include "described_request.h"

#include <string_view>

#include "text/encoding.h"

namespace mimus::wiremock_admin {
namespace {

std::string_view text_at(const json::Object& object, std::string_view name) {
  const json::Value* const value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string_view(value->as_string()) : "";
}

// {"A": "1", "B": ["2", "3"]}
template <class Take>
void for_each_value(const json::Object& document, std::string_view name, Take take) {
  const json::Value* const members = document.if_contains(name);
  if (members == nullptr || !members->is_object()) return;
  for (const auto& member : members->as_object()) {
    const json::Value& value = member.value();
    if (value.is_string())
      take(std::string_view(member.key()), std::string_view(value.as_string()));
    if (!value.is_array()) continue;
    for (const json::Value& each : value.as_array()) {
      if (each.is_string())
        take(std::string_view(member.key()), std::string_view(each.as_string()));
    }
  }
}

// http://localhost:8080/a -> http, localhost:8080
void split_absolute(std::string_view url, http::Request& request) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return;
  request.scheme = url.substr(0, scheme);
  url.remove_prefix(scheme + 3);
  request.authority = url.substr(0, url.find_first_of("/?#"));
}

}  // namespace

Or<DescribedRequest> DescribedRequest::read(const json::Value& document, Arena& arena) {
  const json::Object* const object = document.if_object();
  if (object == nullptr)
    return unreadable(invalid("Cannot construct instance of LoggedRequest: not an object"));
  DescribedRequest described;
  http::Request& request = described.request_;
  request.method = text_at(*object, "method");
  request.target = text_at(*object, "url");
  split_absolute(text_at(*object, "absoluteUrl"), request);
  if (const auto scheme = text_at(*object, "scheme"); !scheme.empty()) request.scheme = scheme;
  request.path = request.target.substr(0, request.target.find('?'));
  if (request.path.size() < request.target.size()) {
    request.query = request.target.substr(request.path.size() + 1);
  }
  request.client_ip = text_at(*object, "clientIp");
  for_each_value(*object, "headers", [&](std::string_view name, std::string_view value) {
    described.fields_.push_back({name, value});
    if (request.authority.empty() && http::same_name(name, "Host")) request.authority = value;
  });
  if (!http::find_header(described.fields_, "Cookie")) {
    std::string line;
    for_each_value(*object, "cookies", [&](std::string_view name, std::string_view value) {
      line += (line.empty() ? "" : "; ") + std::string(name) + "=" + std::string(value);
    });
    if (!line.empty()) described.fields_.push_back({"Cookie", arena.copy(line)});
  }
  if (const auto body = text::base64_decode(text_at(*object, "bodyAsBase64"))) {
    request.body = arena.copy(*body);
  }
  return described;
}

http::Request DescribedRequest::request() const {
  http::Request request = request_;
  request.fields = fields_;
  return request;
}

}  // namespace mimus::wiremock_admin
