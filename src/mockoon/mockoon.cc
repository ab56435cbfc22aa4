#include "mockoon.h"

#include <iterator>
#include <new>
#include <system_error>
#include <utility>

#include "asking.h"
#include "base/hash.h"
#include "base/read_file.h"
#include "callback.h"
#include "choose.h"
#include "proxy.h"
#include "respond.h"
#include "serve/mock_handler.h"
#include "serve/outward.h"
#include "serve/reply.h"
#include "serve/world_delay.h"

namespace mimus::mockoon {
namespace {

namespace fs = std::filesystem;

Result<Loaded> load(const fs::path& file, const std::string& text) {
  MIMUS_TRY(Reading reading, read_environment(text, file.string()));
  std::error_code ignored;
  const fs::path folder = fs::canonical(fs::absolute(file, ignored).parent_path(), ignored);
  Loaded loaded;
  loaded.text_hash = hash_bytes(text);
  loaded.program = compile(std::move(reading.environment), folder.string(), loaded.warnings);
  locate(text, file.string(), loaded.warnings);
  loaded.warnings.insert(loaded.warnings.begin(), std::make_move_iterator(reading.warnings.begin()),
                         std::make_move_iterator(reading.warnings.end()));
  return loaded;
}

http::Delivery* delayed(Milliseconds latency, Arena& arena) {
  if (latency.count() <= 0) return nullptr;
  auto* const delivery = new (arena.allocate(sizeof(http::Delivery), alignof(http::Delivery))) http::Delivery();
  delivery->delay = latency;
  return delivery;
}

}  // namespace

Mockoon::Mockoon(serve::World& world, fs::path file, unsigned loops)
    : world_(world), file_(std::move(file)), pins_(loops), sender_(std::make_shared<CallbackSender>(world)) {}
Mockoon::~Mockoon() { sender_->stop(); }

void Mockoon::listens_at(std::string url) {
  sender_->listens_at(std::move(url));
}

void Mockoon::on_problem(std::function<void(const Error&)> tell) {
  sender_->tell_to(std::move(tell));
}

void Mockoon::stop_callbacks() {
  sender_->stop();
}

void Mockoon::renew(Pin& pin) const {
  if (pin.version == version_.load(std::memory_order_acquire)) return;
  const std::lock_guard lock(mutex_);
  pin.instance = instance_;
  pin.version = version_.load(std::memory_order_relaxed);
}

void Mockoon::renew(server::LoopIndex loop) {
  if (loop < pins_.size()) renew(pins_[loop]);
}

void Mockoon::publish(std::shared_ptr<Instance> next) {
  const std::lock_guard lock(mutex_);
  instance_.swap(next);
  version_.fetch_add(1, std::memory_order_release);
}

void Mockoon::purge(const std::shared_ptr<Instance>& of) {
  auto fresh = std::make_shared<Instance>(of->program);
  make_buckets(world_, *fresh);
  const std::lock_guard lock(mutex_);
  if (instance_ != of) return;  // the file changed meanwhile, and all began anew
  instance_.swap(fresh);
  version_.fetch_add(1, std::memory_order_release);
}

reload::Companion::Prepared Mockoon::prepare() {
  Prepared prepared;
  prepared.files = {file_};
  const auto text = read_file(file_);
  const bool same = text && served_.program != nullptr && served_.text_hash == hash_bytes(*text);
  auto loaded = !text ? Result<Loaded>(text.error()) : same ? Result<Loaded>(served_) : load(file_, *text);
  if (!loaded) {
    prepared.errors.push_back(std::move(loaded).error());
    return prepared;
  }
  prepared.warnings = loaded->warnings;
  prepared.routes = loaded->program->served;
  const Environment& environment = loaded->program->environment;
  if (!environment.hostname.empty()) prepared.host = environment.hostname;
  prepared.port = environment.port;
  prepared.https = loaded->program->https;
  prepared.only_https = prepared.https.has_value();
  prepared.publish = [this, same, loaded = *std::move(loaded)] {
    if (same) return;  // something else was loaded again: what the environment remembers stays
    const auto instance = std::make_shared<Instance>(loaded.program);
    make_buckets(world_, *instance);  // now, for a file may have seeded the world
    publish(instance);
    served_ = loaded;
  };
  return prepared;
}

bool Mockoon::answer(const http::Request& request, server::LoopIndex loop, Arena& arena, server::Reply& reply) {
  Pin own;
  Pin& pin = loop < pins_.size() ? pins_[loop] : own;
  renew(pin);
  const std::shared_ptr<Instance>& instance = pin.instance;
  if (instance == nullptr) return false;
  if (request.method == "POST" && request.path == "/mockoon-admin/state/purge") {
    purge(instance);
    serve::send_json(200, json::Object{{"response", "Server state purged"}}, arena, reply);
    reply.tag = serve::kOwnAnswer;
    return true;
  }
  answer_in(instance, request, arena, reply);
  if (reply.delivery != nullptr && world_.alarms != nullptr) serve::follow_clock(world_, arena, reply);
  return true;
}

void Mockoon::answer_in(const std::shared_ptr<Instance>& instance, const http::Request& request, Arena& arena, server::Reply& reply) {
  const Program& program = *instance->program;
  const Environment& environment = program.environment;
  Memory& memory = instance->memory;
  Asking asking(world_, *instance, request, collapsed(request.path, arena), arena);
  for (const CompiledRoute& route : program.routes) {
    if (!route.method.empty() && route.method != request.method) continue;
    const auto captures = route.path.match(asking.path(), arena);
    if (!captures) continue;
    const auto rules_write = memory.editing(route.writes);
    const CompiledResponse* const response = choose(route, *captures, asking);
    if (response == nullptr) continue;
    const auto texts_write = memory.editing(response->writes);
    const Milliseconds latency = environment.latency + response->source->latency;
    if (respond(route, *response, asking, reply)) begin_callbacks(*response, asking, latency, *sender_);
    reply.label = arena.copy(route.label);
    reply.delivery = delayed(latency, arena);
    return;
  }
  const http::Delivery* const delivery = delayed(environment.latency, arena);
  const auto headers_write = memory.editing(program.headers_write);
  if (request.method == "OPTIONS" && environment.cors) {
    answer_options(asking, reply);
    reply.label = "CORS";
  } else if (is_proxy(environment) && world_.outward != nullptr && world_.outward->client != nullptr) {
    return answer_by_proxy(asking, delivery, instance, reply);
  } else {
    answer_not_found(asking, reply);
  }
  reply.delivery = delivery;
}

bool is_environment_file(const fs::path& file) {
  std::error_code ignored;
  if (file.extension() != ".json" || !fs::is_regular_file(file, ignored)) return false;
  const auto text = read_file(file);
  // Broken while it was being edited: its name says what it is to be.
  if (file.string().ends_with(".mockoon.json")) return true;
  return text && is_environment(*text);
}

Checked check(const fs::path& file) {
  Checked checked;
  const auto text = read_file(file);
  auto loaded = text ? load(file, *text) : Result<Loaded>(text.error());
  if (!loaded) {
    checked.errors.push_back(std::move(loaded).error());
    return checked;
  }
  checked.warnings = std::move(loaded->warnings);
  checked.routes = loaded->program->served;
  return checked;
}

}  // namespace mimus::mockoon
