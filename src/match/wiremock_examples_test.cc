// What WireMock 3.13.2 answered: which stub each of the recorded requests finds.
#include <algorithm>

#include "support/shared_data.h"
#include "text/encoding.h"
#include "wiremock_request_for_tests.h"

namespace mimus::match {
namespace {

constexpr std::string_view kCases[] = {
    "basic-auth",      "body-binary",     "body-text",        "cookies",           "custom-matcher-unknown",
    "datetime",        "datetime-now",    "form-params",      "headers",           "host-port-scheme",
    "json-equal",      "json-equal-flags", "json-path-nested", "json-path-simple", "json-placeholders",
    "json-schema",     "logical",         "method-any",       "multipart",         "priority",
    "query-basic",     "query-decoding",  "query-multi",      "unmatched-diff",    "url-equal",
    "url-none",        "url-path",        "url-path-pattern", "url-path-template", "url-pattern",
    "xml-equal",       "xml-equal-options", "xpath",
};

struct Candidate {
  std::string id;
  std::int64_t priority = 5;
  CompiledPattern pattern;
};

std::string text_at(const json::Value& value, std::string_view pointer) {
  const json::Value* found = json::find(value, pointer);
  return found == nullptr || !found->is_string() ? "" : std::string(found->get_string());
}

// In the order in which they are asked: by priority, the newest first.
std::vector<Candidate> candidates_of(const json::Value& file) {
  std::vector<Candidate> candidates;
  const json::Value* mappings = json::find(file, "/mappings");
  const json::Array all = mappings == nullptr ? json::Array({file}) : mappings->get_array();
  for (const json::Value& mapping : all) {
    const json::Value* request = json::find(mapping, "/request");
    auto pattern = pattern_of(request == nullptr ? json::Value(json::Object()) : *request);
    EXPECT_TRUE(pattern) << json::write(mapping) << (pattern ? "" : describe(pattern.error()));
    if (!pattern) continue;
    auto compiled = CompiledPattern::compile(*pattern);
    EXPECT_TRUE(compiled) << json::write(mapping) << (compiled ? "" : describe(compiled.error()));
    if (!compiled) continue;
    const json::Value* priority = json::find(mapping, "/priority");
    candidates.insert(candidates.begin(),
                      {text_at(mapping, "/id"), priority == nullptr ? 5 : priority->get_int64(), *compiled});
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.priority < b.priority; });
  return candidates;
}

std::vector<http::OwnedField> fields_of(const json::Value& request) {
  std::vector<http::OwnedField> fields;
  if (const json::Value* headers = json::find(request, "/headers")) {
    for (const json::Value& pair : headers->get_array()) {
      fields.push_back({std::string(pair.get_array()[0].get_string()), std::string(pair.get_array()[1].get_string())});
    }
  }
  return fields;
}

class Examples : public ::testing::TestWithParam<std::string_view> {};

TEST_P(Examples, FindTheStubThatWireMockFound) {
  const std::string name(GetParam());
  const auto file = json::parse(read_recorded(name + ".json"));
  const auto expect = json::parse(read_recorded(name + ".expect.json"));
  ASSERT_TRUE(file && expect);
  const std::vector<Candidate> candidates = candidates_of(*file);
  std::size_t number = 0;
  for (const json::Value& step : json::find(*expect, "/steps")->get_array()) {
    const json::Value& request = *json::find(step, "/request");
    SCOPED_TRACE("step " + std::to_string(++number) + ": " + json::write(request).substr(0, 600));
    const std::string encoded = text_at(request, "/bodyBase64");
    Asked asked(text_at(request, "/method"), text_at(request, "/path"), fields_of(request),
                encoded.empty() ? text_at(request, "/body") : text::base64_decode(encoded).value_or(""));
    std::string found;
    for (const Candidate& candidate : candidates) {
      Captures captures;
      const bool matches = candidate.pattern.matches(asked.facts(), captures);
      const Explanation why = candidate.pattern.explain(asked.facts());
      EXPECT_EQ(matches, why.distance == 0) << candidate.id << " is off by " << why.distance;
      EXPECT_EQ(matches, std::ranges::all_of(candidate.pattern.findings(asked.facts()), &Finding::holds));
      if (matches && found.empty()) found = candidate.id;
    }
    EXPECT_EQ(found, text_at(step, "/response/headers/Matched-Stub-Id/0"));
  }
}

INSTANTIATE_TEST_SUITE_P(WireMock, Examples, ::testing::ValuesIn(kCases), [](const auto& info) {
  std::string name(info.param);
  std::ranges::replace(name, '-', '_');
  return name;
});

}  // namespace
}  // namespace mimus::match
