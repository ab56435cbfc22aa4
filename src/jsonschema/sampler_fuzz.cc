#include <cstdint>
#include <cstdlib>

#include "sampler.h"

// What the sampler makes of any schema, the schema accepts; what it says is refused, is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  if (size > 2000) return 0;
  const auto document = json::parse({reinterpret_cast<const char*>(data), size});
  if (!document) return 0;
  const auto schema = jsonschema::Schema::compile(*document);
  if (!schema) return 0;
  const jsonschema::Sampler sampler(*schema, {.depth = 2});
  if (const auto value = sampler.accepted(Chance(1)); value && !schema->accepts(*value))
    std::abort();
  if (const auto refused = sampler.refused(Chance(2)); refused && schema->accepts(refused->value))
    std::abort();
  return 0;
}
