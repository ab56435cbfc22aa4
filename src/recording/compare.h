#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exchange/exchange.h"

namespace mimus::recording {

// What is no difference.
struct Tolerances {
  std::vector<std::string> ignore_headers;   // names, in any case; on top of those of framing, connection and dates
  bool all_headers = false;                  // compare every header; else only Content-Type and those in `headers`
  std::vector<std::string> headers;          // names of headers that count
  std::vector<std::string> ignore;           // places in JSON bodies: "/updatedAt", "/items/*/id", "/**/etag"
  std::vector<std::string> ignore_matching;  // regular expressions: two texts that both match one as a whole are the same
  double absolute = 0;                       // numbers that are no further apart than that …
  double relative = 0;                       // … or than this part of the recorded one, are the same
  std::vector<std::string> unordered;        // arrays whose order does not matter; "/**" for all
  bool extra_members = false;                // may objects have more members than recorded?
};

struct Difference {
  std::string where;  // "status", "header Content-Type", "body", or a JSON pointer: "/items/0/price"
  std::optional<std::string> recorded, actual;  // JSON for members; nothing: it is not there
  friend bool operator==(const Difference&, const Difference&) = default;
};

// Compares what a server answers with what was recorded:
//
//   MIMUS_TRY(const Comparer comparer, Comparer::compile({.ignore = {"/updatedAt"}}));
//   comparer.compare(recorded, actual);   // {{"/price", "9.5", "10"}}
//
// JSON bodies (both parse, and one says so) are compared as values, numbers by their mathematical value; all others byte by byte.
// In a place to ignore, '*' is any one member or index and "**" any number of them, none included. In unordered arrays each recorded
// element is paired with an equal one; what is left over on both sides is compared in order. Immutable; any thread.
class Comparer {
 public:
  // Errors: a bad pointer ("/ignore/0") or expression ("/ignore_matching/0").
  static Result<Comparer> compile(const Tolerances& tolerances);

  std::vector<Difference> compare(const exchange::Response& recorded, const exchange::Response& actual) const;

  struct Compiled;

 private:
  explicit Comparer(std::shared_ptr<const Compiled> compiled);
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace mimus::recording
