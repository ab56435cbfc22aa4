#pragma once

#include "call.h"
#include "json/json.h"
#include "match/request_pattern.h"
#include "stub/compiled_stub.h"

namespace mimus::wiremock_admin {

// A string matcher that is asked of stubs' metadata: {"matchesJsonPath": {"expression": "$.team",
// "equalTo": "red"}}
class MetadataMatcher {
 public:
  static Or<MetadataMatcher> read(const json::Value& matcher);
  bool matches(const stub::CompiledStub& stub) const;

 private:
  explicit MetadataMatcher(match::CompiledPattern pattern) : pattern_(std::move(pattern)) {}
  match::CompiledPattern pattern_;
};

}  // namespace mimus::wiremock_admin
