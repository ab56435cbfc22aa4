#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "exchange/exchange.h"
#include "spots.h"

namespace mimus::replay {

// A value that the server made in one answer, and that later requests use.
struct Link {
  std::size_t from;      // the exchange whose answer made it
  std::string address;   // where in that answer: Spot::address
  std::string name;      // Spot::name there
  std::string text;      // as recorded: "17"
};

// Which requests of a recording depend on which answers:
//
//   POST /users -> {"id": 17}      links[0] = {0, "body /id", "id", "17"}
//   GET /users/17                  steps[1].uses = {0}
//
// A value is taken for one that the server made when no request had sent it before, and it is a text that looks made up (letters and
// digits, eight or more), a number or a word named like an identifier, or a number in a path. What is used nowhere is no link.
struct Trail {
  struct Step {
    std::vector<std::size_t> uses;   // links
    std::vector<std::size_t> makes;  // links
  };
  std::vector<Link> links;
  std::vector<Step> steps;  // one for each exchange
};
Trail follow(std::span<const exchange::Exchange> exchanges);

// Does this value of a message stand for the link's? Numbers and words do only where identifiers stand.
bool fits(const Spot& spot, const Link& link);

// The link's value in a new answer of the server. Nothing: the place is not there. Where a list comes in another order, a value that
// is still in it stays what it was.
const Spot* find(const Link& link, std::span<const Spot> answer);

}  // namespace mimus::replay
