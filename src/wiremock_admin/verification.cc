#include "verification.h"

#include <utility>

#include "facts/request_facts.h"
#include "journal/borrowed_request.h"

namespace mimus::wiremock_admin {
namespace {

// What of a pattern the journal can tell without copying an exchange.
journal::Filter filter_of(const match::RequestPattern& pattern) {
  journal::Filter filter;
  if (pattern.methods.size() == 1) filter.method = pattern.methods.front();
  const match::PathPattern& path = pattern.path;
  if (path.raw() && path.kind() == match::PathPattern::Kind::kExact &&
      !path.text().ends_with('*')) {
    filter.path = std::string(path.text());
  }
  return filter;
}

}  // namespace

Or<Verification> Verification::read(const json::Value& document) {
  MIMUS_TRY(const wiremock::Request request, understood(wiremock::read_request(document)));
  MIMUS_TRY(match::CompiledPattern pattern, understood(wiremock::compile(request)));
  const match::RequestPattern& wanted = request.pattern;
  const bool any = wanted.path.kind() == match::PathPattern::Kind::kAny && wanted.methods.empty() &&
                   wanted.conditions.empty();
  return Verification(filter_of(wanted), any, std::move(pattern));
}

void Verification::visit(const journal::Journal& journal, journal::Journal::Order order,
                         const std::function<bool(const journal::Exchange&)>& more) const {
  Arena arena;
  journal.visit(
      filter_,
      [&](const journal::Exchange& exchange) {
        const journal::BorrowedRequest borrowed(exchange);
        arena.reset();
        facts::RequestFacts facts(borrowed.request(), arena);
        match::Captures captures;
        return !pattern_.matches(facts, captures) || more(exchange);
      },
      order);
}

bool Verification::matches(const journal::Exchange& exchange) const {
  const journal::BorrowedRequest borrowed(exchange);
  Arena arena;
  facts::RequestFacts facts(borrowed.request(), arena);
  match::Captures captures;
  return pattern_.matches(facts, captures);
}

std::vector<journal::ExchangeId> Verification::ids(const journal::Journal& journal,
                                                   journal::Journal::Order order) const {
  if (filter_says_all_) return journal.ids({}, SIZE_MAX, order);
  std::vector<journal::ExchangeId> found;
  visit(journal, order, [&](const journal::Exchange& exchange) {
    found.push_back(exchange.id);
    return true;
  });
  return found;
}

}  // namespace mimus::wiremock_admin
