#include "webhooks.h"

#include <algorithm>
#include <iterator>

#include "headers.h"
#include "latency.h"
#include "scalars.h"
#include "template_check.h"

namespace mimus::native {

const std::string_view kWebhookSchema = R"({"type": "object", "required": ["url"], "additionalProperties": false, "properties": {
    "url": {"type": "string"}, "method": {"type": "string"}, "headers": {"$ref": "#/$defs/headers"}, "body": true,
    "delay_ms": {"$ref": "#/$defs/latency"}, "retries": {"type": "integer", "minimum": 0, "maximum": 100},
    "backoff_ms": {"type": "integer", "minimum": 0},
    "sign": {"type": "object", "required": ["secret"], "additionalProperties": false, "properties": {
      "secret": {"type": "string"}, "style": {"enum": ["github", "standard"]}}}}})";

namespace {

using stub::Webhook;

struct Draft {
  Webhook webhook;
  bool has_url = false;
};

void read_body(Context& in, const json::Value& value, const Place& at, Draft& out) {
  auto body = read_body_template(in.faults, value, at);
  if (!body) return;
  if (auto* text = std::get_if<render::Template>(&*body)) out.webhook.text = std::move(*text);
  auto* json = std::get_if<render::JsonTemplate>(&*body);
  out.webhook.has_json = json != nullptr;
  if (json != nullptr) out.webhook.json = std::move(*json);
}

struct Style {
  std::string_view name;
  Webhook::Signing signing;
};
constexpr Style kStyles[] = {{"github", Webhook::Signing::kGitHub}, {"standard", Webhook::Signing::kStandardWebhooks}};

constexpr Key<Webhook> kSignKeys[] = {
    {"secret", "", "", "the shared secret",
     [](Context& in, const json::Value& value, const Place& at, Webhook& out) {
       if (const auto text = read_text(in.faults, value, at)) out.secret = std::string(*text);
     }},
    {"style", "", "", "github or standard",
     [](Context& in, const json::Value& value, const Place& at, Webhook& out) {
       const auto text = read_text(in.faults, value, at);
       if (!text) return;
       const auto style = std::ranges::find(kStyles, *text, &Style::name);
       if (style == std::end(kStyles)) return in.faults.error(at, "'" + std::string(*text) + "' is no way to sign", "github or standard");
       out.signing = style->signing;
     }},
};

void read_sign(Context& in, const json::Value& value, const Place& at, Draft& out) {
  out.webhook.signing = Webhook::Signing::kStandardWebhooks;
  const std::size_t before = in.faults.error_count();
  if (!read_object<Webhook>(in, kSignKeys, "an object {secret, style}", value, at, out.webhook)) return;
  if (out.webhook.secret.empty() && in.faults.error_count() == before) {
    in.faults.error(at, "a signature needs a secret", "sign: {secret: whsec_…, style: standard}");
  }
}

constexpr Key<Draft> kKeys[] = {
    {"url", "", "", "whom to call",
     [](Context& in, const json::Value& value, const Place& at, Draft& out) {
       const auto text = read_text(in.faults, value, at);
       if (!text) return;
       out.has_url = true;
       out.webhook.url = read_template(in.faults, *text, at);
     }},
    {"method", "", "", "POST unless given",
     [](Context& in, const json::Value& value, const Place& at, Draft& out) {
       if (const auto text = read_text(in.faults, value, at)) out.webhook.method = read_template(in.faults, *text, at);
     }},
    {"headers", "", "", "of the call",
     [](Context& in, const json::Value& value, const Place& at, Draft& out) {
       Headers headers;
       read_headers(in, value, at, headers);
       for (const auto& field : headers.fields) out.webhook.fields.emplace_back(field.name, read_template(in.faults, field.value, at));
     }},
    {"body", "", "", "JSON or a text", &read_body},
    {"delay_ms", "", "", "after the response",
     [](Context& in, const json::Value& value, const Place& at, Draft& out) {
       out.webhook.delay = read_latency(in, value, at).value_or(stub::Latency());
     }},
    {"retries", "", "", "after a failure, a 429 or a 5xx",
     [](Context& in, const json::Value& value, const Place& at, Draft& out) {
       constexpr Bounds kRetries{0, 100, "a whole number from 0 to 100"};
       out.webhook.retries = static_cast<unsigned>(read_integer(in.faults, value, at, kRetries).value_or(0));
     }},
    {"backoff_ms", "", "", "before the first retry; then twice as long each time",
     [](Context& in, const json::Value& value, const Place& at, Draft& out) {
       constexpr Bounds kBackoff{0, 3'600'000, "a number of milliseconds from 0 to 3600000"};
       out.webhook.backoff = std::chrono::milliseconds(read_integer(in.faults, value, at, kBackoff).value_or(1000));
     }},
    {"sign", "", "", "how the receiver knows who calls", &read_sign},
};

void read_one(Context& in, const json::Value& value, const Place& at, stub::Effects& effects) {
  const std::size_t before = in.faults.error_count();
  Draft draft;
  draft.webhook.method = render::Template::literal("POST");
  if (!read_object<Draft>(in, kKeys, "an object with a url", value, at, draft)) return;
  if (!draft.has_url && in.faults.error_count() == before) in.faults.error(at, "a webhook needs a url");
  const auto is_type = [](const auto& field) { return http::same_name(field.first, "Content-Type"); };
  Webhook& webhook = draft.webhook;
  if (webhook.has_json && std::ranges::none_of(webhook.fields, is_type)) {
    webhook.fields.emplace_back("Content-Type", render::Template::literal("application/json"));
  }
  effects.webhooks.push_back(std::move(webhook));
}

}  // namespace

std::shared_ptr<const stub::Effects> read_webhooks(Context& in, const json::Value& value, const Place& at) {
  const std::size_t before = in.faults.error_count();
  stub::Effects effects;
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.get_array().size(); ++i) read_one(in, value.get_array()[i], at.item(i), effects);
  } else {
    read_one(in, value, at, effects);
  }
  if (in.faults.error_count() != before || effects.webhooks.empty()) return nullptr;
  return std::make_shared<const stub::Effects>(std::move(effects));
}

}  // namespace mimus::native
