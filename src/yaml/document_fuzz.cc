#include "document.h"

#include <cstdint>
#include <cstdlib>

// Every text is a document or has a fault with a place in it; every pointer of a document has a
// place.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  const auto document =
      yaml::Document::parse({reinterpret_cast<const char*>(data), size}, "fuzz.yaml");
  if (!document) {
    const Error& error = document.error();
    if (error.message.empty() || error.where.line < 1 || error.where.offset.value() > size)
      std::abort();
    return 0;
  }
  if (json::write(document->root()).empty()) std::abort();
  const auto places =
      document->where({{"/a/0", yaml::Document::Part::kKey}, {"", yaml::Document::Part::kValue}});
  for (const Where& where : places) {
    if (where.offset.value_or(0) > size) std::abort();
  }
  return 0;
}
