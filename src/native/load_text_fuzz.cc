#include <cstdint>
#include <cstdlib>
#include <string>

#include "native.h"
#include "stub/compiled_stub.h"
#include "write.h"

// Whatever the text: either there are errors, each with a message and a place, or a configuration
// whose every stub compiles. load() promises to find all that is wrong. And a file in which nothing changes stays as it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  const std::string text(reinterpret_cast<const char*>(data), size);
  native::Loaded loaded = native::load_text(text, "fuzz.yaml", "/nonexistent");
  if (loaded.configuration.has_value() == !loaded.errors.empty()) std::abort();
  for (const Error& error : loaded.errors) {
    if (error.message.empty() || error.where.source != "fuzz.yaml") std::abort();
  }
  if (!loaded.configuration) return 0;
  const std::vector<stub::Stub>& stubs = loaded.configuration->stubs;
  const auto same = native::rewrite_file(text, stubs, stubs, "fuzz.yaml", "/nonexistent");
  if (same && same->text != text && same->text != text + "\n") std::abort();
  for (stub::Stub& stub : loaded.configuration->stubs) {
    if (!stub::CompiledStub::compile(std::move(stub), 0)) std::abort();
  }
  return 0;
}
