#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exchange/exchange.h"
#include "formats/formats.h"

namespace mimus::formats {

// Exchange::failure of a request whose answer nobody knows: a command, a collection that holds requests alone.
inline constexpr std::string_view kUnknown = "unknown";

// An exchange with what formats know beside it.
struct Recorded {
  exchange::Exchange exchange;
  std::string where{};                     // "entry 3", "item 'Get a user'": for the report
  std::string name{};                      // what its author calls it
  std::string path{};                      // native path pattern in place of the url's path: "/users/{id}"
  std::vector<std::string> any_value{};    // query parameters whose value does not matter
};

struct Recordings {
  std::vector<Recorded> all;
  Report report;  // what could not be read; `taken` is left to stubs_of()
};

}  // namespace mimus::formats
