#include "webhooks.h"

#include <algorithm>
#include <string>

#include "jackson.h"
#include "state_listeners.h"
#include "text/encoding.h"
#include "wiremock/mapping.h"

namespace mimus::wiremock {
namespace {

render::Template as_template(const json::Value& value) {
  const auto text = text_of(value);
  if (!text) return render::Template::literal("");
  auto compiled = render::Template::compile(*text, render::Language::kWireMock);
  return compiled ? *std::move(compiled) : render::Template::literal(*text);
}

void read_fields_of(const json::Object& headers, stub::Webhook& webhook) {
  for (const auto& member : headers) {
    const std::string name(member.key());
    if (const json::Array* values = member.value().if_array()) {
      for (const json::Value& one : *values) webhook.fields.emplace_back(name, as_template(one));
    } else {
      webhook.fields.emplace_back(name, as_template(member.value()));
    }
  }
}

stub::Webhook read_webhook(const json::Object& parameters) {
  stub::Webhook webhook;
  if (const json::Value* method = given(parameters, "method")) webhook.method = as_template(*method);
  if (const json::Value* url = given(parameters, "url")) webhook.url = as_template(*url);
  if (const json::Value* headers = given(parameters, "headers"); headers != nullptr && headers->is_object()) {
    read_fields_of(headers->get_object(), webhook);
  }
  if (const json::Value* body = given(parameters, "body")) {
    webhook.text = as_template(*body);
  } else if (const json::Value* coded = given(parameters, "base64Body"); coded != nullptr && coded->is_string()) {
    webhook.bytes = text::base64_decode(view(coded->get_string())).value_or("");
    webhook.has_bytes = true;
  }
  if (const json::Value* delay = given(parameters, "delay")) {
    if (auto latency = read_delay_distribution(*delay)) webhook.delay = *latency;
  }
  webhook.parameters = std::make_shared<const json::Value>(parameters);
  return webhook;
}

// Listeners of other phases alone are not told when the response has left.
bool is_told_at_the_end(const json::Object& listener) {
  const json::Value* phases = given(listener, "requestPhases");
  if (phases == nullptr || !phases->is_array()) return true;
  return std::ranges::any_of(phases->get_array(), [](const json::Value& phase) {
    return phase.is_string() && view(phase.get_string()) == "AFTER_COMPLETE";
  });
}

}  // namespace

std::shared_ptr<const stub::Effects> read_effects(const json::Object& mapping) {
  stub::Effects effects;
  for (const char* list : {"postServeActions", "serveEventListeners"}) {
    const json::Value* listeners = given(mapping, list);
    if (listeners == nullptr || !listeners->is_array()) continue;
    for (const json::Value& listener : listeners->get_array()) {
      const json::Object* object = listener.if_object();
      const json::Value* name = object == nullptr ? nullptr : given(*object, "name");
      if (name == nullptr || !name->is_string()) continue;
      const json::Value* parameters = given(*object, "parameters");
      if (parameters == nullptr || !parameters->is_object() || !is_told_at_the_end(*object)) continue;
      if (view(name->get_string()) == "webhook") {
        effects.webhooks.push_back(read_webhook(parameters->get_object()));
      } else if (auto change = read_state_listener(view(name->get_string()), parameters->get_object())) {
        effects.contexts.push_back(*std::move(change));
      }
    }
  }
  return effects.webhooks.empty() && effects.contexts.empty() ? nullptr : std::make_shared<const stub::Effects>(std::move(effects));
}

}  // namespace mimus::wiremock
