#include "postman_writer.h"

#include <utility>

#include "http/message.h"
#include "request_conditions.h"
#include "text/encoding.h"

namespace mimus::formats {
namespace {

json::Value text_value(std::string_view text) {
  return json::Value(text::to_valid_utf8(text));
}

json::Array fields_value(const std::vector<http::OwnedField>& fields) {
  json::Array out;
  for (const http::OwnedField& field : fields)
    out.push_back(
        json::Object{{"key", text_value(field.name)}, {"value", text_value(field.value)}});
  return out;
}

json::Object url_value(const std::string& url, const std::string& base) {
  const std::string raw = "{{baseUrl}}" + url.substr(url.starts_with(base) ? base.size() : 0);
  const exchange::UrlParts parts = exchange::split(url);
  json::Array path;
  for (std::string_view rest = parts.path.substr(1);;) {
    const std::size_t end = rest.find('/');
    path.push_back(text_value(rest.substr(0, end)));
    if (end == rest.npos) break;
    rest.remove_prefix(end + 1);
  }
  json::Object out{
      {"raw", text_value(raw)}, {"host", json::Array{"{{baseUrl}}"}}, {"path", std::move(path)}};
  json::Array query;
  for (const Pair& pair : pairs_of(parts.query))
    query.push_back(
        json::Object{{"key", text_value(pair.name)}, {"value", text_value(pair.value)}});
  if (!query.empty()) out["query"] = std::move(query);
  return out;
}

json::Object request_value(const exchange::Request& request, const std::string& base) {
  json::Object out{{"method", text_value(request.method)},
                   {"header", fields_value(request.fields)},
                   {"url", url_value(request.url, base)}};
  if (!request.body.empty())
    out["body"] = json::Object{{"mode", "raw"}, {"raw", text_value(request.body)}};
  return out;
}

}  // namespace

json::Value to_postman(const Examples& examples, const std::string& name, const std::string& base) {
  json::Array items;
  for (const Example& example : examples.all) {
    const json::Object request = request_value(example.request, base);
    json::Array answers;
    for (const exchange::Response& response : example.responses) {
      const std::string_view phrase = response.reason.empty() ? http::reason_phrase(response.status)
                                                              : std::string_view(response.reason);
      answers.push_back(
          json::Object{{"name", std::to_string(response.status) + " " + std::string(phrase)},
                       {"originalRequest", request},
                       {"status", text_value(phrase)},
                       {"code", response.status},
                       {"header", fields_value(response.fields)},
                       {"body", text_value(response.body)}});
    }
    items.push_back(json::Object{{"name", text_value(example.name)},
                                 {"request", request},
                                 {"response", std::move(answers)}});
  }
  return json::Object{
      {"info",
       {{"name", name},
        {"schema", "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}}},
      {"item", std::move(items)},
      {"variable", json::Array{json::Object{{"key", "baseUrl"}, {"value", base}}}}};
}

}  // namespace mimus::formats
