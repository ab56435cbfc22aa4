#include "asking.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "base/hash.h"
#include "handlebars/value.h"
#include "media_type.h"
#include "multipart_object.h"
#include "render/form_object.h"
#include "text/encoding.h"
#include "xml_object.h"

namespace mimus::mockoon {
namespace {

// What buckets see that are made before there is a request.
constexpr http::Request kNoRequest{};

std::uint64_t key_of(const http::Request& request) {
  return hash_bytes(request.method, hash_bytes(request.target, hash_bytes(request.body)));
}

std::string media_type(const http::Request& request) {
  return essence_of(request.header("Content-Type").value_or(""));
}

bool is_json(std::string_view type) {
  return type == "application/json" || (type.starts_with("application/") && type.ends_with("+json"));
}

bool is_xml(std::string_view type) {
  return type == "application/xml" || type == "text/xml" || (type.starts_with("application/") && type.ends_with("+xml"));
}

const json::Value* read_body(facts::RequestFacts& facts) {
  const std::string type = media_type(facts.request());
  Arena& arena = facts.arena();
  if (is_json(type)) return facts.json();
  if (type == "application/x-www-form-urlencoded") return &handlebars::keep_in(arena, render::form_object(facts.form()));
  if (type == "multipart/form-data") return &handlebars::keep_in(arena, multipart_object(facts.parts()));
  if (is_xml(type)) {
    const xml::Document* document = facts.body().xml();
    return document == nullptr ? nullptr : &handlebars::keep_in(arena, xml_object(*document));
  }
  return nullptr;
}

}  // namespace

Asking::Asking(serve::World& world, Instance& instance, const http::Request& request, std::string_view path, Arena& arena)
    : world_(world), instance_(instance), facts_(request, arena), real_(true), path_(path), host_(*this) {}

Asking::Asking(serve::World& world, Instance& instance, Arena& arena)
    : world_(world), instance_(instance), facts_(kNoRequest, arena), real_(false), host_(*this) {}

void Asking::enter(const CompiledRoute& route, std::span<const facts::NameValue> captures, std::uint64_t call) {
  captures_ = captures;
  endpoint_ = route.path.text();
  call_ = call;
  route_ = &route;
  chance_.reset();
  renderings_.clear();
}

const Chance& Asking::chance() {
  if (chance_) return *chance_;
  chance_ = world_.chance().fork("mockoon");
  if (route_ != nullptr) {
    const std::uint64_t key = key_of(request());
    const std::uint64_t stub = hash_bytes(route_->label, hash_bytes(route_->source->uuid));
    chance_ = chance_->fork(stub).fork(key).fork(std::uint64_t{world_.counters.repeat(stub, key)});
  }
  return *chance_;
}

const json::Value* Asking::body() {
  if (!body_) body_ = read_body(facts_);
  return *body_;
}

const json::Value& Asking::query() {
  if (query_ == nullptr) query_ = &handlebars::keep_in(arena(), render::form_object(facts_.query()));
  return *query_;
}

Status Asking::render(const TemplateText& text, std::string& out) {
  if (text.broken) return *text.broken;
  if (text.constant()) {
    out += text.constant_text();
    return Done{};
  }
  auto times = std::ranges::find(renderings_, text.place, [](const auto& one) { return one.first; });
  if (times == renderings_.end()) times = renderings_.emplace(times, text.place, 0);
  const Chance luck = chance().fork("render").fork(text.place).fork(times->second++);
  const render::Scope scope{facts_, captures_, world_.clock.now(), luck, call_, &host_, world_.templates.limits};
  return text.program.render(scope, out);
}

std::optional<std::string_view> Asking::text_of(const TemplateText& text, std::string& made) {
  if (text.constant()) return text.constant_text();
  return render(text, made) ? std::optional<std::string_view>(made) : std::nullopt;
}

std::string Asking::header_value(const TemplateText& text) {
  std::string rendered, clean;
  if (!render(text, rendered)) rendered = "-- Parsing error. Check logs. --";
  render::append_header_value(rendered, clean);
  return clean;
}

Memory::Value Asking::bucket(std::size_t place) {
  Memory& memory = instance_.memory;
  const CompiledBucket& bucket = instance_.program->buckets[place];
  if (!bucket.asks_request || !real_) return memory.bucket(place);
  if (Memory::Value made = memory.bucket(place)) return made;
  const auto lock = memory.editing();
  if (memory.begin_making(place)) memory.set_bucket(place, make(bucket));
  return memory.bucket(place);
}

Memory::Value Asking::make(const CompiledBucket& bucket) {
  std::string text;
  if (const Status done = render(bucket.text, text); !done) text = render::failure_of(done.error(), render::Language::kMockoon).text;
  auto parsed = json::parse(text);
  return std::make_shared<const json::Value>(parsed ? *std::move(parsed) : json::Value(text::to_valid_utf8(text)));
}

// ---- what templates see ------------------------------------------------------------------------

std::string_view Asking::Host::hostname() {
  return asking.world_.templates.hostname;
}

std::string_view Asking::Host::base_url() {
  const http::Request& request = asking.request();
  Arena& arena = asking.arena();
  return arena.join(arena.join(arena.join(request.scheme, "://"), request.authority), asking.program().prefix);
}

// Nothing in Mimus changes the environment, so what getenv() gives stays.
std::optional<std::string_view> Asking::Host::environment(std::string_view name, bool& permitted) {
  permitted = name.starts_with("MOCKOON_");
  const char* value = permitted ? std::getenv(std::string(name).c_str()) : nullptr;
  return value == nullptr ? std::nullopt : std::optional<std::string_view>(value);
}

const json::Value* Asking::Host::global(std::string_view name) {
  return keep(asking.memory().global(name));
}

void Asking::Host::set_global(std::string_view name, json::Value value) {
  asking.memory().set_global(name, std::move(value));
}

const json::Value* Asking::Host::bucket(std::string_view name) {
  const auto place = asking.memory().find(name);
  return place ? keep(asking.bucket(*place)) : nullptr;
}

void Asking::Host::set_bucket(std::string_view name, json::Value value) {
  const auto place = asking.memory().find(name);
  if (place) asking.memory().set_bucket(*place, share(std::move(value)));
}

void make_buckets(serve::World& world, Instance& instance) {
  const std::vector<CompiledBucket>& buckets = instance.program->buckets;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    if (buckets[i].asks_request) continue;
    Arena arena;
    instance.memory.set_bucket(i, Asking(world, instance, arena).make(buckets[i]));
  }
}

}  // namespace mimus::mockoon
