#include "logged_request.h"

#include <charconv>
#include <string>
#include <string_view>

#include "journal/borrowed_request.h"
#include "text/dates.h"
#include "text/encoding.h"

namespace mimus::wiremock_admin {
namespace {

json::String text_of(std::string_view bytes) {
  return json::String(text::to_valid_utf8(bytes));
}

// {"b": {"key": "b", "values": ["1", "2"]}}
json::Object parameters(std::span<const facts::NameValue> pairs) {
  json::Object all;
  for (const facts::NameValue& pair : pairs) {
    const json::String key = text_of(pair.name);
    json::Value& entry = all[key];
    if (entry.is_null()) entry = json::Object{{"key", key}, {"values", json::Array()}};
    entry.as_object().at("values").as_array().push_back(text_of(pair.value));
  }
  return all;
}

void add(json::Object& members, json::String name, json::String value) {
  const auto at = members.find(name);
  if (at == members.end()) {
    members.emplace(name, std::move(value));
  } else {
    json::Value& before = at->value();
    if (!before.is_array()) before = json::Array{std::move(before)};
    before.as_array().push_back(std::move(value));
  }
}

std::string_view protocol_of(http::Version version) {
  switch (version) {
    case http::Version::k10:
      return "HTTP/1.0";
    case http::Version::k2:
      return "HTTP/2.0";
    case http::Version::k11:
      break;
  }
  return "HTTP/1.1";
}

std::string absolute_url(const http::Request& request, std::string_view url) {
  if (request.target.find("://") != std::string_view::npos && !request.target.starts_with('/')) {
    return std::string(request.target);
  }
  return std::string(request.scheme) + "://" + std::string(request.authority) + std::string(url);
}

int number_of(std::string_view port) {
  int number = 0;
  std::from_chars(port.data(), port.data() + port.size(), number);
  return number;
}

// Who asked and when, as far as anybody did.
struct Receipt {
  WallTime received;
  http::Version version;
};

json::Object request_document(facts::RequestFacts& facts, const Receipt* receipt) {
  const http::Request& request = facts.request();
  json::Object document;
  document["url"] = text_of(facts.url());
  document["absoluteUrl"] = text_of(absolute_url(request, facts.url()));
  document["method"] = text_of(request.method);
  if (receipt != nullptr) document["clientIp"] = text_of(facts.client_ip());
  json::Object headers;
  for (const http::HeaderField& field : request.fields)
    add_header(headers, field.name, field.value);
  document["headers"] = std::move(headers);
  json::Object cookies;
  for (const facts::NameValue& cookie : facts.cookies()) {
    add(cookies, text_of(cookie.name), text_of(cookie.value));
  }
  document["cookies"] = std::move(cookies);
  document["browserProxyRequest"] = false;
  if (receipt != nullptr) {
    document["loggedDate"] =
        std::chrono::floor<std::chrono::milliseconds>(receipt->received).time_since_epoch().count();
  }
  document["bodyAsBase64"] = text::base64_encode(request.body);
  document["body"] = text_of(request.body);
  if (receipt != nullptr) document["protocol"] = protocol_of(receipt->version);
  document["scheme"] = text_of(request.scheme);
  document["host"] = text_of(facts.host());
  document["port"] = number_of(facts.port());
  if (receipt != nullptr) document["loggedDateString"] = text::iso8601(receipt->received);
  document["queryParams"] = parameters(facts.query());
  document["formParams"] = parameters(facts.form());
  return document;
}

}  // namespace

void add_header(json::Object& headers, std::string_view name, std::string_view value) {
  json::String spelling = text_of(name);
  for (const auto& member : headers) {
    if (text::equal_ignoring_case(member.key(), spelling)) spelling = member.key();
  }
  add(headers, std::move(spelling), text_of(value));
}

json::Object logged_request(const journal::Exchange& exchange) {
  const journal::BorrowedRequest borrowed(exchange);
  Arena arena;
  facts::RequestFacts facts(borrowed.request(), arena);
  const Receipt receipt{exchange.received, exchange.version};
  return request_document(facts, &receipt);
}

json::Object described_request(facts::RequestFacts& facts) {
  return request_document(facts, nullptr);
}

}  // namespace mimus::wiremock_admin
