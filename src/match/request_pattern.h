#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "facts/request_facts.h"
#include "json/json.h"
#include "match/path_pattern.h"

namespace mimus::match {

// Where in a request a condition looks.
enum class Place : std::uint8_t {
  kQuery,
  kHeader,
  kCookie,
  kForm,
  kBody,           // name: a path to a member, "" the whole body
  kUrl,            // raw path and "?query" as they were sent; a lone '?' at the end is dropped
  kPath,           // raw path
  kScheme,         // "http", "https"
  kHost,           // of the Host header, without port
  kPort,           // of the Host header; 80 or 443 when it has none
  kClientIp,       // X-Forwarded-For as it stands when there is one, else the peer's address
  kPathParameter,  // a capture of the path pattern, as it was sent
  kMultipart,      // the parts of a multipart body; tests: "part"
  kRequest,        // the request as a whole: no value of its own; tests: "probability", "customMatcher"
};
std::string_view name_of(Place place);  // "query", "header", …: the keys of `when`
bool takes_name(Place place);           // may a condition there have a name? (All but kBody must have one then.)

// How conditions are meant. They differ in which words there are, and in what several values, or none, mean:
//
//   kNative    the tests hold together for one of the values that are there; an absent value fails all but those
//              about the list of values: absent, not, notContains, count, …
//   kWireMock  one test, for one of the values; an absent value (and an empty body) is passed on as null, which fails
//              most tests and satisfies absent, doesNotContain, doesNotMatch and not. A missing cookie satisfies only
//              absent. Words and quirks: reference/wiremock-stubs.md §2.3 and §3.
enum class Manner : std::uint8_t { kNative, kWireMock };

// One matcher as a file writes it: {"contains": "json"}, with what stands beside it:
// {"equalToJson": [1], "ignoreArrayOrder": true}. The keys are rows of matcher_table().
struct Test {
  std::string key;
  json::Value operand;
  json::Object options{};
  friend bool operator==(const Test&, const Test&) = default;
};

// A matcher of WireMock's form: the first member in document order whose key is a matcher is the test, all others its
// options. For Place::kBody and kMultipart binaryEqualTo comes before all others. Errors: kInvalid when no key is a
// matcher, with the nearest word.
Result<Test> read_wiremock_test(const json::Value& matcher, Place place);

// All tests must hold for (one of) the value(s) at this place. `name` is the parameter, header, cookie
// or field; for kBody a member path ("user.name", "items[0].id") or a JSON pointer ("/user/name").
struct Condition {
  Place place = Place::kQuery;
  std::string name;
  std::vector<Test> tests;
  friend bool operator==(const Condition&, const Condition&) = default;
};

// What a request must look like. A value. WireMock's parts become conditions:
//
//   "headers": {"A": M}           {Place::kHeader, "A", {*read_wiremock_test(M, Place::kHeader)}}
//   "host": M, "clientIp": M      {Place::kHost, "", {M}}
//   "port": 80, "scheme": "http"  {Place::kPort, "", {{"equalTo", "80"}}}
//   "bodyPatterns": [M, N]        {Place::kBody, "", {M}}, {Place::kBody, "", {N}}
//   "multipartPatterns": [P]      {Place::kMultipart, "", {{"part", P}}}: P as it stands in the file
//   "customMatcher": C            {Place::kRequest, "", {{"customMatcher", C}}}
struct RequestPattern {
  PathPattern path;
  std::vector<std::string> methods;  // empty: any. Compared exactly (RFC 9110 §9.1: case-sensitive)
  std::vector<Condition> conditions;
  Manner manner = Manner::kNative;
  friend bool operator==(const RequestPattern&, const RequestPattern&) = default;
};

// WireMock's five ways to name URLs. Sets the path (raw: nothing is decoded) and, where the query counts, adds a
// condition on Place::kUrl, so that an index can use what is sure of the path.
//
//   kUrl              raw path and query, the same text
//   kUrlPattern       the same, a Java regex that covers all of it
//   kUrlPath          raw path alone, the same text
//   kUrlPathPattern   raw path alone, a Java regex that covers all of it
//   kUrlPathTemplate  raw path alone: {name} is [^/]+, ** any text; '.', ';' and '*' vanish from names
//
// Errors: a bad regex, with its byte offset.
enum class UrlForm : std::uint8_t { kUrl, kUrlPattern, kUrlPath, kUrlPathPattern, kUrlPathTemplate };
Status ask_for_url(UrlForm form, std::string_view text, RequestPattern& pattern);

// Authorization: Basic …, RFC 7617, the case of all of it ignored, as WireMock does.
Condition basic_auth(std::string_view user, std::string_view password);

// Why a request is not what a pattern wants: "header Accept: expected contains 'json', got 'text/html'".
struct Mismatch {
  std::string what;      // "method", "path", "query page", "body user.name"
  std::string expected;  // "contains 'json'"
  std::string actual;    // the value, or "(absent)"
};

// How near a request came. 0: it matches; 1: nothing in common. Weighted so that the same path with a
// wrong header is nearer than another path.
struct Explanation {
  double distance = 0;
  std::vector<Mismatch> mismatches;
};

// How one part of a pattern fared, for a page that shows all of them beside the request.
struct Finding {
  enum class Part : std::uint8_t { kUrl, kMethod, kCondition };
  Part part = Part::kCondition;
  std::size_t condition = 0;          // of kCondition: its index in RequestPattern::conditions
  bool holds = true;
  double distance = 0;                // 0 it holds … 1 nothing in common
  std::string matcher;                // "equalTo"; "" for kMethod and kUrl
  std::string expected;               // "acme", ".*json.*", "$.age [equalTo] 5"; JSON and XML are laid out over lines
  std::optional<std::string> actual;  // of the value that came nearest; nothing when it is absent
};

// A pattern ready to be asked: regexes compiled, names prepared, cheap predicates before dear ones.
// Immutable; any thread. Copies share.
class CompiledPattern {
 public:
  // Errors carry a JSON pointer relative to the pattern: /conditions/2/tests/0 (unknown matcher key with
  // the nearest right one, operand of the wrong type, bad regex with its offset).
  // `key` tells patterns apart that are decided by chance: that of the stub.
  static Result<CompiledPattern> compile(RequestPattern pattern, std::uint64_t key = 0);

  const RequestPattern& pattern() const;
  bool method_matches(std::string_view method) const;
  // Method and conditions only: the path has been decided by the index, which took the captures.
  bool rest_matches(facts::RequestFacts& facts, const Captures& captures) const;
  // Everything.
  bool matches(facts::RequestFacts& facts, Captures& captures) const;
  // Does nothing but the path matter? (No methods, no conditions.)
  bool only_path() const;
  // Slow; for people. Of a kWireMock pattern the distance is WireMock's: a mean of its parts, weighted as in
  // reference/wiremock-stubs.md §6.
  Explanation explain(facts::RequestFacts& facts) const;
  // The URL, the method, then every condition in order, whether it holds or not.
  std::vector<Finding> findings(facts::RequestFacts& facts) const;

 private:
  struct Compiled;
  explicit CompiledPattern(std::shared_ptr<const Compiled> compiled);
  std::shared_ptr<const Compiled> compiled_;
};

// The matchers that files can name, for schema, help and completion.
struct MatcherRow {
  std::string_view key;      // "contains"
  std::string_view operand;  // "string" | "number" | "boolean" | "any" | "array" | "object" | "matcher"
  std::string_view summary;  // "the text somewhere inside"
  std::span<const std::string_view> options{};  // keys that may stand beside it
};
std::span<const MatcherRow> matcher_table(Manner manner = Manner::kNative);

}  // namespace mimus::match
