#pragma once

#include <functional>

#include "journal/journal.h"
#include "match/request_pattern.h"
#include "problem.h"
#include "wiremock/request.h"

namespace mimus::wiremock_admin {

// A request pattern that is asked of what was received: requests/count, find, remove.
class Verification {
 public:
  static Or<Verification> read(const json::Value& pattern);

  // Visits what matches, until `more` says false.
  void visit(const journal::Journal& journal, journal::Journal::Order order,
             const std::function<bool(const journal::Exchange&)>& more) const;
  bool matches(const journal::Exchange& exchange) const;
  // Which ones match.
  std::vector<journal::ExchangeId> ids(const journal::Journal& journal,
                                       journal::Journal::Order order) const;

 private:
  Verification(journal::Filter filter, bool filter_says_all, match::CompiledPattern pattern)
      : filter_(std::move(filter)),
        filter_says_all_(filter_says_all),
        pattern_(std::move(pattern)) {}

  journal::Filter filter_;  // holds for all that can match: most exchanges need not be copied
  bool filter_says_all_;    // and for nothing else
  match::CompiledPattern pattern_;
};

}  // namespace mimus::wiremock_admin
