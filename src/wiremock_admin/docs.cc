#include "docs.h"

#include <cctype>

#include "endpoints.h"
#include "text/markup.h"

namespace mimus::wiremock_admin {
namespace {

constexpr std::string_view kTitle = "WireMock's admin API, as Mimus speaks it";

std::string full_path(const Endpoint& endpoint) {
  return "/__admin" + std::string(endpoint.path);
}

json::Object operation_of(const Endpoint& endpoint, std::string_view topic) {
  json::Object operation{{"summary", endpoint.summary}, {"tags", json::Array{topic}}};
  if (const std::size_t open = endpoint.path.find('{'); open != std::string_view::npos) {
    operation["parameters"] = json::Array{
        json::Object{{"name", endpoint.path.find("...}") == std::string_view::npos ? "id" : "path"},
                     {"in", "path"},
                     {"required", true},
                     {"schema", json::Object{{"type", "string"}}}}};
  }
  if (!endpoint.body.empty()) {
    operation["requestBody"] = json::Object{
        {"description", endpoint.body},
        {"content", json::Object{{"application/json", json::Object{{"schema", json::Object()}}}}}};
  }
  operation["responses"] =
      json::Object{{"default", json::Object{{"description", endpoint.summary}}}};
  return operation;
}

// OpenAPI has one variable a segment, without dots.
std::string openapi_path(const Endpoint& endpoint) {
  std::string path = full_path(endpoint);
  if (const std::size_t dots = path.find("...}"); dots != std::string::npos) path.erase(dots, 3);
  return path;
}

}  // namespace

Or<server::Reply> docs_page(const Call& call) {
  std::string page =
      "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>" +
      std::string(kTitle) +
      "</title>\n<style>body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;"
      "padding:0 1rem}td{padding:.2rem 1rem .2rem 0;vertical-align:top}"
      "code{white-space:nowrap}</style></head>\n<body>\n<h1>" +
      std::string(kTitle) + "</h1>\n";
  for (const Topic& topic : topics()) {
    page += "<h2>" + std::string(topic.name) + "</h2>\n<table>\n";
    for (const Endpoint& endpoint : topic.endpoints()) {
      page += "<tr><td><code>" + std::string(endpoint.method) + "</code></td><td><code>" +
              text::escape_markup(full_path(endpoint)) + "</code></td><td>" + text::escape_markup(endpoint.summary);
      if (!endpoint.body.empty()) page += ". Body: " + text::escape_markup(endpoint.body);
      page += "</td></tr>\n";
    }
    page += "</table>\n";
  }
  page += "<p><a href=\"/__admin/docs/swagger\">OpenAPI</a></p>\n</body>\n</html>\n";
  return call.answers.text(200, "text/html;charset=UTF-8", page);
}

Or<server::Reply> docs_openapi(const Call& call) {
  json::Object paths;
  for (const Topic& topic : topics()) {
    for (const Endpoint& endpoint : topic.endpoints()) {
      json::Value& path = paths[openapi_path(endpoint)];
      if (path.is_null()) path = json::Object();
      std::string method;
      for (const char c : endpoint.method) method += static_cast<char>(std::tolower(c));
      path.as_object()[method] = operation_of(endpoint, topic.name);
    }
  }
  return call.answers.json(
      {{"openapi", "3.0.3"},
       {"info", json::Object{{"title", kTitle}, {"version", kWireMockVersion}}},
       {"paths", std::move(paths)}});
}

std::string docs_markdown() {
  std::string text;
  for (const Topic& topic : topics()) {
    text += "\n### " + std::string(topic.name) + "\n\n| call | body | |\n| --- | --- | --- |\n";
    for (const Endpoint& endpoint : topic.endpoints()) {
      text += "| `" + std::string(endpoint.method) + " " + full_path(endpoint) + "` | " +
              std::string(endpoint.body) + " | " + std::string(endpoint.summary) + " |\n";
    }
  }
  return text;
}

}  // namespace mimus::wiremock_admin
