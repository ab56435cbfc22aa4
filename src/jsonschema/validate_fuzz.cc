#include <cstdint>
#include <cstdlib>

#include "schema.h"

// [schema, value]: accepts(), first() and all() agree, and every violation points into the value.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  const auto document = json::parse({reinterpret_cast<const char*>(data), size});
  if (!document || !document->is_array() || document->get_array().size() != 2) return 0;
  const json::Value& value = document->get_array()[1];
  const auto schema = jsonschema::Schema::compile(document->get_array()[0],
                                                  {.formats = jsonschema::Formats::kAssert});
  if (!schema) return 0;
  const bool accepted = schema->accepts(value);
  if (accepted == schema->first(value).has_value()) std::abort();
  const auto violations = schema->all(value, 20);
  if (violations.empty() != accepted || violations.size() > 20) std::abort();
  for (const auto& violation : violations) {
    if (json::find(value, violation.instance) == nullptr) std::abort();
  }
  return 0;
}
