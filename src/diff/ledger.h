#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "json/json.h"
#include "recording/compare.h"
#include "recording/report.h"

namespace mimus::diff {

// How one answer of the mocks stands beside the real one.
struct Verdict {
  enum class Kind : std::uint8_t {
    kSame,
    kDifferent,     // `differences`: recorded is what the server said, actual what the mocks would have
    kNoRoute,       // the mocks have nothing for it
    kNotCompared,   // `why`
  };
  Kind kind = Kind::kSame;
  WallTime when;
  std::string request;  // "GET /users/17?full=1"
  std::string route;    // of the mocks: "GET /users/{id}"; "" for none
  int status = 0;       // the server's
  std::string why;
  std::vector<recording::Difference> differences;
};

// What came of comparing, in bounded memory: counts for each route, and the last differences. Any thread.
class Ledger {
 public:
  void add(Verdict verdict);
  void skip();   // a request that came faster than it could be compared
  void clear();

  // {"compared", "same", "different", "no_route", "not_compared", "skipped", "routes": […], "differences": […]}, the newest difference first.
  json::Object to_json() const;
  // One outcome for each route, with its latest differences; of a route that was never compared, why: it failed when the server did not answer.
  recording::Regression report(std::string title) const;

 private:
  struct Route {
    std::uint64_t same = 0, different = 0, no_route = 0, not_compared = 0;
    std::string why;                                  // of the last that was not compared
    bool reached = true;                              // and the server did answer it
    std::vector<recording::Difference> latest;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Route> routes_;  // guarded by mutex_, as all below
  std::deque<Verdict> last_;
  std::uint64_t skipped_ = 0;
};

}  // namespace mimus::diff
