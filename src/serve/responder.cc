#include "responder.h"

#include <algorithm>
#include <charconv>

#include "circumstances.h"
#include "collection_answer.h"
#include "cors.h"
#include "delay.h"
#include "effects.h"
#include "file_response.h"
#include "http/content_coding.h"
#include "proxy_answer.h"
#include "reply.h"
#include "rewriting.h"
#include "stub/wiremock_fields.h"
#include "text/encoding.h"
#include "text/percent.h"
#include "wiremock_answers.h"

namespace mimus::serve {
namespace {

// What WireMock sends for a fault instead of, or as, a body.
constexpr std::string_view kWireMockGarbage = "lskdu018973t09sylgasjkfg1][]'./.sdlv";

bool wants_delivery(const stub::CompiledStub& stub, const Settings& settings) {
  return !std::holds_alternative<std::monostate>(stub.source.latency) || stub.source.more->fixed_delay || stub.delay ||
         stub.source.pace != stub::Pace{} || !stub.source.more->events_at.empty() || (stub.wiremock && settings.delays());
}

std::span<const std::chrono::nanoseconds> in_nanoseconds(const std::vector<stub::Milliseconds>& times, Arena& arena) {
  const auto out = arena.array<std::chrono::nanoseconds>(times.size());
  for (std::size_t i = 0; i < times.size(); ++i) out[i] = std::chrono::duration_cast<std::chrono::nanoseconds>(times[i]);
  return out;
}

// Faults that cut an answer need one; the others answer by themselves.
bool goes_upstream(http::Fault fault) {
  return fault == http::Fault::kNone || fault == http::Fault::kTruncatedBody || fault == http::Fault::kWrongLength ||
         fault == http::Fault::kStall;
}

// A delay as a template has made it.
Result<std::chrono::nanoseconds> read_delay(std::string_view text) {
  constexpr double kMost = 86'400'000;
  const std::string_view number = text::trim(text);
  double milliseconds = 0;
  const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), milliseconds);
  const bool whole = failed == std::errc() && end == number.data() + number.size();
  if (!whole || !(milliseconds >= 0 && milliseconds <= kMost)) {
    return invalid("latency_ms: '" + std::string(text) + "' is no delay", "a number of milliseconds from 0 to 86400000");
  }
  return std::chrono::duration_cast<std::chrono::nanoseconds>(stub::Milliseconds(milliseconds));
}

template <class T>
T* in_arena(Arena& arena) {
  return new (arena.allocate(sizeof(T), alignof(T))) T();
}

}  // namespace

void Responder::respond(const stub::CompiledStub& stub, facts::RequestFacts& facts,
                        const match::Captures& captures, Circumstances& circumstances,
                        const std::shared_ptr<const Snapshot>& snapshot, server::Reply& reply) {
  reply.stub = &stub;
  Arena& arena = facts.arena();
  const std::uint64_t key = request_key(facts.request());
  const std::uint32_t repeat = world_.counters.repeat(stub.key, key);
  const Chance chance = world_.chance().fork(stub.key).fork(key).fork(std::uint64_t{repeat});

  http::Delivery* delivery = nullptr;
  if (wants_delivery(stub, *snapshot->settings)) {
    delivery = in_arena<http::Delivery>(arena);
    delivery->delay = draw_delay(stub, *snapshot->settings, chance.fork("latency"));
    delivery->pieces = stub.source.pace.pieces;
    delivery->spread = std::chrono::duration_cast<std::chrono::nanoseconds>(stub.source.pace.spread);
    delivery->events = in_nanoseconds(stub.source.more->events_at, arena);
    delivery->bytes_per_second = stub.source.pace.bytes_per_second;
    delivery->chunked = stub.source.pace.chunked && !stub.wiremock;  // there the response says it
  }

  if (stub.delay) {
    const std::string no_root;
    TemplateHost host(world_.templates, no_root, stub, facts, captures, circumstances);
    const auto path = captures_of(stub, captures, arena);
    const render::Scope scope{facts, path, world_.clock.now(), chance.fork("delay"), repeat, &host, world_.templates.limits};
    std::string text;
    const Status rendered = stub.delay->render(scope, text);
    const auto delay = rendered ? read_delay(text) : Result<std::chrono::nanoseconds>(rendered.error());
    if (!delay) {
      static const render::ResponseTemplate kConstant;
      return fail(stub, kConstant, delay.error(), facts, reply);
    }
    delivery->delay += *delay;
  }

  const stub::CompiledResponse* response = nullptr;
  if (stub.source.failure && chance.fork("failure").happens(stub.source.failure->rate)) {
    if (const auto* fault = std::get_if<http::Fault>(&stub.source.failure->outcome)) {
      if (delivery == nullptr) delivery = in_arena<http::Delivery>(arena);
      delivery->fault = *fault;
      delivery->chance = chance.fork("garbage").bits();
      if (stub.wiremock) delivery->garbage = kWireMockGarbage;
    } else {
      response = &*stub.failure;
    }
  }
  const bool fails = response != nullptr;
  const bool from_collection = !fails && stub.source.more->resource != nullptr;
  if (response == nullptr) response = &choose(stub, chance);
  if (stub.source.more->effects) {
    auto* const aftermath = new (arena.allocate(sizeof(Aftermath), alignof(Aftermath))) Aftermath{captures, chance, repeat};
    reply.tag = reinterpret_cast<std::uintptr_t>(aftermath);
  }
  const bool at_once = delivery == nullptr || delivery->plain();
  reply.delivery = at_once ? nullptr : delivery;

  const bool proxied = stub.source.more->proxy && !fails && (delivery == nullptr || goes_upstream(delivery->fault));
  if (from_collection) {
    collections::Answer answered = answer_from_collection(world_, *stub.source.more->resource, facts.request());
    body_ = std::move(answered.body);
    for (const http::OwnedField& field : stub.source.responses.front().fields) answered.fields.push_back(field);
    finish(stub, answered.status, "", answered.fields, facts, reply);
  } else if (!response->constant || proxied) {
    static const std::string kNoRoot;
    TemplateHost host(world_.templates, response->constant ? kNoRoot : response->rendered->root, stub, facts, captures, circumstances);
    const auto path = captures_of(stub, captures, arena);
    render::Scope scope{facts,  path, world_.clock.now(), chance.fork("render"), repeat, &host, world_.templates.limits};
    scope.parameters = stub.parameters.get();
    if (stub.wiremock) {
      scope.request_id = arena.copy(Uuid::random(chance.fork("request id")).text());
      scope.raw_path = path;
    }
    if (proxied) return forward_to_upstream(stub, *response, scope, captures, delivery, snapshot, reply);
    render(stub, *response->rendered, scope, host, reply);
  } else if (stub.cors_per_request || (stub.source.compress && !stub.wiremock)) {
    rebuild(stub, response->prepared, facts, reply);
  } else if (response->compressible && takes_gzip(facts.request())) {
    reply.prepared = &response->in_gzip();
  } else {
    reply.prepared = &response->prepared;
  }

  const std::size_t size = reply.prepared != nullptr ? reply.prepared->body.size() : reply.body.size();
  if (!at_once || reply.stream || size > server::kCopiedBody) {
    reply.hold = snapshot;
    if (reply.prepared == nullptr) {  // the buffers are the next request's
      reply.head = arena.copy(reply.head);
      if (reply.body.data() == body_.data()) reply.body = arena.copy(reply.body);
    }
  }
}

void Responder::forward_to_upstream(const stub::CompiledStub& stub, const stub::CompiledResponse& response,
                                    const render::Scope& scope, const match::Captures& captures, const http::Delivery* delivery,
                                    const std::shared_ptr<const Snapshot>& snapshot, server::Reply& reply) {
  reply.delivery = nullptr;
  if (world_.outward == nullptr) return break_down("this server sends no requests", reply);
  auto errand = proxy_errand(*world_.outward, stub, response, scope);
  static const render::ResponseTemplate kConstant;
  if (!errand) return fail(stub, response.constant ? kConstant : *response.rendered, errand.error(), scope.facts, reply);
  errand->delivery = delivery;
  const bool cuts = delivery != nullptr && (delivery->pieces > 0 || !delivery->events.empty() || delivery->bytes_per_second > 0 || delivery->fault != http::Fault::kNone);
  if (stub.source.more->proxy->body) errand->rewrite = rewriting(world_, stub, scope, captures);
  errand->whole = cuts || errand->changes_body();
  errand->hold = snapshot;
  forward(*world_.outward, *std::move(errand), reply);
}

const stub::CompiledResponse& Responder::choose(const stub::CompiledStub& stub, const Chance& chance) {
  const auto& all = stub.responses;
  if (all.size() == 1) return all.front();
  switch (stub.source.choice) {
    case stub::Choice::kSequence:
      return all[std::min<std::uint64_t>(world_.counters.turn(stub.source.id), all.size() - 1)];
    case stub::Choice::kCycle:
      return all[world_.counters.turn(stub.source.id) % all.size()];
    case stub::Choice::kRandom:
      return all[chance.fork("choice").below(all.size())];
    case stub::Choice::kWeighted:
      break;
  }
  double at = chance.fork("choice").uniform() * stub.total_weight;
  for (const stub::CompiledResponse& response : all) {
    at -= response.weight;
    if (at < 0) return response;
  }
  return all.back();
}

void Responder::render(const stub::CompiledStub& stub, const render::ResponseTemplate& response,
                       const render::Scope& scope, const TemplateHost& host, server::Reply& reply) {
  const auto failed = [&](const Error& error) { fail(stub, response, error, scope.facts, reply); };
  int status = response.status;
  if (response.status_text) {
    std::string text;
    if (const Status done = response.status_text->render(scope, text); !done) return failed(done.error());
    const std::optional<int> made = render::read_status(text);
    if (!made) return failed(invalid("the status '" + text + "' is none", "a number from 200 to 599"));
    status = *made;
  }
  std::vector<http::OwnedField> fields;
  fields.reserve(response.fields.size() + 4);
  for (const auto& [name, value] : response.fields) {
    std::string text;
    if (const Status done = value.render(scope, text); !done) return failed(done.error());
    std::string clean;
    render::append_header_value(text, clean);
    fields.push_back({name, std::move(clean)});
  }
  body_.clear();
  switch (response.kind) {
    case render::ResponseTemplate::Kind::kNone:
      break;
    case render::ResponseTemplate::Kind::kJson:
      if (const Status done = response.json.render(scope, body_); !done) return failed(done.error());
      break;
    case render::ResponseTemplate::Kind::kText:
      if (const Status done = response.text.render(scope, body_); !done) return failed(done.error());
      break;
    case render::ResponseTemplate::Kind::kFile:
      return render_file(stub, response, status, fields, scope, host, reply);
  }
  status = host.status().value_or(status);
  finish(stub, status, status == response.status ? std::string_view(response.reason) : std::string_view(), fields,
         scope.facts, reply);
}

void Responder::render_file(const stub::CompiledStub& stub, const render::ResponseTemplate& response, int status,
                            std::vector<http::OwnedField>& fields, const render::Scope& scope,
                            const TemplateHost& host, server::Reply& reply) {
  const auto failed = [&](const Error& error) { fail(stub, response, error, scope.facts, reply); };
  std::string path;
  if (const Status done = response.text.render(scope, path); !done) return failed(done.error());
  // A part of a template, or a tag of it, says nothing about what is rendered from it.
  const bool whole = stub.source.compress || response.file_templated || stub.source.pace.pieces > 0 || !stub.source.more->events_at.empty();
  FileAnswer file = stub.wiremock ? open_file(path, response.root, whole)
                                  : answer_file(path, response.root, scope.facts.request(), status, fields, whole);
  if (stub.wiremock) {
    if (file.status != 200 || path.starts_with('/')) return break_down("there is no file '" + path + "'", reply);
    file.status = status;
  }
  body_ = std::move(file.body);
  if (file.stream) reply.stream = std::move(file.stream);
  if (file.is_text_template && response.file_templated) {
    std::string rendered;
    const auto compiled = render::Template::compile(body_, response.language);
    if (!compiled && stub.wiremock) return break_down(describe(compiled.error()), reply);
    if (!compiled) return failed(compiled.error());
    if (const Status done = compiled->render(scope, rendered); !done) return failed(done.error());
    body_ = std::move(rendered);
  }
  if (!reply.stream) {
    return finish(stub, host.status().value_or(file.status), response.reason, fields, scope.facts, reply);
  }
  const http::Request& request = scope.facts.request();
  const bool chunked = stub.wiremock && stub::take_chunked(stub.source.pace, fields);
  if (!stub.wiremock) {
    append_cors_fields(*stub.source.cors, request, fields);
  } else if (stub.source.cors->enabled) {
    append_stub_cors(request, fields);
  }
  const bool framed = chunked || stub::names_field(fields, "Content-Length");
  head_.clear();
  http::write_head(file.status, response.reason, fields, framed ? -1 : static_cast<std::int64_t>(file.size), head_);
  reply.status = file.status;
  reply.head = head_;
  reply.has_date = stub::names_field(fields, "Date");
}

// WireMock's answer to what fails within: a page, and no word of the stub.
void Responder::break_down(std::string_view why, server::Reply& reply) {
  const http::PreparedResponse page = stub::server_error(why);
  head_ = page.head;
  body_ = page.body;
  reply.status = page.status;
  reply.head = head_;
  reply.body = body_;
}

void Responder::refuse(const stub::CompiledStub& stub, const Error& error, facts::RequestFacts& facts,
                       server::Reply& reply) {
  reply.stub = &stub;
  if (stub.wiremock) return break_down(describe(error), reply);
  std::vector<http::OwnedField> fields{{"Content-Type", "text/plain; charset=utf-8"}};
  body_ = describe(error) + "\n";
  finish(stub, 500, "", fields, facts, reply);
}

// A template that fails when it is rendered answers with why.
void Responder::fail(const stub::CompiledStub& stub, const render::ResponseTemplate& response, const Error& error,
                     facts::RequestFacts& facts, server::Reply& reply) {
  // An exception of a helper is an answer of the stub; that there is no such helper is the server's failure.
  if (stub.wiremock && error.message.starts_with("Missing helper")) return break_down(describe(error), reply);
  render::Failure failure = render::failure_of(error, response.language);
  std::vector<http::OwnedField> fields;
  fields.push_back({"Content-Type", stub.wiremock ? "text/plain" : "text/plain; charset=utf-8"});
  if (stub.wiremock) stub::append_matched_fields(stub.source, fields);
  body_ = std::move(failure.text);
  finish(stub, failure.status.value_or(response.status), "", fields, facts, reply);
}

// A constant response that depends on the request all the same: its origin, or what it accepts.
void Responder::rebuild(const stub::CompiledStub& stub, const http::PreparedResponse& prepared,
                        facts::RequestFacts& facts, server::Reply& reply) {
  std::vector<http::OwnedField> fields = prepared.fields();
  body_ = prepared.body;
  if (prepared.chunked()) fields.push_back({"Transfer-Encoding", "chunked"});
  finish(stub, prepared.status, prepared.reason(), fields, facts, reply);
}

void Responder::finish(const stub::CompiledStub& stub, int status, std::string_view reason,
                       std::vector<http::OwnedField>& fields, facts::RequestFacts& facts,
                       server::Reply& reply) {
  const bool empty = http::forbids_body(status);
  if (empty) body_.clear();
  if (stub.wiremock) {
    adapt_as_wiremock(stub, fields, facts.request(), reply);
  } else {
    adapt(stub, fields, facts.request());
  }
  const bool framed = reply.chunked || stub::names_field(fields, "Content-Length") ||
                      stub::names_field(fields, "Transfer-Encoding");
  head_.clear();
  http::write_head(status, reason, fields,
                   empty || framed ? -1 : static_cast<std::int64_t>(body_.size()), head_);
  reply.status = status;
  reply.head = head_;
  reply.body = body_;
  reply.has_date = stub::names_field(fields, "Date");
}

// To the request: where it comes from, and the codings that it takes.
void Responder::adapt(const stub::CompiledStub& stub, std::vector<http::OwnedField>& fields,
                      const http::Request& request) {
  append_cors_fields(*stub.source.cors, request, fields);
  if (!stub.source.compress || body_.empty()) return;
  fields.push_back({"Vary", "Accept-Encoding"});
  const http::Coding coding = http::negotiate_coding(request.header("Accept-Encoding").value_or(""));
  if (coding == http::Coding::kIdentity) return;
  body_ = http::encode_content(coding, body_);
  fields.push_back({"Content-Encoding", std::string(http::name_of(coding))});
}

void Responder::adapt_as_wiremock(const stub::CompiledStub& stub, std::vector<http::OwnedField>& fields,
                                  const http::Request& request, server::Reply& reply) {
  if (stub.source.cors->enabled) append_stub_cors(request, fields);
  if (stub.source.compress && takes_gzip(request) && stub::may_gzip(fields, body_)) {
    body_ = http::encode_content(http::Coding::kGzip, body_);
    stub::to_gzip_fields(fields);
  }
  reply.chunked = stub::take_chunked(stub.source.pace, fields);
}

}  // namespace mimus::serve
