#include "logs.h"

#include "config_report.h"
#include "facts/request_facts.h"
#include "http/prepared_response.h"
#include "journal/borrowed_request.h"
#include "journal/exchange_json.h"
#include "journal/filter_from_query.h"
#include "serve/reply.h"
#include "serve/unmatched.h"
#include "text/encoding.h"

namespace mimus::admin {
namespace {

using serve::send;
using serve::send_error;
using serve::send_json;

constexpr std::size_t kTailBatch = 100;
constexpr std::size_t kClosest = 3;

// What became of a webhook.
json::Object told(const serve::Callback& callback) {
  const auto millis = std::chrono::duration<double, std::milli>(callback.after).count();
  json::Object entry{{"method", callback.method}, {"url", callback.url}, {"body", text::to_valid_utf8(callback.body)}};
  if (callback.status != 0) entry["status"] = callback.status;
  if (!callback.failure.empty()) entry["error"] = callback.failure;
  entry["attempts"] = callback.attempts;
  entry["after_ms"] = millis;
  return entry;
}

// The exchange as JSON; an unmatched one with the stubs that come closest now.
json::Object report(serve::World& world, const journal::Exchange& exchange) {
  json::Object entry = journal::to_json(exchange);
  json::Array callbacks;
  for (const serve::Callback& callback : world.callbacks->of(exchange.id)) callbacks.push_back(told(callback));
  if (!callbacks.empty()) entry["callbacks"] = std::move(callbacks);
  if (exchange.matched) return entry;
  const journal::BorrowedRequest borrowed(exchange);
  Arena arena;
  facts::RequestFacts facts(borrowed.request(), arena);
  entry["closest"] = serve::closest_stubs(world.live.current()->stubs, facts, kClosest);
  return entry;
}

// A live tail as server-sent events.
class Tail : public server::BodyStream {
 public:
  Tail(serve::World& world, journal::Filter filter)
      : world_(world), filter_(std::move(filter)), cursor_(world.journal.end()) {}

  void on_wake(std::function<void()> wake) override { listening_ = world_.journal.listen(std::move(wake)); }

  Next next(std::string& out) override {
    if (!greeted_) {
      greeted_ = true;
      out += ": mimus live tail\n\n";
    }
    const auto fresh = world_.journal.after(cursor_, filter_, kTailBatch);
    for (const journal::Exchange& exchange : fresh) {
      out += "id: " + std::to_string(exchange.id) + "\ndata: ";
      json::write(report(world_, exchange), out);
      out += "\n\n";
    }
    return fresh.empty() ? Next::kWait : Next::kData;
  }

 private:
  serve::World& world_;
  const journal::Filter filter_;
  journal::Journal::Cursor cursor_;
  std::shared_ptr<void> listening_;
  bool greeted_ = false;
};

void tail(serve::World& world, journal::Filter filter, Arena& arena, server::Reply& reply) {
  const http::OwnedField fields[] = {{"Content-Type", "text/event-stream"},
                                     {"Cache-Control", "no-store"}};
  std::string head;
  http::write_head(200, "", fields, -1, head);
  reply.status = 200;
  reply.head = arena.copy(head);
  reply.stream = std::make_unique<Tail>(world, std::move(filter));
}

}  // namespace

void get_logs(serve::World& world, const reload::Reloader& reloader, const http::Request& request, Arena& arena,
              server::Reply& reply) {
  facts::RequestFacts facts(request, arena);
  std::vector<journal::QueryParameter> parameters;
  bool follow = request.header("Accept").value_or("").find("text/event-stream") != std::string_view::npos;
  for (const facts::NameValue& parameter : facts.query()) {
    if (parameter.name == "token") continue;  // admitted by it
    if (parameter.name == "follow") {
      follow = parameter.value != "false";
      continue;
    }
    parameters.emplace_back(parameter.name, parameter.value);
  }
  const auto wanted = journal::filter_from_query(parameters, world.clock.now());
  if (!wanted) return send_error(400, wanted.error().message, wanted.error().hint, arena, reply);
  if (follow) return tail(world, wanted->filter, arena, reply);
  if (wanted->format == journal::LogQuery::Format::kNdjson) {
    std::string lines;
    std::size_t left = wanted->limit;
    if (left > 0) {
      world.journal.visit(wanted->filter, [&](const journal::Exchange& exchange) {
        json::write(report(world, exchange), lines);
        lines += '\n';
        return --left > 0;
      });
    }
    return send(200, "application/x-ndjson", lines, arena, reply);
  }
  json::Array requests;
  for (const journal::Exchange& exchange : world.journal.newest(wanted->filter, wanted->limit)) {
    requests.push_back(report(world, exchange));
  }
  json::Object body;
  body["requests"] = std::move(requests);
  body["total"] = world.journal.count(wanted->filter);
  const reload::Report last = reloader.last();
  if (!last.loaded) body["configuration"] = to_json(last);
  send_json(200, body, arena, reply);
}

void delete_logs(serve::World& world, Arena& arena, server::Reply& reply) {
  world.journal.clear();
  send(204, "", "", arena, reply);
}

}  // namespace mimus::admin
