#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/exchange.h"
#include "match/request_pattern.h"

namespace mimus::formats {

// Parameters of a query or a form, decoded, in order. `?k` has the empty value.
struct Pair {
  std::string name, value;
};
std::vector<Pair> pairs_of(std::string_view query);

// Conditions that a recorded request meets, and few others.
void add_host(std::string_view authority, std::vector<match::Condition>& out);
// Each parameter with its values; those of `any_value` have to be there, those of `exact` must have no other value beside.
// A query that is no list of named texts is compared as it stands in the URL.
void add_query(const exchange::UrlParts& url, const std::vector<std::string>& any_value, const std::set<std::string>& exact,
               std::vector<match::Condition>& out);
void add_body(const exchange::Request& request, std::vector<match::Condition>& out);

// Equal for bodies that the conditions of add_body() do not tell apart.
std::string body_key(const exchange::Request& request);

}  // namespace mimus::formats
