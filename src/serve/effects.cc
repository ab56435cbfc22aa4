#include "effects.h"

#include <algorithm>
#include <utility>

#include "contexts.h"
#include "delay.h"
#include "digest/digest.h"
#include "facts/request_facts.h"
#include "http/content_coding.h"
#include "response_value.h"
#include "serve/outward.h"
#include "stub/effects.h"
#include "template_host.h"
#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::serve {
namespace {

using stub::Webhook;
using std::chrono::steady_clock;

// ---- what templates see ------------------------------------------------------------------------

json::Value response_as_json(const server::Reply& reply) {
  const bool ready = reply.prepared != nullptr;
  const std::string_view head = ready ? std::string_view(reply.prepared->head) : reply.head;
  std::string body(ready ? std::string_view(reply.prepared->body) : reply.body);
  json::Object headers;
  for (std::size_t at = head.find("\r\n"); at != head.npos && at + 2 < head.size();) {
    const std::size_t end = std::min(head.find("\r\n", at + 2), head.size());
    const std::string_view line = head.substr(at + 2, end - at - 2);
    if (const std::size_t colon = line.find(':'); colon != line.npos) {
      headers.emplace(line.substr(0, colon), text::trim(line.substr(colon + 1)));
    }
    at = end;
  }
  if (const json::Value* coding = headers.if_contains("Content-Encoding")) {
    constexpr std::size_t kMost = 32u << 20;
    if (auto plain = http::decode_content(coding->get_string(), body, kMost)) body = *std::move(plain);
  }
  return response_value(ready ? reply.prepared->status : reply.status, std::move(headers), body);
}

std::span<const facts::NameValue> captured(const stub::CompiledStub& stub, const match::Captures& captures, Arena& arena) {
  const auto items = arena.array<facts::NameValue>(captures.count);
  for (std::size_t i = 0; i < captures.count; ++i) {
    const auto& one = captures.items[i];
    items[i] = {one.name, stub.wiremock ? one.value : text::percent_decode(one.value, arena)};
  }
  return items;
}

// ---- one webhook -------------------------------------------------------------------------------

bool takes_body(std::string_view method) { return method == "POST" || method == "PUT" || method == "PATCH"; }

Result<outbound::Request> render(const Webhook& webhook, const render::Scope& scope, bool as_wiremock) {
  outbound::Request request;
  request.method.clear();
  MIMUS_TRY_DONE(webhook.method.render(scope, request.method));
  MIMUS_TRY_DONE(webhook.url.render(scope, request.url));
  for (const auto& [name, value] : webhook.fields) {
    std::string text, clean;
    MIMUS_TRY_DONE(value.render(scope, text));
    render::append_header_value(text, clean);
    request.fields.push_back({name, std::move(clean)});
  }
  if (as_wiremock && !takes_body(request.method)) return request;
  if (webhook.has_bytes) request.body = webhook.bytes;
  else if (webhook.has_json) MIMUS_TRY_DONE(webhook.json.render(scope, request.body));
  else MIMUS_TRY_DONE(webhook.text.render(scope, request.body));
  return request;
}

void sign(const Webhook& webhook, const std::string& id, WallTime now, outbound::Request& request) {
  using Signing = Webhook::Signing;
  const auto hmac = [&](std::string_view key, std::string_view text) { return digest::hmac(digest::Kind::kSha256, key, text); };
  if (webhook.signing == Signing::kGitHub) {
    request.fields.push_back({"X-Hub-Signature-256", "sha256=" + text::hex_encode(hmac(webhook.secret, request.body))});
  }
  if (webhook.signing != Signing::kStandardWebhooks) return;
  constexpr std::string_view kPrefix = "whsec_";  // of a secret in base64
  std::string key = webhook.secret;
  if (key.starts_with(kPrefix)) key = text::base64_decode(std::string_view(key).substr(kPrefix.size())).value_or(key);
  const auto seconds = std::to_string(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  request.fields.push_back({"webhook-id", id});
  request.fields.push_back({"webhook-timestamp", seconds});
  const std::string signature = text::base64_encode(hmac(key, id + "." + seconds + "." + request.body));
  request.fields.push_back({"webhook-signature", "v1," + signature});
}

// Sends a webhook until it is taken or the retries are over. On the client's thread.
class Sending : public std::enable_shared_from_this<Sending> {
 public:
  Sending(outbound::Client& client, outbound::Request request, const Webhook& webhook, SteadyTime received)
      : client_(client), request_(std::move(request)), retries_(webhook.retries), backoff_(webhook.backoff), received_(received) {}

  void report_to(std::shared_ptr<Callbacks> callbacks, std::optional<journal::ExchangeId> cause) {
    callbacks_ = std::move(callbacks);
    cause_ = cause;
  }

  void send_after(std::chrono::nanoseconds delay) {
    if (delay.count() <= 0) return send();
    client_.after(delay, [self = shared_from_this()] { self->send(); });
  }

 private:
  void send() {
    sent_ = steady_clock::now();
    client_.fetch(request_, [self = shared_from_this()](const Result<outbound::Answer, outbound::Failure>& answer) { self->judge(answer); });
  }

  void judge(const Result<outbound::Answer, outbound::Failure>& answer) {
    const bool cancelled = !answer && answer.error().kind == outbound::Failure::Kind::kCancelled;
    const bool taken = answer && answer->head.status != 429 && answer->head.status < 500;
    if (!taken && !cancelled && attempts_ <= retries_) {
      const auto pause = backoff_ * (1u << std::min(attempts_ - 1, 16u));
      ++attempts_;
      return send_after(pause);
    }
    if (!cause_) return;
    Callback callback;
    callback.method = request_.method;
    callback.url = request_.url;
    callback.fields = request_.fields;
    callback.body = request_.body;
    callback.attempts = attempts_;
    callback.sent = sent_ - received_;
    callback.after = steady_clock::now() - received_;
    if (answer) {
      callback.status = answer->head.status;
      callback.response_fields = answer->head.fields;
      callback.response_body = answer->body;
    } else {
      callback.failure = answer.error().message;
    }
    callbacks_->add(*cause_, std::move(callback));
  }

  outbound::Client& client_;
  const outbound::Request request_;
  const unsigned retries_;
  const std::chrono::milliseconds backoff_;
  const SteadyTime received_;
  std::shared_ptr<Callbacks> callbacks_;
  std::optional<journal::ExchangeId> cause_;
  SteadyTime sent_;
  unsigned attempts_ = 1;
};

void report_failure(World& world, std::string why, std::optional<journal::ExchangeId> cause) {
  if (!cause) return;
  Callback callback;
  callback.failure = std::move(why);
  world.callbacks->add(*cause, std::move(callback));
}

}  // namespace

void begin_effects(World& world, const stub::CompiledStub& stub, const Aftermath& aftermath, const http::Request& request,
                   const server::Reply& reply, const server::Timing& timing, std::optional<journal::ExchangeId> cause,
                   Arena& arena) {
  const stub::Effects& effects = *stub.source.more->effects;
  const bool sees_response = !stub.wiremock || !effects.contexts.empty();  // WireMock's webhooks do not
  const json::Value response = json::Object{{"response", sees_response ? response_as_json(reply) : json::Value()}};
  facts::RequestFacts facts(request, arena);
  const auto path = captured(stub, aftermath.captures, arena);
  Circumstances circumstances(world, request);
  TemplateHost host(world.templates, stub.source.responses.front().root, stub, facts, aftermath.captures, circumstances);
  if (!effects.contexts.empty()) {
    render::Scope scope{facts, path, world.clock.now(), aftermath.chance.fork("contexts"), aftermath.repeat, &host, world.templates.limits};
    scope.parameters = &response;
    scope.raw_path = path;
    for (const Error& error : change_contexts(world, effects.contexts, scope)) {
      report_failure(world, "a context was not changed: " + describe(error), cause);
    }
  }
  if (effects.webhooks.empty()) return;
  if (world.outward == nullptr || world.outward->client == nullptr) {
    return report_failure(world, "this server sends no requests", cause);
  }
  if (world.outward->offline) return report_failure(world, "nothing is sent to other servers (--offline)", cause);
  std::uint64_t number = 0;
  for (const Webhook& webhook : effects.webhooks) {
    const Chance chance = aftermath.chance.fork("webhook").fork(number++);
    render::Scope scope{facts, path, world.clock.now(), chance, aftermath.repeat, &host, world.templates.limits};
    scope.parameters = stub.wiremock ? webhook.parameters.get() : &response;
    scope.raw_path = path;
    auto made = render(webhook, scope, stub.wiremock);
    if (!made) {
      report_failure(world, "the webhook could not be made: " + describe(made.error()), cause);
      continue;
    }
    sign(webhook, "msg_" + Uuid::random(chance.fork("id")).text(), world.clock.now(), *made);
    const auto sending = std::make_shared<Sending>(*world.outward->client, *std::move(made), webhook, timing.received);
    sending->report_to(world.callbacks, cause);
    sending->send_after(draw_delay(webhook.delay, chance.fork("delay")));
  }
}

}  // namespace mimus::serve
