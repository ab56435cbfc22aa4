#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "exchange/exchange.h"

namespace mimus::cli {

// What was recorded: in a history (SQLite), a HAR file ("-": on standard input), or all of these in a folder. What a history has not whole is no
// recording: an exchange without its whole request is left out, of one without its whole response Exchange::failure says so in its place.
struct Recordings {
  std::vector<exchange::Exchange> all;  // by the time when they began
  std::vector<std::string> notes;       // what was left out or is not whole, for people
  std::size_t repeats = 0;              // exchanges that are not in `all`, as one there says the same
};

bool is_history(const std::string& file);  // by its first bytes

// `parameters`: those of history::query_from(), all of them must hold; some are a history's alone (stub, world …). Errors: a bad parameter, a file that
// cannot be read or is none of these, a folder without any.
Result<Recordings> read_recordings(const std::string& source, const std::vector<std::pair<std::string, std::string>>& parameters);

// The host of an absolute url, with its port: "api.example.com:8443"; "localhost" for each name of this machine; "" where none is known.
std::string host_of(const exchange::Exchange& one);
// Each once, with how many requests went there; the most frequent first.
std::vector<std::pair<std::string, std::size_t>> hosts_of(const std::vector<exchange::Exchange>& exchanges);

}  // namespace mimus::cli
