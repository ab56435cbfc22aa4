#include "request_conditions.h"

#include <algorithm>

#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::formats {
namespace {

using match::Condition;
using match::Place;

enum class BodyKind : std::uint8_t { kNone, kMultipart, kForm, kJson, kText, kBytes };

std::string type_of(const exchange::Request& request) {
  return text::to_lower_ascii(exchange::find(request.fields, "Content-Type").value_or(""));
}

bool are_texts(const std::vector<Pair>& pairs) {
  return std::ranges::all_of(pairs, [](const Pair& pair) {
    return !pair.name.empty() && text::is_valid_utf8(pair.name) && text::is_valid_utf8(pair.value);
  });
}

BodyKind kind_of(const exchange::Request& request) {
  if (request.body.empty()) return BodyKind::kNone;
  const std::string type = type_of(request);
  if (type.starts_with("multipart/")) return BodyKind::kMultipart;
  if (type.starts_with("application/x-www-form-urlencoded") && are_texts(pairs_of(request.body))) return BodyKind::kForm;
  if (!text::is_valid_utf8(request.body)) return BodyKind::kBytes;
  const bool structured = request.body.find_first_of("{[") != std::string::npos;
  return structured && json::parse(request.body) ? BodyKind::kJson : BodyKind::kText;
}

// {Place::kQuery, "tag", {hasExactly: [a, b]}} for each name, in the order of their first values.
void add_pairs(Place place, const std::vector<Pair>& pairs, const std::vector<std::string>& any_value,
               const std::set<std::string>& exact, std::vector<Condition>& out) {
  const std::size_t begin = out.size();
  for (const Pair& pair : pairs) {
    const auto there = std::find_if(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(),
                                    [&](const Condition& one) { return one.name == pair.name; });
    if (there == out.end()) {
      const bool any = std::ranges::find(any_value, pair.name) != any_value.end();
      match::Test test = any ? match::Test{"present", true} : match::Test{"equals", json::Value(pair.value)};
      if (!any && exact.contains(pair.name)) test = {"hasExactly", json::Array{json::Value(pair.value)}};
      out.push_back({place, pair.name, {std::move(test)}});
      continue;
    }
    match::Test& test = there->tests.front();
    if (test.key == "equals") test = {"hasExactly", json::Array{test.operand}};
    if (test.operand.is_array()) test.operand.get_array().push_back(json::Value(pair.value));
  }
}

}  // namespace

std::vector<Pair> pairs_of(std::string_view query) {
  std::vector<Pair> pairs;
  while (!query.empty()) {
    const std::string_view piece = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(piece.size() + 1, query.size()));
    if (piece.empty()) continue;
    const std::size_t equals = std::min(piece.find('='), piece.size());
    pairs.push_back({text::form_decode(piece.substr(0, equals)),
                     text::form_decode(piece.substr(std::min(equals + 1, piece.size())))});
  }
  return pairs;
}

void add_host(std::string_view authority, std::vector<Condition>& out) {
  const std::size_t colon = authority.rfind(':');
  const bool port = colon != authority.npos && authority.find(']', colon) == authority.npos;
  out.push_back({Place::kHost, "", {{"equals", json::Value(text::to_valid_utf8(authority.substr(0, port ? colon : authority.size())))}}});
  if (port) out.push_back({Place::kPort, "", {{"equals", json::Value(text::to_valid_utf8(authority.substr(colon + 1)))}}});
}

void add_query(const exchange::UrlParts& url, const std::vector<std::string>& any_value, const std::set<std::string>& exact,
               std::vector<Condition>& out) {
  const std::vector<Pair> pairs = pairs_of(url.query);
  if (are_texts(pairs)) return add_pairs(Place::kQuery, pairs, any_value, exact, out);
  const std::string whole = text::to_valid_utf8(std::string(url.path) + "?" + std::string(url.query));
  out.push_back({Place::kUrl, "", {{"equals", json::Value(whole)}}});
}

void add_body(const exchange::Request& request, std::vector<Condition>& out) {
  switch (kind_of(request)) {
    case BodyKind::kNone:
    case BodyKind::kMultipart: return;
    case BodyKind::kForm: return add_pairs(Place::kForm, pairs_of(request.body), {}, {}, out);
    case BodyKind::kJson: out.push_back({Place::kBody, "$", {{"equals", *json::parse(request.body)}}}); return;
    case BodyKind::kText: out.push_back({Place::kBody, "$", {{"equals", json::Value(request.body)}}}); return;
    case BodyKind::kBytes:
      out.push_back({Place::kBody, "$", {{"binaryEqualTo", json::Value(text::base64_encode(request.body))}}});
  }
}

std::string body_key(const exchange::Request& request) {
  switch (kind_of(request)) {
    case BodyKind::kNone: return "none";
    case BodyKind::kMultipart: return "multipart";
    case BodyKind::kForm: {
      std::string key = "form";
      for (const Pair& pair : pairs_of(request.body)) key += '&' + json::write(json::Value(pair.name)) + json::write(json::Value(pair.value));
      return key;
    }
    case BodyKind::kJson: return "json" + json::write(*json::parse(request.body));
    case BodyKind::kText:
    case BodyKind::kBytes: break;
  }
  return "text" + request.body;
}

}  // namespace mimus::formats
