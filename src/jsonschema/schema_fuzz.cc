#include "schema.h"

#include <cstdint>

// Any document is a schema or has a fault; what is compiled can be asked.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  const auto document = json::parse({reinterpret_cast<const char*>(data), size});
  if (!document) return 0;
  for (const auto dialect : {jsonschema::Dialect::kDraft4, jsonschema::Dialect::kDraft2019_09,
                             jsonschema::Dialect::kDraft2020_12, jsonschema::Dialect::kOpenApi30}) {
    const auto schema = jsonschema::Schema::compile(
        *document, {.dialect = dialect, .formats = jsonschema::Formats::kAssert});
    if (schema) (void)schema->accepts(*document);
  }
  return 0;
}
