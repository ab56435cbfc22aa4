#include <utility>

#include "cors.h"
#include "failure.h"
#include "headers.h"
#include "https.h"
#include "latency.h"
#include "memory.h"
#include "native.h"
#include "pace.h"
#include "proxy.h"
#include "resource.h"
#include "response.h"
#include "responses.h"
#include "route.h"
#include "settings_reader.h"
#include "webhooks.h"
#include "when.h"
#include "worlds.h"

namespace mimus::native {
namespace {

// The fragments are constants of ours; what they look like is checked by the tests.
json::Value fragment(std::string_view text) {
  return json::parse(text).value_or(true);
}

template <class Target>
void add_properties(std::span<const Key<Target>> table, json::Object& properties) {
  for (const Key<Target>& key : table) {
    json::Value schema = fragment(key.schema);
    if (!schema.is_object()) schema = json::Object{};
    schema.get_object()["description"] = key.summary;
    schema.get_object()["examples"] = json::Array{fragment(key.example)};
    properties[key.name] = std::move(schema);
  }
}

template <class... Targets>
json::Object object_schema(std::span<const Key<Targets>>... tables) {
  json::Object properties;
  (add_properties(tables, properties), ...);
  json::Object schema{{"type", "object"}, {"additionalProperties", false}};
  schema["properties"] = std::move(properties);
  return schema;
}

json::Value list_of(std::string_view ref) {
  return json::Object{{"type", "array"}, {"items", json::Object{{"$ref", ref}}}};
}

json::Object failure_object() {
  json::Object schema = object_schema(response_keys());
  schema["properties"].get_object()["fault"] = json::Object{{"$ref", "#/$defs/fault"}};
  return schema;
}

json::Object route_object() {
  json::Object schema = object_schema(route_keys(), memory_keys(), response_keys(), pace_keys(), resource_keys());
  schema["oneOf"] = json::Array{json::Object{{"required", json::Array{"path"}}},
                                json::Object{{"required", json::Array{"resource"}}}};
  return schema;
}

json::Object worlds_object() {
  json::Object schema = object_schema(world_keys());
  json::Object tenant = object_schema(tenant_keys());
  tenant["type"] = json::Array{"object", "null"};
  schema["properties"].get_object()["tenants"].get_object()["additionalProperties"] = std::move(tenant);
  return schema;
}

json::Object configuration_object() {
  json::Object schema = object_schema(setting_keys());
  json::Object& properties = schema["properties"].get_object();
  json::Value routes = list_of("#/$defs/route");
  routes.get_object()["description"] =
      "The routes. Of several that match, the most specific one answers.";
  properties["endpoints"] = routes;
  properties["routes"] = std::move(routes);
  return schema;
}

json::Object definitions() {
  json::Object defs;
  const json::Object text{{"type", "string"}};
  defs["texts"] = json::Object{
      {"oneOf",
       json::Array{text, json::Object{{"type", "array"}, {"items", text}, {"minItems", 1}}}}};
  defs["headers"] = fragment(kHeadersSchema);
  defs["latency"] = fragment(kLatencySchema);
  defs["cors"] = fragment(kCorsSchema);
  defs["proxy"] = fragment(kProxySchema);
  defs["webhook"] = fragment(kWebhookSchema);
  defs["fault"] = fault_schema();
  defs["failure"] = failure_object();
  defs["https"] = object_schema(https_keys());
  defs["condition"] = condition_schema();
  defs["when"] = when_schema();
  defs["scenarios"] = fragment(kScenariosSchema);
  defs["response"] = object_schema(response_keys());
  defs["weighted"] = object_schema(response_keys(), weighted_keys());
  defs["route"] = route_object();
  defs["worlds"] = worlds_object();
  return defs;
}

}  // namespace

json::Value schema() {
  json::Object root{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                    {"title", "Mimus configuration"}};
  root["oneOf"] = json::Array{configuration_object(), list_of("#/$defs/route")};
  root["$defs"] = definitions();
  return root;
}

}  // namespace mimus::native
