#pragma once

#include <functional>
#include <string>
#include <vector>

#include "call.h"
#include "journal/journal.h"
#include "json/json.h"

namespace mimus::wiremock_admin {

// An answer with one element for each of many exchanges:
//
//   {"requests": [element, element, …], "meta": …, …}
//
// Exchanges are fetched a few at a time, when the answer before them has gone, so that a journal
// with a million of them is never in memory twice, and other requests get their turn. What leaves
// the journal meanwhile is left out.
struct Listing {
  std::string_view name;                 // "requests"
  std::vector<journal::ExchangeId> ids;  // in the order of the answer
  std::function<json::Value(const journal::Exchange&)> element;
  json::Object rest;  // the members that follow
};
server::Reply list(const Call& call, Listing listing);

// The same members for elements that are there already.
server::Reply list(const Call& call, std::string_view name, json::Array elements,
                   json::Object rest = {});

}  // namespace mimus::wiremock_admin
