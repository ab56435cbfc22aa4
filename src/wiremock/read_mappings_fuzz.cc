#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "wiremock/mapping.h"

// Whatever a file holds: it is read, or refused with a sentence. What was read is written as a
// document that reads as the same stub again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const wiremock::Mappings read =
      wiremock::read_mappings(text, "fuzz.json", {}, wiremock::Depth::kThorough);
  for (const Error& error : read.errors) {
    if (error.message.empty() || error.where.source.empty()) std::abort();
  }
  for (const stub::Stub& stub : read.stubs) {
    const auto document = json::parse(stub.more->document);
    if (!document) std::abort();
    const auto again = wiremock::read_mapping(*document, {});
    if (!again || again->more->document != stub.more->document || again->id != stub.id) {
      std::fprintf(stderr, "%s\n%s\n", stub.more->document.c_str(),
                   again ? again->more->document.c_str() : describe(again.error()).c_str());
      std::abort();
    }
    (void)wiremock::lint(stub);
  }
  return 0;
}
