#include "operation.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "http/message.h"
#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::draft {
namespace {

constexpr std::size_t kLargestExample = 4096;  // bytes of a body that is shown

bool is_template(std::string_view text) { return text.find("{{") != text.npos; }

// What a text of a path, a query or a form stands for: 17, 2.5, true; else itself. "007" is a text.
json::Value typed(std::string_view raw) {
  if (raw == "true" || raw == "false") return raw == "true";
  const std::string text = text::to_valid_utf8(raw);
  const bool like_number = !text.empty() && text.size() <= 18 && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
  const auto number = like_number ? json::parse(text) : Result<json::Value>(json::Value());
  if (number && number->is_number()) return *number;
  return json::Value(text);
}

// Of values that are texts on the way, several types are no use.
json::Object schema_of_texts(const jsonschema::Inferrer& values) {
  json::Object schema = values.schema();
  const json::Value* type = schema.if_contains("type");
  if (type == nullptr || type->is_array()) return {{"type", "string"}};
  return schema;
}

struct NameValue {
  std::string name, value;
};
std::vector<NameValue> pairs_of(std::string_view text) {
  std::vector<NameValue> pairs;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (!pair.empty()) pairs.push_back({text::form_decode(pair.substr(0, equals)), text::form_decode(pair.substr(std::min(equals + 1, pair.size())))});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return pairs;
}

std::string media_type_of(const std::vector<http::OwnedField>& fields) {
  const std::string_view value = exchange::find(fields, "Content-Type").value_or("application/octet-stream");
  return text::to_lower_ascii(text::trim(value.substr(0, value.find(';'))));
}

bool begins_with_any(std::string_view name, std::initializer_list<std::string_view> starts) {
  return std::ranges::any_of(starts, [&](std::string_view start) { return name.starts_with(start); });
}

// Fields that say how a message travels, or what every client sends: no parameters of an API.
constexpr std::string_view kDull[] = {"accept", "authorization", "cache-control", "connection", "content-encoding", "content-length", "content-type", "cookie",
                                      "date", "dnt", "expect", "expires", "host", "keep-alive", "origin", "pragma", "priority", "range", "referer", "server",
                                      "set-cookie", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "vary", "via", "age", "etag",
                                      "last-modified", "alt-svc", "strict-transport-security", "x-powered-by", "matched-stub-id", "mimus-session", "mimus-world"};
bool is_dull(std::string_view lower) {
  return std::ranges::find(kDull, lower) != std::end(kDull) || !http::is_token(lower) ||
         begins_with_any(lower, {"accept-", "access-control-", "sec-", "if-", "upgrade-", "x-forwarded-", "proxy-", "cf-"});
}

struct Scheme {
  std::string_view name;
  std::string_view type, detail, value;  // {"type": "http", "scheme": "bearer"}
  bool (*used)(const exchange::Request& request);
};
bool authorizes(const exchange::Request& request, std::string_view scheme) {
  const std::string value = text::to_lower_ascii(exchange::find(request.fields, "Authorization").value_or(""));
  return value.starts_with(scheme);
}
constexpr Scheme kSchemes[] = {
    {"bearerAuth", "http", "scheme", "bearer", [](const exchange::Request& request) { return authorizes(request, "bearer "); }},
    {"basicAuth", "http", "scheme", "basic", [](const exchange::Request& request) { return authorizes(request, "basic "); }},
    {"apiKey", "apiKey", "name", "X-Api-Key", [](const exchange::Request& request) { return exchange::find(request.fields, "X-Api-Key").has_value(); }},
};

json::Object describe_all(const std::map<std::string, Content>& contents) {
  json::Object out;
  for (const auto& [type, content] : contents) out[type] = content.describe();
  return out;
}

}  // namespace

json::Object scheme_named(std::string_view name) {
  const auto row = std::ranges::find(kSchemes, name, &Scheme::name);
  if (row == std::end(kSchemes)) return {};
  json::Object out{{"type", row->type}, {row->detail, row->value}};
  if (row->type == "apiKey") out["in"] = "header";
  return out;
}

// ---- bodies ------------------------------------------------------------------------------------

Content::Content() : values_(&is_template) {}

void Content::add(std::string_view media_type, std::string_view body) {
  if (media_type.find("json") != media_type.npos) {
    if (auto value = json::parse(body)) {
      structured_ = true;
      values_.add(*value);
      if (!example_ && body.size() <= kLargestExample && !is_template(body)) example_ = *std::move(value);
      return;
    }
  } else if (media_type == "application/x-www-form-urlencoded") {
    json::Object form;
    for (const NameValue& pair : pairs_of(body)) form[text::to_valid_utf8(pair.name)] = typed(pair.value);
    structured_ = true;
    values_.add(form);
    if (!example_ && body.size() <= kLargestExample) example_ = std::move(form);
    return;
  } else if (media_type.starts_with("multipart/")) {
    structured_ = true;
    values_.add(json::Object{});
    return;
  }
  if (!text::is_valid_utf8(body)) {
    bytes_ = true;
    return;
  }
  text_ = true;
  if (!example_ && !structured_ && body.size() <= kLargestExample && !is_template(body)) example_ = json::Value(body);
}

json::Object Content::describe() const {
  json::Object out;
  json::Object schema = structured_ ? values_.schema() : json::Object{{"type", "string"}};
  if (structured_ && text_) schema = json::Object{{"anyOf", json::Array{schema, json::Object{{"type", "string"}}}}};
  if (!bytes_) out["schema"] = std::move(schema);  // OpenAPI 3.1 describes bytes by saying nothing
  if (example_ && !bytes_) out["example"] = *example_;
  return out;
}

// ---- parameters --------------------------------------------------------------------------------

Operation::Parameter& Operation::parameter(std::vector<Parameter>& all, std::string_view name, std::string_view in) {
  const auto same = [&](const Parameter& one) { return one.in == in && (in == "header" ? http::same_name(one.name, name) : one.name == name); };
  const auto known = std::ranges::find_if(all, same);
  if (known != all.end()) return *known;
  return all.emplace_back(Parameter{std::string(name), std::string(in), jsonschema::Inferrer(&is_template), 0, false, {}});
}

void Operation::note(Parameter& parameter, std::string_view text, bool first_of_request, bool keeps_example) {
  json::Value value = typed(text);
  parameter.values.add(value);
  if (first_of_request) {
    ++parameter.requests;
  } else {
    parameter.repeats = true;
  }
  if (keeps_example && !parameter.example && !is_template(text)) parameter.example = std::move(value);
}

json::Object Operation::describe(const Parameter& parameter, bool required) {
  json::Object schema = schema_of_texts(parameter.values);
  const bool as_text = schema.contains("type") && schema.at("type") == "string";
  if (parameter.repeats) schema = json::Object{{"type", "array"}, {"items", std::move(schema)}};
  json::Object out{{"name", text::to_valid_utf8(parameter.name)}, {"in", parameter.in}};
  if (required) out["required"] = true;
  out["schema"] = std::move(schema);
  if (!parameter.example || parameter.repeats) return out;
  const bool is_text = parameter.example->is_string();
  out["example"] = as_text && !is_text ? json::Value(json::write(*parameter.example)) : *parameter.example;
  return out;
}

void Operation::add_path(const Seen& seen) {
  if (path_values_.empty()) path_values_.resize(path_.names.size());
  const std::vector<std::string> values = values_of(path_, exchange::split(seen.exchange.request.url).path);
  for (std::size_t i = 0; i < values.size() && seen.pattern.empty(); ++i) path_values_[i].add(typed(values[i]));
}

void Operation::add_query(const Seen& seen) {
  std::vector<std::string> before;
  for (const NameValue& pair : pairs_of(exchange::split(seen.exchange.request.url).query)) {
    const bool first = std::ranges::find(before, pair.name) == before.end();
    note(parameter(parameters_, pair.name, "query"), pair.value, first, true);
    before.push_back(pair.name);
  }
}

void Operation::add_fields(const exchange::Request& request) {
  for (const Scheme& scheme : kSchemes) {
    if (scheme.used(request)) ++schemes_[std::string(scheme.name)];
  }
  std::vector<std::string> before;
  for (const http::OwnedField& field : request.fields) {
    const std::string lower = text::to_lower_ascii(field.name);
    if (is_dull(lower) || lower == "x-api-key") continue;
    const bool first = std::ranges::find(before, lower) == before.end();
    if (first) note(parameter(parameters_, field.name, "header"), field.value, true, true);
    before.push_back(lower);
  }
}

void Operation::add_answer(const exchange::Response& response) {
  Answer& answer = answers_[response.status];
  for (const http::OwnedField& field : response.fields) {
    if (!is_dull(text::to_lower_ascii(field.name))) note(parameter(answer.fields, field.name, "header"), field.value, true, false);
  }
  const std::string type = media_type_of(response.fields);
  if (!response.body.empty()) answer.contents[type].add(type, response.body);
}

void Operation::add(const Seen& seen) {
  ++requests_;
  if (name_.empty()) name_ = seen.name;
  add_path(seen);
  add_query(seen);
  const exchange::Request& request = seen.exchange.request;
  add_fields(request);
  if (!request.body.empty()) {
    ++with_body_;
    const std::string type = media_type_of(request.fields);
    bodies_[type].add(type, request.body);
  }
  if (seen.exchange.response) add_answer(*seen.exchange.response);
}

// ---- the whole ---------------------------------------------------------------------------------

json::Array Operation::parameters() const {
  json::Array out;
  for (std::size_t i = 0; i < path_.names.size(); ++i) {
    json::Object schema{{"type", "string"}};
    if (!path_.types[i].empty()) {
      schema["type"] = path_.types[i];
    } else if (i < path_values_.size()) {
      schema = schema_of_texts(path_values_[i]);
    }
    out.push_back(json::Object{{"name", path_.names[i]}, {"in", "path"}, {"required", true}, {"schema", std::move(schema)}});
  }
  for (const std::string_view in : {"query", "header"}) {
    for (const Parameter& one : parameters_) {
      if (one.in == in) out.push_back(describe(one, one.requests == requests_));
    }
  }
  return out;
}

json::Object Operation::responses() const {
  json::Object out;
  for (const auto& [status, answer] : answers_) {
    const std::string_view phrase = http::reason_phrase(status);
    json::Object response{{"description", phrase.empty() ? std::string_view("an answer") : phrase}};
    json::Object fields;
    for (const Parameter& field : answer.fields) fields[field.name] = json::Object{{"schema", schema_of_texts(field.values)}};
    if (!fields.empty()) response["headers"] = std::move(fields);
    if (!answer.contents.empty()) response["content"] = describe_all(answer.contents);
    out[std::to_string(status)] = std::move(response);
  }
  if (out.empty()) out["default"] = json::Object{{"description", "no answer was seen"}};
  return out;
}

json::Object Operation::describe(const std::string& id) const {
  json::Object out;
  if (!name_.empty()) out["summary"] = text::to_valid_utf8(name_);
  out["operationId"] = id;
  if (json::Array all = parameters(); !all.empty()) out["parameters"] = std::move(all);
  if (!bodies_.empty()) {
    json::Object body{{"content", describe_all(bodies_)}};
    if (with_body_ == requests_) body["required"] = true;
    out["requestBody"] = std::move(body);
  }
  out["responses"] = responses();
  json::Array security;
  for (const auto& [name, requests] : schemes_) security.push_back(json::Object{{name, json::Array{}}});
  const bool optional = std::ranges::none_of(schemes_, [&](const auto& one) { return one.second == requests_; });
  if (!security.empty() && optional) security.push_back(json::Object{});
  if (!security.empty()) out["security"] = std::move(security);
  return out;
}

std::vector<std::string> Operation::schemes() const {
  std::vector<std::string> names;
  for (const auto& [name, requests] : schemes_) names.push_back(name);
  return names;
}

}  // namespace mimus::draft
