#include <charconv>
#include <utility>

#include "endpoints.h"
#include "listing.h"
#include "logged_request.h"
#include "metadata_matcher.h"
#include "near_misses.h"
#include "paging.h"
#include "serve_event.h"
#include "text/dates.h"
#include "verification.h"

namespace mimus::wiremock_admin {
namespace {

using Order = journal::Journal::Order;

constexpr int kBadQueryUuid = 15;

Problem switched_off() {
  return broken("The request journal is disabled");
}

json::Object journal_state(bool disabled) {
  return {{"requestJournalDisabled", disabled}};
}

std::function<json::Value(const journal::Exchange&)> event_maker(const Call& call) {
  return [snapshot = call.side.world.live.current(),
          ids = call.side.ids, callbacks = call.side.world.callbacks](const journal::Exchange& exchange) {
    return json::Value(serve_event(exchange, ids, snapshot->stubs, *callbacks));
  };
}

json::Value request_alone(const journal::Exchange& exchange) {
  return logged_request(exchange);
}

Or<std::optional<WallTime>> read_since(const Call& call) {
  const auto text = call.parameter("since");
  if (!text) return std::optional<WallTime>();
  const auto since = text::parse_iso8601(*text);
  if (since && text->find('T') != std::string_view::npos) return since;
  Problem problem = refused(400, 10, std::string(*text) + " is not a valid ISO8601 date");
  (*problem.error)["source"] = json::Object{{"pointer", "since"}};
  return problem;
}

Or<server::Reply> list_requests(const Call& call) {
  const journal::Journal& journal = call.side.world.journal;
  if (!journal.enabled()) return switched_off();
  journal::Filter filter;
  if (call.parameter("unmatched") == "true") filter.matched = false;
  if (const auto text = call.parameter("matchingStub")) {
    filter.stub_id = Uuid::parse(*text);
    if (!filter.stub_id) {
      return refused(
          400, kBadQueryUuid,
          "Query parameter matchingStub value '" + std::string(*text) + "' is not a valid UUID");
    }
  }
  MIMUS_TRY(const std::optional<WallTime> since, read_since(call));
  MIMUS_TRY(const Page page, read_page(call));
  json::Object rest{{"meta", json::Object{{"total", journal.count(filter)}}},
                    {"requestJournalDisabled", false}};
  if (since) filter.since = *since + Nanoseconds(1);  // later than
  return list(call, {"requests", journal.ids(filter, page.limit.value_or(SIZE_MAX)),
                     event_maker(call), std::move(rest)});
}

Or<server::Reply> clear_requests(const Call& call) {
  call.side.world.journal.clear();
  return call.answers.empty_object();
}

Or<server::Reply> get_request(const Call& call) {
  MIMUS_TRY(const Uuid uuid, call.id());
  const auto id = call.side.ids.from_uuid(uuid);
  if (!id) return not_found();
  const auto exchange = call.side.world.journal.find(*id);
  if (!exchange) return not_found();
  return call.answers.json(event_maker(call)(*exchange));
}

Or<server::Reply> remove_request(const Call& call) {
  MIMUS_TRY(const Uuid uuid, call.id());
  if (const auto id = call.side.ids.from_uuid(uuid))
    call.side.world.journal.remove(std::span(&*id, 1));
  return call.answers.empty_object();
}

Or<server::Reply> count_requests(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  MIMUS_TRY(const Verification verification, Verification::read(document));
  const journal::Journal& journal = call.side.world.journal;
  if (!journal.enabled())
    return call.answers.json({{"count", -1}, {"requestJournalDisabled", true}});
  const std::size_t count = verification.ids(journal, Order::kNewestFirst).size();
  return call.answers.json({{"count", count}, {"requestJournalDisabled", false}});
}

Or<server::Reply> find_requests(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  MIMUS_TRY(const Verification verification, Verification::read(document));
  const journal::Journal& journal = call.side.world.journal;
  return list(call, {"requests", verification.ids(journal, Order::kOldestFirst), &request_alone,
                     journal_state(!journal.enabled())});
}

Or<server::Reply> list_unmatched(const Call& call) {
  const journal::Journal& journal = call.side.world.journal;
  return list(call, {"requests", journal.ids({.matched = false}, SIZE_MAX), &request_alone,
                     journal_state(!journal.enabled())});
}

// Takes them out and tells of those that were there: of two who remove the same one, one is told.
server::Reply remove_and_list(const Call& call, std::span<const journal::ExchangeId> ids) {
  journal::Journal& journal = call.side.world.journal;
  const auto event_of = event_maker(call);
  json::Array removed;
  for (const journal::ExchangeId id : ids) {
    const auto exchange = journal.find(id);
    if (exchange && journal.remove(std::span(&id, 1)) == 1) removed.push_back(event_of(*exchange));
  }
  return list(call, "serveEvents", std::move(removed));
}

Or<server::Reply> remove_requests(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  MIMUS_TRY(const Verification verification, Verification::read(document));
  return remove_and_list(call, verification.ids(call.side.world.journal, Order::kOldestFirst));
}

Or<server::Reply> remove_requests_by_metadata(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  MIMUS_TRY(const MetadataMatcher matcher, MetadataMatcher::read(document));
  const auto snapshot = call.side.world.live.current();
  std::vector<journal::ExchangeId> ids;
  for (const stub::StubPtr& stub : snapshot->stubs.all()) {
    if (!matcher.matches(*stub)) continue;
    const auto served = call.side.world.journal.ids({.stub_id = stub->source.id.value}, SIZE_MAX);
    ids.insert(ids.end(), served.begin(), served.end());
  }
  return remove_and_list(call, ids);
}

constexpr std::string_view kPattern = "a request pattern";

constexpr Endpoint kEndpoints[] = {
    {"GET", "/requests", &list_requests,
     "what was received, newest first; limit, since, unmatched, matchingStub"},
    {"DELETE", "/requests", &clear_requests, "forgets all of it"},
    {"POST", "/requests/count", &count_requests, "how many requests match", kPattern},
    {"POST", "/requests/find", &find_requests, "the requests that match, oldest first", kPattern},
    {"POST", "/requests/remove", &remove_requests, "forgets the requests that match", kPattern},
    {"POST", "/requests/remove-by-metadata", &remove_requests_by_metadata,
     "forgets what stubs with such metadata answered", "one string matcher, asked of the metadata"},
    {"POST", "/requests/reset", &clear_requests, "the same as DELETE (for 2.x clients)"},
    {"GET", "/requests/unmatched", &list_unmatched, "requests that no stub answered, newest first"},
    {"GET", "/requests/unmatched/near-misses", &near_misses_of_unmatched,
     "the stubs that came closest to each of them"},
    {"GET", "/requests/{id}", &get_request, "one request and its answer"},
    {"DELETE", "/requests/{id}", &remove_request, "forgets it"},
};

}  // namespace

std::span<const Endpoint> request_endpoints() {
  return kEndpoints;
}

}  // namespace mimus::wiremock_admin
