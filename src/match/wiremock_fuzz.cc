#include <cstdint>
#include <string_view>

#include "request_pattern.h"

// A matcher of WireMock's as JSON, a line end, a body: whatever compiles can be asked about any bytes, in bounded time,
// and what is asked, explained and looked up by value agree.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view text = input.substr(0, input.find('\n'));
  const auto matcher = json::parse(text);
  if (!matcher) return 0;
  http::Request request;
  request.body = text.size() == input.size() ? std::string_view() : input.substr(text.size() + 1);
  request.query = request.body;
  constexpr http::HeaderField kFields[] = {{"Content-Type", "multipart/mixed; boundary=b"}};
  request.fields = kFields;
  for (const auto place : {match::Place::kBody, match::Place::kQuery, match::Place::kMultipart}) {
    auto test = match::read_wiremock_test(*matcher, place);
    if (!test) continue;
    match::RequestPattern pattern;
    pattern.manner = match::Manner::kWireMock;
    pattern.conditions = {{place, place == match::Place::kQuery ? "a" : "", {*std::move(test)}}};
    const auto compiled = match::CompiledPattern::compile(std::move(pattern));
    if (!compiled) continue;
    Arena arena;
    facts::RequestFacts facts(request, arena);
    const bool matches = compiled->rest_matches(facts, {});
    if (!compiled->asks_the_world() && matches != (compiled->explain(facts).distance == 0)) __builtin_trap();
    for (const match::Discriminator& one : compiled->discriminators()) {
      match::Discriminator::Values values;
      one.values_of(facts, values);
      bool found = false;
      for (const std::uint64_t value : values) found = found || value == one.value();
      if (matches && !found) __builtin_trap();
    }
  }
  return 0;
}
