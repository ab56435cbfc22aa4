#include "explain.h"

#include <charconv>
#include <string>

#include "journal/borrowed_request.h"
#include "journal/exchange_json.h"
#include "serve/explain.h"
#include "serve/reply.h"

namespace mimus::admin {
namespace {

constexpr std::string_view kFromLog[] = {"id", "time", "method", "url", "status", "route"};

std::optional<journal::ExchangeId> read_id(std::string_view text) {
  journal::ExchangeId id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return id;
}

}  // namespace

void explain_request(serve::World& world, std::string_view text, Arena& arena, server::Reply& reply) {
  const auto id = read_id(text);
  if (!id) {
    return serve::send_error(400, "'" + std::string(text) + "' is no id of a request",
                             "the numbers are in /__logs, as \"id\"", arena, reply);
  }
  const auto exchange = world.journal.find(*id);
  if (!exchange) {
    return serve::send_error(404, "the journal holds no request " + std::string(text),
                             "GET /__logs lists those that it holds", arena, reply);
  }
  const journal::BorrowedRequest borrowed(*exchange);
  std::optional<stub::StubId> winner;
  if (exchange->matched && exchange->stub_id != Uuid{}) winner = stub::StubId{exchange->stub_id};
  const json::Object logged = journal::to_json(*exchange);
  json::Object answer;
  for (const std::string_view name : kFromLog) answer[name] = logged.at(name);
  const json::Value explained = serve::to_json(serve::explain(world, borrowed.request(), winner));
  for (const auto& member : explained.as_object()) answer[member.key()] = member.value();
  serve::send_json(200, answer, arena, reply);
}

}  // namespace mimus::admin
