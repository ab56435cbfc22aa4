#include "responder.h"

#include <algorithm>

#include "circumstances.h"
#include "cors.h"
#include "delay.h"
#include "file_response.h"
#include "http/content_coding.h"
#include "text/percent.h"

namespace mimus::serve {
namespace {

std::span<const facts::NameValue> decoded(const match::Captures& captures, Arena& arena) {
  const auto items = arena.array<facts::NameValue>(captures.count);
  for (std::size_t i = 0; i < captures.count; ++i) {
    items[i] = {captures.items[i].name, text::percent_decode(captures.items[i].value, arena)};
  }
  return items;
}

bool wants_delivery(const stub::CompiledStub& stub) {
  return !std::holds_alternative<std::monostate>(stub.source.latency) ||
         stub.source.pace != stub::Pace{};
}

template <class T>
T* in_arena(Arena& arena) {
  return new (arena.allocate(sizeof(T), alignof(T))) T();
}

}  // namespace

void Responder::respond(const stub::CompiledStub& stub, facts::RequestFacts& facts,
                        const match::Captures& captures,
                        const std::shared_ptr<const Snapshot>& snapshot, server::Reply& reply) {
  reply.stub = &stub;
  Arena& arena = facts.arena();
  const std::uint64_t key = request_key(facts.request());
  const std::uint32_t repeat = world_.counters.repeat(stub.key, key);
  const Chance chance = world_.chance().fork(stub.key).fork(key).fork(std::uint64_t{repeat});

  http::Delivery* delivery = nullptr;
  if (wants_delivery(stub)) {
    delivery = in_arena<http::Delivery>(arena);
    delivery->delay = draw_delay(stub.source.latency, chance.fork("latency"));
    delivery->pieces = stub.source.pace.pieces;
    delivery->spread = std::chrono::duration_cast<std::chrono::nanoseconds>(stub.source.pace.spread);
    delivery->bytes_per_second = stub.source.pace.bytes_per_second;
    delivery->chunked = stub.source.pace.chunked;
  }

  const stub::CompiledResponse* response = nullptr;
  if (stub.source.failure && chance.fork("failure").happens(stub.source.failure->rate)) {
    if (const auto* fault = std::get_if<http::Fault>(&stub.source.failure->outcome)) {
      if (delivery == nullptr) delivery = in_arena<http::Delivery>(arena);
      delivery->fault = *fault;
      delivery->chance = chance.fork("garbage").bits();
    } else {
      response = &*stub.failure;
    }
  }
  if (response == nullptr) response = &choose(stub, chance);
  const bool at_once = delivery == nullptr || delivery->plain();
  reply.delivery = at_once ? nullptr : delivery;

  if (!response->constant) {
    TemplateHost host(world_.templates, response->rendered.root, arena);
    const render::Scope scope{facts,  decoded(captures, arena), world_.clock.now(),
                              chance.fork("render"), repeat, &host, world_.templates.limits};
    render(stub, response->rendered, scope, host, reply);
  } else if (stub.source.compress || stub.cors_per_request) {
    rebuild(stub, response->prepared, facts, reply);
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
    case render::ResponseTemplate::Kind::kFile: {
      std::string path;
      if (const Status done = response.text.render(scope, path); !done) return failed(done.error());
      // A part of a template, or a tag of it, says nothing about what is rendered from it.
      const bool whole = stub.source.compress || response.file_templated;
      FileAnswer file = answer_file(path, response.root, scope.facts.request(), status, fields, whole);
      body_ = std::move(file.body);
      if (file.stream) reply.stream = std::move(file.stream);
      if (file.is_text_template && response.file_templated) {
        std::string rendered;
        const auto compiled = render::Template::compile(body_, response.language);
        if (!compiled) return failed(compiled.error());
        if (const Status done = compiled->render(scope, rendered); !done) return failed(done.error());
        body_ = std::move(rendered);
      }
      if (reply.stream) {
        append_cors_fields(stub.source.cors, scope.facts.request(), fields);
        head_.clear();
        http::write_head(file.status, "", fields, static_cast<std::int64_t>(file.size), head_);
        reply.status = file.status;
        reply.head = head_;
        return;
      }
      finish(stub, host.status().value_or(file.status), response.reason, fields, scope.facts, reply);
      return;
    }
  }
  status = host.status().value_or(status);
  finish(stub, status, status == response.status ? std::string_view(response.reason) : std::string_view(), fields,
         scope.facts, reply);
}

// A template that fails when it is rendered answers with why.
void Responder::fail(const stub::CompiledStub& stub, const render::ResponseTemplate& response, const Error& error,
                     facts::RequestFacts& facts, server::Reply& reply) {
  render::Failure failure = render::failure_of(error, response.language);
  std::vector<http::OwnedField> fields;
  fields.push_back({"Content-Type", "text/plain; charset=utf-8"});
  body_ = std::move(failure.text);
  finish(stub, failure.status.value_or(response.status), "", fields, facts, reply);
}

// A constant response that depends on the request all the same: its origin, or what it accepts.
void Responder::rebuild(const stub::CompiledStub& stub, const http::PreparedResponse& prepared,
                        facts::RequestFacts& facts, server::Reply& reply) {
  std::vector<http::OwnedField> fields = prepared.fields;
  body_ = prepared.body;
  finish(stub, prepared.status, prepared.reason, fields, facts, reply);
}

void Responder::finish(const stub::CompiledStub& stub, int status, std::string_view reason,
                       std::vector<http::OwnedField>& fields, facts::RequestFacts& facts,
                       server::Reply& reply) {
  const http::Request& request = facts.request();
  append_cors_fields(stub.source.cors, request, fields);
  if (stub.source.compress && !body_.empty()) {
    fields.push_back({"Vary", "Accept-Encoding"});
    const http::Coding coding = http::negotiate_coding(request.header("Accept-Encoding").value_or(""));
    if (coding != http::Coding::kIdentity) {
      body_ = http::encode_content(coding, body_);
      fields.push_back({"Content-Encoding", std::string(http::name_of(coding))});
    }
  }
  const bool framed = std::ranges::any_of(fields, [](const http::OwnedField& field) {
    return http::same_name(field.name, "Content-Length") || http::same_name(field.name, "Transfer-Encoding");
  });
  head_.clear();
  const bool empty = http::forbids_body(status);
  if (empty) body_.clear();
  http::write_head(status, reason, fields,
                   empty || framed ? -1 : static_cast<std::int64_t>(body_.size()), head_);
  reply.status = status;
  reply.head = head_;
  reply.body = body_;
  for (const http::OwnedField& field : fields) {
    if (http::same_name(field.name, "Date")) reply.has_date = true;
  }
}

}  // namespace mimus::serve
