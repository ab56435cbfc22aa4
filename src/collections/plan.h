#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "query.h"

namespace mimus::collections {

// One page of what a query finds.
struct Page {
  std::vector<Row> rows;
  std::uint64_t total = 0;  // rows that the query finds, on all pages
  std::string next;         // the cursor of the page that follows; "" when this is the last
};

// Looks through as few rows as it can: those of an id, or of an interval of an indexed member, and sorts none
// when an index has the order. Problems: 400 when it would have to look through more than the definition
// allows, 503 with Retry-After while the index is being built that would help.
Outcome<Page> run(const Table& table, const Query& query);
// All of them, whatever the page; in the order of the rows.
Outcome<std::vector<std::uint64_t>> all_positions(const Table& table, const Query& query);

}  // namespace mimus::collections
