#include "wiremock_request.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include "match/request_pattern.h"
#include "native/native_matchers.h"

namespace mimus::formats {
namespace {

using match::PathPattern;
using match::Place;
using Lost = std::vector<std::string>;

json::Value as_json(std::string_view text) {
  return json::Value(boost::json::string_view(text.data(), text.size()));
}

std::string quoted_expression(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c & 0x80) != 0 || (c >= '0' && c <= '9') ||
                       ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '/';
    if (!plain) out += '\\';
    out += c;
  }
  return out;
}

// Captures of these types as Java writes them.
struct TypeExpression {
  std::string_view type, expression;
};
constexpr TypeExpression kTypes[] = {
    {"int", "-?[0-9]+"},
    {"number", "-?[0-9]+(?:\\.[0-9]+)?"},
    {"uuid", "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"},
    {"alpha", "[A-Za-z]+"},
    {"alnum", "[A-Za-z0-9]+"},
    {"slug", "[a-z0-9]+(?:-[a-z0-9]+)*"},
    {"date", "[0-9]{4}-[0-9]{2}-[0-9]{2}"},
    {"hex", "[0-9a-fA-F]+"},
};

std::string expression_of_type(std::string_view type) {
  if (type.empty()) return "[^/]+";
  if (type == "*" || type == "**") return ".*";
  const auto row = std::ranges::find(kTypes, type, &TypeExpression::type);
  return row == std::end(kTypes) ? std::string(type) : std::string(row->expression);
}

// Where the capture that begins at `open` ends; braces of an expression inside are skipped.
std::size_t end_of_capture(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '{')
      ++depth;
    else if (text[i] == '}' && --depth == 0)
      return i;
  }
  return text.size();
}

// A native template as an expression for the whole path.
std::string template_expression(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '{') {
      const std::size_t end = end_of_capture(text, at);
      const std::string_view inside = text.substr(at + 1, end - at - 1);
      const std::size_t colon = std::min(inside.find(':'), inside.size());
      out += "(" + expression_of_type(inside.substr(std::min(colon + 1, inside.size()))) + ")";
      at = end;
    } else if (text.substr(at, 3) == "/**") {
      out += "(?:/.*)?";
      at += 2;
    } else if (text[at] == '*') {
      out += "[^/]*";
    } else {
      out += quoted_expression(text.substr(at, 1));
    }
  }
  return out;
}

bool is_plain_template(std::string_view text) {
  return text.find(':') == text.npos && text.find('*') == text.npos;
}

void write_path(const PathPattern& path, json::Object& request) {
  const std::string_view text = path.text();
  switch (path.kind()) {
    case PathPattern::Kind::kExact:
      request["urlPath"] = as_json(text);
      return;
    case PathPattern::Kind::kPrefix:
      request["urlPathPattern"] = quoted_expression(text) + ".*";
      return;
    case PathPattern::Kind::kRegex:
      request["urlPathPattern"] = as_json(path.expression());
      return;
    case PathPattern::Kind::kAny:
      return;
    case PathPattern::Kind::kTemplate:
    case PathPattern::Kind::kRest:
      if (path.raw() || is_plain_template(text)) {
        request["urlPathTemplate"] = as_json(text);
      } else {
        request["urlPathPattern"] = template_expression(text);
      }
  }
}

json::Object matcher_of(match::Test test) {
  json::Object out{{test.key, std::move(test.operand)}};
  for (auto& member : test.options) out[member.key()] = std::move(member.value());
  return out;
}

// A condition's tests as one matcher; nothing when there is one without a word.
std::optional<json::Value> matcher_of(const match::Condition& condition, bool native) {
  json::Array all;
  for (const match::Test& test : condition.tests) {
    auto word = native ? native::wiremock_test(test) : std::optional(test);
    if (!word) return std::nullopt;
    all.push_back(matcher_of(*std::move(word)));
  }
  if (all.empty()) return std::nullopt;
  if (all.size() == 1) return std::move(all.front());
  return json::Object{{"and", std::move(all)}};
}

// user.name, items[0].id, /user/name as JSONPath.
std::string json_path(std::string_view name) {
  if (name == "$" || name.empty()) return "$";
  if (name.front() != '/') return "$." + std::string(name);
  std::string out = "$";
  while (!name.empty()) {
    name.remove_prefix(1);
    const std::size_t end = std::min(name.find('/'), name.size());
    const std::string_view part = name.substr(0, end);
    const bool index = !part.empty() && part.find_first_not_of("0123456789") == part.npos;
    out += index ? "[" + std::string(part) + "]" : "['" + std::string(part) + "']";
    name.remove_prefix(end);
  }
  return out;
}

json::Value body_pattern(const match::Condition& condition, json::Value matcher) {
  const std::string path = json_path(condition.name);
  if (path == "$") return matcher;
  json::Object found{{"expression", path}};
  for (auto& member : matcher.as_object()) found[member.key()] = std::move(member.value());
  return json::Object{{"matchesJsonPath", std::move(found)}};
}

json::Value& member_of(json::Object& object, std::string_view key, json::Value fresh) {
  json::Value& value = object[key];
  if (value.is_null()) value = std::move(fresh);
  return value;
}

void write_condition(const match::Condition& condition, bool native, json::Object& request,
                     json::Object& mapping, Lost& lost) {
  if (condition.place == Place::kRequest && condition.tests.size() == 1 &&
      condition.tests[0].key == "probability") {
    member_of(mapping, "mimus", json::Object{}).get_object()["probability"] =
        condition.tests[0].operand;
    return;
  }
  auto matcher = matcher_of(condition, native);
  const auto named = [&](std::string_view key) {
    member_of(request, key, json::Object{}).get_object()[condition.name] = *std::move(matcher);
  };
  const auto equal_text = [&]() -> std::optional<json::Value> {
    const json::Value* text = matcher->as_object().if_contains("equalTo");
    return text != nullptr && matcher->as_object().size() == 1 ? std::optional(*text)
                                                               : std::nullopt;
  };
  if (!matcher) {
    lost.push_back("a condition on " + std::string(match::name_of(condition.place)) +
                   (condition.name.empty() ? "" : " " + condition.name));
    return;
  }
  switch (condition.place) {
    case Place::kQuery:
      return named("queryParameters");
    case Place::kHeader:
      return named("headers");
    case Place::kCookie:
      return named("cookies");
    case Place::kForm:
      return named("formParameters");
    case Place::kPathParameter:
      return named("pathParameters");
    case Place::kBody:
      member_of(request, "bodyPatterns", json::Array{})
          .get_array()
          .push_back(body_pattern(condition, *std::move(matcher)));
      return;
    case Place::kHost:
      request["host"] = *std::move(matcher);
      return;
    case Place::kClientIp:
      request["clientIp"] = *std::move(matcher);
      return;
    case Place::kScheme:
      if (const auto text = equal_text()) request["scheme"] = *text;
      return;
    case Place::kPort:
      if (const auto text = equal_text()) request["port"] = std::atoi(text->as_string().c_str());
      return;
    case Place::kUrl: {
      const auto text = equal_text();
      for (const char* key : {"urlPath", "urlPathPattern", "urlPathTemplate"}) request.erase(key);
      if (text) {
        request["url"] = *text;
      } else if (const json::Value* expression = matcher->as_object().if_contains("matches")) {
        request["urlPattern"] = *expression;
      } else {
        lost.emplace_back("a condition on the url");
      }
      return;
    }
    default:
      lost.push_back("a condition on " + std::string(match::name_of(condition.place)));
  }
}

}  // namespace

json::Object wiremock_request(const stub::Stub& stub, json::Object& mapping, Lost& lost) {
  json::Object request;
  write_path(stub.request.path, request);
  const bool native = stub.request.manner == match::Manner::kNative;
  for (const match::Condition& condition : stub.request.conditions)
    write_condition(condition, native, request, mapping, lost);
  return request;
}

}  // namespace mimus::formats
