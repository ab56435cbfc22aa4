#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "exchange/exchange.h"
#include "http/message.h"
#include "outbound/client.h"
#include "recording/compare.h"
#include "recording/report.h"

namespace mimus::replay {

struct Options {
  std::string against;                        // where to: "http://localhost:8080", "https://host/base"; recorded paths follow
  std::size_t parallel = 1;                   // requests under way at a time; 1: one after the other
  std::optional<double> pace;                 // 1: as far apart as recorded, 2: twice as fast; nothing: as fast as answers come
  std::chrono::milliseconds timeout{30'000};  // of one request; 0: none
  std::vector<http::OwnedField> fields;       // in place of the recorded ones of these names; an empty value: none of that name
  bool links = true;                          // values that the server makes anew are put into later requests
  const recording::Comparer* comparer = nullptr;  // nullptr: that an answer came is enough
  std::size_t most_unreachable = 3;           // in a row, or as often no answer in time: then there is no server, and it stops
  std::function<bool()> interrupted;          // asked often: true stops it at once, with what there is
  std::function<void(std::size_t done)> on_progress;  // on the calling thread
};

struct Replayed {
  std::vector<recording::Outcome> outcomes;  // in recorded order, of those that were answered, or could not be
  std::size_t sent = 0;
  std::size_t renewed = 0;       // requests that were sent with a value that the server had made anew
  std::string stopped;           // why not all of them were sent; "" when they were
};

// Sends recorded requests again and compares the answers with the recorded ones.
//
//   POST /users -> {"id": 17}; GET /users/17 -> {"id": 17, "name": "Ada"}
//   … the server says {"id": 93}: then GET /users/93 is sent, and 93 where 17 was recorded is no difference.
//
// One after the other, or several at a time: then a request waits for the answers whose values it uses, and for requests before it that
// change something at, above or below its path. Method, path, query, fields and body are those that were recorded, byte by byte, but for such values,
// Options::fields, Host and the fields that concern a connection; a body that travelled compressed is sent plain.
//
// What needs a value that did not come is not sent: who knows whom the recorded one would hit. Errors: a bad `against`.
Result<Replayed> replay(std::span<const exchange::Exchange> exchanges, const Options& options, outbound::Client& client);

}  // namespace mimus::replay
