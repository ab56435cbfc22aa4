#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "match/request_pattern.h"

namespace mimus::wiremock {

// The "request" of a mapping, and what verification sends (requests/count, requests/find, near
// misses):
//
//   {"method": "POST", "urlPath": "/a", "headers": {"A": {"contains": "b"}}}
//
// Of several URL fields the first of url, urlPattern, urlPath, urlPathPattern, urlPathTemplate
// counts. null members are as if they were not there.
struct Request {
  match::RequestPattern pattern;
  json::Object document;              // as WireMock writes it back; "method" is always there
  std::vector<std::string> pointers;  // where each of pattern.conditions stands: "/headers/A"
};

// Errors as those of read_mapping(), pointers relative to the request: "/zzz", "/headers/A".
Result<Request> read_request(const json::Value& document);

// Compiled, with errors as above.
Result<match::CompiledPattern> compile(const Request& request);

// A string matcher on its own, for find-by-metadata: {"matchesJsonPath": "$.team"}. Asked of a
// body.
Result<match::CompiledPattern> compile_matcher(const json::Value& matcher);

}  // namespace mimus::wiremock
