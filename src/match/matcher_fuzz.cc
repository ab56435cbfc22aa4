#include <cstdint>
#include <string_view>

#include "request_pattern.h"

// Tests as JSON, a line end, a body: whatever is compiled can be asked and explained, and both agree.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view text = input.substr(0, input.find('\n'));
  const auto tests = json::parse(text);
  if (!tests || !tests->is_object()) return 0;
  match::RequestPattern pattern;
  for (const auto place : {match::Place::kBody, match::Place::kQuery}) {
    match::Condition condition{place, place == match::Place::kBody ? "a[0].b" : "a", {}};
    for (const auto& member : tests->get_object()) {
      condition.tests.push_back({std::string(member.key()), member.value()});
    }
    pattern.conditions = {condition};
    const auto compiled = match::CompiledPattern::compile(pattern);
    if (!compiled) continue;
    http::Request request;
    request.body = text.size() == input.size() ? std::string_view() : input.substr(text.size() + 1);
    request.query = request.body;
    Arena arena;
    facts::RequestFacts facts(request, arena);
    if (compiled->rest_matches(facts, {}) != compiled->explain(facts).mismatches.empty()) __builtin_trap();
  }
  return 0;
}
