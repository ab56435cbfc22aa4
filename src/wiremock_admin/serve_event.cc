#include "serve_event.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/content_coding.h"
#include "http/message.h"
#include "logged_request.h"
#include "response_fields.h"
#include "stub_document.h"
#include "text/encoding.h"

namespace mimus::wiremock_admin {
namespace {

constexpr std::size_t kMostInflated = 64u << 20;

const json::Object* object_in(const json::Object& object, std::string_view name) {
  const json::Value* const value = object.if_contains(name);
  return value != nullptr ? value->if_object() : nullptr;
}

// How the response went out, without what the server adds by itself for the sake of the connection.
struct Sent {
  json::Object headers;
  std::string body;
};
Sent sent(const journal::Exchange& exchange, const json::Object* definition) {
  const json::Object* const own =
      definition != nullptr ? object_in(*definition, "headers") : nullptr;
  const auto is_own = [own](std::string_view name) {
    if (own == nullptr) return false;
    for (const auto& member : *own) {
      if (http::same_name(member.key(), name)) return true;
    }
    return false;
  };
  Sent result{{}, exchange.response_body};
  for (const HeadField& field : response_fields(exchange.response_head)) {
    if (http::same_name(field.name, "Content-Encoding") && !is_own(field.name)) {
      auto plain = http::decode_content(field.value, exchange.response_body, kMostInflated);
      if (plain) result.body = *std::move(plain);
      continue;
    }
    const bool framing = http::same_name(field.name, "Content-Length") ||
                         http::same_name(field.name, "Transfer-Encoding");
    if (!framing || is_own(field.name)) add_header(result.headers, field.name, field.value);
  }
  return result;
}

json::Object response_of(const journal::Exchange& exchange, const Sent& sent) {
  json::Object response{{"status", exchange.status != 0 ? exchange.status : 200}};
  if (!exchange.matched) {
    response["bodyAsBase64"] = "";
    response["body"] = "";
    return response;
  }
  if (!sent.headers.empty()) response["headers"] = sent.headers;
  response["bodyAsBase64"] = text::base64_encode(sent.body);
  response["body"] = text::to_valid_utf8(sent.body);
  if (!exchange.fault.empty()) response["fault"] = exchange.fault;
  return response;
}

bool is_template(const json::Value& value) {
  return value.is_string() && value.as_string().find("{{") != json::String::npos;
}

// The stub's response with what its templates became.
json::Object definition_as_sent(json::Object definition, const Sent& sent) {
  if (json::Value* const body = definition.if_contains("body"); body && is_template(*body)) {
    *body = text::to_valid_utf8(sent.body);
  }
  json::Value* const headers = definition.if_contains("headers");
  if (headers == nullptr || !headers->is_object()) return definition;
  for (auto& member : headers->as_object()) {
    if (!is_template(member.value())) continue;
    if (const json::Value* became = sent.headers.if_contains(member.key()))
      member.value() = *became;
  }
  return definition;
}

json::Object unconfigured(int status) {
  return {{"status", status}, {"fromConfiguredStub", false}};
}

// Stands for a stub that there is not, or no more.
json::Object dummy(const Uuid& id, std::string_view name, json::Object response) {
  json::Object stub{{"id", id.text()}};
  if (!name.empty()) stub["name"] = name;
  stub["request"] = json::Object{{"method", "ANY"}};
  stub["response"] = std::move(response);
  stub["uuid"] = id.text();
  return stub;
}

json::Object timing_of(const journal::Exchange& exchange) {
  const auto millis = [](std::chrono::nanoseconds time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
  };
  return {{"addedDelay", millis(exchange.leaving - exchange.decided)},
          {"processTime", millis(exchange.decided)},
          {"responseSendTime", 0},
          {"serveTime", millis(exchange.decided)},
          {"totalTime", millis(exchange.leaving)}};
}

json::Object headers_of(const std::vector<http::OwnedField>& fields) {
  json::Object headers;
  for (const http::OwnedField& field : fields) add_header(headers, field.name, field.value);
  return headers;
}

json::Object sub_event(std::string_view type, std::chrono::nanoseconds offset, json::Object data) {
  return {{"type", type}, {"timeOffsetNanos", offset.count()}, {"data", std::move(data)}};
}

// A webhook: what was sent, and what came of it.
void append_callback(const serve::Callback& callback, json::Array& events) {
  if (!callback.url.empty()) {
    events.push_back(sub_event("WEBHOOK_REQUEST", callback.sent,
                               {{"url", callback.url},
                                {"absoluteUrl", callback.url},
                                {"method", callback.method},
                                {"headers", headers_of(callback.fields)},
                                {"bodyAsBase64", text::base64_encode(callback.body)},
                                {"body", text::to_valid_utf8(callback.body)}}));
  }
  if (callback.status == 0) {
    events.push_back(sub_event("ERROR", callback.after, {{"message", callback.failure}}));
    return;
  }
  events.push_back(sub_event("WEBHOOK_RESPONSE", callback.after,
                             {{"status", callback.status},
                              {"headers", headers_of(callback.response_fields)},
                              {"bodyAsBase64", text::base64_encode(callback.response_body)},
                              {"body", text::to_valid_utf8(callback.response_body)}}));
}

json::Array sub_events_of(const journal::Exchange& exchange, const serve::Callbacks& callbacks) {
  if (exchange.matched) {
    json::Array events;
    for (const serve::Callback& callback : callbacks.of(exchange.id)) append_callback(callback, events);
    return events;
  }
  return {json::Object{
      {"type", "REQUEST_NOT_MATCHED"},
      {"timeOffsetNanos", exchange.decided.count()},
      {"data", json::Object{{"status", exchange.status},
                            {"contentType", "text/plain"},
                            {"report", text::to_valid_utf8(exchange.response_body)}}}}};
}

}  // namespace

json::Object serve_event(const journal::Exchange& exchange, const EventIds& ids,
                         const stub::StubSet& stubs, const serve::Callbacks& callbacks) {
  const Uuid id = ids.to_uuid(exchange.id);
  const stub::CompiledStub* const stub =
      exchange.matched ? stubs.find(stub::StubId{exchange.stub_id}) : nullptr;
  json::Object mapping, definition;
  Sent what;
  if (stub != nullptr) {
    mapping = document_of(*stub);
    const json::Object* const response = object_in(mapping, "response");
    what = sent(exchange, response);
    definition = definition_as_sent(response != nullptr ? *response : json::Object(), what);
  } else if (exchange.matched) {
    what = sent(exchange, nullptr);
    definition = {{"status", exchange.status}};
    if (!what.headers.empty()) definition["headers"] = what.headers;
    definition["body"] = text::to_valid_utf8(what.body);
    mapping = dummy(exchange.stub_id, exchange.stub_label, definition);
  } else {
    definition = unconfigured(exchange.status);
    mapping = dummy(id, "", definition);
  }
  json::Object event{{"id", id.text()}};
  event["request"] = logged_request(exchange);
  event["responseDefinition"] = std::move(definition);
  event["response"] = response_of(exchange, what);
  event["wasMatched"] = exchange.matched;
  event["timing"] = timing_of(exchange);
  event["subEvents"] = sub_events_of(exchange, callbacks);
  event["stubMapping"] = std::move(mapping);
  return event;
}

}  // namespace mimus::wiremock_admin
