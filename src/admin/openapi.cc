#include <cctype>

#include "endpoints.h"

namespace mimus::admin {
namespace {

json::Value schema_of(std::string_view text) { return *json::parse(text); }

json::Object content(std::string_view schema) {
  return {{"application/json", json::Object{{"schema", schema_of(schema)}}}};
}

json::Object operation_of(const Endpoint& endpoint, std::string_view topic) {
  json::Object operation{{"summary", endpoint.summary}, {"tags", json::Array{topic}}};
  if (endpoint.path.find("{id}") != std::string_view::npos) {
    operation["parameters"] = json::Array{json::Object{
        {"name", "id"}, {"in", "path"}, {"required", true}, {"schema", json::Object{{"type", "string"}}}}};
  }
  if (!endpoint.takes.empty()) operation["requestBody"] = json::Object{{"content", content(endpoint.takes)}};
  json::Object good{{"description", endpoint.summary}};
  if (!endpoint.gives.empty()) good["content"] = content(endpoint.gives);
  operation["responses"] = json::Object{
      {std::to_string(endpoint.status), std::move(good)},
      {"default", json::Object{{"description", "what was wrong, and what would be right"},
                               {"content", json::Object{{"application/json", json::Object{{"schema", json::Object{
                                                                                 {"$ref", "#/components/schemas/Error"}}}}}}}}}};
  return operation;
}

}  // namespace

json::Object openapi(std::string_view version) {
  json::Object paths;
  for (const Topic& topic : topics()) {
    for (const Endpoint& endpoint : topic.endpoints()) {
      json::Value& path = paths[endpoint.path];
      if (path.is_null()) path = json::Object();
      std::string method;
      for (const char c : endpoint.method) method += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      path.as_object()[method] = operation_of(endpoint, topic.name);
    }
  }
  const json::Value error = schema_of(R"({"type": "object", "required": ["error"], "properties": {"error": {"type": "string"},
    "hint": {"type": "string"}, "pointer": {"type": "string"}, "line": {"type": "integer"}, "column": {"type": "integer"}}})");
  return {{"openapi", "3.1.0"},
          {"info", json::Object{{"title", "Mimus"}, {"version", version},
                                {"description", "What Mimus has beside the mocks. Every call acts on the world that it comes to: "
                                                "'default', or that of the headers Mimus-World and Mimus-Session."}}},
          {"paths", std::move(paths)},
          {"components", json::Object{{"schemas", json::Object{{"Error", error}}},
                                      {"securitySchemes", json::Object{{"token", json::Object{{"type", "http"}, {"scheme", "bearer"}}}}}}}};
}

std::string markdown() {
  std::string text;
  for (const Topic& topic : topics()) {
    text += "| " + std::string(topic.name) + " | |\n| --- | --- |\n";
    for (const Endpoint& endpoint : topic.endpoints()) {
      text += "| `" + std::string(endpoint.method) + " " + std::string(endpoint.path) + "` | " + std::string(endpoint.summary) + " |\n";
    }
    text += "\n";
  }
  return text;
}

}  // namespace mimus::admin
